import { beforeAll, describe, expect, test } from 'vitest'
import { call, expectProblem, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { endSignIns, seedWorld, setStatus, type World } from '../../support/world.ts'
import { beginActivation, invite, join } from '../../support/world-people.ts'

provesOperation('getMe')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('getMe', () => {
  test('200 with the address and the organization of whoever asks', async () => {
    const { owner, organizationId, name } = world.customer
    expect(await succeed('getMe', { by: owner })).toEqual({
      identityId: owner.identityId,
      email: owner.email,
      organizations: [
        {
          organizationId,
          name,
          kind: 'customer',
          profileId: owner.profileId,
          status: 'active',
          firstName: 'Mia',
          lastName: 'Jansen',
          language: 'en',
        },
      ],
    })
  })

  test('200 with both organizations of somebody who is a user of two that bear the same name', async () => {
    const { organizations } = await succeed('getMe', { by: world.customer.consultant })
    expect(organizations.map(({ organizationId }) => organizationId).sort()).toEqual(
      [world.customer.organizationId, world.twin.organizationId].sort(),
    )
    expect(new Set(organizations.map(({ name }) => name)).size).toBe(1)
  })

  test('200 for somebody without any permission', async () => {
    const { organizations } = await succeed('getMe', { by: world.customer.plain })
    expect(organizations).toMatchObject([{ status: 'active', firstName: 'Robin', lastName: 'Claes' }])
  })

  test('200 for somebody who was deactivated, and it says so', async () => {
    const { organizations } = await succeed('getMe', { by: world.customer.deactivated })
    expect(organizations).toMatchObject([{ organizationId: world.customer.organizationId, status: 'deactivated' }])
  })

  test('200 without an organization that was removed', async () => {
    const { reseller } = world
    await setStatus(reseller.organizationId, 'removed')
    expect((await succeed('getMe', { by: reseller.owner })).organizations).toEqual([])
    await setStatus(reseller.organizationId, 'active')
  })

  test('401 unauthenticated for a sign-in that nobody has', async () => {
    await fail('unauthenticated', 'getMe', { by: { identityId: 'idn_01k2r8v6m0q3s5t7w9x1y3z5aa' } })
  })

  test('401 unauthenticated until the invitation is accepted, even if there were a token', async () => {
    const { owner, organizationId } = world.customer
    const invitee = await invite(owner, organizationId)
    const identityId = await beginActivation(invitee)
    await fail('unauthenticated', 'getMe', { by: { identityId } })
  })

  test('401 unauthenticated with a token from before all of them were ended, 200 with one from that second on', async () => {
    const person = await join(world.customer.owner, world.customer.organizationId)
    const now = Math.floor(Date.now() / 1000)
    await endSignIns(person, now)
    const before = accessToken(person.identityId, { iat: now - 1 })
    expectProblem('unauthenticated', await call('getMe', { headers: bearer(before) }))
    const after = accessToken(person.identityId, { iat: now })
    expect((await call('getMe', { headers: bearer(after) })).status).toBe(200)
  })

  test('400 invalid for a query that it does not know', async () => {
    expect(await faultsOf('getMe', { by: world.customer.plain, query: { expand: 'groups' } })).toEqual([
      'query#/expand unknown-field',
    ])
  })
})
