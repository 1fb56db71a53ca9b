import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { mailsTo } from '../../support/cloud-services-mail.ts'
import { call, expectProblem, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPermissionGroup } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { happenedToday } from '../../support/world-limits.ts'
import { freshEmail } from '../../support/world-people.ts'
import { freshRole } from '../../support/world-roles.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersManageProfiles } from '../../support/world-weak-role.ts'

provesOperation('createProfile')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const person = (more: object = {}) => ({
  kind: 'person',
  user: true,
  email: freshEmail(),
  firstName: 'Jan',
  lastName: 'Peeters',
  ...more,
})
const mailbox = (more: object = {}) => ({
  kind: 'shared-mailbox',
  email: freshEmail(),
  displayName: 'IT Support',
  ...more,
})
const asked = (body: unknown, by = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId },
  body,
})
const create = (body: unknown, by = world.customer.owner) => succeed('createProfile', asked(body, by))
const faults = (body: unknown) => faultsOf('createProfile', asked(body))

/** An address of so many characters, the part before the @ as long as it may be. */
function addressOf(length: number): string {
  const labels = ['b'.repeat(63), 'c'.repeat(63), 'd'.repeat(length - 64 - 1 - 128 - 8)]
  return `${'a'.repeat(64)}@${labels.join('.')}.example`
}

describe('createProfile', () => {
  test('201 makes a draft of a user, with everything that was said', async () => {
    const said = person({
      salutation: 'mr',
      language: 'nl',
      jobTitle: 'IT manager',
      department: 'IT',
      phone: '+3215000000',
      externalId: 'crm-7',
    })
    const profile = await create(said)
    expect(profile).toMatchObject({ ...said, status: 'draft', defaultRole: null, permissionGroups: [], version: 1 })
    expect(profile.organizationId).toBe(world.customer.organizationId)
    const { organizationId, profileId } = profile
    const answer = await call('getProfile', { by: world.customer.owner, params: { organizationId, profileId } })
    const { coverageChanges: _, ...shown } = profile
    expect(JSON.parse(answer.body)).toEqual(shown)
  })

  test('201 makes an active contact of somebody who is no user, and mails nobody', async () => {
    const contact = await create(person({ user: false }))
    expect(contact).toMatchObject({ user: false, status: 'active' })
    await settle()
    expect(mailsTo(contact.email)).toEqual([])
  })

  test('201 makes an active shared mailbox with one name', async () => {
    expect(await create(mailbox())).toMatchObject({
      kind: 'shared-mailbox',
      user: false,
      status: 'active',
      displayName: 'IT Support',
      firstName: null,
      lastName: null,
    })
  })

  test('201 invites a user at once when confirmed, by one mail', async () => {
    const profile = await create(person({ confirm: true, language: 'de', salutation: 'ms', lastName: 'Müller' }))
    expect(profile.status).toBe('invited')
    await settle()
    expect(mailsTo(profile.email).map(({ text }) => text.includes('Guten Tag Frau Müller,'))).toEqual([true])
  })

  describe('201 with what the person is given', () => {
    test('as intentions of a draft, whoever makes it, and without any effect', async () => {
      const wanted = { defaultRole: 'rol_owner', permissionGroups: ['pgr_full-role'] }
      const { profileId } = await create(person(wanted), world.customer.fullRole)
      const { organizationId } = world.customer
      expect(
        await succeed('getProfile', { by: world.customer.owner, params: { organizationId, profileId } }),
      ).toMatchObject({ status: 'draft', ...wanted })
      expect((await itemsOf('permission-group-member')).filter((member) => member.profileId === profileId)).toEqual([])
    })
    test('at once when confirmed', async () => {
      const wanted = { defaultRole: 'rol_admin', permissionGroups: ['pgr_full-role'] }
      const { profileId } = await create(person({ confirm: true, ...wanted }))
      expect(
        (await itemsOf('permission-group-member')).filter((member) => member.profileId === profileId),
      ).toHaveLength(1)
    })
  })

  describe('201 with groups', () => {
    test('as intentions of a draft, which nobody is a member by', async () => {
      const { owner, organizationId } = world.customer
      const groups = [await freshGroup(organizationId), await freshGroup(organizationId)]
      const draft = await create(person({ defaultRole: 'rol_group-operator', groups }))
      expect(draft).toMatchObject({ status: 'draft', defaultRole: 'rol_group-operator' })
      const { profileId } = draft
      const { items } = await succeed('listProfileGroups', { by: owner, params: { organizationId, profileId } })
      expect(items.map(({ groupId, access }) => [groupId, access])).toEqual(groups.map((one) => [one, 'by-hand']))
      for (const groupId of groups)
        expect(await succeed('getGroup', { by: owner, params: { organizationId, groupId } })).toMatchObject({
          members: 0,
        })
    })
    test('at once when confirmed: they are members, and counted', async () => {
      const { owner, organizationId } = world.customer
      const groupId = await freshGroup(organizationId)
      const { profileId } = await create(person({ confirm: true, defaultRole: 'rol_group-viewer', groups: [groupId] }))
      const params = { organizationId, groupId }
      expect(await succeed('getGroup', { by: owner, params })).toMatchObject({ members: 1 })
      const { items } = await succeed('listGroupMembers', { by: owner, params: { ...params }, query: { limit: '1' } })
      expect(items).toMatchObject([{ profileId, status: 'invited', access: 'by-hand' }])
    })
    test('ten of them, twenty permission groups and all else that a person can begin with, in one transaction; 400 for more', async () => {
      const tenant = await freshCustomer(world.provider)
      const [groups, permissionGroups]: [string[], string[]] = [[], []]
      for (let count = 0; count < 20; count++) {
        if (count < 10) groups.push(await freshGroup(tenant.organizationId))
        permissionGroups.push(await freshPermissionGroup(tenant))
      }
      const words = (first: string) => Array.from({ length: 12 }, (_, at) => `${first}${at}`).join(' ')
      const everything = {
        ...{ confirm: true, groups, permissionGroups, defaultRole: await freshRole(tenant, { level: 'group' }) },
        ...{ firstName: words('Jan'), lastName: words('Pee'), externalId: 'hr-12345', phone: '+3215000001' },
        ...{ jobTitle: words('Head'), department: words('IT') },
      }
      const there = { by: tenant.owner, params: { organizationId: tenant.organizationId } }
      const whole = await succeed('createProfile', { ...there, body: person(everything) })
      for (const contactRole of ['dpo', 'watchlist'])
        await succeed('assignContactRole', {
          ...there,
          params: { ...there.params, profileId: whole.profileId, contactRole },
          body: {},
        })
      const remove = { ...there, params: { ...there.params, profileId: whole.profileId } }
      await succeed('removeProfile', { ...remove, headers: { 'idempotency-key': 'everything-goes' } })
      const tooMany = { ...there, body: person({ groups: [...groups, await freshGroup(tenant.organizationId)] }) }
      expect(await faultsOf('createProfile', tooMany)).toEqual(['#/groups too-big'])
    })
  })
  test('400 for a group that is not here, and for a contact who is to be given one', async () => {
    const [here, foreign] = [
      await freshGroup(world.customer.organizationId),
      await freshGroup(world.twin.organizationId),
    ]
    expect(await faults(person({ groups: [here, foreign] }))).toEqual(['#/groups/1 not-found'])
    expect(await faults(person({ user: false, groups: [here] }))).toEqual(['#/groups for-users-only'])
  })
  test('403 cannot-grant when more is given at once in a group than the creator holds there; 201 for a draft', async () => {
    const { organizationId, developer } = world.customer
    const grants = { defaultRole: 'rol_group-operator', groups: [await freshGroup(organizationId)] }
    await whileDevelopersManageProfiles(async () => {
      await fail('cannot-grant', 'createProfile', asked(person({ confirm: true, ...grants }), developer))
      await create(person(grants), developer)
    })
  })
  test('403 owner-only when Owner is given at once by somebody who is none', async () => {
    await fail(
      'owner-only',
      'createProfile',
      asked(person({ confirm: true, defaultRole: 'rol_owner' }), world.customer.admin),
    )
  })
  test('403 cannot-grant when more is given at once than the creator holds; 201 for a draft', async () => {
    await whileDevelopersManageProfiles(async () => {
      const body = () => person({ confirm: true, defaultRole: 'rol_viewer' })
      await fail('cannot-grant', 'createProfile', asked(body(), world.customer.developer))
      await create({ ...body(), confirm: false }, world.customer.developer)
      await create(person({ confirm: true, defaultRole: 'rol_content-developer' }), world.customer.developer)
    })
  })
  test('400 for 21 permission groups: nobody is in more than 20', async () => {
    const permissionGroups = Array.from({ length: 21 }, () => 'pgr_full-role')
    expect(await faults(person({ permissionGroups }))).toEqual(['#/permissionGroups too-big'])
  })
  test('400 for a role or a permission group that is not here, and for a contact who is to be given any', async () => {
    const absent = '01k2r8v6m0q3s5t7w9x1y3z5a8'
    expect(await faults(person({ permissionGroups: ['pgr_full-role', `pgr_${absent}`] }))).toEqual([
      '#/permissionGroups/1 not-found',
    ])
    expect(await faults(person({ defaultRole: `rol_${absent}` }))).toEqual(['#/defaultRole not-found'])
    expect(await faults(person({ user: false, permissionGroups: ['pgr_full-role'] }))).toEqual([
      '#/permissionGroups for-users-only',
    ])
  })
  test('409 has-owner for whoever acts for an organization that has an owner', async () => {
    await fail(
      'has-owner',
      'createProfile',
      asked(person({ confirm: true, defaultRole: 'rol_owner' }), world.provider.owner),
    )
  })
  test('409 role-needs-group for a role of level group', async () => {
    await fail('role-needs-group', 'createProfile', asked(person({ defaultRole: 'rol_group-admin' })))
  })
  test('409 service-not-active for the group of a service that is paused', async () => {
    await fail('service-not-active', 'createProfile', asked(person({ permissionGroups: ['pgr_reports-viewer'] })))
  })
  test('200 in a dry run: who would gain what, and nobody is created or mailed', async () => {
    const body = person({ confirm: true, defaultRole: 'rol_content-developer' })
    const before = await dumpTable()
    const dry = await call('createProfile', { ...asked(body), query: { dryRun: 'true' } })
    expect(JSON.parse(dry.body)).toMatchObject({
      refusal: null,
      affected: [{ gains: [{ permission: 'content:read' }, { permission: 'content:manage' }], loses: [] }],
    })
    expect(await dumpTable()).toEqual(before)
    const refused = await call('createProfile', {
      ...asked(person({ confirm: true, defaultRole: 'rol_owner' }), world.customer.admin),
      query: { dryRun: 'true' },
    })
    expect(JSON.parse(refused.body)).toMatchObject({ refusal: { code: 'owner-only' }, affected: [] })
  })

  test('201 mails a draft nothing', async () => {
    const { email } = await create(person())
    await settle()
    expect(mailsTo(email)).toEqual([])
  })

  test('201 for whoever acts for the organization, and for its Admin and Full Role', async () => {
    for (const by of [world.provider.owner, world.customer.admin, world.customer.fullRole]) await create(person(), by)
  })

  test("201 with the organization's language and no salutation where nothing is said", async () => {
    expect(await create(person())).toMatchObject({ language: 'en', salutation: 'none', jobTitle: null, phone: null })
  })

  test('201 with an ETag', async () => {
    expect((await call('createProfile', asked(person()))).headers.etag).toBe('"1"')
  })

  test('201 writes one activity, in which no value stands in clear', async () => {
    const { profileId } = await create(person({ jobTitle: 'Chief of Everything', phone: '+3215999888' }))
    const [activity, ...more] = (await itemsOf('activity')).filter(({ subjectId }) => subjectId === profileId)
    expect(more).toEqual([])
    expect(activity).toMatchObject({
      action: 'profile.created',
      summary: { actor: `user:${world.customer.owner.identityId}` },
    })
    expect(JSON.stringify(activity)).not.toMatch(/Chief|15999888|contoso/)
  })

  test('201 under an address with an internationalised domain, which becomes its A-label', async () => {
    expect((await create(person({ email: ' Info@Bücher.example ' }))).email).toBe('Info@xn--bcher-kva.example')
  })

  test('409 address-taken for an address that the organization knows, however it is spelled', async () => {
    const { email } = await create(person({ email: 'Anke.DeWit@contoso.example' }))
    const before = await dumpTable()
    for (const spelled of [email, email.toLowerCase(), email.toUpperCase(), ` ${email}\n`])
      for (const body of [person({ email: spelled }), mailbox({ email: spelled })])
        await fail('address-taken', 'createProfile', asked(body))
    expect(await dumpTable()).toEqual(before)
  })

  test('201 for an address that differs by more than case', async () => {
    await create(person({ email: 'joost.dewit@contoso.example' }))
    for (const email of ['joostdewit@contoso.example', 'joost.dewit+it@contoso.example'])
      await create(person({ email }))
  })

  test('201 for an address that only another organization knows', async () => {
    await create(person({ email: world.twin.owner.email }))
  })

  test('409 external-id-taken for an externalId that the organization knows', async () => {
    await create(person({ externalId: 'crm#1' }))
    const before = await dumpTable()
    await fail('external-id-taken', 'createProfile', asked(person({ externalId: 'crm#1' })))
    await fail('external-id-taken', 'createProfile', asked(mailbox({ externalId: 'crm#1' })))
    expect(await dumpTable()).toEqual(before)
    await create(person({ externalId: 'CRM#1' }))
  })

  test('409 address-taken for all but one when it is created five times at once', async () => {
    const email = freshEmail()
    const answers = await Promise.all(
      [email, email.toUpperCase(), email, email, email].map((spelled) =>
        call('createProfile', asked(person({ email: spelled }))),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
    for (const answer of answers.filter(({ status }) => status === 409)) expectProblem('address-taken', answer)
  })

  test('403 forbidden for somebody there without the permission', async () => {
    const { detail } = await fail('forbidden', 'createProfile', asked(person(), world.customer.plain))
    expect(detail).toContain('profiles:manage')
  })

  test('404 not-found for others', async () => {
    await fail('not-found', 'createProfile', asked(person(), world.twin.owner))
  })

  describe('400 invalid, naming the field', () => {
    test('for every field that is missing', async () => {
      expect(await faults({})).toEqual(['#/kind invalid-union'])
      expect(await faults({ kind: 'person' })).toEqual([
        '#/user required',
        '#/email required',
        '#/firstName required',
        '#/lastName required',
      ])
      expect(await faults({ kind: 'shared-mailbox' })).toEqual(['#/email required', '#/displayName required'])
    })
    test.each(['null', '7', '"person"', '[]', '[{"kind":"person"}]'])(
      'for a body that is no object: %s',
      async (body) => {
        expect((await faults(body)).length).toBe(1)
      },
    )
    test('for what a shared mailbox cannot be', async () => {
      expect(await faults(mailbox({ user: true, firstName: 'Jan', confirm: true }))).toEqual([
        '#/user unknown-field',
        '#/firstName unknown-field',
        '#/confirm unknown-field',
      ])
    })
    test('for everything that is not for callers to say', async () => {
      const more = {
        status: 'active',
        profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
        organizationId: world.twin.organizationId,
        identityId: world.customer.owner.identityId,
        createdAt: '2020-01-01T00:00:00.000Z',
        sealKey: 'x',
        version: 7,
      }
      expect(await faults(person(more))).toEqual(Object.keys(more).map((field) => `#/${field} unknown-field`))
    })
    test.each(['__proto__', 'constructor', 'prototype', 'toString'])('for the field %s', async (field) => {
      const text = JSON.stringify(person()).replace(/}$/, `,"${field}":{"user":false}}`)
      expect(await faults(text)).toEqual([`#/${field} unknown-field`])
    })
    test.each([
      ['kind', 'robot'],
      ['user', 'yes'],
      ['confirm', 1],
      ['email', 'jan'],
      ['email', 'jan@localhost@contoso.example'],
      ['email', 'jän@contoso.example'],
      ['email', 'jan#1@contoso.example'],
      ['email', 'Jan <jan@contoso.example>'],
      ['email', 7],
      ['firstName', ''],
      ['firstName', 'a'.repeat(101)],
      ['firstName', 'Jan\u200b'],
      ['firstName', 'Jan＠contoso'],
      ['lastName', 'http://x'],
      ['jobTitle', 'WWW.evil.example'],
      ['jobTitle', ''],
      ['department', 'a'.repeat(101)],
      ['salutation', 'sir'],
      ['language', 'EN'],
      ['phone', '015 00 00 00'],
      ['phone', '+0'],
      ['phone', '+1234567890123456'],
      ['externalId', ''],
      ['externalId', 'é'],
    ])('for %s: %j', async (field, value) => {
      const [fault = '', ...more] = await faults(person({ [field]: value }))
      expect(more).toEqual([])
      expect(fault).toMatch(new RegExp(`^#/${field} `))
    })
    test('for an address of 255 characters, 201 for one of 254', async () => {
      expect(addressOf(254)).toHaveLength(254)
      await create(person({ email: addressOf(254) }))
      expect(await faults(person({ email: addressOf(255) }))).toEqual([expect.stringMatching(/^#\/email /)])
    })
    test('for a name of 101 characters, 201 for one of 100', async () => {
      for (const letter of ['a', 'é', '𝒜']) {
        await create(person({ firstName: letter.repeat(100), lastName: letter.repeat(100) }))
        expect(await faults(person({ lastName: letter.repeat(101) }))).toEqual(['#/lastName invalid'])
      }
    })
    test('for a phone number of 16 digits or 6, 201 for 15 and 7', async () => {
      for (const phone of ['+1234567', '+123456789012345']) await create(person({ phone }))
      for (const phone of ['+123456', '+1234567890123456'])
        expect(await faults(person({ phone }))).toEqual([expect.stringMatching(/^#\/phone /)])
    })
    test('for all that is wrong at once', async () => {
      expect(await faults(person({ firstName: '', phone: 'x', nickname: 'x' }))).toEqual([
        '#/firstName invalid',
        '#/phone invalid-format',
        '#/nickname unknown-field',
      ])
    })
  })

  test('429 for the 501st mail with a link that the organization has sent in a day; a draft needs none', async () => {
    const { organizationId } = world.twin
    const asked = (more: object) => ({ by: world.twin.owner, params: { organizationId }, body: person(more) })
    await happenedToday('organization-link-mails', organizationId, 1)
    await succeed('createProfile', asked({ user: true, confirm: true }))
    await fail('too-many-requests', 'createProfile', asked({ user: true, confirm: true }))
    await succeed('createProfile', asked({ user: true }))
  })
})
