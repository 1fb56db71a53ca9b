import { isDeepStrictEqual } from 'node:util'
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { vi } from 'vitest'
import type { ActivityAction } from '../../shared/domain/catalog.ts'
import { documents } from '../../shared/table/client.ts'
import { tableName } from '../../shared/table/schema.ts'
import { busEvents, deliver, publishBatch, settle, takeRecords } from './cloud-services-bus.ts'
import { directoryUsers, keptUsers } from './cloud-services-directory.ts'
import { allMails } from './cloud-services-mail.ts'
import { nameOf } from './invariants-whole.ts'
import { accessTold, believed, type RolesHeld, rolesHeld } from './schedule-access.ts'
import type { Image } from './table-writes.ts'
import type { Tenant } from './world.ts'
import { after } from './world-clock.ts'
import { dumpTable, type Item } from './world-table.ts'

/** Makes people ready in organizations of their own under a provider, and gives what they do. */
export type Scenario = (provider: Tenant) => Promise<(between: Between) => Promise<void>>

/** What else happens while people act. */
export type Between = {
  /** After every act. */
  readonly pause: () => Promise<void>
  /** Two minutes go by. */
  readonly later: () => Promise<void>
  /** Somebody waits for what follows from such an activity. */
  readonly follow: (action: ActivityAction) => Promise<void>
}

/** Everything that people have done, and nothing that follows from it yet. */
export type Recording = {
  readonly records: readonly Image[]
  /** Puts the world back to the moment at which the last of it was done. */
  readonly rewind: () => Promise<void>
  /** What has become of the world since it was put back, but for when, and for the ids of what was made since. */
  readonly ends: () => Promise<Ends>
}

export type Ends = Readonly<Record<'table' | 'mails' | 'users', readonly string[]>> & {
  /** What connected applications believe of everybody's roles, and what is so. */
  readonly believed: RolesHeld
  readonly held: RolesHeld
}

/** Has a scenario happen, and keeps back whatever follows from it that nobody waits for. */
export async function record(scenario: Scenario, provider: Tenant): Promise<Recording> {
  const act = await scenario(provider)
  await settle()
  const heldBefore = await rolesHeld()
  const records: Image[] = []
  await act({
    pause: async () => pass(after.seconds(1)),
    later: async () => pass(after.minutes(2)),
    follow: async (action) => {
      const fresh = takeRecords()
      records.push(...fresh)
      await followNow(fresh, action)
    },
  })
  return { records: [...records, ...takeRecords()], ...(await copyOfWorld(heldBefore)) }
}

/** Lets time pass, which stands still otherwise: what happens in one and the same moment has no order. */
export function pass(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds)
}

/** Publishes those records that are of one kind, and has every function act on them. */
export async function followNow(records: readonly Image[], action: ActivityAction): Promise<void> {
  const before = busEvents().length
  await publishBatch(records.filter((image) => image.action?.S === action))
  for (const event of busEvents().slice(before)) await deliver(event)
}

async function copyOfWorld(heldBefore: RolesHeld): Promise<Pick<Recording, 'rewind' | 'ends'>> {
  pass(after.minutes(2))
  const begins = Date.now()
  const known = new Set(JSON.stringify(await dumpTable()).match(anyActivity))
  const bringBack = await keepWorld()
  let [mails, events] = [0, 0]
  return {
    rewind: async () => {
      vi.setSystemTime(begins)
      await bringBack()
      takeRecords()
      mails = allMails().length
      events = busEvents().length
    },
    ends: async () => {
      const items = await dumpTable()
      return {
        table: items.map((item) => timeless(item, begins, known)).sort(),
        mails: allMails()
          .slice(mails)
          .map((mail) => JSON.stringify(mail))
          .sort(),
        users: directoryUsers()
          .map(({ signOuts, ...user }) => JSON.stringify({ ...user, signedOut: signOuts > 0 }))
          .sort(),
        believed: believed(heldBefore, accessTold(events)),
        held: await rolesHeld(items),
      }
    },
  }
}

/** Gives what puts the table and the directory back as they are now. */
export async function keepWorld(): Promise<() => Promise<void>> {
  const users = structuredClone(keptUsers.keep())
  const kept = new Map((await dumpTable()).map((item) => [nameOf(item), item]))
  return async () => {
    keptUsers.bringBackAlone(users)
    const now = new Map((await dumpTable()).map((item) => [nameOf(item), item]))
    const requests = [
      ...[...now.values()]
        .filter((item) => !kept.has(nameOf(item)))
        .map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })),
      ...[...kept]
        .filter(([name, item]) => !isDeepStrictEqual(now.get(name), item))
        .map(([, Item]) => ({ PutRequest: { Item } })),
    ]
    for (let start = 0; start < requests.length; start += 25)
      await documents.send(
        new BatchWriteCommand({ RequestItems: { [tableName()]: requests.slice(start, start + 25) } }),
      )
  }
}

const anyActivity = /act_[0-9a-z]{26}/g

/** An item without what differs by when it was written, and by the ids of activities that were written since. */
function timeless(item: Item, begins: number, known: ReadonlySet<string>): string {
  const fields = Object.entries(item).filter(([field]) => !ofTheWrite.has(field))
  const text = JSON.stringify(Object.fromEntries(fields.sort()), (_, value: unknown) =>
    value instanceof Set ? [...value].sort() : value,
  )
  return text
    .replace(anyActivity, (id) => (known.has(id) ? id : 'act_new'))
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => (Date.parse(time) < begins ? time : 'since'))
    .replace(whoNoticed, '$1whichever')
    .replace(/(?<="tokensValidFrom":)\d+/g, (second) => (Number(second) * 1000 < begins ? second : 'since'))
}

/** Of several events that come together, whichever is first has what they come to noticed. */
const whoNoticed = /("action":"coverage\.changed".*"requestId":")[^"]*/g

/** When an item was written last, how often, and by which call. */
const ofTheWrite = new Set(['updatedAt', 'version', 'ttl', 'leaseUntil', 'claimedBy', 'messageId'])
