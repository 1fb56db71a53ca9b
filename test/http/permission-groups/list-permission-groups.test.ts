import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setServices, type Tenant, type World } from '../../support/world.ts'
import { freshCustomer } from '../../support/world-fresh.ts'

provesOperation('listPermissionGroups')

let world: World
let customer: Tenant
beforeAll(async () => {
  world = await seedWorld()
  customer = await freshCustomer(world.provider)
  for (const name of ['Zebra', 'auditors', 'Élan', 'Board'])
    await succeed('createPermissionGroup', { by: customer.owner, params: here(), body: { name } })
})

const here = () => ({ organizationId: customer.organizationId })
const list = (query: Record<string, string> = {}) =>
  succeed('listPermissionGroups', { by: customer.owner, params: here(), query })
const names = async (query: Record<string, string> = {}) => (await list(query)).items.map(({ name }) => name)

describe('listPermissionGroups', () => {
  test('200 with those of the system first, then their own by name', async () => {
    expect(await names()).toEqual(['Users & Permissions – Full Role', 'auditors', 'Board', 'Élan', 'Zebra'])
  })

  test('200 with the standard groups of active services alone', async () => {
    await setServices(customer.organizationId, ['microsoft-365'])
    expect(await names()).toEqual([
      'Users & Permissions – Full Role',
      'Microsoft 365 – Subscription Manager',
      'Microsoft 365 – Viewer',
      'auditors',
      'Board',
      'Élan',
      'Zebra',
    ])
    await setServices(customer.organizationId, [])
  })

  test('200 page by page, each once, and a group made meanwhile too', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ limit: '2', ...(cursor !== null && { cursor }) })
      seen.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(await names())
  })

  test('400 invalid-cursor for a cursor of another list', async () => {
    const { owner, organizationId } = world.customer
    const { nextCursor } = await succeed('listProfiles', {
      by: owner,
      params: { organizationId },
      query: { limit: '1' },
    })
    for (const cursor of [nextCursor ?? '', 'nonsense'])
      await fail('invalid-cursor', 'listPermissionGroups', { by: customer.owner, params: here(), query: { cursor } })
  })
})
