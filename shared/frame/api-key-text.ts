import { createHash, randomBytes } from 'node:crypto'
import { id, idPrefixes, type KeyId, type OrganizationId, ulidPattern } from '../domain/ids.ts'

/** Where a key stands, and the SHA-256 of its secret in base64url: all that is ever known of a key's text beside its owner. */
export type ReadKey = { readonly organizationId: OrganizationId; readonly keyId: KeyId; readonly secretHash: string }

/** `rk_`, the ULIDs of the organization and of the key, `_`, and 256 random bits in base64url. */
const keyText = new RegExp(`^rk_(${ulidPattern})(${ulidPattern})_([A-Za-z0-9_-]{43})$`)

/** A key's new text, which is shown once, and its secret's SHA-256, which is stored. */
export function newKeyText({ organizationId, keyId }: Omit<ReadKey, 'secretHash'>): {
  readonly text: string
  readonly secretHash: string
} {
  const secret = randomBytes(32).toString('base64url')
  return { text: `rk_${ulidOf(organizationId)}${ulidOf(keyId)}_${secret}`, secretHash: hashOf(secret) }
}

/** What the text of a key says, or undefined for a text that is none. Whether there is such a key is another question. */
export function readKeyText(text: string): ReadKey | undefined {
  const [, organization, key, secret] = keyText.exec(text) ?? []
  if (organization === undefined || key === undefined || secret === undefined) return undefined
  return {
    organizationId: id('organization', `${idPrefixes.organization}_${organization}`),
    keyId: id('key', `${idPrefixes.key}_${key}`),
    secretHash: hashOf(secret),
  }
}

const ulidOf = (of: OrganizationId | KeyId): string => of.slice(of.indexOf('_') + 1)
const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('base64url')
