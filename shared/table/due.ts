import { createHash } from 'node:crypto'
import { CustomAttributeType, Entity } from 'electrodb'
import type { ContractId, DeliveryId, GroupId, OrganizationId, ProfileId, RoleId, WebhookId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { model, primary, stored, tableName } from './schema.ts'
import { commit, Moved, put, remove, type Write } from './transaction.ts'

/** What falls due at a moment that is set beforehand: a kind for each thing that is then done. */
export type Due = {
  /**
   * The 30 days in which a removed organization can be restored are over; or, `contact-question`, a contact is reminded of a question, or
   * asked again; or, `coverage`, contact roles may be covered differently from now on, without anybody doing anything. Two things may look
   * at coverage by one and the same row, so it is never taken back: where it has become needless, looking finds what was told; or,
   * `contract-workflow`, somebody looks whether the workflow of a contract is still running; or, `access-date`, something given to somebody
   * begins or ends to count: never taken back either; or, `group-leaving`, somebody is still entered and counted in groups that they have left,
   * which were more than one transaction takes; or, `webhook-delivery`, something is to be delivered to a webhook: each delivery that waits has
   * one row, which goes with the attempt.
   */
  readonly kind:
    | 'organization-erasure'
    | 'coverage'
    | 'contact-question'
    | 'contract-workflow'
    | 'access-date'
    | 'group-leaving'
    | 'webhook-delivery'
  readonly at: string
  readonly organizationId: OrganizationId
  /** The contact, of `contact-question`; whom it was given to, of `access-date`; who has left, of `group-leaving`. */
  readonly profileId?: ProfileId | undefined
  /** The contract, of `contract-workflow`. */
  readonly contractId?: ContractId | undefined
  /** What somebody has left and is still counted in, of `group-leaving`. */
  readonly groups?: readonly GroupId[] | undefined
  /** The custom roles that they held by that, and are still counted as holders of. */
  readonly roles?: readonly RoleId[] | undefined
  /** What is to be delivered where, of `webhook-delivery`. */
  readonly webhookId?: WebhookId | undefined
  readonly deliveryId?: DeliveryId | undefined
}
export type DueKind = Due['kind']

/** The rows of a kind and an hour are spread over so many partitions, so that an hour in which much falls due is no hot one. */
const shards = 4

const dues = new Entity(
  {
    model: model('due'),
    attributes: {
      kind: { type: CustomAttributeType<DueKind>('string'), required: true },
      /** `2026-11-25T20`. */
      hour: { type: 'string', required: true },
      shard: { type: 'number', required: true },
      at: { type: 'string', required: true },
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId | undefined>('string') },
      contractId: { type: CustomAttributeType<ContractId | undefined>('string') },
      groups: { type: CustomAttributeType<readonly GroupId[] | undefined>('any') },
      roles: { type: CustomAttributeType<readonly RoleId[] | undefined>('any') },
      webhookId: { type: CustomAttributeType<WebhookId | undefined>('string') },
      deliveryId: { type: CustomAttributeType<DeliveryId | undefined>('string') },
      /** Whom or what it is about: the contact, the contract, the delivery, or the organization. */
      whom: { type: 'string', required: true },
    },
    indexes: {
      byHour: primary(['due#${kind}#${hour}#${shard}', ['kind', 'hour', 'shard']], ['${at}#${whom}', ['at', 'whom']]),
    },
  },
  { table: tableName(), client: documents },
)

/** The hour from which on rows of a kind may still be there; what fell due before has been done. */
const cursors = new Entity(
  {
    model: model('due-cursor'),
    attributes: {
      kind: { type: CustomAttributeType<DueKind>('string'), required: true },
      hour: { type: 'string', required: true },
    },
    indexes: { ofKind: primary(['due#${kind}', ['kind']], ['cursor', []]) },
  },
  { table: tableName(), client: documents },
)

/** Writes down that something falls due, in the transaction that sets its date. */
export const remind = (due: Due): Write => put(dues.put(rowOf(due)).params())
/** Takes it back, in the transaction that does it or makes it needless; harmless where it is gone. */
export const forget = (due: Due): Write => remove(dues.delete(rowOf(due)).params())

/** Takes it for good: whoever comes second finds it gone, as `moved`. */
const take = (due: Due): Write =>
  remove(
    dues
      .delete(rowOf(due))
      .where(({ at }, { exists }) => exists(at))
      .params(),
  )

/** What is done one after the other, and how many of those rows of things go on at once. */
export type Lanes = { readonly laneOf: (due: Due) => string; readonly atOnce: number }
const oneLane: Lanes = { laneOf: ({ kind }) => kind, atOnce: 1 }

/**
 * Does everything of a kind that has fallen due: `act` gives the writes that do it, under conditions of their own, and each row goes
 * in the same transaction, so that it is done once whoever else is at it. One that was overtaken or failed, or of which `act` says
 * `later`, stays for the next time; a failure is thrown once the others are done. All are done one after the other, or in `lanes`.
 */
export async function eachDue(
  kind: DueKind,
  now: string,
  act: (due: Due) => Promise<readonly Write[] | 'later'>,
  newToken: () => string,
  { laneOf, atOnce }: Lanes = oneLane,
): Promise<void> {
  const failures: unknown[] = []
  let left = false
  const doOne = async (due: Due): Promise<void> => {
    try {
      const writes = await act(due)
      if (writes === 'later') left = true
      else await commit([...writes, take(due)], newToken())
    } catch (error) {
      left = true
      if (!(error instanceof Moved)) failures.push(error)
    }
  }
  const lanes = [...Map.groupBy(await fallenDue(kind, now), laneOf).values()]
  const goThrough = async (): Promise<void> => {
    for (let lane = lanes.shift(); lane; lane = lanes.shift()) for (const due of lane) await doOne(due)
  }
  await Promise.all(Array.from({ length: atOnce }, goThrough))
  if (failures.length > 0) throw failures[0]
  if (!left) await moveCursor(kind, hourOf(minutesBefore(now, lateMinutes)))
}

/** A row is written moments after its date was reckoned, so an hour is looked at for a while longer. */
const lateMinutes = 10

async function fallenDue(kind: DueKind, now: string): Promise<readonly Due[]> {
  const { data } = await cursors.get({ kind }).go({ consistent: true })
  const first = data?.hour ?? hourOf(minutesBefore(now, lateMinutes))
  const found: Due[] = []
  for (let hour = first; hour <= hourOf(now); hour = hourAfter(hour)) {
    const everyShard = Array.from({ length: shards }, (_, shard) =>
      dues.query.byHour({ kind, hour, shard }).go({ pages: 'all', consistent: true }),
    )
    const rows = (await Promise.all(everyShard)).flatMap(({ data: some }) => some)
    found.push(...rows.filter(({ at }) => at <= now))
  }
  return found
}

async function moveCursor(kind: DueKind, hour: string): Promise<void> {
  try {
    await cursors
      .put({ kind, hour })
      .where((attribute, { notExists, lt }) => `(${notExists(attribute.hour)} OR ${lt(attribute.hour, hour)})`)
      .go()
  } catch (error) {
    if (!isConditionFailed(error)) throw error
  }
}

const rowOf = (due: Due) => {
  const { kind, at, organizationId, profileId, contractId, groups, roles, webhookId, deliveryId } = due
  const whom = profileId ?? contractId ?? deliveryId ?? organizationId
  const known = { kind, at, organizationId, profileId, contractId, groups, roles, webhookId, deliveryId }
  return stored({ ...known, whom, hour: hourOf(at), shard: shardOf(whom) })
}
const shardOf = (whom: string): number => (createHash('sha256').update(whom).digest()[0] ?? 0) % shards
const hourOf = (at: string): string => at.slice(0, '2026-11-25T20'.length)
const hourAfter = (hour: string): string => hourOf(minutesBefore(`${hour}:00:00.000Z`, -60))
const minutesBefore = (at: string, minutes: number): string => new Date(Date.parse(at) - minutes * 60_000).toISOString()
