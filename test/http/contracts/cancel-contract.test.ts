import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { executionsOf } from '../../support/cloud-services-workflow.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, faultsOf } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import {
  approve,
  approving,
  codeFor,
  onPage,
  readContract,
  requestedContract,
  type SentContract,
  sentAgreement,
  sentContract,
} from '../../support/world-contracts.ts'

provesOperation('cancelContract')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const reason = 'Ordered by mistake.'
const cancelling = ({ organizationId, contractId, tenant }: SentContract) => ({
  by: tenant.owner,
  params: { organizationId, contractId },
  body: { reason },
})

describe('cancelContract', () => {
  test('200 ends it with the reason, its link at once, and its workflow', async () => {
    const sent = await sentContract(world.provider)
    const code = await codeFor(sent)
    const answer = await call('cancelContract', cancelling(sent))
    expect(answer.status, answer.body).toBe(200)
    expect(JSON.parse(answer.body)).toMatchObject({ state: 'cancelled', waitingFor: 'nobody', reason, approver: null })
    const decided = await onPage(sent.link, 'decision', approving(code))
    expect(decided.status).toBe(410)
    expect((await send({ method: 'GET', path: sent.link })).status).toBe(410)
    await settle()
    expect(executionsOf(sent.contractId)).toEqual({ [`${sent.contractId}-1`]: 'succeeded' })
    expect(await readContract(sent.tenant, sent)).toMatchObject({ state: 'cancelled', decision: null })
  })

  test('200 of a service agreement ends the CSP contracts that wait for it, alike', async () => {
    const agreement = await sentAgreement(world.provider)
    const waiting = await Promise.all([1, 2].map(() => requestedContract(agreement, world.documents.cspContract)))
    await call('cancelContract', cancelling(agreement))
    await settle()
    for (const one of waiting)
      expect(await readContract(agreement.tenant, one)).toMatchObject({
        state: 'cancelled',
        endReason: 'agreement-not-signed',
      })
    // Another one can be opened, and signed.
    const next = await requestedContract(agreement, world.documents.serviceAgreement)
    expect(await readContract(agreement.tenant, next)).toMatchObject({ state: 'sent' })
  })

  test('409 contract-ended once it is decided, or cancelled before', async () => {
    const sent = await sentAgreement(world.provider)
    await approve(sent)
    await fail('contract-ended', 'cancelContract', cancelling(sent))
    const other = await sentAgreement(world.provider)
    await call('cancelContract', cancelling(other))
    await fail('contract-ended', 'cancelContract', cancelling(other))
  })

  test('400 invalid without a reason', async () => {
    const sent = await sentAgreement(world.provider)
    expect(await faultsOf('cancelContract', { ...cancelling(sent), body: {} })).toEqual(['#/reason required'])
    expect(await faultsOf('cancelContract', { ...cancelling(sent), body: { reason: ' ' } })).toEqual([
      '#/reason invalid',
    ])
  })

  test('one of the two counts when it is cancelled and approved at once', async () => {
    for (let trial = 0; trial < 5; trial++) {
      const sent = await sentAgreement(world.provider)
      const code = await codeFor(sent)
      const [cancelled, decided] = await Promise.all([
        call('cancelContract', cancelling(sent)),
        onPage(sent.link, 'decision', approving(code)),
      ])
      const { state } = await readContract(sent.tenant, sent)
      expect([cancelled.status, decided.status]).toEqual(state === 'approved' ? [409, 200] : [200, 410])
      await settle()
    }
  })
})
