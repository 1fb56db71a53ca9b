import { BatchGetCommand } from '@aws-sdk/lib-dynamodb'
import type { IdentityId, OrganizationId } from '../domain/ids.ts'
import { type AccessItem, accessKey, parseAccess } from './access.ts'
import { type ApiKeyKey, type ApiKeyRecord, apiKeyKey, parseApiKey } from './api-key.ts'
import { documents } from './client.ts'
import { type Answer, answerKey, type BegunCall, type Call, parseAnswer } from './idempotency.ts'
import { type IdentityRecord, identityKey, parseIdentity } from './identity.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from './organization.ts'
import { tableName } from './schema.ts'

type Key = Readonly<Record<string, string>>
type Item = Record<string, unknown>

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
  let wanted: Key[] = [...keys]
  for (let tries = 0; wanted.length > 0 && tries < 5; tries++) {
    const { Responses, UnprocessedKeys } = await documents.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: wanted, ConsistentRead: strongly } } }),
    )
    for (const item of Responses?.[table] ?? []) found.set(nameOf(item), item)
    wanted = UnprocessedKeys?.[table]?.Keys ?? []
  }
  if (wanted.length > 0) throw new Error('the table left keys unprocessed')
}

const nameOf = (key: Item): string => `${String(key.pk)}\n${String(key.sk)}`

/** What it takes to say whether someone may do something in an organization: two items, or three with an idempotency record. */
export async function readAuthorisation(
  identityId: IdentityId,
  organizationId: OrganizationId,
  call: Call | undefined,
  now: string,
): Promise<{
  access: AccessItem | undefined
  organization: OrganizationRecord | undefined
  answer: Answer | BegunCall | undefined
}> {
  const keys = [accessKey(identityId, organizationId), organizationKey(organizationId)]
  const [access, organization, answer] = await getItems(call ? [...keys, answerKey(call)] : keys)
  return {
    access: parseAccess(access),
    organization: parseOrganization(organization),
    answer: parseAnswer(answer, now),
  }
}

/** The same for an API key: its own item, and the organization that it asks about. */
export async function readKeyAuthorisation(
  key: ApiKeyKey,
  organizationId: OrganizationId,
  call: Call | undefined,
  now: string,
): Promise<{
  key: ApiKeyRecord | undefined
  organization: OrganizationRecord | undefined
  answer: Answer | BegunCall | undefined
}> {
  const keys = [apiKeyKey(key), organizationKey(organizationId)]
  const [item, organization, answer] = await getItems(call ? [...keys, answerKey(call)] : keys)
  return {
    key: parseApiKey(item),
    organization: parseOrganization(organization),
    answer: parseAnswer(answer, now),
  }
}

/**
 * What it takes to say whether someone acts for the organization's parent or for the provider (A12). An organization that does
 * not exist costs the same call, so that the time it takes tells nothing.
 */
export async function readDelegation(
  identityId: IdentityId,
  parentId: OrganizationId,
  providerId: OrganizationId,
): Promise<
  readonly { readonly access: AccessItem | undefined; readonly organization: OrganizationRecord | undefined }[]
> {
  const places = parentId === providerId ? [parentId] : [parentId, providerId]
  const items = await getItems(places.flatMap((place) => [accessKey(identityId, place), organizationKey(place)]))
  return places.map((_, position) => ({
    access: parseAccess(items[2 * position]),
    organization: parseOrganization(items[2 * position + 1]),
  }))
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
