import { beforeAll, describe, expect, test } from 'vitest'
import { countWithin, limitsOf } from '../../../shared/table/limit.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type World } from '../../support/world.ts'
import { nameContact } from '../../support/world-coverage.ts'
import { freshCustomer, type MadeTenant } from '../../support/world-fresh.ts'
import { whileOwnersAre } from '../../support/world-limits.ts'
import { freshEmail, invite, join, type Person } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'
import { whileDevelopersManageProfiles } from '../../support/world-weak-role.ts'

provesOperation('reactivateProfile')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = ({ profileId, organizationId }: Pick<Person, 'profileId' | 'organizationId'>, by: Person) => ({
  by,
  params: { organizationId, profileId },
})

async function away(grants: object = {}): Promise<Person> {
  const person = await join(world.customer.owner, world.customer.organizationId, grants)
  await succeed('deactivateProfile', about(person, world.customer.owner))
  return person
}

/** Somebody of a tenant who never signs in. */
async function contactOf({ organizationId, owner: by }: MadeTenant) {
  const email = freshEmail()
  const body = { kind: 'person', user: false, email, firstName: 'An', lastName: 'Wouters' }
  const { profileId } = await succeed('createProfile', { by, params: { organizationId }, body })
  return { contact: { profileId, email }, of: { by, params: { organizationId, profileId } } }
}

describe('reactivateProfile', () => {
  test('200 gives back all that was there', async () => {
    const grants = { defaultRole: 'rol_admin', permissionGroups: ['pgr_full-role'] }
    const admin = await away(grants)
    expect(await succeed('reactivateProfile', about(admin, world.customer.owner))).toMatchObject({
      status: 'active',
      user: true,
      ...grants,
    })
    await succeed('listProfiles', { by: admin, params: { organizationId: admin.organizationId } })
  })

  test('200 makes a draft of whoever had never accepted, and sends nothing', async () => {
    const invitee = await invite(world.customer.owner, world.customer.organizationId)
    await succeed('deactivateProfile', about(invitee, world.customer.owner))
    expect(await succeed('reactivateProfile', about(invitee, world.customer.owner))).toMatchObject({ status: 'draft' })
    expect(
      (await itemsOf('invitation'))
        .filter(({ profileId }) => profileId === invitee.profileId)
        .map(({ state }) => state),
    ).toEqual(['revoked'])
  })

  test('200 asks a contact anew who was never proved to read mail at their address, and the link of an earlier address is dead', async () => {
    const tenant = await freshCustomer(world.provider)
    const { contact, of } = await contactOf(tenant)
    await nameContact(tenant, contact, 'dpo')
    await settle()
    const old = linkTo(contact.email)
    await succeed('deactivateProfile', of)
    const email = freshEmail()
    const { etag } = (await call('getProfile', of)).headers
    await succeed('changeProfile', { ...of, body: { email }, headers: { 'If-Match': etag ?? '' } })
    await succeed('reactivateProfile', of)
    await settle()
    expect((await send({ method: 'GET', path: old })).status).toBe(410)
    expect((await send({ method: 'GET', path: linkTo(email) })).status).toBe(200)
  })

  test('200 asks whoever was named contact while they were deactivated', async () => {
    const tenant = await freshCustomer(world.provider)
    const { contact, of } = await contactOf(tenant)
    await succeed('deactivateProfile', of)
    await nameContact(tenant, contact, 'dpo')
    await settle()
    expect(mailsTo(contact.email)).toEqual([])
    await succeed('reactivateProfile', of)
    await settle()
    expect(mailsTo(contact.email)).toHaveLength(1)
  })

  test('429 when the organization has had 500 mails with a link sent today, and one more is due', async () => {
    const tenant = await freshCustomer(world.provider)
    const { contact, of } = await contactOf(tenant)
    await nameContact(tenant, contact, 'dpo')
    await succeed('deactivateProfile', of)
    const now = new Date().toISOString()
    for (let mails = 1; mails < limitsOf['organization-link-mails'].most; mails++)
      await countWithin('organization-link-mails', tenant.organizationId, now.slice(0, 10), now)
    await fail('too-many-requests', 'reactivateProfile', of)
  })

  test('200 makes an owner count again', async () => {
    const bakery = await addCustomer(world.provider, 'Second Bakery')
    const second = await join(bakery.owner, bakery.organizationId, { defaultRole: 'rol_owner' })
    await succeed('deactivateProfile', about(second, bakery.owner))
    await succeed('reactivateProfile', about(second, bakery.owner))
    await succeed('deactivateProfile', about(bakery.owner, second))
  })

  test('200 in a dry run says what would be gained', async () => {
    const developer = await away({ defaultRole: 'rol_content-developer' })
    const { body } = await call('reactivateProfile', {
      ...about(developer, world.customer.owner),
      query: { dryRun: 'true' },
    })
    expect(JSON.parse(body)).toMatchObject({
      refusal: null,
      affected: [{ gains: [{ permission: 'content:read' }, { permission: 'content:manage' }], loses: [] }],
    })
    await fail('not-found', 'getProfile', about(developer, developer))
  })

  test('409 not-deactivated for anybody else', async () => {
    for (const who of [world.customer.plain, world.customer.pending])
      await fail('not-deactivated', 'reactivateProfile', about(who, world.customer.owner))
  })

  test('409 too-many-owners when there are a hundred, and the hundredth is taken', async () => {
    const { organizationId, owner } = await addCustomer(world.provider, 'Crowded Bakery')
    const second = await join(owner, organizationId, { defaultRole: 'rol_owner' })
    await succeed('deactivateProfile', about(second, owner))
    await whileOwnersAre(100, organizationId, () => fail('too-many-owners', 'reactivateProfile', about(second, owner)))
    await whileOwnersAre(99, organizationId, () => succeed('reactivateProfile', about(second, owner)))
  })

  test('403 owner-only towards somebody who was an owner, and cannot-grant towards whoever held more', async () => {
    const owner = await away({ defaultRole: 'rol_owner' })
    for (const by of [world.customer.admin, world.provider.owner])
      await fail('owner-only', 'reactivateProfile', about(owner, by))
    const admin = await away({ defaultRole: 'rol_admin' })
    await whileDevelopersManageProfiles(async () => {
      await fail('cannot-grant', 'reactivateProfile', about(admin, world.customer.developer))
    })
  })

  test('404 for another organization’s', async () => {
    await fail('not-found', 'reactivateProfile', about(world.customer.deactivated, world.twin.owner))
  })
})
