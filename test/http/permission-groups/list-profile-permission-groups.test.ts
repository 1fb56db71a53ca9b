import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshDraft, freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'

provesOperation('listProfilePermissionGroups')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const of = (profileId: string) => ({
  by: world.customer.owner,
  params: { organizationId: world.customer.organizationId, profileId },
})

describe('listProfilePermissionGroups', () => {
  test('200 with the groups of somebody by name, and the version of the profile as ETag', async () => {
    const group = await freshPermissionGroup(world.customer)
    const { profileId } = await freshPerson(world.customer, { permissionGroups: ['pgr_full-role', group] })
    const answer = await call('listProfilePermissionGroups', of(profileId))
    const { items, version } = JSON.parse(answer.body)
    expect(items).toMatchObject([
      { permissionGroupId: group, system: false, validFrom: null },
      { permissionGroupId: 'pgr_full-role', system: true, portalRoles: ['users-and-permissions-full-role'] },
    ])
    expect(answer.headers.etag).toBe(`"${version}"`)
    expect(await succeed('getProfile', of(profileId))).toMatchObject({ version })
  })

  test('200 with what a draft will be in, and with nothing for a person without any', async () => {
    const draft = await freshDraft(world.customer, { permissionGroups: ['pgr_full-role'] })
    expect((await succeed('listProfilePermissionGroups', of(draft.profileId))).items).toHaveLength(1)
    const { profileId } = await freshPerson(world.customer)
    expect((await succeed('listProfilePermissionGroups', of(profileId))).items).toEqual([])
  })

  test('200 with the group that took the place of another, at once', async () => {
    const { owner, organizationId } = world.customer
    const [old, next] = [await freshPermissionGroup(world.customer), await freshPermissionGroup(world.customer)]
    const { profileId } = await freshPerson(world.customer, { permissionGroups: [old] })
    const params = { organizationId, permissionGroupId: old }
    await succeed('removePermissionGroup', { by: owner, params, query: { replaceWith: next } })
    const { items } = await succeed('listProfilePermissionGroups', of(profileId))
    expect(items.map(({ permissionGroupId }) => permissionGroupId)).toEqual([next])
  })

  test('404 not-found for somebody of another organization', async () => {
    await fail('not-found', 'listProfilePermissionGroups', of(world.twin.owner.profileId))
  })
})
