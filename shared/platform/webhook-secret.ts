import { randomBytes } from 'node:crypto'
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms'
import type { OrganizationId, WebhookId } from '../domain/ids.ts'
import { env } from './env.ts'

const kms = new KMSClient({})

/** Whose secret it is: sealed for one webhook, it cannot be opened for another. */
export type SecretOf = { readonly organizationId: OrganizationId; readonly webhookId: WebhookId }

/** A new secret in the form of Standard Webhooks: 256 bits, which is between the 24 and 64 bytes that it asks for. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

const contextOf = ({ organizationId, webhookId }: SecretOf) => ({ organization: organizationId, webhook: webhookId })

/** Seals a secret for as long as its webhook lives; base64. */
export async function sealWebhookSecret(secret: string, of: SecretOf): Promise<string> {
  const { CiphertextBlob } = await kms.send(
    new EncryptCommand({
      KeyId: env('WEBHOOK_KEY_ID'),
      Plaintext: Buffer.from(secret, 'utf8'),
      EncryptionContext: contextOf(of),
    }),
  )
  if (!CiphertextBlob) throw new Error('KMS answered without a cipher text')
  return Buffer.from(CiphertextBlob).toString('base64')
}

/** Opens what `sealWebhookSecret` made. Throws for another webhook's. */
export async function openWebhookSecret(sealed: string, of: SecretOf): Promise<string> {
  const { Plaintext } = await kms.send(
    new DecryptCommand({
      KeyId: env('WEBHOOK_KEY_ID'),
      CiphertextBlob: Buffer.from(sealed, 'base64'),
      EncryptionContext: contextOf(of),
    }),
  )
  if (!Plaintext) throw new Error('KMS answered without a plain text')
  return Buffer.from(Plaintext).toString('utf8')
}
