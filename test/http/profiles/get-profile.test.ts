import { beforeAll, describe, expect, test } from 'vitest'
import { call, expectProblem, fail, faultsOf, succeed, withoutRequestId } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { remove, seedWorld, type World } from '../../support/world.ts'
import { join, type Person } from '../../support/world-people.ts'

provesOperation('getProfile')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const absent = 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8'
const of = (profileId: string, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, profileId },
})

describe('getProfile', () => {
  test('200 for every state that a profile can be in', async () => {
    const { plain, pending, deactivated, draft } = world.customer
    const statuses = [plain.profileId, pending.profileId, deactivated.profileId, draft].map(
      async (profileId) => (await succeed('getProfile', of(profileId))).status,
    )
    expect(await Promise.all(statuses)).toEqual(['active', 'invited', 'deactivated', 'draft'])
  })

  test('200 with what was given to the person', async () => {
    const { admin, fullRole } = world.customer
    expect(await succeed('getProfile', of(admin.profileId))).toMatchObject({
      defaultRole: 'rol_admin',
      permissionGroups: [],
    })
    expect(await succeed('getProfile', of(fullRole.profileId))).toMatchObject({
      defaultRole: null,
      permissionGroups: ['pgr_full-role'],
    })
  })

  test('200 with the ETag of its version', async () => {
    const answer = await call('getProfile', of(world.customer.plain.profileId))
    expect(answer.headers.etag).toBe(`"${JSON.parse(answer.body).version}"`)
  })

  test('200 without anything of ours: no sign-in, no seal key', async () => {
    const { body } = await call('getProfile', of(world.customer.plain.profileId))
    expect(body).not.toMatch(/idn_|seal/i)
  })

  test('200 for whoever acts for the organization', async () => {
    await succeed('getProfile', of(world.customer.draft, world.provider.owner))
  })

  test("404 not-found for another organization's profile, as for one that does not exist", async () => {
    const nothing = withoutRequestId(await call('getProfile', of(absent)))
    for (const profileId of [world.twin.owner.profileId, world.provider.owner.profileId]) {
      const answer = await call('getProfile', of(profileId))
      expectProblem('not-found', answer)
      expect(withoutRequestId(answer)).toEqual(nothing)
    }
  })

  test('404 not-found for a profile that was removed', async () => {
    const gone = await remove(await join(world.customer.owner, world.customer.organizationId))
    await fail('not-found', 'getProfile', of(gone.profileId))
  })

  test.each(['prf_1', 'org_01k2r8v6m0q3s5t7w9x1y3z5a6', `${absent}#x`, ' ', 'profile#x'])(
    '404 not-found for the malformed id %j',
    async (profileId) => {
      await fail('not-found', 'getProfile', of(profileId))
    },
  )

  test('403 forbidden for somebody there without the permission, their own profile included', async () => {
    const { plain } = world.customer
    for (const profileId of [plain.profileId, world.customer.draft, absent])
      await fail('forbidden', 'getProfile', of(profileId, plain))
  })

  test('400 invalid for a query that it does not know', async () => {
    expect(await faultsOf('getProfile', { ...of(world.customer.draft), query: { a: '1' } })).toEqual([
      'query#/a unknown-field',
    ])
  })
})
