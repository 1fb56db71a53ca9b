import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import {
  DecryptCommand,
  type DecryptCommandInput,
  EncryptCommand,
  type EncryptCommandInput,
  GenerateMacCommand,
  type GenerateMacCommandInput,
  InvalidCiphertextException,
  KMSClient,
  NotFoundException,
} from '@aws-sdk/client-kms'
import { mockClient } from 'aws-sdk-client-mock'
import { noteSecret } from './cloud-services-secrets.ts'
import { settings } from './cloud-services-settings.ts'

/** What the key policies of the two keys allow: each does one thing. */
let macKey = randomBytes(32)
let sealingKey = randomBytes(32)
const mostBytes = 4096

const kms = mockClient(KMSClient)

/** The two keys themselves, so that what one file made can be opened in another. */
export const keptKeys = {
  keep: () => [macKey.toString('base64'), sealingKey.toString('base64')] as const,
  bringBack: ([mac, sealing]: readonly [string, string]) => {
    macKey = Buffer.from(mac, 'base64')
    sealingKey = Buffer.from(sealing, 'base64')
  },
}

/** KMS with its two keys: a MAC is a real HMAC, and what was encrypted opens under the same key and the same context alone. */
export function startKeys(): void {
  kms.reset()
  kms.on(GenerateMacCommand).callsFake(async ({ KeyId, MacAlgorithm, Message }: GenerateMacCommandInput) => {
    demandKey(KeyId, settings.LINK_TOKEN_KEY_ID)
    if (MacAlgorithm !== 'HMAC_SHA_256' || !Message || Message.length > mostBytes)
      throw new Error('ValidationException')
    const Mac = createHmac('sha256', macKey).update(Message).digest()
    noteSecret('link token', Mac.toString('base64url'))
    return { Mac: new Uint8Array(Mac), MacAlgorithm, KeyId }
  })
  kms.on(EncryptCommand).callsFake(async ({ KeyId, Plaintext, EncryptionContext }: EncryptCommandInput) => {
    demandKey(KeyId, settings.SESSION_KEY_ID)
    if (!Plaintext || Plaintext.length > mostBytes) throw new Error('ValidationException')
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(contextBytes(EncryptionContext))
    const sealed = Buffer.concat([cipher.update(Plaintext), cipher.final()])
    return { CiphertextBlob: new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), sealed])), KeyId }
  })
  kms.on(DecryptCommand).callsFake(async ({ KeyId, CiphertextBlob, EncryptionContext }: DecryptCommandInput) => {
    demandKey(KeyId, settings.SESSION_KEY_ID)
    const bytes = Buffer.from(CiphertextBlob ?? [])
    try {
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, bytes.subarray(0, 12))
        .setAAD(contextBytes(EncryptionContext))
        .setAuthTag(bytes.subarray(12, 28))
      return {
        Plaintext: new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])),
        KeyId,
      }
    } catch {
      throw new InvalidCiphertextException({ $metadata: {}, message: 'The ciphertext or its context is not valid.' })
    }
  })
}

function demandKey(named: string | undefined, expected: string): void {
  if (named !== expected) throw new NotFoundException({ $metadata: {}, message: `Key '${named}' does not exist.` })
}

const contextBytes = (context: Record<string, string> = {}): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort()))
