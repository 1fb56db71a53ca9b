import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshDraft, freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'
import { invite } from '../../support/world-people.ts'

provesOperation('listPermissionGroupMembers')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const listing = (permissionGroupId: string, query: Record<string, string> = {}) => ({
  by: world.customer.owner,
  params: { organizationId: world.customer.organizationId, permissionGroupId },
  query,
})

describe('listPermissionGroupMembers', () => {
  test('200 with users who are active or invited, and without drafts', async () => {
    const { owner, organizationId } = world.customer
    const group = await freshPermissionGroup(world.customer)
    const person = await freshPerson(world.customer, { permissionGroups: [group] })
    const invitee = await invite(owner, organizationId, { permissionGroups: [group] })
    await freshDraft(world.customer, { permissionGroups: [group] })
    const { items, nextCursor } = await succeed('listPermissionGroupMembers', listing(group))
    expect(items.map(({ profileId, status }) => [profileId, status]).sort()).toEqual(
      [
        [person.profileId, 'active'],
        [invitee.profileId, 'invited'],
      ].sort(),
    )
    expect(items[0]).toMatchObject({ validFrom: null, validUntil: null })
    expect(nextCursor).toBeNull()
  })

  test('200 page by page, each once; whoever was taken out is not in it', async () => {
    const group = await freshPermissionGroup(world.customer)
    const people = []
    for (let count = 0; count < 5; count++)
      people.push(await freshPerson(world.customer, { permissionGroups: [group] }))
    const [left, ...stayed] = people.map(({ profileId }) => profileId)
    const params = { organizationId: world.customer.organizationId, permissionGroupId: group, profileId: left ?? '' }
    await succeed('removePermissionGroupMember', { by: world.customer.owner, params })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { items: { profileId: string }[]; nextCursor: string | null } = await succeed(
        'listPermissionGroupMembers',
        listing(group, { limit: '2', ...(cursor !== null && { cursor }) }),
      )
      seen.push(...page.items.map(({ profileId }) => profileId))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen.sort()).toEqual(stayed.sort())
  })

  test('400 invalid-cursor for a cursor of another group', async () => {
    const [one, other] = [await freshPermissionGroup(world.customer), await freshPermissionGroup(world.customer)]
    for (let count = 0; count < 2; count++) await freshPerson(world.customer, { permissionGroups: [one] })
    const { nextCursor } = await succeed('listPermissionGroupMembers', listing(one, { limit: '1' }))
    for (const cursor of [nextCursor ?? '', 'x'])
      await fail('invalid-cursor', 'listPermissionGroupMembers', listing(other, { cursor }))
  })

  test('404 not-found for a group of another organization', async () => {
    await fail('not-found', 'listPermissionGroupMembers', listing(await freshPermissionGroup(world.twin)))
  })
})
