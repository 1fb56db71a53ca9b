import { beforeAll, describe, expect, test } from 'vitest'
import { listOwners } from '../../../shared/table/owners.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { mailsTo } from '../../support/cloud-services-mail.ts'
import { type SdkCall, whileMeddling } from '../../support/dynamodb-faults.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { demote, joinAlso, seedWorld, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { textOf } from '../../support/world-forms.ts'
import { freshCustomer, freshOrganization } from '../../support/world-fresh.ts'
import { whileOwnersAre } from '../../support/world-limits.ts'
import { freshEmail, type Grants, type Invitee, invite, join, type Person } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('acceptInvitation')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const here = () => world.customer.organizationId
/** Somebody who signs in to the twin, and is invited here. */
async function someoneInvited(grants: Grants = {}, by = world.customer.owner) {
  const person = await join(world.twin.owner, world.twin.organizationId)
  return { person, invitee: await invite(by, here(), grants, person.email) }
}
const names = { firstName: 'Robin', lastName: 'Claes' }
const asked = (by: Person, { invitationId }: Pick<Invitee, 'invitationId'>, query: Record<string, string> = {}) => ({
  by,
  params: { invitationId },
  body: names,
  query,
})
const accept = (by: Person, invitee: Invitee) => succeed('acceptInvitation', asked(by, invitee))
const refused = (code: Parameters<typeof fail>[0], by: Person, invitee: Pick<Invitee, 'invitationId'>) =>
  fail(code, 'acceptInvitation', asked(by, invitee))
const profileOf = ({ profileId }: Invitee) =>
  succeed('getProfile', { by: world.customer.owner, params: { organizationId: here(), profileId } })
const open = async (link: string) => {
  const { status, body } = await send({ method: 'GET', path: link })
  return { status, text: textOf(body) }
}

describe('acceptInvitation', () => {
  test('200 gives access at once, under the sign-in the person has, and keeps the link from working', async () => {
    const { person, invitee } = await someoneInvited({ permissionGroups: ['pgr_full-role'] })
    expect(await open(invitee.link)).toMatchObject({
      status: 200,
      text: expect.stringContaining('You already have an account'),
    })
    const there = { by: person, params: { organizationId: here() } }
    await fail('not-found', 'listProfiles', there)
    const { organizationId, invitationId, profileId } = invitee
    expect(await accept(person, invitee)).toEqual({
      organizationId,
      invitationId,
      profileId,
      status: 'accepted',
      coverageChanges: [],
    })
    await succeed('listProfiles', there)
    await succeed('listMyOrganizations', { by: person })
    expect(await profileOf(invitee)).toMatchObject({ status: 'active', ...names, permissionGroups: ['pgr_full-role'] })
    const { organizations } = await succeed('getMe', { by: person })
    expect(organizations.map((one) => one.organizationId).sort()).toEqual([here(), world.twin.organizationId].sort())
    expect((await open(invitee.link)).text).toContain('has been accepted')
    expect((await succeed('listMyInvitations', { by: person })).items).toEqual([])
  })

  test('200 tells the address that it was accepted by signing in, and speaks of no password', async () => {
    const { person, invitee } = await someoneInvited()
    await accept(person, invitee)
    const before = mailsTo(person.email).length
    await settle()
    const [told, ...more] = mailsTo(person.email).slice(before)
    expect(more).toEqual([])
    expect(told?.text).toContain('accepted by somebody who signed in with this address')
    expect(told?.text).not.toContain('a password was chosen')
    expect(told?.text).toContain('Change your password')
  })

  test('200 is an activity of the person, who is the one it was done to', async () => {
    const { person, invitee } = await someoneInvited()
    await accept(person, invitee)
    const [activity] = (
      await succeed('listActivities', { by: world.customer.owner, params: { organizationId: here() } })
    ).items
    expect(activity).toMatchObject({
      action: 'invitation.accepted',
      actor: `user:${person.identityId}`,
      subject: invitee.profileId,
    })
  })

  test('200 keeps the name that the organization knows', async () => {
    const person = await join(world.twin.owner, world.twin.organizationId)
    const { profileId } = await succeed('createProfile', {
      by: world.customer.owner,
      params: { organizationId: here() },
      body: { kind: 'person', user: true, confirm: true, email: person.email, firstName: 'Jo', lastName: 'Smets' },
    })
    const [offer] = (await succeed('listMyInvitations', { by: person })).items
    expect(offer).toMatchObject({ firstName: 'Jo', lastName: 'Smets', profileId })
    await succeed('acceptInvitation', {
      ...asked(person, { invitationId: offer?.invitationId ?? ('' as never) }),
      body: {},
    })
    const profile = await succeed('getProfile', {
      by: world.customer.owner,
      params: { organizationId: here(), profileId },
    })
    expect(profile).toMatchObject({ status: 'active', firstName: 'Jo', lastName: 'Smets' })
  })

  test('200 as an owner, whom the guard of the last owner counts', async () => {
    const { person, invitee } = await someoneInvited({ defaultRole: 'rol_owner' })
    await accept(person, invitee)
    expect(await listOwners(here())).toContain(invitee.profileId)
  })

  test('200 in a dry run says what the person would gain, and changes nothing', async () => {
    const { person, invitee } = await someoneInvited({ permissionGroups: ['pgr_full-role'] })
    const before = await dumpTable()
    const dry = await call('acceptInvitation', asked(person, invitee, { dryRun: 'true' }))
    expect(JSON.parse(dry.body)).toMatchObject({ dryRun: true, refusal: null })
    expect(await dumpTable()).toEqual(before)
  })

  test('200 once for eight at once, and never together with declining', async () => {
    const { person, invitee } = await someoneInvited()
    const answers = await Promise.all([
      ...Array.from({ length: 7 }, () => call('acceptInvitation', asked(person, invitee))),
      call('declineInvitation', { by: person, params: { invitationId: invitee.invitationId } }),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    for (const { status } of answers) expect([200, 409, 503]).toContain(status)
  })

  test('400 invalid without the name that the organization does not know, and nothing happens', async () => {
    const { person, invitee } = await someoneInvited()
    const before = await dumpTable()
    const without = (body: object) => faultsOf('acceptInvitation', { ...asked(person, invitee), body })
    expect(await without({})).toEqual(['#/firstName required'])
    expect(await without({ firstName: 'Robin' })).toEqual(['#/lastName required'])
    expect(await without({ ...names, lastName: '<b>' })).toEqual(['#/lastName invalid'])
    expect(await without({ ...names, organizationId: here() })).toEqual(['#/organizationId unknown-field'])
    expect(await dumpTable()).toEqual(before)
  })

  test("404 not-found for one that is not there, and for somebody else's: the same bytes", async () => {
    const { person } = await someoneInvited()
    const other = await invite(world.customer.owner, here(), {}, freshEmail())
    await refused('not-found', person, other)
    await refused('not-found', person, { invitationId: 'inv_01k2r8v6m0q3s5t7w9x1y3z5a9' as never })
    await refused('not-found', person, { invitationId: 'x' as never })
  })

  test('404 not-found once the address of the profile is another', async () => {
    const { person, invitee } = await someoneInvited()
    const { version } = await profileOf(invitee)
    await succeed('changeProfile', {
      by: world.customer.owner,
      params: { organizationId: here(), profileId: invitee.profileId },
      headers: { 'if-match': `"${version}"` },
      body: { email: freshEmail(), firstName: 'Jo', lastName: 'Smets' },
    })
    await refused('not-found', person, invitee)
    await settle()
  })

  test('403 forbidden while the organization is suspended, and afterwards it goes', async () => {
    const { person, invitee } = await someoneInvited()
    await setStatus(here(), 'suspended')
    await refused('forbidden', person, invitee)
    await setStatus(here(), 'active')
    await accept(person, invitee)
  })

  test('403 forbidden, and nothing is withdrawn, when it is suspended in that very moment', async () => {
    const { person, invitee } = await someoneInvited()
    let suspended = false
    const suspendOnceRead = async ({ input, goOn }: SdkCall) => {
      const read = await goOn()
      if (!suspended && JSON.stringify(input).includes(`invitation#${invitee.invitationId}`)) {
        suspended = true
        await setStatus(here(), 'suspended')
      }
      return read
    }
    await whileMeddling(suspendOnceRead, () => refused('forbidden', person, invitee))
    expect(suspended).toBe(true)
    await setStatus(here(), 'active')
    await accept(person, invitee)
  })

  test('200 of whom somebody invited by rights of their own, while the reseller they belong to is suspended', async () => {
    const reseller = await freshCustomer(world.provider, 'Suspended Reseller')
    const shop = await freshOrganization(reseller)
    const inviter = { ...reseller.owner, organizationId: shop.organizationId }
    await joinAlso(reseller.owner, shop.organizationId)
    const person = await join(world.twin.owner, world.twin.organizationId)
    const invitee = await invite(inviter, shop.organizationId, {}, person.email)
    const { organizationId } = reseller
    await succeed('suspendOrganization', { by: world.provider.owner, params: { organizationId } })
    expect(await accept(person, invitee)).toMatchObject({ status: 'accepted' })
  })

  test('409 invitation-accepted, invitation-revoked, invitation-expired', async () => {
    const { person, invitee } = await someoneInvited()
    await atTime(after.days(7), () => refused('invitation-expired', person, invitee))
    const { organizationId, invitationId } = invitee
    await succeed('revokeInvitation', { by: world.customer.owner, params: { organizationId, invitationId } })
    await refused('invitation-revoked', person, invitee)
    await atTime(after.minutes(2), () =>
      succeed('resendInvitation', { by: world.customer.owner, params: { organizationId, invitationId } }),
    )
    await accept(person, invitee)
    await refused('invitation-accepted', person, invitee)
    await settle()
  })

  test('409 too-many-owners where there are a hundred: it waits until there is room', async () => {
    const { organizationId } = world.customer
    const { person, invitee } = await someoneInvited({ defaultRole: 'rol_owner' })
    await whileOwnersAre(100, organizationId, () => refused('too-many-owners', person, invitee))
    await whileOwnersAre(99, organizationId, () => accept(person, invitee))
    await settle()
  })

  test('409 inviter-lost-access withdraws it, says so every time, and tells the administrators once', async () => {
    const inviter = await join(world.customer.owner, here(), { defaultRole: 'rol_admin' })
    const { person, invitee } = await someoneInvited({ defaultRole: 'rol_viewer' }, inviter)
    await demote(inviter)
    const dry = await call('acceptInvitation', asked(person, invitee, { dryRun: 'true' }))
    expect(JSON.parse(dry.body)).toMatchObject({ refusal: { code: 'inviter-lost-access' } })
    await settle()
    const before = mailsTo(world.customer.owner.email).length
    await refused('inviter-lost-access', person, invitee)
    await refused('inviter-lost-access', person, invitee)
    const { organizationId, invitationId } = invitee
    const seen = await succeed('getInvitation', { by: world.customer.owner, params: { organizationId, invitationId } })
    expect(seen).toMatchObject({ status: 'revoked', revokedBecause: 'inviter-lost-access' })
    expect(await profileOf(invitee)).toMatchObject({ status: 'draft' })
    await settle()
    const told = mailsTo(world.customer.owner.email).slice(before)
    expect(told).toHaveLength(1)
    expect(told[0]?.text).toContain(person.email)
  })
})
