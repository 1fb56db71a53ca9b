import { beforeAll, describe, expect, test, vi } from 'vitest'
import { busEvents } from '../../support/deployed-events.ts'
import { call, expectProblem, succeed } from '../../support/deployed-requests.ts'
import { changeItem, itemsOf } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import { aProvider, aUser, beginAfresh, patience, type SignedIn, settled } from '../../support/deployed-world.ts'

let provider: { organizationId: string; owner: SignedIn }
/** Signed in once: every request of theirs goes out with that one token. */
let tess: SignedIn
let profileId: string
let permissionGroupId: string

beforeAll(async () => {
  await beginAfresh()
  provider = await aProvider()
  tess = await aUser(provider.owner, provider.organizationId, 'tess.maes@northwind.example')
  profileId = String((await itemsOf('profile')).find(({ email }) => email === tess.email)?.profileId)
})

const here = () => ({ by: provider.owner, params: { organizationId: provider.organizationId } })
const inGroup = () => ({ ...here(), params: { ...here().params, permissionGroupId, profileId } })
const tessReads = async (operationId: 'listProfiles' | 'listActivities'): Promise<number> =>
  (await call(operationId, { ...here(), by: tess })).status

describe('a permission group of their own', () => {
  test('is made by an owner, and changes nothing for who is not in it', async () => {
    const body = { name: 'Night shift', portalRoles: ['users-and-permissions-viewer'] }
    ;({ permissionGroupId } = await succeed('createPermissionGroup', { ...here(), body }))
    expect(await tessReads('listProfiles')).toBe(403)
    expectProblem(await call('createPermissionGroup', { ...here(), body }), 'name-taken')
  })

  test('would give what it gives, says a dry run, which gives nothing', async () => {
    const { status, text } = await call('addPermissionGroupMember', { ...inGroup(), query: { dryRun: 'true' } })
    expect(status, text).toBe(200)
    expect(JSON.parse(text).affected[0].gains).toContainEqual({ permission: 'profiles:read', groupId: null })
    expect(await tessReads('listProfiles')).toBe(403)
  })

  test('counts from the next request on for whoever is put into it, with the token they have', async () => {
    await succeed('addPermissionGroupMember', inGroup())
    expect(await tessReads('listProfiles')).toBe(200)
    expect(await tessReads('listActivities')).toBe(403)
    const { items } = await succeed('listPermissionGroupMembers', inGroup())
    expect(items.map((one) => one.profileId)).toEqual([profileId])
    const { items: held } = await succeed('getEffectivePermissions', inGroup())
    expect(held.find(({ permission }) => permission === 'profiles:read')?.path).toMatchObject([
      { kind: 'permission-group', id: permissionGroupId },
    ])
  })

  test('that is replaced gives what took its place, from the next request on, and its members are moved', async () => {
    const replaced = permissionGroupId
    const body = { name: 'Late shift', portalRoles: ['activities-viewer'] }
    const made = await succeed('createPermissionGroup', { ...here(), body })
    const query = { replaceWith: made.permissionGroupId }
    await succeed('removePermissionGroup', { ...inGroup(), query })
    permissionGroupId = made.permissionGroupId
    expect(await tessReads('listProfiles')).toBe(403)
    expect(await tessReads('listActivities')).toBe(200)
    await vi.waitFor(async () => {
      const members = await itemsOf('permission-group-member')
      expect(members.map((one) => one.permissionGroupId)).toEqual([permissionGroupId])
    }, patience)
    expect(permissionGroupId).not.toBe(replaced)
  })

  test('gives nothing from the next request on to whoever is taken out, with the token they have', async () => {
    await succeed('removePermissionGroupMember', inGroup())
    expect(await tessReads('listActivities')).toBe(403)
    expect((await succeed('getPermissionGroup', inGroup())).members).toBe(0)
  })
})

/** What connected applications have heard of Tess, in the order of its coming. */
const heard = async () =>
  (await busEvents())
    .filter((event) => event['detail-type'] === 'access.changed')
    .map(({ detail: { activityId, ...detail } }) => detail)
const reports = (before: readonly string[], after: readonly string[]) => ({
  organizationId: provider.organizationId,
  profileId,
  service: 'reports',
  applicationRoles: { before, after },
})

describe('connected applications', () => {
  test('have heard nothing as long as application roles stayed as they were', async () => {
    await settled()
    expect(await heard()).toEqual([])
  })

  test('hear of a role that somebody is given and loses, with the groups that they join and leave', async () => {
    await changeItem('organization', { organizationId: provider.organizationId }, { services: ['reports'] })
    const standard = { ...inGroup(), params: { ...inGroup().params, permissionGroupId: 'pgr_reports-viewer' } }
    await succeed('addPermissionGroupMember', standard)
    await succeed('removePermissionGroupMember', standard)
    await vi.waitFor(async () => {
      const changes = await heard()
      expect(changes).toHaveLength(2)
      expect(changes).toEqual(
        expect.arrayContaining([reports([], ['reports:viewer']), reports(['reports:viewer'], [])]),
      )
    }, patience)
  })

  test('hear of everyone in a group whose roles are changed', async () => {
    await succeed('addPermissionGroupMember', inGroup())
    const { version } = await succeed('getPermissionGroup', inGroup())
    const before = (await heard()).length
    await succeed('changePermissionGroup', {
      ...inGroup(),
      headers: { 'if-match': `"${version}"` },
      body: { applicationRoles: ['reports:viewer'] },
    })
    await vi.waitFor(
      async () => expect((await heard()).slice(before)).toEqual([reports([], ['reports:viewer'])]),
      patience,
    )
    await settled()
  })
})

leavesOnlyCleanTraces()
