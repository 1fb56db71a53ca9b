import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { GetPublicKeyCommand, KMSClient, SignCommand, type SignCommandInput } from '@aws-sdk/client-kms'
import { mockClient } from 'aws-sdk-client-mock'
import fc from 'fast-check'
import { calculateJwkThumbprint, compactVerify, decodeProtectedHeader, importJWK } from 'jose'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { joseSignature } from '../../../shared/platform/certificate-key.ts'

const kms = mockClient(KMSClient)
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const spki = (key: KeyObject) => new Uint8Array(key.export({ format: 'der', type: 'spki' }))

beforeEach(() => {
  vi.resetModules()
  kms.reset()
  kms.on(GetPublicKeyCommand).resolves({ PublicKey: spki(publicKey) })
})

/** Another container each time: what was read before is not known to it. */
const fresh = () => import('../../../shared/platform/certificate-key.ts')

describe('the key that certificates are checked with', () => {
  test('is the public half as a JSON Web Key, under its thumbprint', async () => {
    const { certificateKey } = await fresh()
    const key = await certificateKey()
    const { x, y } = publicKey.export({ format: 'jwk' })
    expect(key).toEqual({ kty: 'EC', crv: 'P-256', x, y, alg: 'ES256', use: 'sig', kid: expect.any(String) })
    expect(key.kid).toBe(await calculateJwkThumbprint({ ...key }, 'sha256'))
    expect(createPublicKey({ key: { ...key }, format: 'jwk' }).equals(publicKey)).toBe(true)
  })

  test('is asked for once, and again where KMS did not answer', async () => {
    const { certificateKey } = await fresh()
    kms
      .on(GetPublicKeyCommand)
      .rejectsOnce(new Error('throttled'))
      .resolves({ PublicKey: spki(publicKey) })
    await expect(certificateKey()).rejects.toThrow('throttled')
    const [first, second] = await Promise.all([certificateKey(), certificateKey()])
    expect(second).toEqual(first)
    expect(kms.commandCalls(GetPublicKeyCommand)).toHaveLength(2)
    expect(kms.commandCalls(GetPublicKeyCommand)[0]?.args[0].input).toEqual({ KeyId: process.env.CERTIFICATE_KEY_ID })
  })
})

describe('evidence that is signed', () => {
  /** What KMS would sign: the digest that it is given. Node signs what it hashes itself, so the claim is handed to it around KMS. */
  const answering = (message: () => string) =>
    kms.on(SignCommand).callsFake(async () => ({
      Signature: new Uint8Array(sign('sha256', Buffer.from(message()), privateKey)),
    }))

  test('is a compact JWS that anyone can check with the published key, however long it is', async () => {
    const { certificateKey, signEvidence, evidenceType } = await fresh()
    const evidence = { name: 'Ελλάδα – Łódź', long: 'x'.repeat(20_000) }
    const { kid } = await certificateKey()
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const claim = `${part({ alg: 'ES256', kid, typ: evidenceType })}.${part(evidence)}`
    answering(() => claim)
    const jws = await signEvidence(evidence)
    expect(jws.startsWith(`${claim}.`)).toBe(true)
    expect(decodeProtectedHeader(jws)).toEqual({ alg: 'ES256', kid, typ: 'rolecall-evidence+jws' })
    const { payload } = await compactVerify(jws, await importJWK({ ...(await certificateKey()) }, 'ES256'))
    expect(JSON.parse(Buffer.from(payload).toString('utf8'))).toEqual(evidence)
  })

  test('goes to KMS as a digest of 32 bytes, which is the one of the claim', async () => {
    const { signEvidence } = await fresh()
    answering(() => '')
    const jws = await signEvidence({ long: 'x'.repeat(20_000) })
    const input: SignCommandInput | undefined = kms.commandCalls(SignCommand)[0]?.args[0].input
    expect(input).toMatchObject({
      KeyId: process.env.CERTIFICATE_KEY_ID,
      MessageType: 'DIGEST',
      SigningAlgorithm: 'ECDSA_SHA_256',
    })
    const { createHash } = await import('node:crypto')
    const claim = jws.slice(0, jws.lastIndexOf('.'))
    expect(Buffer.from(input?.Message ?? []).equals(createHash('sha256').update(claim).digest())).toBe(true)
  })

  test('is nothing where KMS answers without a signature', async () => {
    const { signEvidence } = await fresh()
    kms.on(SignCommand).resolves({})
    await expect(signEvidence({})).rejects.toThrow('without a signature')
  })
})

describe('a signature out of DER', () => {
  const integer = (...bytes: readonly number[]) => [0x02, bytes.length, ...bytes]
  const sequence = (...bytes: readonly number[]) => Buffer.from([0x30, bytes.length, ...bytes])
  const full = (first: number) => [first, ...Array.from({ length: 31 }, (_, at) => at)]

  test('is the one that RFC 7515 shows (A.3)', () => {
    const known = Buffer.from(
      'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
      'base64url',
    )
    const der = sequence(...integer(...known.subarray(0, 32)), ...integer(0, ...known.subarray(32)))
    expect(joseSignature(der).equals(known)).toBe(true)
  })

  test.each([
    ['both of 32 bytes', integer(...full(0x7f)), integer(...full(0x01)), full(0x7f), full(0x01)],
    ['the first bit set', integer(0, ...full(0x80)), integer(0, ...full(0xff)), full(0x80), full(0xff)],
    ['r short', integer(0x7f), integer(...full(1)), [...Array<number>(31).fill(0), 0x7f], full(1)],
    [
      's short, its first bit set',
      integer(...full(1)),
      integer(0, 0x80, 1),
      full(1),
      [...Array<number>(30).fill(0), 0x80, 1],
    ],
  ])('has 64 bytes: %s', (_, r, s, left, right) => {
    expect(joseSignature(sequence(...r, ...s)).equals(Buffer.from([...left, ...right]))).toBe(true)
  })

  test('holds for whatever is signed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (message) => {
        const der = sign('sha256', message, privateKey)
        const jose = joseSignature(der)
        return jose.length === 64 && verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, jose)
      }),
    )
  })

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['no sequence', Buffer.from(integer(1))],
    ['a sequence that ends early', sequence(...integer(1))],
    ['one that goes on', Buffer.concat([sequence(...integer(1), ...integer(1)), Buffer.from([0])])],
    ['a third number', sequence(...integer(1), ...integer(1), ...integer(1))],
    ['a length that is not there', Buffer.from([0x30, 6, 0x02, 9, 1, 0x02, 1, 1])],
    ['another curve', sequence(...integer(...full(1), 1), ...integer(1))],
  ])('is refused: %s', (_, der) => {
    expect(() => joseSignature(der)).toThrow(/not a signature in DER|another curve/)
  })
})
