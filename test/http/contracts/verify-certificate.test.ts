import { beforeAll, describe, expect, test } from 'vitest'
import { longestCertificate } from '../../../shared/domain/evidence.ts'
import { signEvidence } from '../../../shared/platform/certificate-key.ts'
import { runAs } from '../../support/cloud-services-lambda.ts'
import { send } from '../../support/gateway.ts'
import { succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { approve, sentAgreement } from '../../support/world-contracts.ts'
import { textOf } from '../../support/world-forms.ts'

provesOperation('verifyCertificate')

let world: World
let jws: string
beforeAll(async () => {
  world = await seedWorld()
  const sent = await sentAgreement(world.provider)
  await approve(sent)
  const { organizationId, contractId, tenant } = sent
  const read = await succeed('getContractEvidence', { by: tenant.owner, params: { organizationId, contractId } })
  jws = read.jws
})

const verify = (certificate: string, headers: Record<string, string> = {}) =>
  send({ method: 'POST', path: '/verify', form: { certificate }, headers })

describe('verifyCertificate', () => {
  test('200 says that it holds, and what it says, in the language of whoever asks', async () => {
    const { status, body } = await verify(jws)
    expect(status).toBe(200)
    for (const said of ['This certificate holds', 'An Wouters', 'Service agreement', 'Approved', 'Wingtip'])
      expect(textOf(body)).toContain(said)
    const { body: dutch } = await verify(jws, { 'accept-language': 'nl' })
    expect(textOf(dutch)).toContain('Dit certificaat klopt')
  })

  test('200 for one that a mail program has wrapped', async () => {
    const wrapped = jws.match(/.{1,76}/g)?.join('\r\n') ?? ''
    expect((await verify(` ${wrapped}\n`)).status).toBe(200)
  })

  test('400 for what is longer than any certificate, which is not cut off on the way, and one of the longest is read', async () => {
    const { status, body } = await verify('A'.repeat(longestCertificate + 1))
    expect(status).toBe(400)
    expect(textOf(body)).toContain('This is longer than any certificate')
    expect(body).not.toContain('maxlength')
    const spaces = ' '.repeat(longestCertificate - jws.length)
    expect((await verify(`${spaces}${jws}`)).status).toBe(200)
    const far = await verify('A'.repeat(2 * longestCertificate), { 'accept-language': 'de' })
    expect(far.status).toBe(413)
    expect(textOf(far.body)).toContain('Das ist zu lang')
  })

  test('400 without anything pasted', async () => {
    for (const form of [{}, { certificate: ' ' }]) {
      const { status, body } = await send({ method: 'POST', path: '/verify', form })
      expect(status).toBe(400)
      expect(textOf(body)).toContain('Paste the certificate first')
    }
  })

  test('400 for one of which a single character was changed, wherever that is', async () => {
    for (let at = 0; at < jws.length; at += 41) {
      const other = jws[at] === 'A' ? 'B' : 'A'
      const { status, body } = await verify(`${jws.slice(0, at)}${other}${jws.slice(at + 1)}`)
      expect(status, `at ${at}`).toBe(400)
      expect(textOf(body)).not.toContain('This certificate holds')
    }
  })

  test('400 for one that is signed with another key, with no algorithm, or is none at all', async () => {
    const [header = '', payload = ''] = jws.split('.')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    const other = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(header, 'base64url').toString()), kid: 'x' }))
    const cases: readonly (readonly [string, string])[] = [
      ['', 'Paste the certificate first'],
      ['nonsense', 'This is not a certificate'],
      [`${none}.${payload}.`, 'This is not a certificate'],
      [`${other.toString('base64url')}.${payload}.${'A'.repeat(86)}`, 'not signed here'],
      [`${header}.${payload}.${'A'.repeat(86)}`, 'something in it was changed'],
      ['<script>alert(1)</script>', 'This is not a certificate'],
    ]
    for (const [pasted, said] of cases) {
      const { status, body } = await verify(pasted)
      expect(status, pasted).toBe(400)
      expect(textOf(body)).toContain(said)
    }
  })

  test('400 for what this key has signed that is no evidence', async () => {
    const [, , signature = ''] = jws.split('.')
    const of = await runAs('contracts/certify-contract', () => signEvidence({ hello: 'world' }))
    const header = Buffer.from(JSON.stringify({ alg: 'ES256', typ: 'JWT' })).toString('base64url')
    expect((await verify(`${header}.${of.split('.')[1]}.${signature}`)).status).toBe(400)
    const { status, body } = await verify(of)
    expect(status).toBe(400)
    expect(textOf(body)).toContain('This is not a certificate')
  })
})
