import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { getGroup } from '../../../shared/table/group.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { changeGrants, profileOf } from '../../support/world-changes.ts'
import { freshDraft, freshGroupName, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import type { Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('removeGroup')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const removing = (groupId: string, query: Record<string, string> = {}, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, groupId },
  query,
})
const force = { force: 'true' }
const fresh = (name?: string) => freshGroup(world.customer.organizationId, name)

async function crowded(people: number) {
  const groupId = await fresh()
  const members: Person[] = []
  for (let count = 0; count < people; count++) {
    const person = await freshPerson(world.customer)
    await giveGroup(person, groupId)
    members.push(person)
  }
  return { groupId, members }
}

const withdrawals = async (groupId: string) =>
  (await itemsOf('activity'))
    .filter(({ action }) => action === 'group-access.revoked')
    .filter((item) => JSON.stringify(item).includes(groupId))

describe('removeGroup', () => {
  test('200 for one that nobody has access to: it is gone, and its name is free', async () => {
    const name = freshGroupName()
    const groupId = await fresh(name)
    expect(await succeed('removeGroup', removing(groupId))).toEqual({ groupId, members: 0 })
    await fail('not-found', 'getGroup', removing(groupId))
    const { owner: by, organizationId } = world.customer
    await succeed('createGroup', { by, params: { organizationId }, body: { name } })
    const removed = (await itemsOf('activity')).filter(({ action }) => action === 'group.removed')
    expect(JSON.stringify(removed.at(-1))).toContain(groupId)
  })

  test('409 in-use with the count while people have access; a draft that is meant to have it does not count', async () => {
    const { groupId } = await crowded(2)
    expect((await fail('in-use', 'removeGroup', removing(groupId))).detail).toContain('2 people have')
    await fail('in-use', 'removeGroup', removing(groupId, { force: 'false' }))
    const other = await fresh()
    const draft = await freshDraft(world.customer)
    await changeGrants(draft, (before) => ({ ...before, groups: { [other]: { byHand: true } } }))
    await succeed('removeGroup', removing(other))
  })

  test('200 with force withdraws the access of 45 people, each with an activity; to other groups they keep it', async () => {
    const { groupId, members } = await crowded(45)
    const other = await fresh()
    const [first] = members
    if (!first) throw new Error('nobody is in it')
    await giveGroup(first, other)
    expect(await succeed('removeGroup', removing(groupId, force))).toEqual({ groupId, members: 45 })
    for (const person of members.slice(1)) expect((await profileOf(person)).groups).toEqual({})
    expect(Object.keys((await profileOf(first)).groups)).toEqual([other])
    expect(await withdrawals(groupId)).toHaveLength(45)
    expect((await itemsOf('group-member')).filter(({ pk }) => String(pk).endsWith(groupId))).toEqual([])
    await fail('not-found', 'removeGroup', removing(groupId, force))
  })

  test('200 with force after it was broken off between two transactions: until then it is ending, and nobody gets in', async () => {
    const { groupId, members } = await crowded(45)
    const late = await freshPerson(world.customer)
    let transactions = 0
    const brokenOff = whileMeddling(
      async ({ command, goOn }) => {
        if (command === 'TransactWriteItemsCommand' && ++transactions === 3) throw new Error('the function was ended')
        return goOn()
      },
      () => call('removeGroup', removing(groupId, force)),
    )
    expect((await brokenOff).status).toBe(500)
    const key = { organizationId: world.customer.organizationId, groupId: id('group', groupId) }
    expect(await getGroup(key)).toMatchObject({ state: 'ends', members: 29 })
    await fail('not-found', 'getGroup', removing(groupId))
    const body = { profileIds: [late.profileId] }
    await fail('not-found', 'grantGroupAccess', { ...removing(groupId), body })
    await fail('in-use', 'removeGroup', removing(groupId))

    await succeed('removeGroup', removing(groupId, force))
    for (const person of members) expect((await profileOf(person)).groups).toEqual({})
    expect(await withdrawals(groupId)).toHaveLength(45)
    expect(await getGroup(key)).toBeUndefined()
  })

  test('200 with force for whoever could not give what people have beside it: what goes gives nobody anything', async () => {
    const groupId = await fresh()
    const analyst = await freshPerson(world.customer, { defaultRole: 'rol_admin' })
    await changeGrants(analyst, (before) => ({
      ...before,
      groups: { [groupId]: { byHand: true, groupRole: { roleId: id('role', 'rol_group-device-setup-user') } } },
    }))
    await whileDevelopersMay('groups:manage', () =>
      succeed('removeGroup', removing(groupId, force, world.customer.developer)),
    )
    expect((await profileOf(analyst)).groups).toEqual({})
  })

  test('200 in a dry run says who would lose what, and changes nothing', async () => {
    const groupId = await fresh()
    const operator = await freshPerson(world.customer, { defaultRole: 'rol_group-device-setup-user' })
    await giveGroup(operator, groupId)
    const before = await dumpTable()
    const { body } = await call('removeGroup', removing(groupId, { ...force, dryRun: 'true' }))
    expect(JSON.parse(body)).toMatchObject({
      refusal: null,
      affected: [
        {
          who: { kind: 'profile', profileId: operator.profileId },
          gains: [],
          loses: [
            { permission: 'groups:read', groupId },
            { permission: 'devices:enrol', groupId },
          ],
        },
      ],
    })
    const refused = await call('removeGroup', removing(groupId, { dryRun: 'true' }))
    expect(JSON.parse(refused.body)).toMatchObject({ refusal: { code: 'in-use' } })
    expect(await dumpTable()).toEqual(before)
  })

  test('409 in-use, or nobody gets in: somebody is given access and it is removed at once', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const groupId = await fresh()
      const { profileId } = await freshPerson(world.customer)
      const [granted, removed] = await Promise.all([
        call('grantGroupAccess', { ...removing(groupId), body: { profileIds: [profileId] } }),
        call('removeGroup', removing(groupId)),
      ])
      expect([granted.status, removed.status]).toSatisfy(
        ([grant, remove]: readonly number[]) => (grant === 200) !== (remove === 200),
      )
    }
  })

  test('with force, whoever is given access at once has none after, or it was refused', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const { groupId } = await crowded(1)
      const person = await freshPerson(world.customer)
      const [, removed] = await Promise.all([
        call('grantGroupAccess', { ...removing(groupId), body: { profileIds: [person.profileId] } }),
        call('removeGroup', removing(groupId, force)),
      ])
      expect([200, 409, 503]).toContain(removed.status)
      if (removed.status === 200) expect((await profileOf(person)).groups).toEqual({})
    }
  })

  test('403 for a Group Admin, even of that group; 404 not-found for a group of another organization', async () => {
    const groupId = await fresh()
    const admin = await freshPerson(world.customer, { defaultRole: 'rol_group-admin' })
    await giveGroup(admin, groupId)
    await fail('forbidden', 'removeGroup', removing(groupId, force, admin))
    await fail('not-found', 'removeGroup', removing(await freshGroup(world.twin.organizationId), force))
  })
})
