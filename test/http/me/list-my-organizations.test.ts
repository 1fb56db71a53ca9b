import { beforeAll, describe, expect, test } from 'vitest'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setStatus, type World } from '../../support/world.ts'

provesOperation('listMyOrganizations')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('listMyOrganizations', () => {
  test('200 with every organization, a page at a time', async () => {
    const { consultant } = world.customer
    const all = await succeed('listMyOrganizations', { by: consultant })
    expect(all.items.map(({ organizationId }) => organizationId)).toEqual(
      [world.customer.organizationId, world.twin.organizationId].sort(),
    )
    expect(all.nextCursor).toBeNull()
    const first = await succeed('listMyOrganizations', { by: consultant, query: { limit: '1' } })
    const second = await succeed('listMyOrganizations', {
      by: consultant,
      query: { limit: '1', cursor: first.nextCursor ?? '' },
    })
    expect([...first.items, ...second.items]).toEqual(all.items)
    expect(second.nextCursor).toBeNull()
  })

  test('200 for somebody without any permission, and for somebody who was deactivated', async () => {
    const { plain, deactivated } = world.customer
    expect((await succeed('listMyOrganizations', { by: plain })).items).toMatchObject([{ status: 'active' }])
    expect((await succeed('listMyOrganizations', { by: deactivated })).items).toMatchObject([{ status: 'deactivated' }])
  })

  test('200 says that an organization is suspended, and nothing of one that was removed', async () => {
    const { owner, organizationId } = world.twin
    await setStatus(organizationId, 'suspended')
    const { items } = await succeed('listMyOrganizations', { by: owner })
    expect(items).toMatchObject([{ organizationId, organizationStatus: 'suspended' }])
    await setStatus(organizationId, 'removed')
    expect((await succeed('listMyOrganizations', { by: owner })).items).toEqual([])
    await setStatus(organizationId, 'active')
  })

  test("400 invalid-cursor for another person's cursor, and for one that is made up", async () => {
    const { consultant, plain } = world.customer
    const { nextCursor } = await succeed('listMyOrganizations', { by: consultant, query: { limit: '1' } })
    for (const cursor of [nextCursor ?? '', 'bWFkZSB1cA'])
      await fail('invalid-cursor', 'listMyOrganizations', { by: plain, query: { cursor } })
  })

  test('400 invalid for a limit that is none', async () => {
    const request = { by: world.customer.plain, query: { limit: '0' } }
    expect(await faultsOf('listMyOrganizations', request)).toEqual(['query#/limit too-small'])
  })
})
