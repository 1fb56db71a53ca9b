import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { fail, succeed } from '../../support/gateway-call.ts'
import { changeGrants, seedWorld, type World } from '../../support/world.ts'
import {
  freshCustomer,
  freshDraft,
  freshPermissionGroup,
  freshPerson,
  type MadeTenant,
} from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { freshRole } from '../../support/world-roles.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const run = async () => invoke(await loadHandler('groups', 'leave-groups'), {})
const inside = ({ organizationId, owner: by }: MadeTenant, params: Readonly<Record<string, string>> = {}) => ({
  by,
  params: { organizationId, ...params },
})
const membersOf = async (tenant: MadeTenant, groupId: string) => ({
  counted: (await succeed('getGroup', inside(tenant, { groupId }))).members,
  listed: (await succeed('listGroupMembers', inside(tenant, { groupId }))).items
    .filter(({ access }) => access === 'by-hand')
    .map(({ profileId }) => profileId),
})

/** Somebody with as much as anybody can have: a hundred groups, each with another role, and twenty permission groups. */
async function richest(tenant: MadeTenant) {
  const { organizationId } = tenant
  const groups = await Promise.all(Array.from({ length: 100 }, () => freshGroup(organizationId)))
  const roles = await Promise.all(Array.from({ length: 40 }, () => freshRole(tenant, { level: 'group' })))
  const permissionGroups = await Promise.all(Array.from({ length: 20 }, () => freshPermissionGroup(tenant)))
  const person = await freshPerson(tenant, { permissionGroups })
  for (let first = 0; first < groups.length; first += 20) {
    const some = groups.slice(first, first + 20)
    await changeGrants(person, (profile) => ({
      ...profile,
      groups: {
        ...profile.groups,
        ...Object.fromEntries(
          some.map((groupId, position) => [
            groupId,
            { byHand: true, groupRole: { roleId: id('role', roles[(first + position) % roles.length] ?? '') } },
          ]),
        ),
      },
    }))
  }
  return { person, groups, roles }
}

describe('whoever has a hundred groups', () => {
  test('is removed at once, and taken out of them a part a minute; roles are counted alike', async () => {
    const tenant = await freshCustomer(world.provider)
    const { person, groups, roles } = await richest(tenant)
    const { profileId } = person
    await succeed('removeProfile', inside(tenant, { profileId }))
    const counts = async () => {
      const all = await succeed('listGroups', { ...inside(tenant), query: { limit: '100' } })
      return all.items.reduce((sum, { members }) => sum + members, 0)
    }
    const holders = async () => {
      const all = await succeed('listRoles', { ...inside(tenant), query: { limit: '100' } })
      return all.items.reduce((sum, role) => sum + (role.holders ?? 0), 0)
    }
    // Nobody is shown in a group who is not in it, whatever is still counted.
    expect((await membersOf(tenant, groups[0] ?? '')).listed).toEqual([])
    expect(await counts()).toBe(100)
    expect(await holders()).toBe(roles.length)
    const told: number[] = []
    for (let minute = 1; minute <= 5; minute++) {
      await Promise.all([run(), run()])
      told.push(await counts())
    }
    expect(told).toEqual([70, 40, 10, 0, 0])
    expect(await holders()).toBe(0)
  })

  test('is in a group again that they came back to meanwhile, counted once', async () => {
    const tenant = await freshCustomer(world.provider)
    const { person, groups } = await richest(tenant)
    const { profileId } = person
    const [first = '', second = ''] = groups
    await changeGrants(person, (profile) => ({ ...profile, groups: {} }))
    await succeed('grantProfileGroups', { ...inside(tenant, { profileId }), body: { groups: [first] } })
    for (let minute = 1; minute <= 6; minute++) await run()
    expect(await membersOf(tenant, first)).toEqual({ counted: 1, listed: [profileId] })
    expect(await membersOf(tenant, second)).toEqual({ counted: 0, listed: [] })
  })

  test('leaves a group that was removed meanwhile without more ado', async () => {
    const tenant = await freshCustomer(world.provider)
    const { person, groups } = await richest(tenant)
    await changeGrants(person, (profile) => ({ ...profile, groups: {} }))
    const [gone = '', stays = ''] = groups
    await fail('in-use', 'removeGroup', inside(tenant, { groupId: gone }))
    await succeed('removeGroup', { ...inside(tenant, { groupId: gone }), query: { force: 'true' } })
    for (let minute = 1; minute <= 6; minute++) await run()
    expect(await membersOf(tenant, stays)).toEqual({ counted: 0, listed: [] })
    await fail('not-found', 'getGroup', inside(tenant, { groupId: gone }))
  })
})

test('a draft is meant for ten groups at most, and confirmed with all of them at once', async () => {
  const tenant = await freshCustomer(world.provider)
  const groups = await Promise.all(Array.from({ length: 11 }, () => freshGroup(tenant.organizationId)))
  const permissionGroups = await Promise.all(Array.from({ length: 20 }, () => freshPermissionGroup(tenant)))
  const { profileId } = await freshDraft(tenant, { permissionGroups })
  const there = inside(tenant, { profileId })
  await succeed('grantProfileGroups', { ...there, body: { groups: groups.slice(0, 10) } })
  await fail('too-many-groups', 'grantProfileGroups', { ...there, body: { groups: groups.slice(10) } })
  await succeed('inviteUsers', { ...inside(tenant), body: { profileIds: [profileId] } })
  expect(await membersOf(tenant, groups[9] ?? '')).toMatchObject({ counted: 1, listed: [profileId] })
  await succeed('grantProfileGroups', { ...there, body: { groups: groups.slice(10) } })
})
