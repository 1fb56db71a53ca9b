import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { EventBridgeClient, PutEventsCommand, type PutEventsCommandInput } from '@aws-sdk/client-eventbridge'
import { SendMessageCommand, type SendMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { asksContact } from '../../shared/domain/contact-question.ts'
import {
  certifies,
  followsSignatories,
  mailsApproval,
  tellsNews,
  wakesContracts,
} from '../../shared/domain/contract-news.ts'
import { coverageFollows } from '../../shared/domain/coverage-news.ts'
import { everyActivity } from '../../shared/domain/every-activity.ts'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { settings } from './cloud-services-settings.ts'
import { runWorkflows } from './cloud-services-workflow.ts'
import { activitiesTaken, type Image } from './table-writes.ts'

/** An event as the bus took it. */
export type BusEvent = { readonly detailType: string; readonly detail: string }

const bus = mockClient(EventBridgeClient)
const queues = mockClient(SQSClient)
const taken: BusEvent[] = []
const parked: string[] = []
const published = new Set<string>()
let trouble: 'is-down' | 'takes-part' | undefined

/** The bus and the queues, which take what our policies let them take. */
export function startBus(): void {
  bus.reset()
  queues.reset()
  bus.on(PutEventsCommand).callsFake(async ({ Entries = [] }: PutEventsCommandInput) => {
    if (Entries.length === 0 || Entries.length > 10) throw new Error('ValidationException: 1 to 10 entries')
    for (const { EventBusName, Source, DetailType = '', Detail = '' } of Entries) {
      if (EventBusName !== settings.EVENT_BUS_NAME || Source !== 'rolecall') throw new Error('AccessDeniedException')
      taken.push({ detailType: DetailType, detail: Detail })
    }
    if (trouble === 'is-down') throw new Error('connect ECONNREFUSED')
    if (trouble === 'takes-part')
      return { FailedEntryCount: 1, Entries: Entries.map(() => ({ ErrorCode: 'ThrottlingException' })) }
    return { FailedEntryCount: 0, Entries: Entries.map((_, position) => ({ EventId: String(position) })) }
  })
  queues.on(SendMessageCommand).callsFake(async ({ QueueUrl, MessageBody = '' }: SendMessageCommandInput) => {
    if (QueueUrl !== settings.PARKED_QUEUE_URL) throw new Error('AccessDeniedException')
    parked.push(MessageBody)
    return { MessageId: String(parked.length) }
  })
}

export const keptEvents = {
  keep: () => ({ taken, published: [...published] }),
  bringBack: (kept: { readonly taken: readonly BusEvent[]; readonly published: readonly string[] }) => {
    taken.push(...kept.taken)
    for (const key of kept.published) published.add(key)
  },
}

/** While it runs, the bus cannot be reached, or does not take every event. */
export async function whileBus<Result>(now: NonNullable<typeof trouble>, act: () => Promise<Result>): Promise<Result> {
  trouble = now
  try {
    return await act()
  } finally {
    trouble = undefined
  }
}

/** Everything that was put on the bus so far. */
export const busEvents = (): readonly BusEvent[] => taken
/** Everything that was parked because it could not be read. */
export const parkedMessages = (): readonly string[] => parked

/**
 * Lets everything happen that follows from what was written: the stream hands new activities to the function that publishes
 * them, the bus hands each event to the functions that react to it, and workflows go on until they wait, until nothing new comes. Gives the events it delivered.
 */
export async function settle(): Promise<readonly BusEvent[]> {
  const delivered: BusEvent[] = []
  for (;;) {
    const fresh = takeRecords()
    if (fresh.length === 0) {
      if (await runWorkflows()) continue
      return delivered
    }
    const before = taken.length
    await publishBatch(fresh)
    const events = taken.slice(before)
    for (const event of events) await deliver(event)
    delivered.push(...events)
  }
}

/** Hands an event to every function that reacts to it, as the bus would do a second time. */
export async function deliver(event: BusEvent): Promise<void> {
  for (const reaction of reactionsTo(event)) await reaction.act()
}

/** The functions that react to an event, as `feature/file`, each to be called with it. */
export function reactionsTo({ detailType, detail }: BusEvent) {
  return reactions
    .filter(({ to }) => to.includes(detailType))
    .map(({ feature, file }) => ({
      name: `${feature}/${file}`,
      act: async (): Promise<unknown> =>
        invoke(await loadHandler(feature, file), {
          version: '0',
          id: '00000000-0000-4000-8000-000000000000',
          source: 'rolecall',
          account: '000000000000',
          region: 'eu-west-1',
          time: new Date().toISOString(),
          resources: [],
          'detail-type': detailType,
          detail: JSON.parse(detail),
        }),
    }))
}

/** Hands an event to one of them. */
export async function deliverTo({ feature, file }: Pick<Reaction, 'feature' | 'file'>, event: BusEvent): Promise<void> {
  for (const { name, act } of reactionsTo(event)) if (name === `${feature}/${file}`) await act()
}

/** Publishes what was written, and hands it to nobody. Gives the new events. */
export async function publishNew(): Promise<readonly BusEvent[]> {
  const before = taken.length
  const fresh = takeRecords()
  if (fresh.length > 0) await publishBatch(fresh)
  return taken.slice(before)
}

/** The new activities that no batch of the stream has carried yet, by id; the next call gives those that came since. */
export function takeRecords(): readonly Image[] {
  const fresh = [...activitiesTaken()].filter(([key]) => !published.has(key))
  for (const [key] of fresh) published.add(key)
  const images = fresh.map(([, image]) => image)
  return images.sort((one, other) => (String(one.sk?.S) < String(other.sk?.S) ? -1 : 1))
}

/** Hands records to the function that publishes them, as a batch of the stream. */
export async function publishBatch(images: readonly Image[]): Promise<void> {
  await invoke(await loadHandler('activities', 'publish-activities'), {
    Records: images.map((image, position) => ({
      eventID: String(position),
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      dynamodb: {
        Keys: { pk: image.pk, sk: image.sk },
        NewImage: image,
        SequenceNumber: String(position),
        StreamViewType: 'NEW_IMAGE',
      },
    })),
  })
}

/** A function, and the events that it reacts to. */
export type Reaction = { readonly feature: string; readonly file: string; readonly to: readonly string[] }

/** Lists of activities that stand elsewhere, because the domain knows them. */
const lists: Readonly<Record<string, readonly string[]>> = {
  certifies,
  mailsApproval,
  tellsNews,
  asksContact,
  coverageFollows,
  followsSignatories,
  wakesContracts,
  everyActivity,
}

/** Which function reacts to which events, read where it is deployed from: `reacts('<file>', { to: [...] })`. */
export const reactions: readonly Reaction[] = reactionsOf(
  fileURLToPath(new URL('../../infra/features/', import.meta.url)),
)

function reactionsOf(folder: string) {
  return readdirSync(folder).flatMap((name) => {
    const source = readFileSync(`${folder}${name}`, 'utf8')
    const found = [...source.matchAll(/reacts\('([\w-]+)',\s*\{\s*to: (?:\[([^\]]*)\]|(\w+))/g)]
    if (found.length !== source.split('reacts(').length - 1)
      throw new Error(`${name} reacts in a way not understood here`)
    return found.map(([, file = '', to = '', list]) => ({
      feature: name.replace(/\.ts$/, ''),
      file,
      to: list === undefined ? [...to.matchAll(/'([^']+)'/g)].map(([, action]) => action ?? '') : listCalled(list),
    }))
  })
}

function listCalled(name: string): readonly string[] {
  const list = lists[name]
  if (!list) throw new Error(`nobody here knows the list ${name}`)
  return list
}
