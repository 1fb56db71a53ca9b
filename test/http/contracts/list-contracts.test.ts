import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshContract } from '../../support/world-contract-records.ts'
import { approve, requestedContract, sentAgreement } from '../../support/world-contracts.ts'
import { freshCustomer } from '../../support/world-fresh.ts'

provesOperation('listContracts')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('listContracts', () => {
  test('200 with the newest first, and in each who it waits for', async () => {
    const agreement = await sentAgreement(world.provider)
    const { organizationId, tenant, contact } = agreement
    const csp = await requestedContract(agreement, world.documents.cspContract)
    const { items, nextCursor } = await succeed('listContracts', { by: tenant.owner, params: { organizationId } })
    expect(nextCursor).toBeNull()
    expect(items).toMatchObject([
      { contractId: csp.contractId, kind: 'csp-contract', waitingFor: 'agreement', approver: null },
      {
        contractId: agreement.contractId,
        kind: 'service-agreement',
        waitingFor: 'approver',
        approver: { profileId: contact.profileId, name: 'An Wouters' },
      },
    ])
  })

  test('200 with those of one state alone', async () => {
    const agreement = await sentAgreement(world.provider)
    const { organizationId, tenant, contractId } = agreement
    await requestedContract(agreement, world.documents.cspContract)
    await approve(agreement)
    const list = async (state: string) => {
      const { items } = await succeed('listContracts', {
        by: tenant.owner,
        params: { organizationId },
        query: { state },
      })
      return items.map((one) => one.contractId)
    }
    expect(await list('approved')).toEqual([contractId])
    expect(await list('sent')).toHaveLength(1)
    expect(await list('cancelled')).toEqual([])
  })

  test('200 page by page, each contract once, in all and of one state', async () => {
    const tenant = await freshCustomer(world.provider)
    for (let made = 0; made < 5; made++) await freshContract(tenant, { state: made % 2 ? 'sent' : 'requested' })
    for (const [state, count] of [
      [undefined, 5],
      ['requested', 3],
    ] as const) {
      const found: string[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const query: Record<string, string> = { limit: '2', ...(state && { state }), ...(cursor && { cursor }) }
        const params = { organizationId: tenant.organizationId }
        const page: { items: readonly { contractId: string }[]; nextCursor: string | null } = await succeed(
          'listContracts',
          { by: tenant.owner, params, query },
        )
        found.push(...page.items.map(({ contractId }) => contractId))
        cursor = page.nextCursor
      }
      expect(found).toHaveLength(count)
      expect(found).toEqual(found.toSorted().reverse())
    }
  })

  test('400 invalid-cursor for one of another state', async () => {
    const tenant = await freshCustomer(world.provider)
    for (let made = 0; made < 3; made++) await freshContract(tenant, { state: 'sent' })
    const request = { by: tenant.owner, params: { organizationId: tenant.organizationId } }
    const { nextCursor } = await succeed('listContracts', { ...request, query: { limit: '1', state: 'sent' } })
    await fail('invalid-cursor', 'listContracts', {
      ...request,
      query: { cursor: nextCursor ?? '', state: 'approved' },
    })
  })
})
