import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { getContract } from '../../../shared/table/contract.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { executionsOf } from '../../support/cloud-services-workflow.ts'
import { send } from '../../support/gateway.ts'
import { succeed } from '../../support/gateway-call.ts'
import { seedWorld, type World } from '../../support/world.ts'
import {
  approve,
  publishedKind,
  readContract,
  requestedContract,
  sentAgreement,
  signingCustomer,
} from '../../support/world-contracts.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('a contract approved by link', () => {
  test('is sent, approved once and for all, and its workflow ends', async () => {
    const sent = await sentAgreement(world.provider)
    expect(await readContract(sent.tenant, sent)).toMatchObject({ state: 'sent', waitingFor: 'approver' })
    const page = await send({ method: 'GET', path: sent.link })
    expect(page.status, page.body).toBe(200)
    await approve(sent)
    expect(await readContract(sent.tenant, sent)).toMatchObject({ state: 'approved', attestation: 'current' })
    expect(executionsOf(sent.contractId)).toEqual({ [`${sent.contractId}-1`]: 'succeeded' })
  })

  test('brings the service agreement first, and the CSP contract after it', async () => {
    const signing = await signingCustomer(world.provider)
    await publishedKind(world.provider, 'service-agreement')
    const csp = await requestedContract(signing, await publishedKind(world.provider, 'csp-contract'))
    const waiting = await readContract(signing.tenant, csp)
    expect(waiting).toMatchObject({ state: 'waiting-for-agreement', waitingFor: 'agreement' })
    await approve({ ...signing, link: linkTo(signing.contact.email) })
    expect(await readContract(signing.tenant, csp)).toMatchObject({ state: 'sent', kind: 'csp-contract' })
    const link = linkTo(signing.contact.email)
    await approve({ ...signing, link })
    expect(await readContract(signing.tenant, csp)).toMatchObject({ state: 'approved' })
    expect(mailsTo(signing.contact.email).length).toBeGreaterThanOrEqual(4)
    const { organizationId, owner: by } = signing.tenant
    const { items } = await succeed('listContracts', { by, params: { organizationId } })
    expect(items.map(({ kind, state }) => `${kind} ${state}`)).toEqual(
      expect.arrayContaining(['csp-contract approved', 'service-agreement approved']),
    )
    await settle()
  })

  test('waits with its organization while that is suspended, and goes on with the service agreement', async () => {
    const agreement = await sentAgreement(world.provider)
    const csp = await requestedContract(agreement, await publishedKind(world.provider, 'csp-contract'))
    const { organizationId, contact, tenant } = agreement
    const suspending = { by: world.provider.owner, params: { organizationId } }
    await succeed('suspendOrganization', suspending)
    await settle()
    // Nobody may read it over HTTP meanwhile.
    for (const contractId of [agreement.contractId, csp.contractId])
      expect(await getContract({ organizationId, contractId: id('contract', contractId) })).toMatchObject({
        state: 'on-hold',
        holdReason: 'organization-suspended',
      })
    await succeed('resumeOrganization', suspending)
    await settle()
    const { agreementId, state } = await readContract(tenant, csp)
    expect([agreementId, state]).toEqual([agreement.contractId, 'waiting-for-agreement'])
    await approve({ contact, link: linkTo(contact.email) })
    expect(await readContract(tenant, csp)).toMatchObject({ state: 'sent' })
  })
})
