import { beforeAll, describe, expect, test } from 'vitest'
import { countWithin, limitsOf } from '../../../shared/table/limit.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, joinAlso, seedWorld, setServices, type World } from '../../support/world.ts'
import { nameContact } from '../../support/world-coverage.ts'
import { freshCustomer, freshDraft, freshGroupName, freshPerson } from '../../support/world-fresh.ts'
import { freshEmail, invite, join, type Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersManageProfiles } from '../../support/world-weak-role.ts'

provesOperation('deactivateProfile')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = ({ profileId, organizationId }: Pick<Person, 'profileId' | 'organizationId'>, by: Person) => ({
  by,
  params: { organizationId, profileId },
})
const deactivate = (who: Pick<Person, 'profileId' | 'organizationId'>, by = world.customer.owner) =>
  succeed('deactivateProfile', about(who, by))
const somebody = (grants: object = {}) => join(world.customer.owner, world.customer.organizationId, grants)

describe('deactivateProfile', () => {
  test('200 of a draft who is meant to be contact: it stays an intention, whatever it will take', async () => {
    const customer = await freshCustomer(world.provider)
    const { organizationId, owner } = customer
    const draft = await freshDraft(customer)
    for (const role of ['dpo', 'technical']) await nameContact(customer, draft, role)
    expect(await succeed('deactivateProfile', about(draft, owner))).toMatchObject({ coverageChanges: [] })
    const { items } = await succeed('listContactRoles', { by: owner, params: { organizationId } })
    expect(items.flatMap(({ holders }) => holders)).toEqual([])
  })

  test('200 keeps contact roles, which shows as a gap; a successor takes them over instead', async () => {
    const customer = await freshCustomer(world.provider)
    const { owner, organizationId } = customer
    const holds = { contactRoles: ['dpo'] } as const
    const [kept, handed] = [await freshPerson(customer, holds), await freshPerson(customer, holds)]
    const of = ({ profileId }: Person, query = {}) => ({ by: owner, params: { organizationId, profileId }, query })
    const { contactRoles, coverageChanges } = await succeed('deactivateProfile', of(kept))
    expect({ contactRoles, coverageChanges }).toEqual({
      contactRoles: ['dpo'],
      coverageChanges: [{ contactRole: 'dpo', problem: 'deactivated', profileId: kept.profileId, change: 'opened' }],
    })
    const successor = (await freshPerson(customer)).profileId
    expect(await succeed('deactivateProfile', of(handed, { successor }))).toMatchObject({
      contactRoles: [],
      coverageChanges: [],
    })
    const { items } = await succeed('listProfiles', { ...of(kept), query: { contactRole: 'dpo' } })
    expect(items.map(({ profileId }) => profileId).sort()).toEqual([kept.profileId, successor].sort())
  })

  test('409 prerequisites-missing and 429 for a successor, as when somebody is named contact', async () => {
    const customer = await freshCustomer(world.provider)
    const { owner, organizationId } = customer
    await setServices(organizationId, ['service-desk'])
    const technician = { permissionGroups: ['pgr_service-desk-requester'], contactRoles: ['technical'] } as const
    const of = (profileId: string, successor: string) => ({
      by: owner,
      params: { organizationId, profileId },
      query: { successor },
    })
    const [one, other] = [await freshPerson(customer, technician), await freshPerson(customer)]
    await fail('prerequisites-missing', 'deactivateProfile', of(one.profileId, other.profileId))
    const now = new Date().toISOString()
    for (let mails = 0; mails < limitsOf['organization-link-mails'].most; mails++)
      await countWithin('organization-link-mails', organizationId, now.slice(0, 10), now)
    const able = await freshPerson(customer, { permissionGroups: ['pgr_service-desk-requester'] })
    await fail('too-many-requests', 'deactivateProfile', of(one.profileId, able.profileId))
  })

  test('200 ends access at the next request, with the same token, and keeps everything else', async () => {
    const admin = await somebody({ defaultRole: 'rol_admin', permissionGroups: ['pgr_full-role'] })
    const list = { by: admin, params: { organizationId: admin.organizationId } }
    await succeed('listProfiles', list)
    const before = await succeed('getProfile', about(admin, world.customer.owner))
    const { coverageChanges, ...after } = await deactivate(admin)
    expect(coverageChanges).toEqual([])
    expect(after).toEqual({
      ...before,
      status: 'deactivated',
      version: before.version + 1,
      updatedAt: expect.any(String),
    })
    await fail('not-found', 'listProfiles', list)
    expect(await succeed('getProfile', about(admin, world.customer.owner))).toEqual(after)
  })

  test('200 acts here alone: in another organization the person goes on', async () => {
    const shared = await somebody({ defaultRole: 'rol_admin' })
    await joinAlso(shared, world.twin.organizationId)
    await deactivate(shared)
    await succeed('listProfiles', { by: shared, params: { organizationId: world.twin.organizationId } })
    await fail('not-found', 'listProfiles', { by: shared, params: { organizationId: shared.organizationId } })
  })

  test('200 revokes a pending invitation with it: the link says so', async () => {
    const invitee = await invite(world.customer.owner, world.customer.organizationId)
    expect(await deactivate(invitee)).toMatchObject({ status: 'deactivated', user: true })
    const page = await send({ method: 'GET', path: invitee.link })
    expect(page.status).toBe(410)
    const invitation = (await itemsOf('invitation')).find((item) => item.invitationId === invitee.invitationId)
    expect(invitation).toMatchObject({ state: 'revoked', revokedBecause: 'by-hand' })
  })

  test('200 for a draft who was meant for a permission group that is gone by now, and for one that took the place of another', async () => {
    const { owner: by, organizationId } = world.customer
    const groupOf = async () => {
      const body = { name: freshGroupName(), portalRoles: ['activities-viewer'], applicationRoles: [] }
      return (await succeed('createPermissionGroup', { by, params: { organizationId }, body })).permissionGroupId
    }
    const [gone, replaced, stays] = [await groupOf(), await groupOf(), await groupOf()]
    const who = { kind: 'person', user: true, email: freshEmail(), firstName: 'Jan', lastName: 'Peeters' }
    const made = await succeed('createProfile', {
      by,
      params: { organizationId },
      body: { ...who, permissionGroups: [gone, replaced] },
    })
    const remove = (permissionGroupId: string, query = {}) =>
      call('removePermissionGroup', { by, params: { organizationId, permissionGroupId }, query })
    expect((await remove(gone)).status).toBe(200)
    expect((await remove(replaced, { replaceWith: stays })).status).toBe(200)
    const after = await deactivate(made)
    expect(after.permissionGroups).toEqual([stays])
    expect(await succeed('reactivateProfile', about(made, by))).toMatchObject({ status: 'draft' })
  })

  test('200 for a draft, for a contact, and for yourself', async () => {
    const { organizationId } = world.customer
    for (const user of [true, false]) {
      const body = { kind: 'person', user, email: freshEmail(), firstName: 'Jan', lastName: 'Peeters' }
      const made = await succeed('createProfile', { by: world.customer.owner, params: { organizationId }, body })
      expect(await deactivate(made)).toMatchObject({ user, status: 'deactivated' })
    }
    const admin = await somebody({ defaultRole: 'rol_admin' })
    await deactivate(admin, admin)
    await fail('not-found', 'getProfile', about(admin, admin))
  })

  test('200 writes one activity', async () => {
    const person = await somebody()
    const count = async () => (await itemsOf('activity')).filter(({ subjectId }) => subjectId === person.profileId)
    const before = (await count()).length
    await deactivate(person)
    expect((await count()).slice(before).map(({ action }) => action)).toEqual(['profile.deactivated'])
    await settle()
  })

  test('200 in a dry run says what would be lost, and changes nothing', async () => {
    const developer = await somebody({ defaultRole: 'rol_content-developer' })
    const before = await dumpTable()
    const { body } = await call('deactivateProfile', {
      ...about(developer, world.customer.owner),
      query: { dryRun: 'true' },
    })
    expect(JSON.parse(body)).toMatchObject({
      refusal: null,
      affected: [
        {
          who: { profileId: developer.profileId },
          gains: [],
          loses: [{ permission: 'content:read' }, { permission: 'content:manage' }],
        },
      ],
    })
    const last = await call('deactivateProfile', {
      ...about(world.twin.owner, world.twin.owner),
      query: { dryRun: 'true' },
    })
    expect(JSON.parse(last.body)).toMatchObject({ refusal: { code: 'last-owner' } })
    expect(await dumpTable()).toEqual(before)
  })

  test('409 last-owner for the last active owner, an invited one or not', async () => {
    const bakery = await addCustomer(world.provider, 'Lone Bakery')
    await invite(bakery.owner, bakery.organizationId, { defaultRole: 'rol_owner' })
    await fail('last-owner', 'deactivateProfile', about(bakery.owner, bakery.owner))
    const second = await join(bakery.owner, bakery.organizationId, { defaultRole: 'rol_owner' })
    await deactivate(second, bakery.owner)
    await fail('last-owner', 'deactivateProfile', about(bakery.owner, bakery.owner))
  })

  test('409 last-owner for one of two who deactivate each other at once', async () => {
    for (let round = 0; round < 5; round++) {
      const bakery = await addCustomer(world.provider, `Bakery ${round}`)
      const other = await join(bakery.owner, bakery.organizationId, { defaultRole: 'rol_owner' })
      const answers = await Promise.all([
        call('deactivateProfile', about(other, bakery.owner)),
        call('deactivateProfile', about(bakery.owner, other)),
      ])
      const statuses = answers.map(({ status }) => status)
      expect(statuses.filter((status) => status === 200)).toHaveLength(1)
      expect([404, 409]).toContain(statuses.find((status) => status !== 200))
    }
  })

  test('409 deactivated for whoever is already', async () => {
    await fail('deactivated', 'deactivateProfile', about(world.customer.deactivated, world.customer.owner))
  })

  test('403 forbidden for a successor from whoever may manage profiles and not name contacts; without one they may', async () => {
    const customer = await freshCustomer(world.provider)
    const weak = await freshPerson(customer, { defaultRole: 'rol_content-developer' })
    const [leaver, contact] = [await freshPerson(customer), await freshPerson(customer, { contactRoles: ['dpo'] })]
    const query = { successor: weak.profileId }
    await whileDevelopersManageProfiles(async () => {
      const refused = await fail('forbidden', 'deactivateProfile', { ...about(contact, weak), query })
      expect(refused.detail).toContain('contact-roles:manage')
      // Whoever stands for nothing hands nothing on.
      await succeed('deactivateProfile', { ...about(leaver, weak), query })
      await succeed('deactivateProfile', about(contact, weak))
    })
  })
  test('403 owner-only towards an owner, a pending one too, for whoever is none', async () => {
    const pending = await invite(world.customer.owner, world.customer.organizationId, { defaultRole: 'rol_owner' })
    for (const by of [world.customer.admin, world.customer.fullRole, world.provider.owner])
      for (const who of [world.customer.owner, pending])
        await fail('owner-only', 'deactivateProfile', about({ ...who, organizationId: pending.organizationId }, by))
  })

  test('403 cannot-grant towards whoever holds more than the caller', async () => {
    await whileDevelopersManageProfiles(async () => {
      await fail('cannot-grant', 'deactivateProfile', about(world.customer.admin, world.customer.developer))
      await deactivate(await somebody(), world.customer.developer)
    })
  })

  test('404 for a profile that is not here, and for another organization’s', async () => {
    const { organizationId } = world.customer
    for (const profileId of ['prf_01k2r8v6m0q3s5t7w9x1y3z5a8', world.twin.owner.profileId, 'x'])
      await fail('not-found', 'deactivateProfile', { by: world.customer.owner, params: { organizationId, profileId } })
  })
})
