import { beforeAll, describe, expect, test } from 'vitest'
import { signingAuthorityWording } from '../../../shared/domain/contact-roles.ts'
import { countWithin, limitsOf } from '../../../shared/table/limit.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshDraft, freshPerson } from '../../support/world-fresh.ts'
import { invite, join, type Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersManageProfiles } from '../../support/world-weak-role.ts'

provesOperation('removeProfile')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = ({ profileId, organizationId }: Pick<Person, 'profileId' | 'organizationId'>, by: Person) => ({
  by,
  params: { organizationId, profileId },
})
const somebody = (grants: object = {}) => join(world.customer.owner, world.customer.organizationId, grants)

describe('removeProfile', () => {
  test('200 hands contact roles on to a successor, in the same place, and nobody stands in for whoever is gone', async () => {
    const customer = await freshCustomer(world.provider)
    const { owner, organizationId, plain } = customer
    const leaver = await freshPerson(customer, { contactRoles: ['dpo', 'watchlist'] })
    await freshPerson(customer, { contactRoles: ['dpo'] })
    const heir = await freshPerson(customer)
    const of = { by: owner, params: { organizationId, profileId: leaver.profileId } }
    const [from, until] = ['2026-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z']
    for (const contactRole of ['dpo', 'watchlist'])
      await succeed('setDeputy', {
        ...of,
        params: { ...of.params, contactRole },
        body: { deputy: plain.profileId, from, until },
      })
    const query = { successor: heir.profileId }
    expect(await succeed('removeProfile', { ...of, query })).toMatchObject({ coverageChanges: [] })
    const { items } = await succeed('listContactRoles', { by: owner, params: { organizationId } })
    const held = items.flatMap(({ contactRole, holders }) =>
      holders.map(({ profileId, primary, deputy }) => ({ contactRole, profileId, primary, deputy })),
    )
    expect(held).toEqual([
      { contactRole: 'dpo', profileId: heir.profileId, primary: true, deputy: null },
      { contactRole: 'dpo', profileId: expect.any(String), primary: false, deputy: null },
      { contactRole: 'watchlist', profileId: heir.profileId, primary: true, deputy: null },
    ])
    const standing = (await dumpTable()).filter(
      (item) =>
        item.organizationId === organizationId && item.__edb_e__ === 'contact' && item.profileId === plain.profileId,
    )
    expect(standing).toEqual([])
  })

  test('409 prerequisites-missing for a successor who does not qualify; signing authority is stated with the call', async () => {
    const customer = await freshCustomer(world.provider)
    const { owner, organizationId } = customer
    const attestation = signingAuthorityWording.version
    const leaver = await freshPerson(customer)
    const of = { by: owner, params: { organizationId, profileId: leaver.profileId } }
    const params = { ...of.params, contactRole: 'commercial' }
    await succeed('assignContactRole', { by: owner, params, body: { attestation: { wording: attestation } } })
    const successor = (await freshPerson(customer)).profileId
    const refused = await fail('prerequisites-missing', 'removeProfile', { ...of, query: { successor } })
    expect(refused.errors).toMatchObject([{ pointer: '#/contactRoles/commercial', code: 'signing-authority' }])
    await succeed('removeProfile', { ...of, query: { successor, attestation } })
  })

  test('429 for a successor who would be asked by the 501st mail of the day; 400 for one who cannot be one', async () => {
    const customer = await freshCustomer(world.provider)
    const { owner, organizationId } = customer
    const leaver = await freshPerson(customer, { contactRoles: ['dpo'] })
    const of = { by: owner, params: { organizationId, profileId: leaver.profileId } }
    const draft = await freshDraft(customer)
    for (const [successor, code] of [
      [leaver.profileId, 'invalid'],
      [draft.profileId, 'draft'],
      [world.twin.owner.profileId, 'not-found'],
    ] as const) {
      const { errors } = await fail('invalid', 'removeProfile', { ...of, query: { successor } })
      expect(errors).toMatchObject([{ pointer: 'query#/successor', code }])
    }
    const now = new Date().toISOString()
    for (let mails = 0; mails < limitsOf['organization-link-mails'].most; mails++)
      await countWithin('organization-link-mails', organizationId, now.slice(0, 10), now)
    const successor = (await freshPerson(customer)).profileId
    await fail('too-many-requests', 'removeProfile', { ...of, query: { successor } })
  })

  test('200 ends access at the next request with the same token, and the profile is gone', async () => {
    const admin = await somebody({ defaultRole: 'rol_admin', permissionGroups: ['pgr_full-role'] })
    const { profileId, organizationId, identityId } = admin
    const answer = await succeed('removeProfile', about(admin, world.customer.owner))
    expect(answer).toEqual({ profileId, removedAt: expect.any(String), coverageChanges: [] })
    await fail('not-found', 'listProfiles', { by: admin, params: { organizationId } })
    await fail('not-found', 'getProfile', about(admin, world.customer.owner))
    const left = (await dumpTable()).filter(
      (item) => item.profileId === profileId && item.__edb_e__ !== 'invitation' && item.__edb_e__ !== 'link',
    )
    expect(left).toMatchObject([{ __edb_e__: 'former-profile', firstName: 'Robin', lastName: 'Claes' }])
    expect(left[0]).not.toHaveProperty('email')
    expect((await itemsOf('access')).filter((item) => item.identityId === identityId)).toEqual([])
  })

  test('200 gives the address and the externalId back at once', async () => {
    const { organizationId } = world.customer
    const by = world.customer.owner
    const body = {
      kind: 'person',
      user: false,
      email: 'free.again@contoso.example',
      firstName: 'Jan',
      lastName: 'Peeters',
      externalId: 'free-again',
    }
    for (let round = 0; round < 2; round++) {
      const made = await succeed('createProfile', { by, params: { organizationId }, body })
      await fail('address-taken', 'createProfile', { by, params: { organizationId }, body })
      await succeed('removeProfile', about(made, by))
    }
  })

  test('200 revokes a pending invitation with it', async () => {
    const invitee = await invite(world.customer.owner, world.customer.organizationId)
    await succeed('removeProfile', about(invitee, world.customer.owner))
    expect((await send({ method: 'GET', path: invitee.link })).status).toBeGreaterThanOrEqual(404)
    expect(
      (await itemsOf('invitation')).find(({ invitationId }) => invitationId === invitee.invitationId),
    ).toMatchObject({ state: 'revoked' })
  })

  test('200 for yourself: leaving', async () => {
    const admin = await somebody({ defaultRole: 'rol_admin' })
    await succeed('removeProfile', about(admin, admin))
    await fail('not-found', 'getProfile', about(admin, admin))
  })

  test('200 in a dry run changes nothing and says what would be lost', async () => {
    const developer = await somebody({ defaultRole: 'rol_content-developer' })
    const before = await dumpTable()
    const { body } = await call('removeProfile', {
      ...about(developer, world.customer.owner),
      query: { dryRun: 'true' },
    })
    expect(JSON.parse(body)).toMatchObject({ refusal: null, affected: [{ gains: [], loses: [{}, {}] }] })
    expect(await dumpTable()).toEqual(before)
  })

  test('409 last-owner for the last active one, and for one of two who remove each other at once', async () => {
    const bakery = await addCustomer(world.provider, 'Leaving Bakery')
    await fail('last-owner', 'removeProfile', about(bakery.owner, bakery.owner))
    const other = await join(bakery.owner, bakery.organizationId, { defaultRole: 'rol_owner' })
    const answers = await Promise.all([
      call('removeProfile', about(other, bakery.owner)),
      call('removeProfile', about(bakery.owner, other)),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('403 forbidden for a successor from whoever may manage profiles and not name contacts; without one they may', async () => {
    const customer = await freshCustomer(world.provider)
    const weak = await freshPerson(customer, { defaultRole: 'rol_content-developer' })
    const [leaver, contact] = [await freshPerson(customer), await freshPerson(customer, { contactRoles: ['dpo'] })]
    const query = { successor: weak.profileId }
    await whileDevelopersManageProfiles(async () => {
      const refused = await fail('forbidden', 'removeProfile', { ...about(contact, weak), query })
      expect(refused.detail).toContain('contact-roles:manage')
      // Whoever stands for nothing hands nothing on.
      await succeed('removeProfile', { ...about(leaver, weak), query })
      await succeed('removeProfile', about(contact, weak))
    })
  })
  test('200 without a successor frees whoever stood in for them, who is no contact any more', async () => {
    const customer = await freshCustomer(world.provider)
    const { organizationId, owner, plain } = customer
    const holder = await freshPerson(customer, { contactRoles: ['dpo'] })
    const [from, until] = [new Date().toISOString(), '2099-01-01T00:00:00.000Z']
    const deputy = { ...about(holder, owner), body: { deputy: plain.profileId, from, until } }
    await succeed('setDeputy', { ...deputy, params: { ...deputy.params, contactRole: 'dpo' } })
    await succeed('removeProfile', about(holder, owner))
    expect((await itemsOf('contact')).filter((one) => one.organizationId === organizationId)).toEqual([])
    const { items } = await succeed('listProfileActivities', about(plain, owner))
    expect(items[0]?.action).toBe('contact-role.deputy-cleared')
  })

  test('403 owner-only towards an owner for whoever is none; cannot-grant towards whoever holds more', async () => {
    for (const by of [world.customer.admin, world.customer.fullRole, world.provider.owner])
      await fail('owner-only', 'removeProfile', about(world.customer.owner, by))
    await whileDevelopersManageProfiles(async () => {
      await fail('cannot-grant', 'removeProfile', about(world.customer.admin, world.customer.developer))
    })
  })

  test('404 for another organization’s, and for whoever was removed before', async () => {
    await fail('not-found', 'removeProfile', about(world.customer.plain, world.twin.owner))
    const person = await somebody()
    await succeed('removeProfile', about(person, world.customer.owner))
    await fail('not-found', 'removeProfile', about(person, world.customer.owner))
  })
})
