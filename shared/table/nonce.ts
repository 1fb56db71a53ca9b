import { randomBytes } from 'node:crypto'

/** What a link of a mail is derived from beside its number, so that nobody can tell the next one: 256 bits, in base64url (43 characters). */
export const newNonce = (): string => randomBytes(32).toString('base64url')
