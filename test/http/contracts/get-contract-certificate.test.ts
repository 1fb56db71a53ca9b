import { beforeAll, describe, expect, test } from 'vitest'
import { languages } from '../../../shared/domain/language.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { approve, approving, codeFor, onPage, type SentContract, sentAgreement } from '../../support/world-contracts.ts'

provesOperation('getContractCertificate')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const reading = ({ organizationId, contractId, tenant }: SentContract) => ({
  by: tenant.owner,
  params: { organizationId, contractId },
})

describe('getContractCertificate', () => {
  test('200 with a PDF in each language, the same every time, with the evidence attached', async () => {
    const sent = await sentAgreement(world.provider)
    await approve(sent)
    const { jws } = await succeed('getContractEvidence', reading(sent))
    for (const language of languages) {
      const get = () => succeed('getContractCertificate', { ...reading(sent), query: { language } })
      const certificate = await get()
      expect(certificate).toMatchObject({
        mediaType: 'application/pdf',
        jws,
        fileName: expect.stringMatching(/\.pdf$/),
      })
      const pdf = Buffer.from(certificate.content, 'base64').toString('latin1')
      expect(pdf).toMatch(/^%PDF-1\.7/)
      expect(pdf).toContain(`/Lang (${language})`)
      expect(pdf).toContain('evidence.jws')
      expect((await get()).content === certificate.content).toBe(true)
    }
  })

  test('409 not-decided before anybody has, and 409 evidence-pending until it is signed', async () => {
    const sent = await sentAgreement(world.provider)
    await fail('not-decided', 'getContractCertificate', reading(sent))
    await onPage(sent.link, 'decision', approving(await codeFor(sent)))
    await fail('evidence-pending', 'getContractCertificate', reading(sent))
    await settle()
  })
})
