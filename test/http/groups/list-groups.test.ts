import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type Tenant, type World } from '../../support/world.ts'
import { freshCustomer, type MadeTenant } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'

provesOperation('listGroups')

let world: World
let here: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
})

const listing = (query: Record<string, string> = {}, { organizationId, owner }: Tenant = here) => ({
  by: owner,
  params: { organizationId },
  query,
})

describe('listGroups', () => {
  test('200 page by page in the order in which they were made, each once; those just made and without those removed', async () => {
    const made: string[] = []
    for (let count = 0; count < 6; count++) {
      made.push(await freshGroup(here.organizationId))
      // Ids of one millisecond are in no order.
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    const [gone = '', ...left] = made
    await succeed('removeGroup', { by: here.owner, params: { organizationId: here.organizationId, groupId: gone } })
    const pages: string[][] = []
    let cursor: string | null = null
    do {
      const page: { items: { groupId: string }[]; nextCursor: string | null } = await succeed(
        'listGroups',
        listing({ limit: '2', ...(cursor !== null && { cursor }) }),
      )
      pages.push(page.items.map(({ groupId }) => groupId))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(pages.flat()).toEqual(left)
    expect(pages.slice(0, 2).map(({ length }) => length)).toEqual([2, 2])
  })

  test('400 invalid-cursor for a cursor of another organization', async () => {
    for (let count = 0; count < 2; count++) await freshGroup(here.organizationId)
    const { nextCursor } = await succeed('listGroups', listing({ limit: '1' }))
    for (const cursor of [nextCursor ?? '', 'x'])
      await fail('invalid-cursor', 'listGroups', listing({ cursor }, world.twin))
  })

  test('403 for whoever may see no groups', async () => {
    await fail('forbidden', 'listGroups', { ...listing(), by: here.plain })
  })
})
