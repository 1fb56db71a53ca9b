import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import type { ActivityAction } from '../domain/catalog.ts'
import type { ActivityId, OrganizationId, Principal, ProfileId } from '../domain/ids.ts'
import { type ActivityRecord, actorIdOf } from './activity.ts'
import type { ActivityPosition, Between } from './activity-order.ts'
import { positionOf } from './activity-order.ts'
import { documents } from './client.ts'
import { tableName } from './schema.ts'

/** Which of an organization's activities; what is left out is not asked. */
export type ActivityFilter = {
  readonly subject?: ProfileId | undefined
  /** One of its own people by their profile, whatever they signed in as; or a principal, as activities show it. */
  readonly actor?: ProfileId | Principal | undefined
  readonly action?: ActivityAction | undefined
}

/** How much of a list is read at once. */
export type ActivityPage = {
  readonly order: 'newest' | 'oldest'
  readonly between: Between
  /** The position that the page before ended at. */
  readonly after: ActivityPosition | undefined
  /** How many it shows at most; without it, whatever one Query reads. */
  readonly limit: number | undefined
}

/** What a page shows, and where the next one begins; undefined when everything between the bounds was read. */
export type ActivitiesRead = { readonly items: readonly ActivityRecord[]; readonly next: ActivityPosition | undefined }

/** What a page reads at most for what it shows, where a filter has to be looked for. */
const mostRead = 500

/**
 * One page of an organization's activities; one Query. The rarest of the filters is a key, and the others are looked for in what
 * it reads, so that a page may be short, or even empty, and not be the last.
 */
export async function listActivities(
  of: { readonly organizationId: OrganizationId; readonly filter: ActivityFilter } & ActivityPage,
): Promise<ActivitiesRead> {
  const { filter } = of
  const list = rarestList(filter)
  const looksFor = Object.entries(filter).some(([name, wanted]) => wanted !== undefined && name !== list?.by)
  return merged([await readList(list, { ...of, looksFor })], of, (activity) => meets(activity, filter))
}

/** One page of what somebody did and of what was done to them, each once; two Queries in one round trip. */
export async function listActivitiesOfProfile(
  of: { readonly organizationId: OrganizationId; readonly profileId: ProfileId } & ActivityPage,
): Promise<ActivitiesRead> {
  const lists: readonly List[] = [
    { by: 'subject', id: of.profileId },
    { by: 'actor', id: of.profileId },
  ]
  return merged(await Promise.all(lists.map((list) => readList(list, { ...of, looksFor: false }))), of, () => true)
}

/**
 * The people to whom something was done in an organization after an activity, each once a page; a Query a page, strongly consistent, so
 * that whoever has read a person before finds what has become of them since.
 */
export async function* peopleChangedSince(activity: {
  readonly organizationId: OrganizationId
  readonly activityId: ActivityId
}): AsyncGenerator<readonly ProfileId[]> {
  let start: QueryCommandInput['ExclusiveStartKey']
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableName(),
        KeyConditionExpression: 'pk = :partition AND sk > :activity',
        ExpressionAttributeValues: {
          ':partition': `${activity.organizationId}#activities`,
          ':activity': activity.activityId,
        },
        ConsistentRead: true,
        Limit: mostPeople,
        ...(start && { ExclusiveStartKey: start }),
      }),
    )
    // As `recordActivity` wrote it.
    const subjects = Items.flatMap(({ summary }) => (summary as ActivityRecord).subject ?? [])
    if (subjects.length > 0) yield [...new Set(subjects)]
    start = LastEvaluatedKey
  } while (start)
}

/** As many as one BatchGet reads. */
const mostPeople = 100

/** The list that a key leads to; without one, all of the organization. */
type List = { readonly by: 'subject' | 'actor' | 'action'; readonly id: string }

const indexes = { subject: 'gsi1', actor: 'gsi2', action: 'gsi3' } as const

function rarestList({ subject, actor, action }: ActivityFilter): List | undefined {
  if (subject !== undefined) return { by: 'subject', id: subject }
  if (actor !== undefined && isKey(actor)) return { by: 'actor', id: actor }
  return action === undefined ? undefined : { by: 'action', id: action }
}

/** People's own activities stand under their profile, so who signed in or followed a link has to be looked for. */
const isKey = (actor: ProfileId | Principal): boolean => !/^(?:user|link):/.test(actor)

function meets(activity: ActivityRecord, filter: ActivityFilter): boolean {
  const { subject = activity.subject, actor = activity.actor, action = activity.action } = filter
  return (
    activity.subject === subject &&
    activity.action === action &&
    (activity.actor === actor || actorIdOf(activity) === actor)
  )
}

/** What a Query read, and the position beyond which it did not look. */
type Read = { readonly items: readonly ActivityRecord[]; readonly readUntil: ActivityPosition | undefined }

async function readList(
  list: List | undefined,
  of: { readonly organizationId: OrganizationId; readonly looksFor: boolean } & ActivityPage,
): Promise<Read> {
  const { organizationId, order, after, limit, looksFor } = of
  const [from, until] = boundsAfter(of.between, order, after)
  if (from > until) return { items: [], readUntil: undefined }
  const [prefix, IndexName] = list ? [indexes[list.by], indexes[list.by]] : ['', undefined]
  const query: QueryCommandInput = {
    TableName: tableName(),
    KeyConditionExpression: '#partition = :partition AND #position BETWEEN :from AND :until',
    ExpressionAttributeNames: { '#partition': `${prefix}pk`, '#position': `${prefix}sk` },
    ExpressionAttributeValues: {
      ':partition': list ? `${organizationId}#${list.by}#${list.id}` : `${organizationId}#activities`,
      ':from': from,
      ':until': until,
    },
    ScanIndexForward: order === 'oldest',
    ...(IndexName && { IndexName }),
    ...(limit !== undefined && { Limit: looksFor ? mostRead : limit }),
  }
  const { Items = [], LastEvaluatedKey } = await documents.send(new QueryCommand(query))
  const last: unknown = LastEvaluatedKey?.sk
  return {
    // As `recordActivity` wrote it.
    items: Items.map(({ summary }) => summary as ActivityRecord),
    readUntil: typeof last === 'string' ? positionOf(last) : undefined,
  }
}

/**
 * The bounds of a Query that goes on after a position. A Query's own start key would have to lie within them, or it is an error; so
 * the position itself becomes a bound, moved to the nearest text before or behind it that is no position.
 */
function boundsAfter(
  { from, until }: Between,
  order: ActivityPage['order'],
  after: ActivityPosition | undefined,
): readonly [from: string, until: string] {
  if (after === undefined) return [from, until]
  if (order === 'oldest') return [after < from ? from : `${after}!`, until]
  const before = `${after.slice(0, -1)}${String.fromCharCode(after.charCodeAt(after.length - 1) - 1)}~`
  return [from, before < until ? before : until]
}

/** What several Queries read, in one order and each once, as far as all of them have looked. */
function merged(
  reads: readonly Read[],
  { order, limit = Number.POSITIVE_INFINITY }: ActivityPage,
  shown: (activity: ActivityRecord) => boolean,
): ActivitiesRead {
  const inOrder = (one: string, other: string): number =>
    one === other ? 0 : one < other === (order === 'oldest') ? -1 : 1
  const [readUntil] = reads.flatMap((read) => read.readUntil ?? []).sort(inOrder)
  const found = new Map(reads.flatMap(({ items }) => items.map((item) => [item.activityId, item])))
  const items = [...found.values()]
    .filter(({ activityId }) => readUntil === undefined || inOrder(activityId, readUntil) <= 0)
    .filter(shown)
    .sort((one, other) => inOrder(one.activityId, other.activityId))
  const page = items.slice(0, limit)
  const last = page.at(-1)
  return { items: page, next: items.length > page.length && last ? positionOf(last.activityId) : readUntil }
}
