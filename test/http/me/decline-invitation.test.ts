import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { demote, seedWorld, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { textOf } from '../../support/world-forms.ts'
import { freshEmail, type Grants, type Invitee, invite, join, type Person } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('declineInvitation')

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
const asked = (by: Person, { invitationId }: Pick<Invitee, 'invitationId'>, query: Record<string, string> = {}) => ({
  by,
  params: { invitationId },
  query,
})
const decline = (by: Person, invitee: Invitee) => succeed('declineInvitation', asked(by, invitee))
const refused = (code: Parameters<typeof fail>[0], by: Person, invitee: Pick<Invitee, 'invitationId'>) =>
  fail(code, 'declineInvitation', asked(by, invitee))
const seen = ({ organizationId, invitationId }: Invitee) =>
  succeed('getInvitation', { by: world.customer.owner, params: { organizationId, invitationId } })
const again = ({ organizationId, invitationId }: Invitee) =>
  atTime(after.minutes(2), () =>
    succeed('resendInvitation', { by: world.customer.owner, params: { organizationId, invitationId } }),
  )
const open = async (link: string) => {
  const { status, body } = await send({ method: 'GET', path: link })
  return { status, text: textOf(body) }
}

describe('declineInvitation', () => {
  test('200 ends the link, whose page says so, shows whoever invited why, and leaves a draft', async () => {
    const { person, invitee } = await someoneInvited({ permissionGroups: ['pgr_full-role'] })
    const { organizationId, invitationId, profileId } = invitee
    expect(await decline(person, invitee)).toEqual({
      organizationId,
      invitationId,
      profileId,
      status: 'declined',
      coverageChanges: [],
    })
    expect(await seen(invitee)).toMatchObject({ status: 'revoked', revokedBecause: 'declined' })
    expect(await open(invitee.link)).toMatchObject({
      status: 410,
      text: expect.stringContaining('You declined this invitation'),
    })
    const params = { organizationId, profileId }
    expect(await succeed('getProfile', { by: world.customer.owner, params })).toMatchObject({
      status: 'draft',
      permissionGroups: ['pgr_full-role'],
    })
    expect((await succeed('listMyInvitations', { by: person })).items).toEqual([])
    await fail('not-found', 'listProfiles', { by: person, params: { organizationId } })
  })

  test('200 is an activity of the person, and mails nobody', async () => {
    const { person, invitee } = await someoneInvited()
    const before = mailsTo(world.customer.owner.email).length
    await decline(person, invitee)
    await settle()
    expect(mailsTo(world.customer.owner.email)).toHaveLength(before)
    const [activity] = (
      await succeed('listActivities', { by: world.customer.owner, params: { organizationId: here() } })
    ).items
    expect(activity).toMatchObject({
      action: 'invitation.declined',
      actor: `user:${person.identityId}`,
      subject: invitee.profileId,
    })
  })

  test('200 can be made good: it is sent again, and accepted', async () => {
    const { person, invitee } = await someoneInvited()
    await decline(person, invitee)
    await again(invitee)
    await settle()
    expect(linkTo(person.email)).not.toBe(invitee.link)
    await succeed('acceptInvitation', { ...asked(person, invitee), body: { firstName: 'Robin', lastName: 'Claes' } })
    expect(await seen(invitee)).toMatchObject({ status: 'accepted', revokedBecause: null })
  })

  test('200 in a dry run changes nothing', async () => {
    const { person, invitee } = await someoneInvited()
    const before = await dumpTable()
    const dry = await call('declineInvitation', asked(person, invitee, { dryRun: 'true' }))
    expect(JSON.parse(dry.body)).toMatchObject({ dryRun: true, refusal: null })
    expect(await dumpTable()).toEqual(before)
  })

  test("404 not-found for one that is not there, and for somebody else's", async () => {
    const { person } = await someoneInvited()
    await refused('not-found', person, await invite(world.customer.owner, here(), {}, freshEmail()))
    await refused('not-found', person, { invitationId: 'inv_01k2r8v6m0q3s5t7w9x1y3z5a9' as never })
  })

  test('403 forbidden while the organization is suspended', async () => {
    const { person, invitee } = await someoneInvited()
    await setStatus(here(), 'suspended')
    await refused('forbidden', person, invitee)
    await setStatus(here(), 'active')
  })

  test('409 for what there is nothing to decide about: expired, declined before, accepted, withdrawn by itself', async () => {
    const { person, invitee } = await someoneInvited()
    await atTime(after.days(7), () => refused('invitation-expired', person, invitee))
    await decline(person, invitee)
    await refused('invitation-revoked', person, invitee)
    await again(invitee)
    await succeed('acceptInvitation', { ...asked(person, invitee), body: { firstName: 'Robin', lastName: 'Claes' } })
    await refused('invitation-accepted', person, invitee)

    const inviter = await join(world.customer.owner, here(), { defaultRole: 'rol_admin' })
    const lost = await someoneInvited({}, inviter)
    await demote(inviter)
    const body = { firstName: 'Robin', lastName: 'Claes' }
    await fail('inviter-lost-access', 'acceptInvitation', { ...asked(lost.person, lost.invitee), body })
    await refused('inviter-lost-access', lost.person, lost.invitee)
    await settle()
  })
})
