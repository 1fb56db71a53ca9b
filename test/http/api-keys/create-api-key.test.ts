import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { secretsIn } from '../../support/cloud-services-secrets.ts'
import { withoutAuthorizerCache } from '../../support/gateway.ts'
import { call, expectProblem, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { everyPermissionOfKeys, freshKey, freshKeyName } from '../../support/world-keys.ts'
import { activate, freshEmail, join, type Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('createApiKey')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const making = (body: object, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: by.organizationId },
  body: { name: freshKeyName(), permissions: ['access:read'], ...body },
})

describe('createApiKey', () => {
  test('201 with the text, which lets a program in at once, and which stands nowhere else', async () => {
    const { organizationId } = world.customer
    const permissions = ['profiles:read', 'access:read', 'profiles:read']
    const { key: text, ...shown } = await succeed('createApiKey', making({ permissions }))
    expect(text).toMatch(/^rk_[0-9a-z]{52}_[\w-]{43}$/)
    expect(text).toContain(organizationId.slice('org_'.length) + shown.keyId.slice('key_'.length))
    expect(shown).toMatchObject({ permissions: ['profiles:read', 'access:read'], status: 'active', lastUsedAt: null })
    await succeed('listProfiles', { by: { text }, params: { organizationId } })
    const secret = text.slice(-43)
    expect(JSON.stringify(await dumpTable())).not.toContain(secret)
    expect(secretsIn(JSON.stringify(await dumpTable()))).toEqual([])
    const made = (await itemsOf('activity')).filter(({ action }) => action === 'api-key.created')
    expect(JSON.stringify(made)).toContain(shown.keyId)
  })

  test('what the key does is done by the key, and the activity says so', async () => {
    const { organizationId } = world.customer
    const { text, record } = await freshKey(world.customer, { permissions: ['profiles:manage', 'activities:read'] })
    const body = { kind: 'person', user: false, email: 'phoned@contoso.example', firstName: 'Ann', lastName: 'Bo' }
    const { profileId } = await succeed('createProfile', { by: { text }, params: { organizationId }, body })
    const actor = `key:${record.keyId}`
    const { items } = await succeed('listActivities', {
      by: { text },
      params: { organizationId },
      query: { actor },
    })
    const actorName = record.name
    expect(items).toMatchObject([{ action: 'profile.created', actor, actorName, subject: profileId }])
  })

  test('201 until a date of the caller, within a year; the usual time otherwise; 400 beyond and in the past', async () => {
    const days = (number: number) => new Date(Date.now() + number * 24 * 3600 * 1000).toISOString()
    const inAMonth = days(30)
    expect((await succeed('createApiKey', making({ expiresAt: inAMonth }))).expiresAt).toBe(inAMonth)
    const { createdAt, expiresAt } = await succeed('createApiKey', making({}))
    expect((Date.parse(expiresAt) - Date.parse(createdAt)) / 24 / 3600 / 1000).toBe(90)
    expect(await faultsOf('createApiKey', making({ expiresAt: days(366) }))).toEqual(['#/expiresAt too-far'])
    expect(await faultsOf('createApiKey', making({ expiresAt: days(-1) }))).toEqual(['#/expiresAt in-the-past'])
  })

  test('400 names each permission that no key holds, and what is not in the catalog', async () => {
    const permissions = ['access:read', 'roles:manage', 'api-keys:manage', 'contracts:request', 'services:manage']
    const before = (await dumpTable()).length
    expect(await faultsOf('createApiKey', making({ permissions }))).toEqual(
      [1, 2, 3, 4].map((position) => `#/permissions/${position} not-for-keys`),
    )
    expect(await faultsOf('createApiKey', making({ permissions: ['devices:fly'] }))).toEqual([
      '#/permissions/0 invalid-value',
    ])
    expect(await faultsOf('createApiKey', making({ permissions: [] }))).toEqual(['#/permissions too-small'])
    expect((await dumpTable()).length).toBe(before)
    const provider = making({ permissions: ['services:manage'] }, world.provider.owner)
    expect((await succeed('createApiKey', provider)).permissions).toEqual(['services:manage'])
  })

  test('403 cannot-grant for what the caller could not give', async () => {
    const organization = await freshCustomer(world.provider)
    const { organizationId, owner } = organization
    const body = {
      name: 'Keys',
      level: 'organization',
      permissions: ['api-keys:manage', 'devices:read', 'groups:access-all'],
    }
    const { roleId } = await succeed('createRole', { by: owner, params: { organizationId }, body })
    const by = await join(owner, organizationId, { defaultRole: roleId })
    await succeed('createApiKey', making({ permissions: ['devices:read'] }, by))
    await fail('cannot-grant', 'createApiKey', making({ permissions: ['devices:manage'] }, by))
  })

  test('409 name-taken, in other letters too; free again once revoked', async () => {
    const { name, keyId } = await succeed('createApiKey', making({}))
    await fail('name-taken', 'createApiKey', making({ name: name.toUpperCase() }))
    const params = { organizationId: world.customer.organizationId, keyId }
    await succeed('revokeApiKey', { by: world.customer.owner, params })
    await succeed('createApiKey', making({ name }))
  })

  test('409 too-many-api-keys-here for the hundred and first', async () => {
    const organization = await freshCustomer(world.provider)
    for (let number = 0; number < 100; number++) await freshKey(organization)
    await fail('too-many-api-keys-here', 'createApiKey', making({}, organization.owner))
  })

  test('403 to a key, whatever it holds', async () => {
    const { text } = await freshKey(world.customer, { permissions: everyPermissionOfKeys('customer') })
    await fail('forbidden', 'createApiKey', { ...making({}), by: { text } })
  })

  test('409 already-answered under the same Idempotency-Key: the text is shown once', async () => {
    const once = { ...making({}), headers: { 'idempotency-key': 'make-it-once' } }
    await succeed('createApiKey', once)
    await fail('already-answered', 'createApiKey', once)
  })
})

describe('an API key', () => {
  const listing = (text: string, { organizationId } = world.customer) => ({
    by: { text },
    params: { organizationId },
  })

  test('is refused from the next request on once it is revoked, although the gateway remembers who it is', async () => {
    const { text, record } = await freshKey(world.customer, { permissions: ['profiles:read'] })
    await succeed('listProfiles', listing(text))
    const { organizationId, keyId } = record
    await succeed('revokeApiKey', { by: world.customer.owner, params: { organizationId, keyId } })
    await fail('unauthenticated', 'listProfiles', listing(text))
    await withoutAuthorizerCache(async () => {
      await fail('unauthenticated', 'listProfiles', listing(text))
    })
  })

  test('is refused from its end on', async () => {
    const expiresAt = new Date(Date.now() + 3600 * 1000).toISOString()
    const { text } = await freshKey(world.customer, { permissions: ['profiles:read'], expiresAt })
    await succeed('listProfiles', listing(text))
    await atTime(after.seconds(3601), async () => {
      await fail('unauthenticated', 'listProfiles', listing(text))
    })
  })

  test('is refused with any other secret, cut off, or under another organization or key', async () => {
    const { text, record } = await freshKey(world.customer, { permissions: ['profiles:read'] })
    const other = await freshKey(world.customer, { permissions: ['profiles:read'] })
    const abroad = await freshKey(world.twin, { permissions: ['profiles:read'] })
    const ulids = (key: { readonly text: string }) => key.text.slice(0, 3 + 52)
    const wrong = [
      `${text.slice(0, -1)}${text.endsWith('A') ? 'B' : 'A'}`,
      `${ulids(other)}${text.slice(55)}`,
      `${ulids(abroad)}${text.slice(55)}`,
      text.toUpperCase(),
      text.replace('rk_', 'RK_'),
      `${text}x`,
      record.current.hash,
      `${ulids({ text })}_${record.current.hash}`,
      ...Array.from({ length: text.length }, (_, length) => text.slice(0, length)).filter((part) => part !== ''),
    ]
    for (const one of wrong) await fail('unauthenticated', 'listProfiles', listing(one))
    await succeed('listProfiles', listing(text))
  })

  test('does nothing in another organization, which it learns nothing of, and nothing about a person', async () => {
    const { text } = await freshKey(world.provider, { permissions: ['profiles:read', 'access:grant-any'] })
    const [foreign, absent] = [world.customer.organizationId, 'org_01k2r8v6m0q3s5t7w9x1y3z5zz']
    for (const organizationId of [foreign, absent])
      await fail('not-found', 'listProfiles', { by: { text }, params: { organizationId } })
    for (const operationId of ['getMe', 'listMyOrganizations'] as const)
      expectProblem('unauthenticated', await call(operationId, { by: { text } }))
  })

  test('is denied what it was not given with the words of any other caller, and while its organization is suspended', async () => {
    const organization = await freshCustomer(world.provider)
    const { organizationId } = organization
    const { text } = await freshKey(organization, { permissions: ['profiles:read'] })
    const { detail } = await fail('forbidden', 'listRoles', { by: { text }, params: { organizationId } })
    expect(detail).toContain('roles:read')
    const params = { organizationId }
    await succeed('suspendOrganization', { by: world.provider.owner, params })
    await fail('forbidden', 'listProfiles', { by: { text }, params })
    await succeed('resumeOrganization', { by: world.provider.owner, params })
    await succeed('listProfiles', { by: { text }, params })
  })

  test('tells in which hour it was last used, by one write an hour', async () => {
    const { text, record } = await freshKey(world.customer, { permissions: ['api-keys:read'] })
    const itself = async () => {
      const { items } = await succeed('listApiKeys', { ...listing(text), query: { limit: '100' } })
      return items.find(({ keyId }) => keyId === record.keyId)
    }
    expect((await itself())?.lastUsedAt).toBe(`${new Date().toISOString().slice(0, 13)}:00:00.000Z`)
    const before = await dumpTable()
    for (let times = 0; times < 3; times++) await itself()
    expect(await dumpTable()).toEqual(before)
    await atTime(after.seconds(3600), async () => {
      expect((await itself())?.lastUsedAt).toBe(`${new Date().toISOString().slice(0, 13)}:00:00.000Z`)
    })
  })

  test('invites people, who join as long as it could still give what they get', async () => {
    const organization = await freshCustomer(world.provider)
    const { organizationId, owner } = organization
    const permissions = ['profiles:manage', 'invitations:read', 'access:grant-any'] as const
    const { text, record } = await freshKey(organization, { permissions })
    const inviting = async () => {
      const email = freshEmail()
      const { items } = await succeed('inviteUsers', {
        by: { text },
        params: { organizationId },
        body: { addresses: [email], defaultRole: 'rol_viewer' },
      })
      const [{ profileId, invitationId } = { profileId: null, invitationId: null }] = items
      if (!profileId || !invitationId) throw new Error('nobody was invited')
      await settle()
      return { organizationId, profileId, email, invitationId }
    }
    const joined = await activate(await inviting())
    await succeed('listProfiles', { by: joined, params: { organizationId } })

    const late = await inviting()
    const params = { organizationId, keyId: record.keyId }
    await succeed('revokeApiKey', { by: owner, params })
    await expect(activate(late)).rejects.toThrow()
    const { status, revokedBecause, invitedBy } = await succeed('getInvitation', {
      by: owner,
      params: { organizationId, invitationId: late.invitationId },
    })
    expect({ status, revokedBecause }).toEqual({ status: 'revoked', revokedBecause: 'inviter-lost-access' })
    expect(invitedBy).toMatchObject({ principal: `key:${record.keyId}`, organizationId, firstName: null })
  })
})
