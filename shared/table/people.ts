import type { KeyId, OrganizationId, ProfileId } from '../domain/ids.ts'
import { type ApiKeyKey, apiKeyKey, parseApiKey } from './api-key.ts'
import { getItems } from './authorisation.ts'
import { parseFormerProfile } from './former-profile.ts'
import { parseProfile, profileKey } from './profile.ts'

/** Somebody by the key under which they stay as long as anything is known of them, removed or not. */
export type PersonKey = { readonly organizationId: OrganizationId; readonly profileId: ProfileId }

/** What stays known of somebody also after they were removed: a name, and the key that seals their values in activities. */
export type KnownPerson = { readonly name: string | undefined; readonly sealKey: string }

/** Looks several people up at once, removed ones too, eventually consistent; whoever was erased is nobody. */
export async function findPeople(
  keys: readonly PersonKey[],
): Promise<(key: PersonKey | undefined) => KnownPerson | undefined> {
  const wanted = [...new Map(keys.map((key) => [nameOf(key), key]))]
  const items = await getItems(
    wanted.map(([, key]) => profileKey(key)),
    { strongly: false },
  )
  const found = new Map(wanted.map(([name], at) => [name, personOf(items[at])]))
  return (key) => key && found.get(nameOf(key))
}

/** The names of API keys, those included that were revoked, eventually consistent; nothing is read where there are none. */
export async function findKeyNames(keys: readonly ApiKeyKey[]): Promise<ReadonlyMap<KeyId, string>> {
  if (keys.length === 0) return new Map()
  const items = await getItems(keys.map(apiKeyKey), { strongly: false })
  return new Map(items.flatMap((item) => parseApiKey(item) ?? []).map(({ keyId, name }) => [keyId, name]))
}

/** Whether somebody is or was known under this key; read strongly. */
export async function isOrWasKnown(key: PersonKey): Promise<boolean> {
  const [item] = await getItems([profileKey(key)])
  return personOf(item) !== undefined
}

const nameOf = ({ organizationId, profileId }: PersonKey): string => `${organizationId} ${profileId}`

function personOf(item: Record<string, unknown> | undefined): KnownPerson | undefined {
  const known = parseProfile(item) ?? parseFormerProfile(item)
  if (!known) return undefined
  const { displayName, firstName, lastName, sealKey } = known
  const name = displayName ?? [firstName, lastName].filter((part) => part !== undefined).join(' ')
  return { name: name === '' ? undefined : name, sealKey }
}
