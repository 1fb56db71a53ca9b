import { beforeAll, describe, expect, test } from 'vitest'
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
})
