import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { changeGrants, deactivate } from '../../support/world-changes.ts'
import { after } from '../../support/world-clock.ts'
import { freshCustomer, freshDraft, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import type { Person } from '../../support/world-people.ts'
import { freshRole } from '../../support/world-roles.ts'

provesOperation('listGroupMembers')

let world: World
let here: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
})

const listing = (groupId: string, query: Record<string, string> = {}, by: Person = here.owner) => ({
  by,
  params: { organizationId: here.organizationId, groupId },
  query,
})
const fresh = () => freshGroup(here.organizationId)
const idsOf = (people: readonly { readonly profileId: string }[]) => people.map(({ profileId }) => profileId)

/** Everyone in it, page after page. */
async function everyoneIn(groupId: string, limit: number) {
  const seen: Awaited<ReturnType<typeof page>>['items'] = []
  let cursor: string | null = null
  do {
    const read: Awaited<ReturnType<typeof page>> = await page(groupId, limit, cursor)
    expect(read.items.length).toBeLessThanOrEqual(limit)
    seen.push(...read.items)
    cursor = read.nextCursor
  } while (cursor !== null)
  return seen
}
const page = (groupId: string, limit: number, cursor: string | null) =>
  succeed('listGroupMembers', listing(groupId, { limit: String(limit), ...(cursor !== null && { cursor }) }))

describe('listGroupMembers', () => {
  test('200 with those who have access by hand first, then those whose default role reaches all groups; each once', async () => {
    const groupId = await fresh()
    const custom = await freshRole(here, { permissions: ['devices:read', 'groups:access-all'] })
    const narrow = await freshRole(here, { permissions: ['devices:read'] })
    const [operator, both, viewer, admin, reviewer] = [
      await freshPerson(here, { defaultRole: 'rol_group-operator' }),
      await freshPerson(here, { defaultRole: 'rol_viewer' }),
      await freshPerson(here, { defaultRole: 'rol_viewer' }),
      await freshPerson(here, { defaultRole: 'rol_admin' }),
      await freshPerson(here, { defaultRole: custom }),
    ]
    for (const defaultRole of ['rol_content-developer', narrow, 'rol_group-admin'])
      await freshPerson(here, { defaultRole })
    await freshDraft(here, { defaultRole: 'rol_viewer' })
    await giveGroup(operator, groupId)
    await succeed('setGroupRole', {
      ...listing(groupId),
      params: { ...listing(groupId).params, profileId: both.profileId },
      query: {},
      body: { roleId: 'rol_group-viewer' },
    })
    for (const limit of [1, 2, 100]) {
      const seen = await everyoneIn(groupId, limit)
      expect(idsOf(seen.slice(0, 2)).sort()).toEqual(idsOf([operator, both]).sort())
      expect(idsOf(seen.slice(2)).sort()).toEqual(idsOf([here.owner, viewer, admin, reviewer]).sort())
    }
    const standing = (person: Person) =>
      everyoneIn(groupId, 100).then((seen) => seen.find(({ profileId }) => profileId === person.profileId))
    const free = { validFrom: null, validUntil: null }
    expect(await standing(operator)).toMatchObject({
      access: 'by-hand',
      groupRole: null,
      ...free,
      removable: true,
      notRemovableBecause: null,
      email: operator.email,
      defaultRole: 'rol_group-operator',
    })
    const bound = { ...free, removable: false, notRemovableBecause: 'access-all-groups' }
    expect(await standing(both)).toMatchObject({ access: 'by-hand', groupRole: 'rol_group-viewer', ...bound })
    expect(await standing(reviewer)).toMatchObject({ access: 'by-default-role', groupRole: null, ...bound })
  })

  test('200 page by page at 50 people with access by hand, without whoever lost it, and with those who are deactivated', async () => {
    const groupId = await fresh()
    const people: Person[] = []
    for (let count = 0; count < 50; count++) {
      const person = await freshPerson(here)
      await giveGroup(person, groupId)
      people.push(person)
    }
    const [lost, resting] = people
    if (!lost || !resting) throw new Error('nobody is in it')
    await succeed('revokeGroupAccess', {
      by: here.owner,
      params: { organizationId: here.organizationId, groupId, profileId: lost.profileId },
    })
    await deactivate(resting)
    const byHand = (await everyoneIn(groupId, 20)).filter(({ access }) => access === 'by-hand')
    expect(idsOf(byHand).sort()).toEqual(idsOf(people.slice(1)).sort())
    expect(byHand.find(({ profileId }) => profileId === resting.profileId)).toMatchObject({ status: 'deactivated' })
  })

  test('200 without those whose role reaches all groups only later, and with its holders while a replaced role moves', async () => {
    const groupId = await fresh()
    const [old, next] = [
      await freshRole(here, { permissions: ['devices:read'] }),
      await freshRole(here, { permissions: ['groups:access-all'] }),
    ]
    const [later, moving] = [await freshPerson(here), await freshPerson(here, { defaultRole: old })]
    const validFrom = new Date(Date.now() + after.days(1)).toISOString()
    await changeGrants(later, (before) => ({ ...before, defaultRole: { roleId: id('role', 'rol_viewer'), validFrom } }))
    await succeed('removeRole', {
      by: here.owner,
      params: { organizationId: here.organizationId, roleId: old },
      query: { replaceWith: next },
    })
    const seen = idsOf(await everyoneIn(groupId, 100))
    expect(seen).not.toContain(later.profileId)
    expect(seen).toContain(moving.profileId)
  })

  test('200 for whoever may see it in that group alone, and 403 in another', async () => {
    const [mine, other] = [await fresh(), await fresh()]
    const viewer = await freshPerson(here, { defaultRole: 'rol_group-viewer' })
    await giveGroup(viewer, mine)
    const { items } = await succeed('listGroupMembers', listing(mine, {}, viewer))
    expect(idsOf(items)).toEqual([viewer.profileId])
    await fail('forbidden', 'listGroupMembers', listing(other, {}, viewer))
  })

  test('400 invalid-cursor for a cursor of another group', async () => {
    const [one, other] = [await fresh(), await fresh()]
    for (let count = 0; count < 2; count++) await giveGroup(await freshPerson(here), one)
    const { nextCursor } = await succeed('listGroupMembers', listing(one, { limit: '1' }))
    for (const cursor of [nextCursor ?? '', 'x'])
      await fail('invalid-cursor', 'listGroupMembers', listing(other, { cursor }))
  })

  test('404 not-found for a group of another organization', async () => {
    await fail('not-found', 'listGroupMembers', listing(await freshGroup(world.twin.organizationId)))
  })
})
