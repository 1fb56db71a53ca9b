import {
  createCipheriv,
  createDecipheriv,
  createECDH,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
} from 'node:crypto'
import {
  DecryptCommand,
  type DecryptCommandInput,
  EncryptCommand,
  type EncryptCommandInput,
  GenerateMacCommand,
  type GenerateMacCommandInput,
  GetPublicKeyCommand,
  type GetPublicKeyCommandInput,
  InvalidCiphertextException,
  KMSClient,
  NotFoundException,
  SignCommand,
  type SignCommandInput,
} from '@aws-sdk/client-kms'
import { mockClient } from 'aws-sdk-client-mock'
import { noteSecret } from './cloud-services-secrets.ts'
import { settings } from './cloud-services-settings.ts'

/** What the key policies of the keys allow: each does one thing. */
let signingKey = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
let macKey = randomBytes(32)
let sealingKey = randomBytes(32)
/** The two keys that seal: what one has sealed the other does not open, since the key is part of the context. */
const seals: readonly (string | undefined)[] = [settings.SESSION_KEY_ID, settings.WEBHOOK_KEY_ID]
const mostBytes = 4096

const kms = mockClient(KMSClient)

/** The keys themselves, so that what one file made can be opened in another. */
export const keptKeys = {
  keep: () =>
    [
      macKey.toString('base64'),
      sealingKey.toString('base64'),
      signingKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
    ] as const,
  bringBack: ([mac, sealing, signing]: readonly [string, string, string]) => {
    signingKey = createPrivateKey(signing)
    macKey = Buffer.from(mac, 'base64')
    sealingKey = Buffer.from(sealing, 'base64')
  },
}

/** KMS with its keys: a MAC is a real HMAC, and what was encrypted opens under the same key and the same context alone. */
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
  kms.on(GetPublicKeyCommand).callsFake(async ({ KeyId }: GetPublicKeyCommandInput) => {
    demandKey(KeyId, settings.CERTIFICATE_KEY_ID)
    return { PublicKey: new Uint8Array(createPublicKey(signingKey).export({ format: 'der', type: 'spki' })), KeyId }
  })
  kms.on(SignCommand).callsFake(async ({ KeyId, Message, MessageType, SigningAlgorithm }: SignCommandInput) => {
    demandKey(KeyId, settings.CERTIFICATE_KEY_ID)
    if (SigningAlgorithm !== 'ECDSA_SHA_256' || MessageType !== 'DIGEST' || Message?.length !== 32)
      throw new Error('ValidationException')
    return { Signature: signedDigest(Message), KeyId }
  })
  kms.on(EncryptCommand).callsFake(async ({ KeyId, Plaintext, EncryptionContext }: EncryptCommandInput) => {
    demandSealing(KeyId)
    if (!Plaintext || Plaintext.length > mostBytes) throw new Error('ValidationException')
    if (KeyId === settings.WEBHOOK_KEY_ID) noteSecret('webhook secret', Buffer.from(Plaintext).toString('utf8'))
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(contextBytes(KeyId, EncryptionContext))
    const sealed = Buffer.concat([cipher.update(Plaintext), cipher.final()])
    return { CiphertextBlob: new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), sealed])), KeyId }
  })
  kms.on(DecryptCommand).callsFake(async ({ KeyId, CiphertextBlob, EncryptionContext }: DecryptCommandInput) => {
    demandSealing(KeyId)
    const bytes = Buffer.from(CiphertextBlob ?? [])
    try {
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, bytes.subarray(0, 12))
        .setAAD(contextBytes(KeyId, EncryptionContext))
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

function demandSealing(named: string | undefined): void {
  if (!seals.includes(named)) throw new NotFoundException({ $metadata: {}, message: `Key '${named}' does not exist.` })
}

const contextBytes = (key: string | undefined, context: Record<string, string> = {}): Buffer =>
  Buffer.from(JSON.stringify([key, ...Object.entries(context).sort()]))

/** The order of the curve P-256 (FIPS 186-5). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
const numberIn = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

/** ECDSA over a digest, which Node's own functions would hash once more; in DER, as KMS answers it. */
function signedDigest(digest: Uint8Array): Uint8Array {
  const secret = numberIn(Buffer.from(signingKey.export({ format: 'jwk' }).d ?? '', 'base64url'))
  const once = createECDH('prime256v1')
  const point = once.generateKeys()
  const k = numberIn(once.getPrivateKey())
  const r = numberIn(point.subarray(1, 33)) % order
  const s = (inverse(k) * (numberIn(digest) + r * secret)) % order
  const body = Buffer.concat([integer(r), integer(s)])
  return new Uint8Array(Buffer.concat([Buffer.from([0x30, body.length]), body]))
}

/** By Fermat: the order is a prime. */
function inverse(of: bigint): bigint {
  let [result, base, exponent] = [1n, of % order, order - 2n]
  for (; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % order
    base = (base * base) % order
  }
  return result
}

function integer(value: bigint): Buffer {
  const hex = value.toString(16)
  const digits = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex')
  const bytes = (digits[0] ?? 0) > 127 ? Buffer.concat([Buffer.from([0]), digits]) : digits
  return Buffer.concat([Buffer.from([0x02, bytes.length]), bytes])
}
