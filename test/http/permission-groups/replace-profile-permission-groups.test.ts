import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setServices, type World } from '../../support/world.ts'
import { freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'
import { freshEmail, type Person } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('replaceProfilePermissionGroups')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const replacing = async (
  profileId: string,
  permissionGroups: readonly string[],
  by: Person = world.customer.owner,
  organizationId: string = world.customer.organizationId,
) => {
  const params = { organizationId, profileId }
  const { version } = await succeed('listProfilePermissionGroups', { by: world.customer.owner, params })
  return { by, params, body: { permissionGroups }, headers: { 'if-match': `"${version}"` } }
}
const replace = async (profileId: string, permissionGroups: readonly string[]) =>
  succeed('replaceProfilePermissionGroups', await replacing(profileId, permissionGroups))

describe('replaceProfilePermissionGroups', () => {
  test('200 gives and takes at once, from the next request on', async () => {
    const { organizationId } = world.customer
    const [viewer, activities] = [
      await freshPermissionGroup(world.customer, ['users-and-permissions-viewer']),
      await freshPermissionGroup(world.customer, ['activities-viewer']),
    ]
    const person = await freshPerson(world.customer, { permissionGroups: [viewer] })
    const { items } = await replace(person.profileId, [activities, activities])
    expect(items.map(({ permissionGroupId }) => permissionGroupId)).toEqual([activities])
    await fail('forbidden', 'listProfiles', { by: person, params: { organizationId } })
    await succeed('listActivities', { by: person, params: { organizationId } })
  })

  test('200 with the same groups in another order changes nothing', async () => {
    const groups = [await freshPermissionGroup(world.customer), 'pgr_full-role']
    const { profileId } = await freshPerson(world.customer, { permissionGroups: groups })
    const before = await dumpTable()
    await replace(profileId, groups.toReversed())
    expect(await dumpTable()).toEqual(before)
  })

  test('200 keeps what somebody is in of a service that was paused since', async () => {
    const { organizationId } = world.customer
    await setServices(organizationId, ['reports'])
    const { profileId } = await freshPerson(world.customer, { permissionGroups: ['pgr_reports-viewer'] })
    await setServices(organizationId, [])
    const group = await freshPermissionGroup(world.customer)
    const { items } = await replace(profileId, ['pgr_reports-viewer', group])
    expect(items).toHaveLength(2)
  })

  test('200 in a dry run says what the person would gain and lose', async () => {
    const group = await freshPermissionGroup(world.customer, ['contracts-requester'])
    const { profileId } = await freshPerson(world.customer, { permissionGroups: [group] })
    const other = await freshPermissionGroup(world.customer, ['activities-viewer'])
    const before = await dumpTable()
    const { body } = await call('replaceProfilePermissionGroups', {
      ...(await replacing(profileId, [other])),
      query: { dryRun: 'true' },
    })
    expect(JSON.parse(body).affected).toMatchObject([
      {
        who: { profileId },
        gains: [{ permission: 'activities:read' }],
        loses: [{ permission: 'contracts:read' }, { permission: 'contracts:request' }],
      },
    ])
    expect(await dumpTable()).toEqual(before)
  })

  test('400 not-found for a group that is not here, naming its place', async () => {
    const { profileId } = await freshPerson(world.customer)
    const foreign = await freshPermissionGroup(world.twin)
    expect(
      await faultsOf('replaceProfilePermissionGroups', await replacing(profileId, ['pgr_full-role', foreign])),
    ).toEqual(['#/permissionGroups/1 not-found'])
  })

  test('409 too-many-permission-groups for 21', async () => {
    const groups = await Promise.all(Array.from({ length: 21 }, () => freshPermissionGroup(world.customer)))
    const { profileId } = await freshPerson(world.customer)
    await fail('too-many-permission-groups', 'replaceProfilePermissionGroups', await replacing(profileId, groups))
    await replace(profileId, groups.slice(1))
  })

  test('409 service-not-active for a group of a paused service that is new', async () => {
    const { profileId } = await freshPerson(world.customer)
    const request = await replacing(profileId, ['pgr_reports-viewer'])
    await fail('service-not-active', 'replaceProfilePermissionGroups', request)
  })

  test('409 not-a-user for a contact', async () => {
    const { owner, organizationId } = world.customer
    const body = { kind: 'person', user: false, email: freshEmail(), firstName: 'Els', lastName: 'Aerts' }
    const { profileId } = await succeed('createProfile', { by: owner, params: { organizationId }, body })
    await fail('not-a-user', 'replaceProfilePermissionGroups', await replacing(profileId, ['pgr_full-role']))
  })

  test('403 cannot-grant for whoever does not hold what is given', async () => {
    const { profileId } = await freshPerson(world.customer)
    const request = await replacing(profileId, ['pgr_full-role'], world.customer.developer)
    await whileDevelopersMay('permission-groups:manage', () =>
      fail('cannot-grant', 'replaceProfilePermissionGroups', request),
    )
  })

  test('404 not-found for somebody of another organization', async () => {
    const request = await replacing((await freshPerson(world.customer)).profileId, [])
    const params = { ...request.params, profileId: world.twin.owner.profileId }
    await fail('not-found', 'replaceProfilePermissionGroups', { ...request, params })
  })
})
