import { beforeAll, describe, expect, test } from 'vitest'
import { mostHolders } from '../../../shared/domain/contact-roles.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { codeOf } from '../../support/cloud-services-directory.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, setServices, type World } from '../../support/world.ts'
import { nameContact } from '../../support/world-coverage.ts'
import { freshCustomer, freshDraft, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { happenedToday } from '../../support/world-limits.ts'
import {
  activate,
  choosePassword,
  freshEmail,
  invite,
  join,
  type Person,
  passwordForm,
  submit,
} from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersManageProfiles } from '../../support/world-weak-role.ts'

provesOperation('changeProfile')

let world: World
let owner: Person
beforeAll(async () => {
  world = await seedWorld()
  owner = world.customer.owner
})

type Profile = Awaited<ReturnType<typeof create>>
type Named = Pick<Profile, 'organizationId' | 'profileId'>

const create = (more: object = {}) =>
  succeed('createProfile', {
    by: owner,
    params: { organizationId: world.customer.organizationId },
    body: { kind: 'person', user: true, email: freshEmail(), firstName: 'Jan', lastName: 'Peeters', ...more },
  })
const read = ({ organizationId, profileId }: Named, by = owner) =>
  succeed('getProfile', { by, params: { organizationId, profileId } })

/** The call that changes somebody as they stand now. */
async function changing(who: Named, body: unknown, by = owner, query: Record<string, string> = {}) {
  const { organizationId, profileId } = who
  const reader = organizationId === world.customer.organizationId ? owner : by
  const { version } = await read(who, reader)
  return { by, params: { organizationId, profileId }, headers: { 'if-match': `"${version}"` }, body, query }
}
const change = async (who: Named, body: unknown, by = owner) => succeed('changeProfile', await changing(who, body, by))
const faults = async (who: Named, body: unknown) => faultsOf('changeProfile', await changing(who, body))
const activitiesOf = async ({ profileId }: Pick<Named, 'profileId'>) =>
  (await itemsOf('activity')).filter(({ subjectId }) => subjectId === profileId).map(({ action }) => action)
const statusOf = async (link: string) => (await send({ method: 'GET', path: link })).status

describe('changeProfile', () => {
  describe('details', () => {
    test('200 changes what is said, clears what is null, and keeps the rest', async () => {
      const made = await create({ jobTitle: 'Baker', phone: '+3215000000', department: 'IT', externalId: 'change-1' })
      const changed = await change(made, { jobTitle: 'Head baker', phone: null, externalId: null, salutation: 'mx' })
      expect(changed).toEqual({
        ...made,
        jobTitle: 'Head baker',
        phone: null,
        externalId: null,
        salutation: 'mx',
        version: 2,
        updatedAt: expect.any(String),
      })
      expect({ ...(await read(made)), coverageChanges: [] }).toEqual(changed)
      await create({ externalId: 'change-1' })
    })
    test('200 with language null for the organization’s', async () => {
      expect(await change(await create({ language: 'fr' }), { language: null })).toMatchObject({ language: 'en' })
    })
    test('200 for the one name of a shared mailbox', async () => {
      const body = { kind: 'shared-mailbox', user: undefined, firstName: undefined, lastName: undefined }
      const mailbox = await create({ ...body, displayName: 'IT' })
      expect(await change(mailbox, { displayName: 'IT Support' })).toMatchObject({ displayName: 'IT Support' })
    })
    test('200 is found under the new name, and not under the old one', async () => {
      const made = await create({ lastName: 'Oldname' })
      await change(made, { lastName: 'Newname' })
      const found = async (q: string) =>
        (await succeed('listProfiles', { by: owner, params: { organizationId: made.organizationId }, query: { q } }))
          .items
      expect(await found('oldname')).toEqual([])
      expect(await found('newname')).toHaveLength(1)
    })
    test('200 writes one activity that names the fields, with the values sealed', async () => {
      const made = await create()
      await change(made, { jobTitle: 'Chief of Everything', phone: '+3215999888' })
      const written = (await itemsOf('activity')).filter(({ subjectId }) => subjectId === made.profileId).at(-1)
      expect(written).toMatchObject({ action: 'profile.changed', summary: { changedFields: ['jobTitle', 'phone'] } })
      expect(JSON.stringify(written)).not.toMatch(/Chief|15999888/)
    })
    test('200 for what changes nothing, without an activity and under the same version', async () => {
      const made = await create()
      expect(await change(made, {})).toEqual(made)
      expect(await change(made, { firstName: made.firstName, user: true, confirm: false, phone: null })).toEqual(made)
      expect(await activitiesOf(made)).toEqual(['profile.created'])
    })
    test('200 for an Admin who corrects the name of an owner', async () => {
      await change(
        await join(owner, world.customer.organizationId, { defaultRole: 'rol_owner' }),
        { firstName: 'Ada' },
        world.customer.admin,
      )
    })
    test('400 for what is not of its kind, and for what contradicts itself', async () => {
      const body = { kind: 'shared-mailbox', user: undefined, firstName: undefined, lastName: undefined }
      const mailbox = await create({ ...body, displayName: 'IT' })
      expect(await faults(mailbox, { firstName: 'Jan', user: true, confirm: true, phone: null })).toEqual([
        '#/firstName not-of-this-kind',
        '#/phone not-of-this-kind',
        '#/user not-of-this-kind',
        '#/confirm not-of-this-kind',
      ])
      const person = await create()
      expect(await faults(person, { displayName: 'Jan' })).toEqual(['#/displayName not-of-this-kind'])
      expect(await faults(person, { user: false, confirm: true })).toEqual(['#/confirm contradiction'])
    })
    test.each([
      ['email', null],
      ['email', 'jan'],
      ['firstName', null],
      ['lastName', ''],
      ['jobTitle', 'www.evil.example'],
      ['phone', '015'],
      ['salutation', null],
      ['kind', 'person'],
      ['status', 'active'],
      ['identityId', 'idn_01k2r8v6m0q3s5t7w9x1y3z5a8'],
      ['defaultRole', 'rol_owner'],
      ['permissionGroups', ['pgr_full-role']],
      ['sealKey', 'x'],
      ['version', 7],
    ])('400 for %s: %j', async (field, value) => {
      const [fault = '', ...more] = await faults(await create(), { [field]: value })
      expect(more).toEqual([])
      expect(fault).toMatch(new RegExp(`^#/${field} `))
    })
    test('412 stale with an older version, 428 if-match-required without one', async () => {
      const made = await create()
      const stale = await changing(made, { jobTitle: 'Baker' })
      await change(made, { jobTitle: 'Smith' })
      await fail('stale', 'changeProfile', stale)
      await fail('if-match-required', 'changeProfile', { ...stale, headers: {} })
      expect(await read(made)).toMatchObject({ jobTitle: 'Smith' })
    })
    test('412 stale for all but one of five at once', async () => {
      const made = await create()
      const request = await changing(made, {})
      const answers = await Promise.all(
        [1, 2, 3, 4, 5].map((number) => call('changeProfile', { ...request, body: { jobTitle: `Baker ${number}` } })),
      )
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412])
    })
    test('409 address-taken and external-id-taken for somebody else’s, and nothing is changed', async () => {
      const [one, other] = [await create({ externalId: 'taken-1' }), await create()]
      const before = await dumpTable()
      await fail('address-taken', 'changeProfile', await changing(other, { email: one.email.toUpperCase() }))
      await fail('external-id-taken', 'changeProfile', await changing(other, { externalId: 'taken-1' }))
      expect(await dumpTable()).toEqual(before)
    })
    test('404 for another organization’s', async () => {
      const request = await changing(await create(), { jobTitle: 'Baker' })
      await fail('not-found', 'changeProfile', { ...request, by: world.twin.owner })
      await fail('not-found', 'changeProfile', {
        ...request,
        params: { ...request.params, profileId: world.twin.owner.profileId },
      })
    })
  })

  describe('a draft that is confirmed', () => {
    test('200 is invited by one mail, and renamed in the same change', async () => {
      const draft = await create()
      expect(await change(draft, { confirm: true, firstName: 'Joris' })).toMatchObject({
        status: 'invited',
        firstName: 'Joris',
      })
      await settle()
      expect(mailsTo(draft.email)).toHaveLength(1)
      expect(await activitiesOf(draft)).toEqual(['profile.created', 'profile.confirmed'])
      await activate(draft)
    })
    test('200 goes to the address that it is given in the same change', async () => {
      const [draft, email] = [await create(), freshEmail()]
      await change(draft, { confirm: true, email })
      await settle()
      expect([mailsTo(draft.email).length, mailsTo(email).length]).toEqual([0, 1])
    })
    test('200 in a dry run says what would be gained', async () => {
      const draft = await create({ defaultRole: 'rol_content-developer' })
      const dry = await call('changeProfile', await changing(draft, { confirm: true }, owner, { dryRun: 'true' }))
      expect(JSON.parse(dry.body)).toMatchObject({ refusal: null, affected: [{ gains: [{}, {}], loses: [] }] })
      expect({ ...(await read(draft)), coverageChanges: [] }).toEqual(draft)
    })
    test('409 not-a-draft, deactivated and not-a-user for anybody else', async () => {
      const { plain, pending, deactivated } = world.customer
      for (const who of [plain, pending])
        await fail('not-a-draft', 'changeProfile', await changing(who, { confirm: true }))
      await fail('deactivated', 'changeProfile', await changing(deactivated, { confirm: true }))
      await fail('not-a-user', 'changeProfile', await changing(await create({ user: false }), { confirm: true }))
    })
    test('403 for whoever could not give what was intended; 409 has-owner for whoever acts for it', async () => {
      const draft = await create({ defaultRole: 'rol_owner' })
      await fail('owner-only', 'changeProfile', await changing(draft, { confirm: true }, world.customer.admin))
      await fail('has-owner', 'changeProfile', await changing(draft, { confirm: true }, world.provider.owner))
      const viewer = await create({ defaultRole: 'rol_viewer' })
      await whileDevelopersManageProfiles(async () => {
        await fail('cannot-grant', 'changeProfile', await changing(viewer, { confirm: true }, world.customer.developer))
      })
    })
    test('409 prerequisites-missing for a contact role that it lacks something for, too-many-holders for the eleventh', async () => {
      const bakery = await freshCustomer(world.provider)
      const [technician, officer] = [
        await freshDraft(bakery, { contactRoles: ['technical'] }),
        await freshDraft(bakery, { contactRoles: ['dpo'] }),
      ]
      await fail('prerequisites-missing', 'changeProfile', await changing(technician, { confirm: true }, bakery.owner))
      for (let holders = 0; holders < mostHolders; holders++) await freshPerson(bakery, { contactRoles: ['dpo'] })
      await fail('too-many-holders', 'changeProfile', await changing(officer, { confirm: true }, bakery.owner))
    })
    test('409 intentions-gone when a group was removed meanwhile, which is named', async () => {
      const groupId = await freshGroup(world.customer.organizationId)
      const draft = await create({ defaultRole: 'rol_viewer', groups: [groupId] })
      await succeed('removeGroup', { by: owner, params: { organizationId: world.customer.organizationId, groupId } })
      const { detail } = await fail('intentions-gone', 'changeProfile', await changing(draft, { confirm: true }))
      expect(detail).toContain(groupId)
    })
    test('409 intentions-gone when the service of a group is paused meanwhile, which is named', async () => {
      const bakery = await addCustomer(world.provider, 'Paused Bakery')
      const { organizationId } = bakery
      await setServices(organizationId, ['reports'])
      const body = { kind: 'person', user: true, email: freshEmail(), firstName: 'Jo', lastName: 'Smets' }
      const draft = await succeed('createProfile', {
        by: bakery.owner,
        params: { organizationId },
        body: { ...body, permissionGroups: ['pgr_reports-viewer'] },
      })
      await setServices(organizationId, [])
      const { detail } = await fail(
        'intentions-gone',
        'changeProfile',
        await changing(draft, { confirm: true }, bakery.owner),
      )
      expect(detail).toContain('pgr_reports-viewer')
      await setServices(organizationId, ['reports'])
      await change(draft, { confirm: true }, bakery.owner)
    })
  })

  describe('becoming and ceasing to be a user', () => {
    test('200 makes a draft of a contact, and sends nothing', async () => {
      const contact = await create({ user: false })
      expect(await change(contact, { user: true })).toMatchObject({ user: true, status: 'draft' })
      await settle()
      expect(mailsTo(contact.email)).toEqual([])
    })
    test('200 invites a contact at once when confirmed, who then gets in', async () => {
      const contact = await create({ user: false })
      expect(await change(contact, { user: true, confirm: true })).toMatchObject({ user: true, status: 'invited' })
      await settle()
      await activate(contact)
      expect(await read(contact)).toMatchObject({ status: 'active', user: true })
      expect((await activitiesOf(contact)).slice(0, 2)).toEqual(['profile.created', 'profile.became-user'])
    })
    test('200 ends access and memberships of a user, and keeps the rest', async () => {
      const grants = { defaultRole: 'rol_admin', permissionGroups: ['pgr_full-role'] }
      const admin = await join(owner, world.customer.organizationId, grants)
      const before = await read(admin)
      expect(await change(admin, { user: false })).toEqual({
        ...before,
        user: false,
        status: 'active',
        defaultRole: null,
        permissionGroups: [],
        version: before.version + 1,
        updatedAt: expect.any(String),
        coverageChanges: [],
      })
      await fail('not-found', 'getProfile', {
        by: admin,
        params: { organizationId: admin.organizationId, profileId: admin.profileId },
      })
      expect((await activitiesOf(admin)).at(-1)).toBe('profile.ceased-to-be-user')
    })
    test('200 revokes the invitation of somebody who was invited', async () => {
      const invitee = await invite(owner, world.customer.organizationId)
      await change(invitee, { user: false })
      expect(await statusOf(invitee.link)).toBe(410)
    })
    test('200 keeps somebody deactivated deactivated', async () => {
      const person = await join(owner, world.customer.organizationId)
      const { organizationId, profileId } = person
      await succeed('deactivateProfile', { by: owner, params: { organizationId, profileId } })
      expect(await change(person, { user: false })).toMatchObject({ user: false, status: 'deactivated' })
      await fail('deactivated', 'changeProfile', await changing(person, { user: true }))
    })
    test('409 last-owner for the last owner, 403 owner-only for an owner by whoever is none', async () => {
      const bakery = await addCustomer(world.provider, 'Owned Bakery')
      await fail('last-owner', 'changeProfile', await changing(bakery.owner, { user: false }, bakery.owner))
      await fail('owner-only', 'changeProfile', await changing(owner, { user: false }, world.customer.admin))
    })
  })

  describe('another address', () => {
    test('200 is a plain change of a draft and of a contact, who get no mail', async () => {
      for (const user of [true, false]) {
        const [made, email] = [await create({ user }), freshEmail()]
        expect(await change(made, { email })).toMatchObject({ email, status: made.status })
        await settle()
        expect(mailsTo(email)).toEqual([])
        expect(await activitiesOf(made)).toEqual(['profile.created', 'profile.changed'])
      }
    })
    test('200 of a contact who is a draft meanwhile: a link that went to the old address never works again', async () => {
      const invitee = await invite(owner, world.customer.organizationId)
      await nameContact(world.customer, invitee, 'watchlist')
      await settle()
      const old = linkTo(invitee.email)
      expect(await statusOf(old)).toBe(200)
      const { organizationId, invitationId } = invitee
      await succeed('revokeInvitation', { by: owner, params: { organizationId, invitationId } })
      const email = freshEmail()
      await change(invitee, { email })
      await change(invitee, { confirm: true, firstName: 'An', lastName: 'Wouters' })
      await settle()
      expect(await statusOf(old)).toBe(410)
      expect(mailsTo(email)).toHaveLength(2)
    })

    test('200 before acceptance: the old link dies, a new one goes out, and nothing begun with the old one counts', async () => {
      const invitee = await invite(owner, world.customer.organizationId)
      const email = freshEmail()
      const { attempt, totpKey } = await choosePassword(await passwordForm(invitee.link))
      expect(await change(invitee, { email })).toMatchObject({ status: 'invited', email })
      await settle()
      expect(mailsTo(email)).toHaveLength(1)
      expect(await statusOf(invitee.link)).toBe(410)
      const code = codeOf(totpKey)
      expect((await submit(attempt, { code })).status).toBe(410)
      const [, path = ''] = /(\/activate\/[\w-]+)/.exec(linkTo(email)) ?? []
      const newLink = { ...attempt, path: `${path}/factor` }
      expect((await submit(newLink, { code })).status).toBeGreaterThanOrEqual(400)
      expect(await read(invitee)).toMatchObject({ status: 'invited' })
      const person = await activate({ ...invitee, email })
      expect(await read(person)).toMatchObject({ status: 'active', email })
    })
    test('200 after acceptance: access ends at once, and the new address is invited', async () => {
      const admin = await join(owner, world.customer.organizationId, { defaultRole: 'rol_admin' })
      const email = freshEmail()
      const list = { by: admin, params: { organizationId: admin.organizationId } }
      await succeed('listProfiles', list)
      expect(await change(admin, { email })).toMatchObject({ status: 'invited', email, defaultRole: 'rol_admin' })
      await fail('not-found', 'listProfiles', list)
      await settle()
      const again = await activate({ ...admin, email })
      expect(again.identityId).not.toBe(admin.identityId)
      await succeed('listProfiles', { ...list, by: again })
      await fail('not-found', 'listProfiles', list)
    })
    test('200 for another spelling is a plain change: the person goes on', async () => {
      const admin = await join(owner, world.customer.organizationId, { defaultRole: 'rol_admin' })
      expect(await change(admin, { email: admin.email.toUpperCase() })).toMatchObject({
        status: 'active',
        email: admin.email.toUpperCase(),
      })
      await succeed('listProfiles', { by: admin, params: { organizationId: admin.organizationId } })
      await change(admin, { email: admin.email })
    })
    test('200 of somebody deactivated ends their sign-in here: reactivated, they are a draft', async () => {
      const person = await join(owner, world.customer.organizationId)
      const { organizationId, profileId } = person
      const one = { by: owner, params: { organizationId, profileId } }
      await succeed('deactivateProfile', one)
      await change(person, { email: freshEmail() })
      expect(await succeed('reactivateProfile', one)).toMatchObject({ status: 'draft' })
    })
    test('409 last-owner for the last owner', async () => {
      const bakery = await addCustomer(world.provider, 'Moving Bakery')
      await fail('last-owner', 'changeProfile', await changing(bakery.owner, { email: freshEmail() }, bakery.owner))
    })
    test('403 towards whoever holds what the caller could not give: owners, pending and intended ones too', async () => {
      const pending = await invite(owner, world.customer.organizationId, { defaultRole: 'rol_owner' })
      const draft = await create({ defaultRole: 'rol_owner' })
      for (const by of [world.customer.admin, world.customer.fullRole, world.provider.owner])
        for (const who of [owner, pending, draft])
          await fail('owner-only', 'changeProfile', await changing(who, { email: freshEmail() }, by))
      await whileDevelopersManageProfiles(async () => {
        const { admin, developer } = world.customer
        await fail('cannot-grant', 'changeProfile', await changing(admin, { email: freshEmail() }, developer))
      })
    })
    test('200 in a dry run says what would be lost, and sends nothing', async () => {
      const developer = await join(owner, world.customer.organizationId, { defaultRole: 'rol_content-developer' })
      const email = freshEmail()
      const dry = await call('changeProfile', await changing(developer, { email }, owner, { dryRun: 'true' }))
      expect(JSON.parse(dry.body)).toMatchObject({ refusal: null })
      await settle()
      expect(mailsTo(email)).toEqual([])
      expect(await read(developer)).toMatchObject({ status: 'active', email: developer.email })
    })
  })

  test('429 for a link that would be the 501st of the organization in a day; another address of a draft needs none', async () => {
    const { organizationId, owner: by } = world.twin
    const body = { kind: 'person', user: true, email: freshEmail(), firstName: 'Jan', lastName: 'Peeters' }
    const draft = await succeed('createProfile', { by, params: { organizationId }, body })
    await happenedToday('organization-link-mails', organizationId)
    await fail('too-many-requests', 'changeProfile', await changing(draft, { confirm: true }, by))
    expect(await change(draft, { email: freshEmail() }, by)).toMatchObject({ status: 'draft' })
  })
})
