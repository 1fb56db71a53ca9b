import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'
import { freshEmail, type Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('replacePermissionGroupMembers')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const replacing = (
  permissionGroupId: string,
  profileIds: readonly string[],
  version = 1,
  by: Person = world.customer.owner,
) => ({
  by,
  params: { organizationId: world.customer.organizationId, permissionGroupId },
  body: { profileIds },
  headers: { 'if-match': `"${version}"` },
})
const people = async (count: number, permissionGroups: readonly string[] = []) => {
  const made: string[] = []
  while (made.length < count) made.push((await freshPerson(world.customer, { permissionGroups })).profileId)
  return made
}
const membersOf = async (permissionGroupId: string) => {
  const params = { organizationId: world.customer.organizationId, permissionGroupId }
  const query = { limit: '100' }
  const { items } = await succeed('listPermissionGroupMembers', { by: world.customer.owner, params, query })
  return items.map(({ profileId }) => profileId as string).sort()
}

describe('replacePermissionGroupMembers', () => {
  test('200 puts in who is named, takes out who is not, and leaves the others as they are', async () => {
    const group = await freshPermissionGroup(world.customer)
    const [[stays = '', leaves = ''], [joins = '']] = [await people(2, [group]), await people(1)]
    expect(await succeed('replacePermissionGroupMembers', replacing(group, [stays, joins, joins]))).toEqual({
      permissionGroupId: group,
      members: 2,
      coverageChanges: [],
    })
    expect(await membersOf(group)).toEqual([joins, stays].sort())
    const made = (await itemsOf('activity')).filter(({ action }) =>
      String(action).startsWith('permission-group.member'),
    )
    expect(made.map(({ action, subjectId }) => [action, subjectId]).sort()).toEqual([
      ['permission-group.member-added', joins],
      ['permission-group.member-removed', leaves],
    ])
    const params = { organizationId: world.customer.organizationId, permissionGroupId: group }
    expect(await succeed('getPermissionGroup', { by: world.customer.owner, params })).toMatchObject({
      members: 2,
      version: 2,
    })
  })

  test('200 for more people than a transaction holds, each whole', async () => {
    const group = await freshPermissionGroup(world.customer)
    const [first, second] = [await people(30, [group]), await people(25)]
    await succeed('replacePermissionGroupMembers', replacing(group, second))
    expect(await membersOf(group)).toEqual(second.sort())
    await succeed('replacePermissionGroupMembers', replacing(group, [...first, ...second], 2))
    expect(await membersOf(group)).toHaveLength(55)
  })

  test('200 takes out whoever is also in a group that it has taken the place of, of more people than a transaction holds', async () => {
    const group = await freshPermissionGroup(world.customer)
    const replaced = await freshPermissionGroup(world.customer)
    await people(24, [group, replaced])
    const params = { organizationId: world.customer.organizationId, permissionGroupId: replaced }
    await succeed('removePermissionGroup', { by: world.customer.owner, params, query: { replaceWith: group } })
    expect(await succeed('replacePermissionGroupMembers', replacing(group, []))).toMatchObject({ members: 0 })
    expect(await membersOf(group)).toEqual([])
  })

  test('200 when it was broken off between two transactions and is sent again: nobody is half in, and all are in after', async () => {
    const group = await freshPermissionGroup(world.customer)
    const wanted = await people(30)
    const request = { ...replacing(group, wanted), headers: { 'if-match': '"1"', 'idempotency-key': randomUUID() } }
    let transactions = 0
    const broken = await whileMeddling(
      async ({ command, goOn }) => {
        if (command === 'TransactWriteItemsCommand' && ++transactions === 2) throw new Error('the function was ended')
        return goOn()
      },
      () => call('replacePermissionGroupMembers', request),
    )
    expect(broken.status).toBe(500)
    expect(await membersOf(group)).toHaveLength(24)
    await succeed('replacePermissionGroupMembers', request)
    expect(await membersOf(group)).toEqual(wanted.sort())
    const joined = (await itemsOf('activity')).filter((activity) => JSON.stringify(activity).includes(group))
    expect(joined.filter(({ action }) => action === 'permission-group.member-added')).toHaveLength(30)
  })

  test('412 stale for one of two that choose at once', async () => {
    const group = await freshPermissionGroup(world.customer)
    const [one, other] = [await people(1), await people(1)]
    const answers = await Promise.all(
      [one, other].map((ids) => call('replacePermissionGroupMembers', replacing(group, ids))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    expect([one, other]).toContainEqual(await membersOf(group))
  })

  test('200 for a group of the system', async () => {
    const before = await membersOf('pgr_full-role')
    const [joins = ''] = await people(1)
    await succeed('replacePermissionGroupMembers', replacing('pgr_full-role', [...before, joins]))
    expect(await membersOf('pgr_full-role')).toEqual([...before, joins].sort())
  })

  test('200 in a dry run says who would gain and lose what, and changes nothing', async () => {
    const group = await freshPermissionGroup(world.customer, ['activities-viewer'])
    const [[leaves = ''], [joins = '']] = [await people(1, [group]), await people(1)]
    const before = await dumpTable()
    const { body } = await call('replacePermissionGroupMembers', {
      ...replacing(group, [joins]),
      query: { dryRun: 'true' },
    })
    const held = [{ permission: 'activities:read', groupId: null }]
    const { affected } = JSON.parse(body)
    expect(affected).toHaveLength(2)
    expect(affected).toEqual(
      expect.arrayContaining([
        { who: { kind: 'profile', profileId: joins }, gains: held, loses: [] },
        { who: { kind: 'profile', profileId: leaves }, gains: [], loses: held },
      ]),
    )
    expect(await dumpTable()).toEqual(before)
  })

  test('400 not-found for whoever is not here, in one answer for all of them, and nothing changes', async () => {
    const group = await freshPermissionGroup(world.customer)
    const [joins = ''] = await people(1)
    const foreign = world.twin.owner.profileId
    const before = await dumpTable()
    const named = [joins, foreign, 'prf_01k2r8v6m0q3s5t7w9x1y3z5a7']
    expect(await faultsOf('replacePermissionGroupMembers', replacing(group, named))).toEqual([
      '#/profileIds/1 not-found',
      '#/profileIds/2 not-found',
    ])
    expect(await dumpTable()).toEqual(before)
  })

  test('400 too-many-changes for more than 1,000 differences', async () => {
    const group = await freshPermissionGroup(world.customer)
    const many = Array.from({ length: 1001 }, (_, at) => `prf_01k2r8v6m0q3s5t7w9x1y3${String(at).padStart(4, '0')}`)
    expect(await faultsOf('replacePermissionGroupMembers', replacing(group, many))).toEqual([
      '#/profileIds too-many-changes',
    ])
  })

  test('409 not-a-user for a contact', async () => {
    const { owner, organizationId } = world.customer
    const body = { kind: 'person', user: false, email: freshEmail(), firstName: 'Els', lastName: 'Aerts' }
    const { profileId } = await succeed('createProfile', { by: owner, params: { organizationId }, body })
    const group = await freshPermissionGroup(world.customer)
    await fail('not-a-user', 'replacePermissionGroupMembers', replacing(group, [profileId]))
  })

  test('409 service-not-active for the group of a paused service, and not for whoever leaves it', async () => {
    const [joins = ''] = await people(1)
    await fail('service-not-active', 'replacePermissionGroupMembers', replacing('pgr_reports-viewer', [joins]))
    await succeed('replacePermissionGroupMembers', replacing('pgr_reports-viewer', []))
  })

  test('409 too-many-permission-groups for somebody who is in 20 already', async () => {
    const held = await Promise.all(Array.from({ length: 20 }, () => freshPermissionGroup(world.customer)))
    const [joins = ''] = await people(1, held)
    const group = await freshPermissionGroup(world.customer)
    await fail('too-many-permission-groups', 'replacePermissionGroupMembers', replacing(group, [joins]))
  })

  test('403 cannot-grant for whoever does not hold what the group gives', async () => {
    const [joins = ''] = await people(1)
    const group = await freshPermissionGroup(world.customer, ['activities-viewer'])
    await whileDevelopersMay('permission-groups:manage', () =>
      fail('cannot-grant', 'replacePermissionGroupMembers', replacing(group, [joins], 1, world.customer.developer)),
    )
  })

  test('404 not-found for a group of another organization', async () => {
    await fail('not-found', 'replacePermissionGroupMembers', replacing(await freshPermissionGroup(world.twin), []))
  })
})
