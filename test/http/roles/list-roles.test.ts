import { beforeAll, describe, expect, test } from 'vitest'
import { predefinedRoles } from '../../../shared/domain/catalog.ts'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { freshRole } from '../../support/world-roles.ts'

provesOperation('listRoles')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('listRoles', () => {
  test('200 with predefined roles first, then their own by name, over pages, and none that was removed', async () => {
    const tenant = await freshCustomer(world.provider)
    const { organizationId, owner: by } = tenant
    const [zebra, alpha, gone] = [
      await freshRole(tenant, { name: 'Zebra' }),
      await freshRole(tenant, { name: 'alpha' }),
      await freshRole(tenant, { name: 'Gone' }),
    ]
    const query = { replaceWith: zebra }
    await succeed('removeRole', { by, params: { organizationId, roleId: gone }, query })
    const found: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { items: { roleId: string }[]; nextCursor: string | null } = await succeed('listRoles', {
        by,
        params: { organizationId },
        query: { limit: '4', ...(cursor && { cursor }) },
      })
      found.push(...page.items.map(({ roleId }) => roleId))
      cursor = page.nextCursor
    }
    expect(found).toEqual([...predefinedRoles.map(({ roleId }) => roleId), alpha, zebra])
  })

  test('400 invalid-cursor for one of another list', async () => {
    const { owner: by, organizationId } = world.customer
    const { nextCursor } = await succeed('listRoles', { by, params: { organizationId }, query: { limit: '1' } })
    const query = { cursor: nextCursor ?? '' }
    await fail('invalid-cursor', 'listPermissionGroups', { by, params: { organizationId }, query })
    await fail('invalid-cursor', 'listRoles', { by, params: { organizationId }, query: { cursor: 'x' } })
  })
})
