import { beforeAll, describe, expect, test } from 'vitest'
import { predefinedRoles } from '../../../shared/domain/catalog.ts'
import { mostHolders } from '../../../shared/domain/contact-roles.ts'
import type { PermissionGroupId, ProfileId } from '../../../shared/domain/ids.ts'
import type { ProblemCode } from '../../../shared/domain/problems.ts'
import { newIdAt } from '../../../shared/frame/event.ts'
import { changeProfile, getProfile } from '../../../shared/table/profile.ts'
import { commit } from '../../../shared/table/transaction.ts'
import { busEvents, settle } from '../../support/cloud-services-bus.ts'
import { mailsTo } from '../../support/cloud-services-mail.ts'
import { call, expectProblem, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import {
  addCustomer,
  beginCustomer,
  endTokens,
  seedWorld,
  setServices,
  type Tenant,
  type World,
} from '../../support/world.ts'
import { freshCustomer, freshDraft, freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { happenedToday } from '../../support/world-limits.ts'
import { activate, freshEmail, join, type Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('inviteUsers')

let world: World
let bakery: Tenant
beforeAll(async () => {
  world = await seedWorld()
  bakery = await addCustomer(world.provider, 'Adventure Bakery')
})

const asked = (body: unknown, by: Person = bakery.owner, organizationId: string = bakery.organizationId) => ({
  by,
  params: { organizationId },
  body,
})
async function invite(body: object, by?: Person) {
  const { items } = await succeed('inviteUsers', asked(body, by))
  expect(items).toHaveLength(1)
  return items[0]
}
const profileOf = (profileId: string | null | undefined) =>
  succeed('getProfile', {
    by: bakery.owner,
    params: { organizationId: bakery.organizationId, profileId: profileId ?? '' },
  })
const create = (more: object) =>
  succeed('createProfile', {
    by: bakery.owner,
    params: { organizationId: bakery.organizationId },
    body: { kind: 'person', user: true, email: freshEmail(), firstName: 'Jo', lastName: 'Smets', ...more },
  })
/** Has a draft meant for so many groups of the organization's own. */
async function intend(profileId: ProfileId, count: number): Promise<readonly PermissionGroupId[]> {
  const { organizationId } = bakery
  const groups: PermissionGroupId[] = []
  while (groups.length < count) groups.push(await freshPermissionGroup(bakery, ['activities-viewer']))
  const before = await getProfile({ organizationId, profileId })
  if (!before) throw new Error('there is no such draft')
  const permissionGroups = Object.fromEntries(groups.map((group): [PermissionGroupId, object] => [group, {}]))
  await commit(
    changeProfile(before, { ...before, permissionGroups }, { addressTaken: 'moved', externalIdTaken: 'moved' }),
    newIdAt(before.createdAt)('activity'),
  )
  return groups
}
const faults = (body: unknown) => faultsOf('inviteUsers', asked(body))

describe('inviteUsers', () => {
  test('409 prerequisites-missing, or too-many-holders, for a draft that was named contact', async () => {
    for (const [contactRole, holders, code] of [
      ['technical', 0, 'prerequisites-missing'],
      ['dpo', mostHolders, 'too-many-holders'],
    ] as const) {
      const customer = await freshCustomer(world.provider)
      const { profileId } = await freshDraft(customer, { contactRoles: [contactRole] })
      for (let held = 0; held < holders; held++) await freshPerson(customer, { contactRoles: [contactRole] })
      const body = { profileIds: [profileId] }
      await fail(code, 'inviteUsers', asked(body, customer.owner, customer.organizationId))
    }
  })

  test('200 invited: a new address becomes a user with what was given, and gets one mail in the language asked for', async () => {
    const email = freshEmail()
    const item = await invite({
      addresses: [email],
      defaultRole: 'rol_viewer',
      permissionGroups: ['pgr_full-role'],
      language: 'nl',
    })
    expect(item).toMatchObject({ address: email, outcome: 'invited', detail: null })
    expect(await profileOf(item?.profileId)).toMatchObject({
      status: 'invited',
      user: true,
      email,
      firstName: null,
      language: 'nl',
      defaultRole: 'rol_viewer',
      permissionGroups: ['pgr_full-role'],
    })
    await settle()
    const [mail, ...more] = mailsTo(email)
    expect(more).toEqual([])
    expect(mail?.html).toContain('lang="nl"')
  })

  test('200 tells nothing of the link', async () => {
    const answer = await call('inviteUsers', asked({ addresses: [freshEmail()] }))
    await settle()
    expect(answer.body).not.toMatch(/activate|token|link/)
  })

  test.each([
    ['a list', (email: string) => [email]],
    ['a text', (email: string) => email],
    ['a text with commas and empty lines', (email: string) => `\n ,${email};\n\n,`],
    ['a list with blanks', (email: string) => [`  ${email} `]],
  ])('200 invited, given as %s', async (_, written) => {
    expect(await invite({ addresses: written(freshEmail()) })).toMatchObject({ outcome: 'invited' })
  })

  test('200 already-invited for whoever was invited, and nothing changes', async () => {
    const email = freshEmail()
    const first = await invite({ addresses: [email] })
    await settle()
    const before = await dumpTable()
    expect(await invite({ addresses: [email.toUpperCase()], defaultRole: 'rol_admin' })).toMatchObject({
      outcome: 'already-invited',
      profileId: first?.profileId,
      invitationId: null,
    })
    expect(await dumpTable()).toEqual(before)
    await settle()
    expect(mailsTo(email)).toHaveLength(1)
  })

  test('200 already-a-user for whoever is active here, and nothing changes', async () => {
    const { email, profileId } = await join(bakery.owner, bakery.organizationId)
    const before = await dumpTable()
    for (const body of [{ addresses: [email], defaultRole: 'rol_admin' }, { profileIds: [profileId] }])
      expect(await invite(body)).toMatchObject({ outcome: 'already-a-user', profileId })
    expect(await dumpTable()).toEqual(before)
  })

  test('200 invited for whoever is a user elsewhere: nothing tells', async () => {
    const [stranger, known] = [
      await invite({ addresses: [freshEmail()] }),
      await invite({ addresses: [world.twin.owner.email] }),
    ]
    const shape = (item: typeof known) => ({ ...item, address: '', profileId: '', invitationId: '' })
    expect(shape(known)).toEqual(shape(stranger))
    await settle()
    expect(mailsTo(world.twin.owner.email).at(-1)?.subject).toContain('Adventure Bakery')
  })

  test('200 invited: a draft is confirmed, by its id or its address', async () => {
    for (const by of ['id', 'address']) {
      const { profileId, email } = await create({})
      const item = await invite(by === 'id' ? { profileIds: [profileId] } : { addresses: [email] })
      expect(item).toMatchObject({ outcome: 'invited', profileId, address: by === 'id' ? null : email })
      expect(await profileOf(profileId)).toMatchObject({ status: 'invited', version: 2, firstName: 'Jo' })
      await settle()
      expect(mailsTo(email)).toHaveLength(1)
    }
  })

  test('409 too-many-permission-groups when a draft would end up in more than 20, and nothing changes', async () => {
    const { profileId } = await create({})
    await intend(profileId, 20)
    const before = await dumpTable()
    const body = { profileIds: [profileId], permissionGroups: ['pgr_full-role'] }
    await fail('too-many-permission-groups', 'inviteUsers', asked(body))
    const dry = await call('inviteUsers', { ...asked(body), query: { dryRun: 'true' } })
    expect(JSON.parse(dry.body)).toMatchObject({ refusal: { code: 'too-many-permission-groups' }, affected: [] })
    expect(await dumpTable()).toEqual(before)
    expect(await invite({ profileIds: [profileId] })).toMatchObject({ outcome: 'invited' })
    expect((await profileOf(profileId)).permissionGroups).toHaveLength(20)
  })

  test('409 too-many-groups when a draft would begin with more than 10, and nothing changes', async () => {
    const { organizationId, owner: by } = bakery
    const { profileId } = await create({})
    const groups = await Promise.all(Array.from({ length: 11 }, () => freshGroup(organizationId)))
    const body = { groups: groups.slice(0, 10) }
    await succeed('grantProfileGroups', { by, params: { organizationId, profileId }, body })
    const before = await dumpTable()
    await fail('too-many-groups', 'inviteUsers', asked({ profileIds: [profileId], groups: groups.slice(10) }))
    expect(await dumpTable()).toEqual(before)
    expect(await invite({ profileIds: [profileId] })).toMatchObject({ outcome: 'invited' })
  })

  test('200 invalid for a draft that was meant for a group that is no more, and says which', async () => {
    const { profileId } = await create({})
    const [first = ''] = await intend(profileId, 1)
    const { organizationId, owner } = bakery
    await succeed('removePermissionGroup', { by: owner, params: { organizationId, permissionGroupId: first } })
    expect(await invite({ profileIds: [profileId] })).toMatchObject({
      outcome: 'invalid',
      detail: expect.stringContaining(first),
    })
  })

  test('200 became-user: a contact becomes a user and stays a contact', async () => {
    const { profileId, email } = await create({ user: false, jobTitle: 'CFO' })
    expect(await invite({ addresses: [email] })).toMatchObject({ outcome: 'became-user', profileId })
    expect(await profileOf(profileId)).toMatchObject({ status: 'invited', user: true, jobTitle: 'CFO' })
  })

  test('200 invalid for a shared mailbox, which is never a user', async () => {
    const { profileId } = await create({
      kind: 'shared-mailbox',
      user: undefined,
      firstName: undefined,
      lastName: undefined,
      displayName: 'IT',
    })
    expect(await invite({ profileIds: [profileId] })).toMatchObject({ outcome: 'invalid', profileId })
    expect((await profileOf(profileId)).status).toBe('active')
  })

  test.each(['no address', 'jan@', '@contoso.example', 'jän@contoso.example', `${'a'.repeat(65)}@contoso.example`])(
    '200 invalid, in words, for %j',
    async (address) => {
      const before = await dumpTable()
      const item = await invite({ addresses: [address] })
      expect(item).toMatchObject({ address, outcome: 'invalid', profileId: null, invitationId: null })
      expect(item?.detail).toMatch(/^The address \w.+\.$/)
      expect(await dumpTable()).toEqual(before)
    },
  )

  test('200 deactivated for whoever was deactivated', async () => {
    const { deactivated, owner, organizationId } = world.customer
    const { items } = await succeed('inviteUsers', asked({ addresses: [deactivated.email] }, owner, organizationId))
    expect(items).toMatchObject([{ outcome: 'deactivated', profileId: deactivated.profileId }])
  })

  test('200 for one address asked for five times at once: one is invited, by one mail', async () => {
    const email = freshEmail()
    const spellings = [email, email.toUpperCase(), ` ${email}`, email, email]
    const replies = await Promise.all(spellings.map((address) => invite({ addresses: [address] })))
    expect(replies.map((item) => item?.outcome).sort()).toEqual([...Array(4).fill('already-invited'), 'invited'])
    await settle()
    expect([...new Set(spellings.map((address) => address.trim()))].flatMap(mailsTo)).toHaveLength(1)
    const known = new Set(replies.map((item) => String(item?.profileId)))
    expect((await itemsOf('invitation')).filter(({ profileId }) => known.has(String(profileId)))).toHaveLength(1)
  })

  describe('what the caller cannot give', () => {
    const rows: readonly (readonly [ProblemCode, string, () => Person, object])[] = [
      ['owner-only', 'an Admin who gives Owner', () => world.customer.admin, { defaultRole: 'rol_owner' }],
      ['owner-only', 'a Full Role that gives Owner', () => world.customer.fullRole, { defaultRole: 'rol_owner' }],
      ['has-owner', 'whoever acts for it and gives Owner', () => world.provider.owner, { defaultRole: 'rol_owner' }],
    ]
    test.each(rows)('%s for %s', async (code, _, by, grants) => {
      const before = await dumpTable()
      const body = { addresses: [freshEmail()], ...grants }
      await fail(code, 'inviteUsers', asked(body, by(), world.customer.organizationId))
      const profileIds = [world.customer.draft]
      await fail(code, 'inviteUsers', asked({ profileIds, ...grants }, by(), world.customer.organizationId))
      expect(await dumpTable()).toEqual(before)
    })

    test('403 cannot-grant for somebody who may invite, and holds less than they give', async () => {
      // No role of the catalog is as weak as this one; custom roles will be.
      const weak = predefinedRoles.find(({ name }) => name === 'Content Developer')
      const kept = weak?.permissions ?? []
      Object.assign(weak ?? {}, { permissions: [...kept, 'profiles:manage'] })
      try {
        const { developer, organizationId } = world.customer
        const give = (grants: object) => asked({ addresses: [freshEmail()], ...grants }, developer, organizationId)
        await fail('cannot-grant', 'inviteUsers', give({ defaultRole: 'rol_viewer' }))
        await fail('cannot-grant', 'inviteUsers', give({ permissionGroups: ['pgr_full-role'] }))
        await succeed('inviteUsers', give({}))
        await succeed('inviteUsers', give({ defaultRole: 'rol_content-developer' }))
      } finally {
        Object.assign(weak ?? {}, { permissions: kept })
      }
    })

    test('200 for an owner who gives Owner, and for an Admin or Full Role that gives everything else', async () => {
      const { owner, admin, fullRole, organizationId } = world.customer
      await succeed(
        'inviteUsers',
        asked({ addresses: [freshEmail()], defaultRole: 'rol_owner' }, owner, organizationId),
      )
      for (const by of [admin, fullRole, world.provider.owner])
        await succeed('inviteUsers', asked({ addresses: [freshEmail()], defaultRole: 'rol_admin' }, by, organizationId))
    })

    test('200 for whoever acts for it and gives Owner while there is no active owner', async () => {
      const { organizationId } = await beginCustomer(world.provider, 'Without Owner')
      const body = { addresses: [freshEmail()], defaultRole: 'rol_owner' }
      await succeed('inviteUsers', asked(body, world.provider.owner, organizationId))
    })
  })

  test('409 service-not-active for a role in a service that the organization does not have', async () => {
    const body = () => ({ addresses: [freshEmail()], permissionGroups: ['pgr_service-desk-requester'] })
    const before = await dumpTable()
    await fail('service-not-active', 'inviteUsers', asked(body()))
    expect(await dumpTable()).toEqual(before)
    await setServices(bakery.organizationId, ['service-desk'])
    expect(await invite(body())).toMatchObject({ outcome: 'invited' })
    await setServices(bakery.organizationId, [])
  })

  test('429 for the 501st mail with a link that the organization has sent in a day, and nothing changes', async () => {
    const tenant = await addCustomer(world.provider, 'Wide World Importers')
    const ask = () => asked({ addresses: [freshEmail()] }, tenant.owner, tenant.organizationId)
    await happenedToday('organization-link-mails', tenant.organizationId, 1)
    await succeed('inviteUsers', ask())
    const before = await dumpTable()
    const answer = await call('inviteUsers', ask())
    expectProblem('too-many-requests', answer)
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(24 * 3600)
    expect(await dumpTable()).toEqual(before)
  })

  test('409 role-needs-group for a role of level group', async () => {
    for (const defaultRole of ['rol_group-viewer', 'rol_group-admin'])
      await fail('role-needs-group', 'inviteUsers', asked({ addresses: [freshEmail()], defaultRole }))
  })

  describe('400 invalid, naming the field', () => {
    const absent = '01k2r8v6m0q3s5t7w9x1y3z5a7'

    test('for nobody at all', async () => {
      for (const body of [{}, { addresses: [] }, { addresses: ' \n,' }, { addresses: [], profileIds: [] }])
        expect(await faults(body)).toEqual(['#/addresses required'])
    })
    test('for more than a hundred, however they are given; a hundred are looked at', async () => {
      const many = Array.from({ length: 101 }, (_, at) => `nobody-${at}`)
      const named = Array.from({ length: 2 }, () => `prf_${absent}`)
      expect(await faults({ addresses: many.join('\n') })).toEqual(['#/addresses too-many-addresses'])
      expect(await faults({ addresses: many.slice(2), profileIds: named })).toEqual(['#/addresses too-many-addresses'])
      const { items } = await succeed('inviteUsers', asked({ addresses: many.slice(1).join(', ') }))
      expect(items.map(({ outcome }) => outcome)).toEqual(Array(100).fill('invalid'))
    })
    test("for a profile that does not exist, and for another organization's alike", async () => {
      const [nothing, foreign] = [
        await fail('invalid', 'inviteUsers', asked({ profileIds: [`prf_${absent}`] })),
        await fail('invalid', 'inviteUsers', asked({ profileIds: [world.twin.owner.profileId] })),
      ]
      expect(nothing.errors).toMatchObject([{ pointer: '#/profileIds/0', code: 'not-found' }])
      expect({ ...foreign, requestId: '' }).toEqual({ ...nothing, requestId: '' })
    })
    test('for a role, a group or a permission group that does not exist', async () => {
      const addresses = [freshEmail()]
      for (const defaultRole of [`rol_${absent}`, 'rol_emperor'])
        expect(await faults({ addresses, defaultRole })).toEqual(['#/defaultRole not-found'])
      expect(await faults({ addresses, groups: [`grp_${absent}`] })).toEqual(['#/groups/0 not-found'])
      expect(await faults({ addresses, permissionGroups: ['pgr_full-role', `pgr_${absent}`] })).toEqual([
        '#/permissionGroups/1 not-found',
      ])
    })
    test.each([
      ['addresses', 7],
      ['addresses', [7]],
      ['addresses', ['a'.repeat(401)]],
      ['addresses', 'a'.repeat(30_001)],
      ['addresses', Array.from({ length: 101 }, () => 'x')],
      ['profileIds', 'prf_1'],
      ['profileIds', ['prf_1']],
      ['profileIds', ['org_01k2r8v6m0q3s5t7w9x1y3z5a7']],
      ['defaultRole', 'Owner'],
      ['defaultRole', null],
      ['groups', ['grp_x']],
      ['groups', Array.from({ length: 21 }, () => `grp_${'01k2r8v6m0q3s5t7w9x1y3z5a7'}`)],
      ['resendPending', 'yes'],
      ['permissionGroups', ['full-role']],
      ['permissionGroups', Array.from({ length: 21 }, () => 'pgr_full-role')],
      ['language', 'es'],
    ])('for %s: %j', async (field, value) => {
      const found = await faults({ addresses: [freshEmail()], [field]: value })
      for (const fault of found) expect(fault).toMatch(new RegExp(`^#/${field}[ /]`))
      expect(found).toHaveLength(1)
    })
    test('for everything that is not known', async () => {
      expect(await faults({ addresses: [freshEmail()], inviter: 'x', expiresAt: 'y' })).toEqual([
        '#/inviter unknown-field',
        '#/expiresAt unknown-field',
      ])
    })
  })

  test('403 forbidden for somebody there without the permission', async () => {
    const { plain, organizationId } = world.customer
    const { detail } = await fail(
      'forbidden',
      'inviteUsers',
      asked({ addresses: [freshEmail()] }, plain, organizationId),
    )
    expect(detail).toContain('profiles:manage')
  })

  describe('Owner, given by the provider where there are owners', () => {
    const reason = 'Mia is ill, and nobody can approve the migration.'
    const asOwner = { defaultRole: 'rol_owner', reason }

    test('200 with a reason, which every owner is told in their mail, and nobody else', async () => {
      const other = await join(bakery.owner, bakery.organizationId, { defaultRole: 'rol_owner' })
      const admin = await join(bakery.owner, bakery.organizationId, { defaultRole: 'rol_admin' })
      await settle()
      const [to, events] = [freshEmail(), busEvents().length]
      const invited = await invite({ addresses: [to], ...asOwner }, world.provider.owner)
      expect(invited).toMatchObject({ outcome: 'invited' })
      await settle()
      const told = (email: string) => mailsTo(email).filter(({ text }) => text.includes(reason))
      for (const { email } of [bakery.owner, other]) {
        expect(told(email)).toHaveLength(1)
        expect(told(email)[0]?.text).toContain('Ada Peeters, Northwind Managed Services')
        expect(told(email)[0]?.text).toContain(to)
      }
      for (const email of [admin.email, to, world.provider.owner.email]) expect(told(email)).toEqual([])
      expect(JSON.stringify([busEvents().slice(events), await dumpTable()])).not.toContain(reason)

      const person = await activate({ ...bakery, profileId: invited?.profileId as ProfileId, email: to })
      await succeed('listProfiles', asked(undefined, person))
    })

    test('403 has-owner without one, and for a parent that is not the provider with one', async () => {
      await fail(
        'has-owner',
        'inviteUsers',
        asked({ addresses: [freshEmail()], defaultRole: 'rol_owner' }, world.provider.owner),
      )
      const { organizationId } = world.resellersCustomer
      const body = { addresses: [freshEmail()], ...asOwner }
      await fail('has-owner', 'inviteUsers', asked(body, world.reseller.owner, organizationId))
    })

    test('403 owner-only for an Admin whom the provider has signed out, of which they are an owner; 200 once they sign in again', async () => {
      const { secondOwner } = world.provider
      const { organizationId } = bakery
      await freshPerson({ organizationId }, { defaultRole: 'rol_admin' }, { also: secondOwner })
      const now = Math.floor(Date.now() / 1000)
      await endTokens(secondOwner, now)
      const answer = (iat: number) =>
        call('inviteUsers', {
          headers: bearer(accessToken(secondOwner.identityId, { iat })),
          params: { organizationId },
          body: { addresses: [freshEmail()], ...asOwner },
        })
      expectProblem('owner-only', await answer(now - 1))
      expect((await answer(now)).status).toBe(200)
      await endTokens(secondOwner, 0)
    })

    test('403 owner-only for an Admin, whatever reason they give', async () => {
      const body = { addresses: [freshEmail()], ...asOwner }
      await fail('owner-only', 'inviteUsers', asked(body, world.customer.admin, world.customer.organizationId))
    })

    test('400 invalid for a reason where no owner is made, and for one that must not stand in a mail', async () => {
      const before = await dumpTable()
      const addresses = [freshEmail()]
      const faults = (more: object) => faultsOf('inviteUsers', asked({ addresses, ...more }))
      expect(await faults({ reason })).toEqual(['#/reason not-needed'])
      for (const bad of ['', 'see www.evil.example', '<b>', 'a\u202eb', 'x'.repeat(501)])
        expect(await faults({ defaultRole: 'rol_owner', reason: bad })).toEqual(['#/reason invalid'])
      expect(await dumpTable()).toEqual(before)
    })
  })
})
