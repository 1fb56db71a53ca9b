import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ActivityAction } from '../../../shared/domain/catalog.ts'
import { newIdAt } from '../../../shared/frame/event.ts'
import { recordActivity } from '../../../shared/table/activity.ts'
import { commit } from '../../../shared/table/transaction.ts'
import { busEvents, deliver, settle, whileBus } from '../../support/cloud-services-bus.ts'
import { succeed } from '../../support/gateway-call.ts'
import { deactivate, seedWorld, setServices, setStatus, type Tenant, type World } from '../../support/world.ts'
import { doer, freshCustomer, freshDraft, freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'

let world: World
let here: Tenant
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
})
beforeEach(async () => {
  await setStatus(here.organizationId, 'active')
  await setServices(here.organizationId, ['reports', 'device-fleet'])
  await settle()
})

/** What the bus was told of access since there were so many events: whose, in which service, before and after. */
const told = (since: number) =>
  busEvents()
    .slice(since)
    .filter(({ detailType }) => detailType === 'access.changed')
    .map(({ detail }) => {
      const { organizationId, profileId, service, applicationRoles } = JSON.parse(detail)
      return { organizationId, profileId, service, ...applicationRoles }
    })
const change = (profileId: string, service: string, before: readonly string[], after: readonly string[]) => ({
  organizationId: here.organizationId,
  profileId,
  service,
  before,
  after,
})
const user = (...permissionGroups: string[]) => freshPerson(here, { permissionGroups })

/** What becomes of the organization as a whole, with its activity and with what happens before anyone has acted on that. */
async function happens(
  action: ActivityAction,
  about: Readonly<Record<string, string>> = {},
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<number> {
  const since = busEvents().length
  const now = new Date().toISOString()
  const activityId = newIdAt(now)('activity')
  const { organizationId } = here
  await commit([recordActivity({ activityId, organizationId, action, at: now, by: doer, about })], activityId)
  await meanwhile()
  await settle()
  return since
}

async function giveRoles(permissionGroupId: string, applicationRoles: readonly string[]): Promise<void> {
  const by = here.owner
  const params = { organizationId: here.organizationId, permissionGroupId }
  const { version } = await succeed('getPermissionGroup', { by, params })
  const headers = { 'if-match': `"${version}"` }
  await succeed('changePermissionGroup', { by, params, headers, body: { applicationRoles } })
}

describe('a changed permission group', () => {
  test('is told of everyone in it, each in the services in which their roles are others', async () => {
    const group = await freshPermissionGroup(here)
    const [one, other, elsewhere] = [await user(group), await user(group, 'pgr_reports-viewer'), await user()]
    await settle()
    const since = busEvents().length
    await giveRoles(group, ['reports:viewer', 'device-fleet:operator'])
    await settle()
    const changes = told(since)
    expect(changes).toHaveLength(3)
    expect(changes).toEqual(
      expect.arrayContaining([
        change(one.profileId, 'reports', [], ['reports:viewer']),
        change(one.profileId, 'device-fleet', [], ['device-fleet:operator']),
        change(other.profileId, 'device-fleet', [], ['device-fleet:operator']),
      ]),
    )
    expect(JSON.stringify(changes)).not.toContain(elsewhere.profileId)
  })

  test('is not told of drafts, who hold nothing yet, nor of whoever was deactivated', async () => {
    const group = await freshPermissionGroup(here)
    await freshDraft(here, { permissionGroups: [group] })
    await deactivate(await user(group))
    await settle()
    const since = busEvents().length
    await giveRoles(group, ['reports:viewer'])
    await settle()
    expect(told(since)).toEqual([])
  })

  test('is told to nobody where it is another name, or another role in the portal', async () => {
    const group = await freshPermissionGroup(here)
    await user(group)
    await settle()
    const since = busEvents().length
    const params = { organizationId: here.organizationId, permissionGroupId: group }
    const headers = { 'if-match': '"1"' }
    await succeed('changePermissionGroup', { by: here.owner, params, headers, body: { portalRoles: [] } })
    await settle()
    expect(told(since)).toEqual([])
  })

  test('is told of members of a group that it replaced, and that has not been emptied yet', async () => {
    const [old, next] = [await freshPermissionGroup(here), await freshPermissionGroup(here)]
    const { profileId } = await user(old)
    await settle()
    const params = { organizationId: here.organizationId, permissionGroupId: old }
    await succeed('removePermissionGroup', { by: here.owner, params, query: { replaceWith: next } })
    await giveRoles(next, ['reports:viewer'])
    const since = busEvents().length
    const [changed] = (await settle()).filter(({ detailType }) => detailType === 'permission-group.changed')
    expect(changed).toBeDefined()
    expect(told(since)).toContainEqual(change(profileId, 'reports', [], ['reports:viewer']))
  })

  test('is told once more and just the same when the event comes again, and whole after the bus was down', async () => {
    const group = await freshPermissionGroup(here)
    const people = await Promise.all(Array.from({ length: 25 }, () => user(group)))
    await settle()
    let since = busEvents().length
    await giveRoles(group, ['reports:viewer'])
    const event = (await settle()).find(({ detailType }) => detailType === 'permission-group.changed')
    if (!event) throw new Error('the change was not published')
    const first = told(since)
    expect(first.map(({ profileId }) => profileId).sort()).toEqual(people.map(({ profileId }) => profileId).sort())

    await expect(whileBus('is-down', () => deliver(event))).rejects.toThrow()
    since = busEvents().length
    await deliver(event)
    expect(told(since)).toEqual(first)
  })
})

describe('a service', () => {
  test('that is activated gives back what memberships outlived it, and is told as that', async () => {
    const { profileId } = await user('pgr_reports-viewer', 'pgr_device-fleet-operator')
    await settle()
    const since = await happens('service.activated', { service: 'reports' })
    const changes = told(since)
    expect(changes).toContainEqual(change(profileId, 'reports', [], ['reports:viewer']))
    expect(changes.filter(({ service }) => service !== 'reports')).toEqual([])
  })

  test('that is deactivated takes its roles from everyone who held them', async () => {
    const { profileId } = await user('pgr_reports-viewer')
    await settle()
    await setServices(here.organizationId, ['device-fleet'])
    const since = await happens('service.deactivated', { service: 'reports' })
    expect(told(since)).toContainEqual(change(profileId, 'reports', ['reports:viewer'], []))
  })

  test('that nobody holds a role of is told of nobody', async () => {
    await user('pgr_reports-viewer')
    await settle()
    expect(told(await happens('service.activated', { service: 'secwise-watch' }))).toEqual([])
  })
})

describe('whoever left before it was told', () => {
  const away = ({ profileId }: { readonly profileId: string }) => ({
    by: here.owner,
    params: { organizationId: here.organizationId, profileId },
  })

  test.each(['removeProfile', 'deactivateProfile'] as const)(
    'holds nothing of a paused service, and its application hears it, although leaving took nothing any more: %s',
    async (operation) => {
      const person = await user('pgr_reports-viewer')
      await settle()
      await setServices(here.organizationId, ['device-fleet'])
      const since = await happens('service.deactivated', { service: 'reports' }, () => succeed(operation, away(person)))
      expect(told(since).filter(({ profileId }) => profileId === person.profileId)).toEqual([
        change(person.profileId, 'reports', [], []),
      ])
    },
  )

  test('holds what other groups give, in the services that a changed group concerned', async () => {
    const [group, other] = [await freshPermissionGroup(here), 'pgr_device-fleet-operator']
    const person = await user(group, other)
    await giveRoles(group, ['reports:viewer'])
    await settle()
    const since = busEvents().length
    await giveRoles(group, [])
    const { params } = away(person)
    await succeed('removePermissionGroupMember', { by: here.owner, params: { ...params, permissionGroupId: group } })
    await settle()
    expect(told(since)).toEqual([change(person.profileId, 'reports', [], [])])
  })
})

describe('an organization', () => {
  test.each(['organization.suspended', 'organization.removed'] as const)(
    'that is no longer there for anyone takes every role: %s',
    async (action) => {
      const { profileId } = await user('pgr_reports-viewer', 'pgr_device-fleet-operator')
      await settle()
      await setStatus(here.organizationId, action === 'organization.removed' ? 'removed' : 'suspended')
      const changes = told(await happens(action))
      expect(changes).toContainEqual(change(profileId, 'reports', ['reports:viewer'], []))
      expect(changes).toContainEqual(change(profileId, 'device-fleet', ['device-fleet:operator'], []))
    },
  )

  test.each(['organization.resumed', 'organization.restored'] as const)(
    'that is back gives every role back: %s',
    async (action) => {
      const { profileId } = await user('pgr_reports-viewer')
      await settle()
      expect(told(await happens(action))).toContainEqual(change(profileId, 'reports', [], ['reports:viewer']))
    },
  )

  test('that is suspended takes and gives nothing by being removed and restored', async () => {
    const shop = await freshCustomer(world.provider)
    const about = { by: world.provider.owner, params: { organizationId: shop.organizationId } }
    await succeed('activateService', { ...about, params: { ...about.params, service: 'reports' } })
    await freshPerson(shop, { permissionGroups: ['pgr_reports-viewer'] })
    await succeed('suspendOrganization', about)
    await settle()
    const since = busEvents().length
    await succeed('removeOrganization', about)
    await settle()
    await succeed('restoreOrganization', about)
    await settle()
    expect(told(since)).toEqual([])
    await succeed('resumeOrganization', about)
    await settle()
    expect(told(since)).toMatchObject([{ before: [], after: ['reports:viewer'] }])
  })
})
