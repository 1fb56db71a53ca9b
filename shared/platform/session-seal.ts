import { DecryptCommand, EncryptCommand, InvalidCiphertextException, KMSClient } from '@aws-sdk/client-kms'
import type { AttemptId, IdentityId } from '../domain/ids.ts'
import { env } from './env.ts'

const kms = new KMSClient({})

/** Whose session it is: sealed under one attempt, it cannot be opened under another. */
export type SessionOf = { readonly identityId: IdentityId; readonly attemptId: AttemptId }

/** Seals Cognito's session for the minutes until the code comes; base64. */
export async function sealSession(session: string, of: SessionOf): Promise<string> {
  // KMS takes 4,096 bytes at most, and Cognito's sessions stay well below 2,048 characters.
  const { CiphertextBlob } = await kms.send(
    new EncryptCommand({
      KeyId: env('SESSION_KEY_ID'),
      Plaintext: Buffer.from(session, 'utf8'),
      EncryptionContext: { identity: of.identityId, attempt: of.attemptId },
    }),
  )
  if (!CiphertextBlob) throw new Error('KMS answered without a cipher text')
  return Buffer.from(CiphertextBlob).toString('base64')
}

/** Opens what `sealSession` made; undefined when it belongs to another attempt. */
export async function openSession(sealed: string, of: SessionOf): Promise<string | undefined> {
  try {
    const { Plaintext } = await kms.send(
      new DecryptCommand({
        KeyId: env('SESSION_KEY_ID'),
        CiphertextBlob: Buffer.from(sealed, 'base64'),
        EncryptionContext: { identity: of.identityId, attempt: of.attemptId },
      }),
    )
    return Plaintext && Buffer.from(Plaintext).toString('utf8')
  } catch (error) {
    if (error instanceof InvalidCiphertextException) return undefined
    throw error
  }
}
