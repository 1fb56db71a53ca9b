import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** A new key for a person's values in activities: 32 random bytes in base64. */
export const newSealKey = (): string => randomBytes(32).toString('base64')

const algorithm = 'aes-256-gcm'

/**
 * Seals values with a person's key: AES-256-GCM, bound to the activity they belong to. Whoever deletes the key has erased them
 * (V5). The text is base64 of nonce, tag and cipher text.
 */
export function seal(values: unknown, sealKey: string, boundTo: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv(algorithm, Buffer.from(sealKey, 'base64'), nonce).setAAD(Buffer.from(boundTo))
  const sealed = Buffer.concat([cipher.update(JSON.stringify(values), 'utf8'), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64')
}

/** Opens what `seal` made. Throws when key or activity are others. */
export function unseal(sealed: string, sealKey: string, boundTo: string): unknown {
  const bytes = Buffer.from(sealed, 'base64')
  const nonce = bytes.subarray(0, 12)
  const decipher = createDecipheriv(algorithm, Buffer.from(sealKey, 'base64'), nonce, { authTagLength: 16 })
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(bytes.subarray(12, 28))
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'))
}
