import { beforeAll, describe, expect, test } from 'vitest'
import { call, expectProblem, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { endSignIns, endTokens, seedWorld, setStatus, type Tenant, type World } from '../../support/world.ts'
import { freshOrganization, freshPerson } from '../../support/world-fresh.ts'
import { beginActivation, invite, join } from '../../support/world-people.ts'

provesOperation('getMe')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('getMe', () => {
  test('200 with the address and the organization of whoever asks', async () => {
    const { owner, organizationId, name } = world.twin
    const { version, ...me } = (await succeed('getMe', { by: owner })).organizations[0] ?? {}
    expect(version).toBeGreaterThan(0)
    expect(me).toEqual({
      organizationId,
      name,
      kind: 'customer',
      organizationStatus: 'active',
      profileId: owner.profileId,
      status: 'active',
      salutation: 'none',
      language: 'en',
      firstName: 'Mia',
      lastName: 'Jansen',
      jobTitle: null,
      phone: null,
      administrators: [
        { firstName: 'Mia', lastName: 'Jansen', email: owner.email, organizationId },
        { firstName: 'Robin', lastName: 'Claes', email: world.customer.consultant.email, organizationId },
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

  test('200 without an organization that was removed', async () => {
    const { reseller } = world
    await setStatus(reseller.organizationId, 'removed')
    expect((await succeed('getMe', { by: reseller.owner })).organizations).toEqual([])
    await setStatus(reseller.organizationId, 'active')
  })

  test('200 with whom to ask: owners first, then Admins and the Full Role; nobody who is not active', async () => {
    const { owner, admin, fullRole, consultant, plain, deactivated, pending, organizationId } = world.customer
    const later = await join(owner, organizationId, { permissionGroups: ['pgr_full-role'] })
    const { organizations } = await succeed('getMe', { by: plain })
    const toAsk = organizations[0]?.administrators.map(({ email }) => email) ?? []
    expect(toAsk[0]).toBe(owner.email)
    expect([...toAsk].sort()).toEqual([owner, admin, fullRole, consultant, later].map(({ email }) => email).sort())
    for (const nobody of [plain, deactivated, pending]) expect(toAsk).not.toContain(nobody.email)
  })

  test('200 with five at most', async () => {
    const { owner, plain, organizationId } = world.customer
    for (let more = 0; more < 3; more++) await join(owner, organizationId, { defaultRole: 'rol_admin' })
    const { organizations } = await succeed('getMe', { by: plain })
    expect(organizations[0]?.administrators).toHaveLength(5)
  })

  test('200 with the owners of the parent, where the organization has no administrator of its own', async () => {
    const { reseller, provider } = world
    const toAsk = async (parent: Pick<Tenant, 'organizationId'>) => {
      const by = await freshPerson(await freshOrganization(parent))
      return (await succeed('getMe', { by })).organizations[0]?.administrators
    }
    const { organizationId, owner } = reseller
    expect(await toAsk(reseller)).toMatchObject([{ email: owner.email, organizationId }])
    const above = await toAsk(await freshOrganization(provider))
    expect(above?.map(({ email }) => email)).toEqual([provider.owner.email, provider.secondOwner.email])
  })

  test('200 for somebody who was deactivated, and it says so', async () => {
    const { organizations } = await succeed('getMe', { by: world.customer.deactivated })
    expect(organizations).toMatchObject([{ organizationId: world.customer.organizationId, status: 'deactivated' }])
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

  test('200 without an organization that has signed the person out, until they sign in again', async () => {
    const { consultant } = world.customer
    const now = Math.floor(Date.now() / 1000)
    const headers = bearer(accessToken(consultant.identityId, { iat: now - 5 }))
    const organizationsOf = async (
      operationId: 'getMe' | 'listMyOrganizations',
      as: { readonly authorization: string },
    ) => {
      const { status, body } = await call(operationId, { headers: as })
      expect(status).toBe(200)
      const { organizations, items } = JSON.parse(body)
      return (organizations ?? items).map(({ organizationId }: { readonly organizationId: string }) => organizationId)
    }
    const both = [world.customer.organizationId, world.twin.organizationId].sort()
    await endTokens(consultant, now)
    for (const operationId of ['getMe', 'listMyOrganizations'] as const) {
      expect(await organizationsOf(operationId, headers)).toEqual([world.twin.organizationId])
      const fresh = bearer(accessToken(consultant.identityId))
      expect((await organizationsOf(operationId, fresh)).sort()).toEqual(both)
    }
    await endTokens(consultant, 0)
  })

  test('400 invalid for a query that it does not know', async () => {
    expect(await faultsOf('getMe', { by: world.customer.plain, query: { expand: 'groups' } })).toEqual([
      'query#/expand unknown-field',
    ])
  })
})
