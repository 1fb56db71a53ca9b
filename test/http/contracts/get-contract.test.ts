import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { call, fail } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { approve, codeFor, onPage, sentAgreement } from '../../support/world-contracts.ts'

provesOperation('getContract')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('getContract', () => {
  test('200 with who has it and until when, and an ETag', async () => {
    const sent = await sentAgreement(world.provider)
    const { organizationId, contractId, tenant, contact } = sent
    const answer = await call('getContract', { by: tenant.owner, params: { organizationId, contractId } })
    expect(answer.status).toBe(200)
    const contract = JSON.parse(answer.body)
    expect(answer.headers.etag).toBe(`"${contract.version}"`)
    expect(contract).toMatchObject({
      state: 'sent',
      waitingFor: 'approver',
      approver: { profileId: contact.profileId, name: 'An Wouters' },
      requestedBy: { profileId: tenant.owner.profileId, name: 'Robin Claes' },
    })
    const days = (Date.parse(contract.approver.deadlineAt) - Date.parse(contract.approver.sentAt)) / 86_400_000
    expect(days).toBe(14)
  })

  test('200 with what was asked, and how it was decided, by the names of who did', async () => {
    const sent = await sentAgreement(world.provider)
    const { organizationId, contractId, tenant } = sent
    const question = 'Does this replace the one of last year?'
    await onPage(sent.link, 'question', { code: await codeFor(sent), question })
    await settle()
    const read = async () => {
      const { body } = await call('getContract', { by: tenant.owner, params: { organizationId, contractId } })
      return JSON.parse(body)
    }
    expect((await read()).questions).toMatchObject([{ text: question, name: 'An Wouters' }])
    expect(JSON.stringify(await read())).not.toMatch(/nonce|generation|taskToken/)
    await atTime(after.minutes(1), () => approve(sent))
    expect(await read()).toMatchObject({
      state: 'approved',
      waitingFor: 'nobody',
      approver: null,
      attestation: 'current',
      decision: { outcome: 'approved', name: 'An Wouters' },
    })
  })

  test('404 not-found for one that is not there, or is somebody else’s', async () => {
    const [one, other] = [await sentAgreement(world.provider), await sentAgreement(world.provider)]
    const { organizationId, tenant } = one
    for (const contractId of [other.contractId, 'ctr_01k2r8v6m0q3s5t7w9x1y3z5aa', 'ctr_nonsense'])
      await fail('not-found', 'getContract', { by: tenant.owner, params: { organizationId, contractId } })
  })
})
