import { CompactSign, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkedCertificate } from '../../../functions/contracts/checked-certificate.ts'
import { exampleEvidence } from '../../../shared/contract/evidence-example.ts'
import type { CertificateKey } from '../../../shared/platform/certificate-key.ts'

type Pair = { readonly key: CertificateKey; readonly privateKey: CryptoKey }
async function pair(): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const { x = '', y = '' } = await exportJWK(publicKey)
  const jwk = { kty: 'EC', crv: 'P-256', x, y } as const
  return { privateKey, key: { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' } }
}
let ours: Pair
let theirs: Pair
beforeAll(async () => {
  ours = await pair()
  theirs = await pair()
})

const signed = ({ privateKey, key }: Pair, payload: unknown = exampleEvidence, header: object = {}) =>
  new CompactSign(Buffer.from(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'rolecall-evidence+jws', ...header })
    .sign(privateKey)

const check = async (jws: Promise<string> | string) => checkedCertificate(await jws, ours.key)

describe('a certificate that is checked', () => {
  test('holds where this key signed it, and says what it says', async () => {
    expect(await check(signed(ours))).toEqual({ holds: true, evidence: exampleEvidence })
  })

  test('was not signed here where another key signed it, whatever it claims', async () => {
    expect(await check(signed(theirs))).toEqual({ holds: false, because: 'other-key' })
    expect(await check(signed(ours, exampleEvidence, { kid: theirs.key.kid }))).toEqual({
      holds: false,
      because: 'other-key',
    })
    expect(await check(signed(theirs, exampleEvidence, { kid: ours.key.kid }))).toEqual({
      holds: false,
      because: 'changed',
    })
  })

  test('was changed where anything in it was, after this key signed it', async () => {
    const [header, , signature] = (await signed(ours)).split('.')
    const changed = { ...exampleEvidence, decision: { ...exampleEvidence.decision, outcome: 'declined' } }
    const payload = Buffer.from(JSON.stringify(changed)).toString('base64url')
    expect(await check(`${header}.${payload}.${signature}`)).toEqual({ holds: false, because: 'changed' })
  })

  test.each([
    ['of another type', exampleEvidence, { typ: 'JWT' }],
    ['of no type', exampleEvidence, { typ: undefined }],
    ['of another schema', { ...exampleEvidence, schema: 'rolecall.contract-evidence/2' }, {}],
    ['that is no object', 'hello', {}],
    ['that is null', null, {}],
  ])('is none where this key signed something %s', async (_, payload, header) => {
    expect(await check(signed(ours, payload, header))).toEqual({ holds: false, because: 'unreadable' })
  })

  test.each([
    '',
    '.',
    '..',
    'a.b.c',
    'bnVsbA.e30.c2ln',
    'W10.e30.c2ln',
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.e30.`,
    `${Buffer.from('{"alg":"HS256"}').toString('base64url')}.e30.c2ln`,
    `${Buffer.from('{"alg":"ES256","crit":["b64"],"b64":false}').toString('base64url')}.e30.c2ln`,
    `${Buffer.from('{"alg":"ES256","jwk":{"kty":"EC"}}').toString('base64url')}.e30.`,
    'x'.repeat(200_000),
  ])('is none: %.40s', async (pasted) => {
    const checked = await check(pasted)
    expect(checked.holds).toBe(false)
  })
})
