import { createHash, createPublicKey } from 'node:crypto'
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms'
import { env } from './env.ts'

const kms = new KMSClient({})

/** The public half of the key that certificates are signed with, as a JSON Web Key (RFC 7517) that may be published. */
export type CertificateKey = {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  /** Its thumbprint (RFC 7638). */
  readonly kid: string
  readonly alg: 'ES256'
  readonly use: 'sig'
}

let known: Promise<CertificateKey> | undefined

/** The key by which certificates are checked; asked for once a container. */
export function certificateKey(): Promise<CertificateKey> {
  known ??= readKey().catch((error: unknown) => {
    known = undefined
    throw error
  })
  return known
}

async function readKey(): Promise<CertificateKey> {
  const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: env('CERTIFICATE_KEY_ID') }))
  if (!PublicKey) throw new Error('KMS answered without a key')
  const key = createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' })
  const { x = '', y = '' } = key.export({ format: 'jwk' })
  // RFC 7638, 3.2: the required members of an EC key, in this order.
  const members = JSON.stringify({ crv: 'P-256', kty: 'EC', x, y })
  const kid = createHash('sha256').update(members).digest('base64url')
  return { kty: 'EC', crv: 'P-256', x, y, kid, alg: 'ES256', use: 'sig' }
}

/** The media type of what is signed (RFC 7515, 4.1.9), so that nothing that this key may ever sign else is taken for it. */
export const evidenceType = 'rolecall-evidence+jws'

/**
 * Signs a claim as a compact JWS (RFC 7515) by ES256. KMS is given the digest: messages of more than 4,096 bytes it does not take.
 */
export async function signEvidence(evidence: object): Promise<string> {
  const { kid } = await certificateKey()
  const part = (value: object) => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url')
  const signed = `${part({ alg: 'ES256', kid, typ: evidenceType })}.${part(evidence)}`
  const { Signature } = await kms.send(
    new SignCommand({
      KeyId: env('CERTIFICATE_KEY_ID'),
      SigningAlgorithm: 'ECDSA_SHA_256',
      MessageType: 'DIGEST',
      Message: createHash('sha256').update(signed).digest(),
    }),
  )
  if (!Signature) throw new Error('KMS answered without a signature')
  return `${signed}.${joseSignature(Signature).toString('base64url')}`
}

const coordinateBytes = 32

/** A signature as JOSE writes it, r and s one after the other in 32 bytes each (RFC 7518, 3.4), from the DER that KMS answers. */
export function joseSignature(der: Uint8Array): Buffer {
  const bytes = Buffer.from(der)
  let at = 0
  const read = (tag: number): Buffer => {
    const [found, length] = [bytes[at], bytes[at + 1]]
    if (found !== tag || length === undefined || length > 127 || at + 2 + length > bytes.length)
      throw new Error('not a signature in DER')
    at += 2
    return bytes.subarray(at, at + length)
  }
  const sequence = read(0x30)
  if (at + sequence.length !== bytes.length) throw new Error('not a signature in DER')
  const coordinate = (): Buffer => {
    const integer = read(0x02)
    at += integer.length
    // A positive integer whose first bit is set has a zero before it, and a small one is short.
    const digits = integer[0] === 0 ? integer.subarray(1) : integer
    if (digits.length > coordinateBytes) throw new Error('a signature of another curve')
    return Buffer.concat([Buffer.alloc(coordinateBytes - digits.length), digits])
  }
  const signature = Buffer.concat([coordinate(), coordinate()])
  if (at !== bytes.length) throw new Error('not a signature in DER')
  return signature
}
