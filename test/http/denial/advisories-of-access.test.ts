import { beforeAll, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { send, withoutAuthorizerCache } from '../../support/gateway.ts'
import { call, callOf, expectProblem, fail, succeed, withoutRequestId } from '../../support/gateway-call.ts'
import { permitted, validCall } from '../../support/gateway-valid-calls.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { accessToken, bearer, malformedTokens } from '../../support/tokens.ts'
import { seedWorld, setStatus, type World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import {
  freshCustomer,
  freshDraft,
  freshInvitee,
  freshPermissionGroup,
  freshPerson,
} from '../../support/world-fresh.ts'
import { freshKeyName } from '../../support/world-keys.ts'
import { freshEmail, invite, type Person } from '../../support/world-people.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

/*
 * Faults that other products of this kind have shipped, tried on this one: who may do what. Each test bears the number of its advisory, and
 * says in a sentence what was wrong there.
 */

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = ({ organizationId, profileId }: Pick<Person, 'organizationId' | 'profileId'>, by: Person) => ({
  by,
  params: { organizationId, profileId },
})

// There, anyone who was signed in could list which organizations and groups another user was in.
test('CVE-2026-2366: nobody lists what somebody else is in, and nobody who may sees what they are elsewhere', async () => {
  const { customer, twin } = world
  const { consultant } = customer
  const { profileId, organizationId } = consultant
  for (const by of [customer.plain, customer.developer])
    for (const operation of ['listProfilePermissionGroups', 'getEffectivePermissions', 'getProfile'] as const)
      await fail('forbidden', operation, about(consultant, by))
  for (const operation of ['listProfilePermissionGroups', 'getEffectivePermissions', 'listProfileActivities'] as const)
    await fail('not-found', operation, about(consultant, world.resellersCustomer.owner))
  for (const more of [
    { identityId: consultant.identityId },
    { profileId },
    { email: consultant.email },
    { userId: 'x' },
  ]) {
    await fail('invalid', 'listMyOrganizations', { by: customer.plain, query: more })
    await fail('invalid', 'getMyPermissions', { by: customer.plain, query: { organizationId, ...more } })
  }
  const headers = { 'x-user-id': consultant.identityId, 'x-identity-id': consultant.identityId }
  const { items } = await succeed('listMyOrganizations', { by: customer.plain, headers })
  expect(items.map((one) => one.organizationId)).toEqual([organizationId])
  for (const operation of [
    'getProfile',
    'listProfilePermissionGroups',
    'getEffectivePermissions',
    'listProfileActivities',
  ] as const) {
    const { status, body } = await call(operation, about(consultant, customer.owner))
    expect(status, body).toBe(200)
    expect(body).not.toContain(twin.organizationId)
  }
})

// There, an organization that had been disabled went on answering, and its users could go on signing in.
test('CVE-2026-9791: an organization that is suspended answers nobody of its own, its links lead nowhere, and it lets nobody in', async () => {
  const there = await freshCustomer(world.provider)
  const { organizationId, owner } = there
  const { link } = await invite(owner, organizationId)
  const outsider = await freshPerson(world.reseller)
  const { invitationId } = await freshInvitee(there, {}, outsider.email)
  const headers = bearer(accessToken(owner.identityId))
  await succeed('getOrganization', { headers, params: { organizationId } })
  await succeed('suspendOrganization', { by: world.provider.owner, params: { organizationId } })
  await settle()
  for (const operation of permitted) {
    const call = await validCall(operation, world)
    if (call.params?.organizationId === undefined) continue
    const { status, body } = await send(
      callOf(operation, {
        ...call,
        headers: { ...call.headers, ...headers },
        params: { ...call.params, organizationId },
      }),
    )
    expect([403, 404], `${operation}: ${body}`).toContain(status)
  }
  expect((await send({ method: 'GET', path: link })).status).not.toBe(200)
  expect((await call('acceptInvitation', { by: outsider, params: { invitationId }, body: {} })).status).toBeGreaterThan(
    399,
  )
  await setStatus(organizationId, 'active')
})

// There, what had been revoked went on being taken, for as long as something that had been read before was remembered.
test('CVE-2026-8922: what is taken is gone with the next call, also where the gateway remembers the token', async () => {
  const { customer } = world
  const { organizationId, owner } = customer
  const list = { params: { organizationId } }
  const ends: Readonly<Record<string, (person: Person) => Promise<unknown>>> = {
    signing_out: (person) => succeed('signOutProfile', about(person, owner)),
    deactivating: (person) => succeed('deactivateProfile', about(person, owner)),
    removing: (person) => succeed('removeProfile', about(person, owner)),
    a_new_factor: (person) => succeed('resetMfa', about(person, owner)),
    leaving_the_group: async (person) =>
      succeed('replaceProfilePermissionGroups', {
        ...about(person, owner),
        headers: { 'if-match': `"${(await profileOf(person)).version}"` },
        body: { permissionGroups: [] },
      }),
  }
  for (const [name, end] of Object.entries(ends)) {
    const person = await freshPerson(customer, { permissionGroups: ['pgr_full-role'] })
    const headers = bearer(accessToken(person.identityId))
    await succeed('listProfiles', { ...list, headers })
    await end(person)
    expect((await call('listProfiles', { ...list, headers })).status, name).toBeGreaterThan(399)
    await withoutAuthorizerCache(async () => {
      expect((await call('listProfiles', { ...list, headers })).status, name).toBeGreaterThan(399)
    })
  }
  const { link, invitationId } = await invite(owner, organizationId)
  await succeed('revokeInvitation', { by: owner, params: { organizationId, invitationId } })
  expect((await send({ method: 'GET', path: link })).status).toBe(410)
})

// There, a token that was signed with a secret, with the public key as that secret, passed for one that was signed with the private key.
test('CVE-2026-11800: a token is taken with the algorithm of the pool alone, whatever its header says', async () => {
  const { identityId } = world.provider.owner
  const confusing = [
    'alg none',
    'alg none with a signature',
    'HS256 with the public key',
    'with its own key in the header',
    'of another key under our key id',
    'of an unknown key',
  ]
  for (const name of confusing) {
    const token = malformedTokens[name]?.(identityId)
    if (token === undefined) throw new Error(`there is no token ${name}`)
    await fail('unauthenticated', 'getMe', { headers: bearer(token) })
  }
})

/** Everyone who administers something without owning it, and one who does so and holds nothing else. */
const delegates = () => [world.customer.admin, world.customer.fullRole, world.provider.owner, world.customer.developer]
const weakly = <Result>(act: () => Promise<Result>): Promise<Result> =>
  whileDevelopersMay('profiles:manage', () => whileDevelopersMay('permission-groups:manage', act))

// There, whoever administered a part could give themselves or others roles that they did not hold, up to all of it.
test('CVE-2026-3121: whoever administers a part gives nobody more than they hold, by no way there is', async () => {
  const { customer } = world
  const { organizationId } = customer
  const params = { organizationId }
  const owner = { defaultRole: 'rol_owner' }
  const names = { firstName: 'Jo', lastName: 'Smets' }
  const draft = await freshDraft(customer, owner)
  const deactivated = await freshPerson(customer, owner, { status: 'deactivated' })
  const groupOfMore = await freshPermissionGroup(customer, ['activities-viewer'])
  await weakly(async () => {
    for (const by of delegates()) {
      const own = { ...params, profileId: by.profileId }
      const refused = [
        await call('inviteUsers', { by, params, body: { addresses: [freshEmail()], ...owner } }),
        await call('createProfile', {
          by,
          params,
          body: { kind: 'person', user: true, confirm: true, email: freshEmail(), ...names, ...owner },
        }),
        await call('inviteUsers', { by, params, body: { profileIds: [draft.profileId] } }),
        await call('reactivateProfile', about(deactivated, by)),
      ]
      if (by === customer.developer)
        refused.push(
          await call('addPermissionGroupMember', { by, params: { ...own, permissionGroupId: 'pgr_full-role' } }),
          await call('addPermissionGroupMember', { by, params: { ...own, permissionGroupId: groupOfMore } }),
          await call('createPermissionGroup', { by, params, body: { name: 'More', copyFrom: 'pgr_full-role' } }),
        )
      const codes = refused.map(({ status, body }) => `${status} ${JSON.parse(body).code}`)
      for (const code of codes)
        expect([
          '403 cannot-grant',
          '403 owner-only',
          '403 has-owner',
          '409 cannot-grant',
          '409 owner-only',
          '409 has-owner',
        ]).toContain(code)
    }
  })
})

// There, whoever administered a part could change the passwords, factors and addresses of those who administered more.
test('CVE-2026-14614: whoever administers a part does nothing to those who hold more', async () => {
  const { customer } = world
  const target = await freshPerson(customer, { defaultRole: 'rol_owner' })
  const { version } = await profileOf(target)
  await weakly(() =>
    withoutWrites(async () => {
      for (const by of delegates()) {
        for (const operation of ['resetMfa', 'signOutProfile', 'deactivateProfile', 'removeProfile'] as const)
          await fail('owner-only', operation, about(target, by))
        const headers = { 'if-match': `"${version}"` }
        await fail('owner-only', 'changeProfile', { ...about(target, by), headers, body: { email: freshEmail() } })
      }
      for (const operation of ['resetMfa', 'removeProfile'] as const)
        await fail('cannot-grant', operation, about(customer.admin, customer.developer))
    }),
  )
})

// There, a token that was good for little was enough to reach what belonged to somebody else, when its id was named.
test('CVE-2026-32131: naming the id of somebody else makes nothing of a token that is good for little', async () => {
  const { customer, twin } = world
  const { identityId } = customer.owner
  const { organizationId, things } = twin
  const weak = [
    'without the scope rolecall/api',
    'of the activation client',
    'of client credentials whose subject is somebody',
    'an id token',
  ]
  for (const name of weak)
    for (const params of [
      { organizationId, ...things },
      { ...customer.things, organizationId: customer.organizationId },
    ])
      for (const operation of ['getProfile', 'getInvitation', 'getPermissionGroup'] as const)
        await fail('unauthenticated', operation, { headers: bearer(malformedTokens[name]?.(identityId) ?? ''), params })
  const plain = await freshPerson(customer)
  const absent = 'prf_01k2r8v6m0q3s5t7w9x1y3z5a6'
  const answers = await Promise.all(
    [things.profileId, absent].map((profileId) =>
      call('getProfile', { by: plain, params: { organizationId, profileId } }),
    ),
  )
  for (const answer of answers) expectProblem('not-found', answer)
  const [one, other] = answers.map(withoutRequestId)
  expect(one).toEqual(other)
})

// There, whoever called without a session could name a user in the body, and was given a key that was theirs.
test('CVE-2025-61928: a key is of whoever made it, in their organization, whatever the body says of somebody else', async () => {
  const { customer, twin } = world
  const { organizationId, owner, plain } = customer
  const body = { name: freshKeyName(), permissions: ['access:read'] }
  const someoneElse: Readonly<Record<string, unknown>> = {
    userId: twin.owner.identityId,
    identityId: twin.owner.identityId,
    profileId: twin.owner.profileId,
    organizationId: twin.organizationId,
    principal: `user:${twin.owner.identityId}`,
    maker: { ...twin.owner },
    madeBy: { organizationId: twin.organizationId, profileId: twin.owner.profileId },
    makerKey: `${twin.organizationId}#${twin.owner.profileId}`,
    keyId: twin.things.keyId,
    key: 'rk_chosen',
    current: { hash: 'chosen', since: '2026-01-01T00:00:00.000Z' },
    hash: 'chosen',
  }
  await withoutWrites(async () => {
    for (const [name, value] of Object.entries(someoneElse)) {
      const given = { ...body, [name]: value }
      for (const headers of [{}, bearer('x')] as const) {
        const { status } = await call('createApiKey', { headers, params: { organizationId }, body: given })
        expect(status, name).toBe(401)
      }
      await fail('forbidden', 'createApiKey', { by: plain, params: { organizationId }, body: given })
      await fail('not-found', 'createApiKey', { by: twin.owner, params: { organizationId }, body: given })
      await fail('invalid', 'createApiKey', { by: owner, params: { organizationId }, body: given })
      await fail('invalid', 'createApiKey', { by: owner, params: { organizationId }, query: { [name]: 'x' }, body })
      const params = { organizationId, keyId: customer.things.keyId }
      await fail('invalid', 'rotateApiKey', { by: owner, params, body: { [name]: value } })
    }
    // Nor is a key of theirs given to whoever names it here.
    const theirs = { organizationId, keyId: twin.things.keyId }
    for (const operation of ['rotateApiKey', 'revokeApiKey'] as const)
      await fail('not-found', operation, {
        by: owner,
        params: theirs,
        ...(operation === 'rotateApiKey' && { body: {} }),
      })
  })
  const headers = { 'x-user-id': twin.owner.identityId, 'x-organization-id': twin.organizationId }
  const { madeBy, key } = await succeed('createApiKey', { by: owner, params: { organizationId }, headers, body })
  expect(madeBy).toEqual({ organizationId, profileId: owner.profileId })
  expect(key).toContain(organizationId.slice('org_'.length))
})
