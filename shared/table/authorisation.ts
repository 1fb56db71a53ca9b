import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { IdentityId, OrganizationId } from '../domain/ids.ts'
import { type AccessItem, accessKey, parseAccess } from './access.ts'
import { type ApiKeyKey, type ApiKeyRecord, apiKeyKey, parseApiKey } from './api-key.ts'
import { BatchGet } from './batch-get.ts'
import { dynamo } from './client.ts'
import { type Answer, answerKey, type BegunCall, type Call, parseAnswer } from './idempotency.ts'
import { type IdentityRecord, identityKey, parseIdentity } from './identity.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from './organization.ts'
import { tableName } from './schema.ts'

/** The raw key of an item, for a BatchGet over several entities. */
export type Key = Readonly<Record<string, string>>
/** An item as it came back for its key; its entity's own function reads it. */
export type Item = Record<string, unknown>

/** BatchGet takes as many keys as this. */
const mostPerCall = 100

/**
 * Reads items of any entities in one round trip, a hundred a call, in the order of their keys; strongly, unless a list asks.
 */
export async function getItems(
  keys: readonly Key[],
  { strongly = true }: { readonly strongly?: boolean } = {},
): Promise<(Item | undefined)[]> {
  const found = new Map<string, Item>()
  const different = [...new Map(keys.map((key) => [nameOf(key), key])).values()]
  const calls = Array.from({ length: Math.ceil(different.length / mostPerCall) }, (_, call) =>
    readInto(found, different.slice(call * mostPerCall, (call + 1) * mostPerCall), strongly),
  )
  await Promise.all(calls)
  return keys.map((key) => found.get(nameOf(key)))
}

async function readInto(found: Map<string, Item>, keys: readonly Key[], strongly: boolean): Promise<void> {
  const table = tableName()
  let wanted: Record<string, AttributeValue>[] = keys.map(({ pk = '', sk = '' }) => ({ pk: { S: pk }, sk: { S: sk } }))
  for (let tries = 0; wanted.length > 0 && tries < 5; tries++) {
    const { Responses, UnprocessedKeys } = await dynamo.send(
      new BatchGet({ RequestItems: { [table]: { Keys: wanted, ConsistentRead: strongly } } }),
    )
    for (const stored of Responses?.[table] ?? []) {
      const item = unmarshall(stored)
      found.set(nameOf(item), item)
    }
    wanted = UnprocessedKeys?.[table]?.Keys ?? []
  }
  if (wanted.length > 0) throw new Error('the table left keys unprocessed')
}

const nameOf = (key: Item): string => `${String(key.pk)}\n${String(key.sk)}`

/**
 * What it takes to say whether someone may do something in an organization: two items, or three with an idempotency record; and whatever else
 * the call wants read in the same round trip (T2).
 */
export async function readAuthorisation(
  identityId: IdentityId,
  organizationId: OrganizationId,
  call: Call | undefined,
  now: string,
  more: readonly Key[] = [],
): Promise<{
  access: AccessItem | undefined
  organization: OrganizationRecord | undefined
  answer: Answer | BegunCall | undefined
  more: readonly (Item | undefined)[]
}> {
  const keys = [accessKey(identityId, organizationId), organizationKey(organizationId)] as const
  const { first, ...rest } = await readBeside(keys, call, now, more)
  return { access: parseAccess(first), ...rest }
}

async function readBeside(keys: readonly [Key, Key], call: Call | undefined, now: string, more: readonly Key[]) {
  const answers = call ? [answerKey(call)] : []
  const [first, organization, ...rest] = await getItems([...keys, ...answers, ...more])
  return {
    first,
    organization: parseOrganization(organization),
    answer: parseAnswer(call && rest[0], now),
    more: rest.slice(answers.length),
  }
}

/** The same for an API key: its own item, and the organization that it asks about. */
export async function readKeyAuthorisation(
  key: ApiKeyKey,
  organizationId: OrganizationId,
  call: Call | undefined,
  now: string,
  more: readonly Key[] = [],
): Promise<{
  key: ApiKeyRecord | undefined
  organization: OrganizationRecord | undefined
  answer: Answer | BegunCall | undefined
  more: readonly (Item | undefined)[]
}> {
  const { first, ...rest } = await readBeside([apiKeyKey(key), organizationKey(organizationId)], call, now, more)
  return { key: parseApiKey(first), ...rest }
}

/** Somebody's access record in an organization, and the organization; either may be missing. */
export type Placed = { readonly access: AccessItem | undefined; readonly organization: OrganizationRecord | undefined }

/**
 * What it takes to say whether people act for the organization's parent or for the provider (A12): of each what there is in either of them, in
 * one round trip for all. An organization that does not exist costs the same call, so that the time it takes tells nothing.
 */
export async function readDelegations(
  identityIds: readonly IdentityId[],
  parentId: OrganizationId,
  providerId: OrganizationId,
): Promise<ReadonlyMap<IdentityId, readonly Placed[]>> {
  const places = parentId === providerId ? [parentId] : [parentId, providerId]
  const records = identityIds.flatMap((identityId) => places.map((place) => accessKey(identityId, place)))
  const items = await getItems([...places.map(organizationKey), ...records])
  const organizations = items.slice(0, places.length).map(parseOrganization)
  return new Map(
    identityIds.map((identityId, at) => [
      identityId,
      organizations.map((organization, place) => ({
        access: parseAccess(items[places.length * (at + 1) + place]),
        organization,
      })),
    ]),
  )
}

/** What it takes to say whether a signed-in person's token still counts. */
export async function readSignedIn(
  identityId: IdentityId,
  call: Call | undefined,
  now: string,
): Promise<{ identity: IdentityRecord | undefined; answer: Answer | BegunCall | undefined }> {
  const [identity, answer] = await getItems(
    call ? [identityKey(identityId), answerKey(call)] : [identityKey(identityId)],
  )
  return { identity: parseIdentity(identity), answer: parseAnswer(answer, now) }
}
