import { beforeAll, describe, expect, test } from 'vitest'
import { call, expectProblem, fail, faultsOf, succeed, withoutRequestId } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { endTokens, giveGroup, seedWorld, setStatus, type World } from '../../support/world.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { join, type Person } from '../../support/world-people.ts'

provesOperation('getMyPermissions')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const of = (by: Person, organizationId: string = by.organizationId, query = {}) => ({
  by,
  query: { organizationId, ...query },
})

describe('getMyPermissions', () => {
  test('200 with the same as an administrator is told of the person', async () => {
    const { owner, admin, fullRole, developer, organizationId } = world.customer
    for (const person of [admin, fullRole, developer]) {
      const { items } = await succeed('getEffectivePermissions', {
        by: owner,
        params: { organizationId, profileId: person.profileId },
      })
      expect(items.length).toBeGreaterThan(0)
      expect(await succeed('getMyPermissions', of(person))).toEqual({ items, nothingBecause: null })
    }
  })

  test('200 with nothing for somebody without any permission', async () => {
    expect(await succeed('getMyPermissions', of(world.customer.plain))).toEqual({ items: [], nothingBecause: null })
  })

  test('200 with nothing, and why, for somebody who was deactivated, and while the organization is suspended', async () => {
    const { deactivated, owner, organizationId } = world.customer
    expect(await succeed('getMyPermissions', of(deactivated))).toEqual({ items: [], nothingBecause: 'deactivated' })
    await setStatus(organizationId, 'suspended')
    expect(await succeed('getMyPermissions', of(owner))).toEqual({
      items: [],
      nothingBecause: 'organization-suspended',
    })
    await setStatus(organizationId, 'active')
  })

  test('200 with the permissions of Full Role for whoever acts for the organization', async () => {
    const { items } = await succeed('getMyPermissions', of(world.provider.owner, world.customer.organizationId))
    expect(items.find(({ permission }) => permission === 'profiles:manage')?.path).toMatchObject([
      { kind: 'acting', id: world.provider.organizationId },
    ])
  })

  test('200 with what a role gives in a group', async () => {
    const { owner, organizationId } = world.customer
    const person = await join(owner, organizationId, { defaultRole: 'rol_content-developer' })
    const groupId = 'grp_01k2r8v6m0q3s5t7w9x1y3z5a8'
    expect(await faultsOf('getMyPermissions', of(person, organizationId, { groupId }))).toEqual([
      'query#/groupId not-found',
    ])
    await giveGroup(person, groupId)
    const { items } = await succeed('getMyPermissions', of(person, organizationId, { groupId }))
    expect(items.map(({ permission }) => permission).sort()).toEqual(['content:manage', 'content:read'])
    const other = await freshGroup(organizationId)
    expect((await succeed('getMyPermissions', of(person, organizationId, { groupId: other }))).items).toEqual([])
    expect((await succeed('getMyPermissions', of(owner, organizationId, { groupId: other }))).items).not.toEqual([])
  })

  test('404 not-found for an organization they are not in, as for one that does not exist', async () => {
    const { plain } = world.customer
    const foreign = await call('getMyPermissions', of(plain, world.twin.organizationId))
    expectProblem('not-found', foreign)
    const absent = await call('getMyPermissions', of(plain, 'org_01k2r8v6m0q3s5t7w9x1y3z5a7'))
    expect(withoutRequestId(absent)).toEqual(withoutRequestId(foreign))
    await fail('not-found', 'getMyPermissions', of(world.provider.plain, world.customer.organizationId))
  })

  test('404 not-found once the organization was removed', async () => {
    await setStatus(world.twin.organizationId, 'removed')
    await fail('not-found', 'getMyPermissions', of(world.twin.owner))
    await setStatus(world.twin.organizationId, 'active')
  })

  test('401 unauthenticated with a token from before the person was signed out of that organization', async () => {
    const { owner, organizationId } = world.customer
    const person = await join(owner, organizationId)
    const now = Math.floor(Date.now() / 1000)
    await endTokens(person, now)
    const headers = bearer(accessToken(person.identityId, { iat: now - 1 }))
    expectProblem('unauthenticated', await call('getMyPermissions', { query: { organizationId }, headers }))
  })

  test('404 not-found for whoever acts from an organization that does not take their token, as for one that does not exist', async () => {
    const { secondOwner } = world.provider
    const now = Math.floor(Date.now() / 1000)
    await endTokens(secondOwner, now)
    const headers = bearer(accessToken(secondOwner.identityId, { iat: now - 1 }))
    const at = (organizationId: string) => call('getMyPermissions', { query: { organizationId }, headers })
    const refused = await at(world.customer.organizationId)
    expectProblem('not-found', refused)
    expect(withoutRequestId(refused)).toEqual(withoutRequestId(await at('org_01k2r8v6m0q3s5t7w9x1y3z5a7')))
    await endTokens(secondOwner, 0)
  })

  test('400 invalid without an organization', async () => {
    expect(await faultsOf('getMyPermissions', { by: world.customer.plain })).toEqual(['query#/organizationId required'])
  })
})
