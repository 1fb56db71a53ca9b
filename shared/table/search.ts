import { createHash } from 'node:crypto'
import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity } from 'electrodb'
import { type EmailAddress, foldAddress } from '../domain/address.ts'
import { id, type OrganizationId, type ProfileId } from '../domain/ids.ts'
import type { Problem } from '../domain/problems.ts'
import { type Searched, searchWords } from '../domain/search-words.ts'
import { documents } from './client.ts'
import { keyOf, model, primary, tableName } from './schema.ts'
import { put, remove, type Write } from './transaction.ts'

/**
 * The entries by which a profile is found. The one of the whole address is its guard as well: it bears no profile id in its
 * key, so there can be one only. The same holds for an externalId.
 */
const entries = new Entity(
  {
    model: model('search'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      position: { type: 'string', required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
      shared: { type: 'number', required: true },
    },
    indexes: { byPosition: primary(['${organizationId}#search', ['organizationId']], ['${position}', ['position']]) },
  },
  { table: tableName(), client: documents },
)

/** What of a profile its entries are made from. */
export type SearchedProfile = Searched & {
  readonly organizationId: OrganizationId
  readonly profileId: ProfileId
  readonly department?: string | undefined
  readonly externalId?: string | undefined
}

type Entry = { readonly position: string; readonly shared: number; readonly guards?: 'address' | 'external-id' }

const addressPosition = (email: EmailAddress): string => `word#${foldAddress(email)}`
/** The caller's key may contain anything printable, so it is hashed (T4). */
const externalIdPosition = (externalId: string): string =>
  `external-id#${createHash('sha256').update(externalId).digest('base64url')}`

function entriesOf(profile: SearchedProfile): Entry[] {
  const found: Entry[] = searchWords(profile).map(({ word, shared }) => ({
    position:
      word === foldAddress(profile.email) ? addressPosition(profile.email) : `word#${word}#${profile.profileId}`,
    shared,
    ...(word === foldAddress(profile.email) && { guards: 'address' as const }),
  }))
  if (!found.some((entry) => entry.guards === 'address'))
    found.push({ position: addressPosition(profile.email), shared: 0, guards: 'address' })
  if (profile.department)
    found.push({ position: `facet#department=${hashed(profile.department)}#${profile.profileId}`, shared: 0 })
  if (profile.externalId)
    found.push({ position: externalIdPosition(profile.externalId), shared: 0, guards: 'external-id' })
  return found
}

const hashed = (text: string): string =>
  createHash('sha256').update(text.toLowerCase()).digest('base64url').slice(0, 22)

/** What changes among a profile's entries from one shape of it to the next; undefined stands for absent. */
export function searchWrites(
  before: SearchedProfile | undefined,
  after: SearchedProfile | undefined,
  refusals: { readonly addressTaken: Problem | 'moved'; readonly externalIdTaken: Problem | 'moved' },
): Write[] {
  const old = new Map((before ? entriesOf(before) : []).map((entry) => [entry.position, entry]))
  const fresh = new Map((after ? entriesOf(after) : []).map((entry) => [entry.position, entry]))
  const writes: Write[] = []
  for (const position of old.keys()) {
    if (before && !fresh.has(position))
      writes.push(
        remove(
          entries
            .delete({ organizationId: before.organizationId, position })
            .where(({ profileId }, { eq }) => eq(profileId, before.profileId))
            .params(),
        ),
      )
  }
  for (const [position, entry] of fresh) {
    const known = old.get(position)
    if (!after || known?.shared === entry.shared) continue
    const { organizationId, profileId } = after
    const refusal =
      entry.guards === 'address'
        ? refusals.addressTaken
        : entry.guards === 'external-id'
          ? refusals.externalIdTaken
          : 'moved'
    writes.push(
      put(
        entries
          .put({ organizationId, position, profileId, shared: entry.shared })
          .where((attribute, { notExists, eq }) =>
            known ? eq(attribute.profileId, profileId) : notExists(attribute.profileId),
          )
          .params(),
        refusal,
      ),
    )
  }
  return writes
}

/** The profile that has this address in the organization, read strongly from its guard. */
export async function findByAddress(
  organizationId: OrganizationId,
  email: EmailAddress,
): Promise<ProfileId | undefined> {
  const { data } = await entries.get({ organizationId, position: addressPosition(email) }).go({ consistent: true })
  return data?.profileId
}

/** The raw key of the guard of an address in an organization, for a BatchGet: it is there where somebody has that address. */
export const addressKey = (organizationId: OrganizationId, email: EmailAddress) =>
  keyOf(entries.schema.indexes.byPosition, { organizationId, position: addressPosition(email) })

/** The same of an externalId. */
export const externalIdKey = (organizationId: OrganizationId, externalId: string) =>
  keyOf(entries.schema.indexes.byPosition, { organizationId, position: externalIdPosition(externalId) })
/** Whose a guard is that came back for one of these keys. */
export const parseGuard = (item: Record<string, unknown> | undefined): ProfileId | undefined =>
  item && entries.parse({ Item: item }).data?.profileId

/** The profile that has this externalId in the organization, read strongly from its guard. */
export async function findByExternalId(
  organizationId: OrganizationId,
  externalId: string,
): Promise<ProfileId | undefined> {
  const { data } = await entries
    .get({ organizationId, position: externalIdPosition(externalId) })
    .go({ consistent: true })
  return data?.profileId
}

/** A page of entries, each with its place, and where the next page begins. */
export type EntryPage = {
  readonly items: readonly { readonly position: string; readonly profileId: ProfileId }[]
  readonly next: string | undefined
}

/** What entries are asked for: those of words that begin so, in the form of `queryWords`, or those of a department. */
export type EntriesAsked = { readonly beginning: string } | { readonly department: string }

const prefixOf = (asked: EntriesAsked): string =>
  'beginning' in asked ? `word#${asked.beginning}` : `facet#department=${hashed(asked.department)}#`

/** Whether a position can be one of those entries: a page can begin after it. */
export const isPositionOf = (asked: EntriesAsked, position: string): boolean => position.startsWith(prefixOf(asked))

/**
 * One page of entries, `limit` of which are read; one Query, eventually consistent. Of a person who has several words that begin so
 * only the first is an answer: the others share more letters with the one before (D4), so pages need no memory of each other.
 */
export async function listEntries(
  organizationId: OrganizationId,
  asked: EntriesAsked,
  { limit, after }: { readonly limit: number; readonly after: string | undefined },
): Promise<EntryPage> {
  const partition = `${organizationId}#search`
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :partition AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':partition': partition, ':prefix': prefixOf(asked) },
      Limit: limit,
      ExclusiveStartKey: after === undefined ? undefined : { pk: partition, sk: after },
    }),
  )
  const enough = 'beginning' in asked ? asked.beginning.length : Number.POSITIVE_INFINITY
  const last: unknown = LastEvaluatedKey?.sk
  return {
    items: Items.filter((item) => Number(item.shared) < enough).map((item) => ({
      position: String(item.sk),
      profileId: id('profile', String(item.profileId)),
    })),
    next: typeof last === 'string' ? last : undefined,
  }
}
