import { createHash } from 'node:crypto'
import { GenerateMacCommand, KMSClient } from '@aws-sdk/client-kms'
import { env } from './env.ts'

/** Functions that only look links up go without it. */
const kms = /* @__PURE__ */ new KMSClient({})

/** What a link is for, and what it belongs to. */
export type LinkPurpose = {
  readonly purpose: 'activation' | 'address-change' | 'factor-reset' | 'contact' | 'approval'
  readonly id: string
  readonly generation: number
  readonly nonce: string
}

/**
 * Derives a link's token (I2): KMS' HMAC-SHA-256 over purpose, id, send number and nonce, as 43 characters of base64url. The same
 * every time, so a retry sends the same link and nothing has to be stored. Only functions that mail may call it.
 */
export async function deriveLinkToken({ purpose, id, generation, nonce }: LinkPurpose): Promise<string> {
  const message = JSON.stringify([purpose, id, generation, nonce])
  const { Mac } = await kms.send(
    new GenerateMacCommand({
      KeyId: env('LINK_TOKEN_KEY_ID'),
      MacAlgorithm: 'HMAC_SHA_256',
      Message: Buffer.from(message, 'utf8'),
    }),
  )
  if (!Mac) throw new Error('KMS answered without a MAC')
  return Buffer.from(Mac).toString('base64url')
}

/** The form in which a link's token is stored and looked up. */
export const hashLinkToken = (token: string): string => createHash('sha256').update(token).digest('base64url')
