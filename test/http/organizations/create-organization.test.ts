import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { mailsTo } from '../../support/cloud-services-mail.ts'
import { call, expectProblem, fail, faultsOf, succeed, withoutRequestId } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setStatus, type Tenant, type World } from '../../support/world.ts'
import { freshEmail } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('createOrganization')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const nobody = 'org_01k2r8v6m0q3s5t7w9x1y3z5a6'
const firstOwner = () => ({ email: freshEmail('adventure.example'), firstName: 'Lotte', lastName: 'Smets' })
const body = (parent: Pick<Tenant, 'organizationId'>, more: object = {}) => ({
  parentId: parent.organizationId,
  name: 'Adventure Works',
  firstOwner: firstOwner(),
  ...more,
})

describe('createOrganization', () => {
  test('201 with everything that was said, active and in its first version', async () => {
    const details = {
      name: 'Adventure Works',
      legalName: 'Adventure Works NV',
      companyNumber: 'BE0123456789',
      country: 'BE',
      address: 'Grote Markt 1, 2800 Mechelen',
      language: 'nl',
      timeZone: 'Europe/London',
      externalId: 'crm-1234',
    }
    const { organization } = await succeed('createOrganization', {
      by: world.provider.owner,
      body: body(world.provider, details),
    })
    expect(organization).toMatchObject({
      ...details,
      kind: 'customer',
      parentId: world.provider.organizationId,
      status: 'active',
      services: [],
      invitationDays: 7,
      version: 1,
    })
    const { organizationId } = organization
    expect(await succeed('getOrganization', { by: world.provider.owner, params: { organizationId } })).toEqual(
      organization,
    )
  })

  test("201 with the parent's language and time zone where nothing is said", async () => {
    const { organization } = await succeed('createOrganization', {
      by: world.provider.owner,
      body: body(world.provider),
    })
    expect(organization).toMatchObject({
      language: 'en',
      timeZone: 'Europe/Brussels',
      legalName: null,
      companyNumber: null,
      country: null,
      address: null,
      externalId: null,
    })
  })

  test('201 for the owner of a reseller, whose customer it becomes', async () => {
    const { organization } = await succeed('createOrganization', {
      by: world.reseller.owner,
      body: body(world.reseller),
    })
    expect(organization.parentId).toBe(world.reseller.organizationId)
  })

  test('201 and the first owner is invited by one mail in their language', async () => {
    const owner = { ...firstOwner(), language: 'fr', salutation: 'ms' }
    const created = await succeed('createOrganization', {
      by: world.provider.owner,
      body: body(world.provider, { firstOwner: owner }),
    })
    await settle()
    const [mail, ...more] = mailsTo(owner.email)
    expect(more).toEqual([])
    expect(mail?.subject).toContain('Adventure Works')
    expect(mail?.html).toContain('lang="fr"')
    expect(mail?.text).toContain('Bonjour Madame Smets,')
    const params = { organizationId: created.organization.organizationId, profileId: created.firstOwner.profileId }
    expect(await succeed('getProfile', { by: world.provider.owner, params })).toMatchObject({
      status: 'invited',
      user: true,
      defaultRole: 'rol_owner',
      email: owner.email,
      language: 'fr',
    })
  })

  test('201 and the activities say who did it, and from which organization', async () => {
    const { organization } = await succeed('createOrganization', {
      by: world.provider.owner,
      body: body(world.provider),
    })
    const { organizationId } = organization
    const { items } = await succeed('listActivities', { by: world.provider.owner, params: { organizationId } })
    expect(items.map(({ action }) => action).sort()).toEqual(['invitation.created', 'organization.created'])
    for (const { actor, actingFor } of items)
      expect({ actor, actingFor }).toEqual({
        actor: `user:${world.provider.owner.identityId}`,
        actingFor: world.provider.organizationId,
      })
  })

  test('201 twice under one name: names of organizations are no keys', async () => {
    const [one, other] = [
      await succeed('createOrganization', { by: world.provider.owner, body: body(world.provider) }),
      await succeed('createOrganization', { by: world.provider.owner, body: body(world.provider) }),
    ]
    expect(one.organization.organizationId).not.toBe(other.organization.organizationId)
  })

  test('409 too-many-levels under the customer of a reseller', async () => {
    const before = await dumpTable()
    await fail('too-many-levels', 'createOrganization', {
      by: world.resellersCustomer.owner,
      body: body(world.resellersCustomer),
    })
    expect(await dumpTable()).toEqual(before)
  })

  describe('404 not-found, whatever else the body says, under a parent where the caller does not hold customers:administer', () => {
    const callers: readonly (readonly [string, (world: World) => { by: { identityId: string }; parentId: string }])[] =
      [
        ['an absent one', ({ provider }) => ({ by: provider.owner, parentId: nobody })],
        ['a plain user of the parent', ({ provider }) => ({ by: provider.plain, parentId: provider.organizationId })],
        ['an Admin of the parent', ({ customer }) => ({ by: customer.admin, parentId: customer.organizationId })],
        ['a Full Role of the parent', ({ customer }) => ({ by: customer.fullRole, parentId: customer.organizationId })],
        [
          'the owner of a customer of it',
          ({ customer, provider }) => ({ by: customer.owner, parentId: provider.organizationId }),
        ],
        ['the owner of its twin', ({ customer, twin }) => ({ by: twin.owner, parentId: customer.organizationId })],
        [
          'an owner of the provider, who acts in a reseller and owns it not',
          ({ provider, reseller }) => ({ by: provider.owner, parentId: reseller.organizationId }),
        ],
      ]
    test.each(callers)('%s', async (_, of) => {
      const { by, parentId } = of(world)
      const absent = withoutRequestId(await call('createOrganization', { by, body: { parentId: nobody } }))
      for (const more of [body(world.provider), {}, { name: 7, unknown: true }]) {
        const answer = await call('createOrganization', { by, body: { ...more, parentId } })
        expectProblem('not-found', answer)
        expect(withoutRequestId(answer)).toEqual(absent)
      }
    })
  })

  test('404 not-found while the provider is suspended', async () => {
    await setStatus(world.provider.organizationId, 'suspended')
    await fail('not-found', 'createOrganization', { by: world.provider.owner, body: body(world.provider) })
    await setStatus(world.provider.organizationId, 'active')
  })

  describe('400 invalid, naming the field', () => {
    const faults = async (more: object) =>
      faultsOf('createOrganization', { by: world.provider.owner, body: body(world.provider, more) })

    test('for a parent that is missing or no id, before anybody is authorised', async () => {
      const { plain } = world.customer
      expect(await faultsOf('createOrganization', { by: plain, body: {} })).toEqual(['#/parentId required'])
      expect(await faultsOf('createOrganization', { by: plain, body: { parentId: 7 } })).toEqual([
        '#/parentId invalid-format',
      ])
      for (const parentId of ['', 'org_1', `${nobody}x`, nobody.toUpperCase(), 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8'])
        expect(await faultsOf('createOrganization', { by: plain, body: { parentId } })).toEqual([
          '#/parentId invalid-format',
        ])
    })
    test('for every field that is missing', async () => {
      const { organizationId: parentId } = world.provider
      expect(await faultsOf('createOrganization', { by: world.provider.owner, body: { parentId } })).toEqual([
        '#/name required',
        '#/firstOwner required',
      ])
      expect(await faults({ firstOwner: {} })).toEqual([
        '#/firstOwner/email required',
        '#/firstOwner/firstName required',
        '#/firstOwner/lastName required',
      ])
    })
    test('for everything that is not known, however deep', async () => {
      expect(await faults({ kind: 'provider', status: 'active', version: 7 })).toEqual([
        '#/kind unknown-field',
        '#/status unknown-field',
        '#/version unknown-field',
      ])
      expect(await faults({ firstOwner: { ...firstOwner(), defaultRole: 'rol_admin' } })).toEqual([
        '#/firstOwner/defaultRole unknown-field',
      ])
      expect(await faults({ 'a/b~c': 1 })).toEqual(['#/a~1b~0c unknown-field'])
    })
    test.each([
      ['name', ''],
      ['name', 'a'.repeat(101)],
      ['name', '<b>Contoso</b>'],
      ['name', 'Contoso www.evil.example'],
      ['name', 'https://evil.example'],
      ['name', 'you@evil.example'],
      ['name', 'Con\u202etoso'],
      ['name', 'Con\u0000toso'],
      ['name', 7],
      ['name', null],
      ['legalName', 'a'.repeat(101)],
      ['companyNumber', 'a\nb'],
      ['address', 'Markt 1 <script>'],
      ['country', 'Belgium'],
      ['country', 'be'],
      ['language', 'es'],
      ['timeZone', 'Mars/Olympus_Mons'],
      ['timeZone', ''],
      ['externalId', 'with space'],
      ['externalId', 'a'.repeat(101)],
    ])('for %s: %j', async (field, value) => {
      const [fault = '', ...more] = await faults({ [field]: value })
      expect(more).toEqual([])
      expect(fault).toMatch(new RegExp(`^#/${field} `))
    })
    test.each([
      ['email', 'no address'],
      ['email', `${'a'.repeat(65)}@contoso.example`],
      ['firstName', 'a'.repeat(101)],
      ['lastName', ' '],
      ['salutation', 'dr'],
      ['language', 'xx'],
    ])('for firstOwner.%s: %j', async (field, value) => {
      const [fault = '', ...more] = await faults({ firstOwner: { ...firstOwner(), [field]: value } })
      expect(more).toEqual([])
      expect(fault).toMatch(new RegExp(`^#/firstOwner/${field} `))
    })
  })

  test('201 with a name of 100 characters, however many bytes they have', async () => {
    for (const name of ['a'.repeat(100), 'é'.repeat(100), '𝒜'.repeat(100)])
      await succeed('createOrganization', { by: world.provider.owner, body: body(world.provider, { name }) })
  })

  test('201 with a name that is trimmed and brought to one form of Unicode', async () => {
    const { organization } = await succeed('createOrganization', {
      by: world.provider.owner,
      body: body(world.provider, { name: '  Cafe\u0301 Noir ' }),
    })
    expect(organization.name).toBe('Caf\u00e9 Noir')
  })
})
