import { beforeAll, describe, expect, test } from 'vitest'
import { mostHolders } from '../../../shared/domain/contact-roles.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { codeOf } from '../../support/cloud-services-directory.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, expectProblem, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { demote, seedWorld, setServices, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { textOf } from '../../support/world-forms.ts'
import { freshCustomer, freshInvitee, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { happenedToday } from '../../support/world-limits.ts'
import {
  activate,
  choosePassword,
  type Grants,
  type Invitee,
  invite,
  join,
  type Person,
  passwordForm,
  submit,
} from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersManageProfiles } from '../../support/world-weak-role.ts'

provesOperation('resendInvitation')

let world: World
let owner: Person
beforeAll(async () => {
  world = await seedWorld()
  owner = world.customer.owner
})

const here = () => world.customer.organizationId
const inviteHere = (grants: Grants = {}, by = owner) => invite(by, here(), grants)
const asked = (
  { invitationId, organizationId }: Pick<Invitee, 'invitationId' | 'organizationId'>,
  by = owner,
  query: Record<string, string> = {},
) => ({ by, params: { organizationId, invitationId }, query })
const minuteLater = <Result>(act: () => Promise<Result>) => atTime(after.seconds(61), act)
const resend = (invitee: Invitee, by = owner) => minuteLater(() => succeed('resendInvitation', asked(invitee, by)))
const revoke = (invitee: Invitee) => succeed('revokeInvitation', asked(invitee))
const refused = (code: Parameters<typeof fail>[0], invitee: Invitee, by = owner) =>
  minuteLater(() => fail(code, 'resendInvitation', asked(invitee, by)))
const open = async (link: string) => {
  const { status, body } = await send({ method: 'GET', path: link })
  return { status, text: textOf(body) }
}
const profileOf = ({ organizationId, profileId }: Invitee, by = owner) =>
  succeed('getProfile', { by, params: { organizationId, profileId } })

const record = async (invitee: Invitee) =>
  (await itemsOf('invitation')).find(({ invitationId }) => invitationId === invitee.invitationId)

describe('resendInvitation', () => {
  test('409 too-many-groups for whoever was given more than an invitation brings before it was withdrawn', async () => {
    const invitee = await inviteHere()
    const groups = await Promise.all(Array.from({ length: 11 }, () => freshGroup(here())))
    const { profileId } = invitee
    await succeed('grantProfileGroups', { by: owner, params: { organizationId: here(), profileId }, body: { groups } })
    await resend(invitee)
    await revoke(invitee)
    await atTime(after.minutes(3), () => fail('too-many-groups', 'resendInvitation', asked(invitee)))
  })

  test('200 sends a new link; the old one is dead and says so, and the sender is the inviter', async () => {
    const { admin } = world.customer
    const invitee = await inviteHere()
    const reply = await resend(invitee, admin)
    expect(reply).toMatchObject({
      status: 'pending',
      timesSent: 2,
      delivery: 'queued',
      invitedBy: { principal: `user:${admin.identityId}` },
    })
    expect(Date.parse(reply.expiresAt) - Date.parse(reply.sentAt)).toBe(after.days(7))
    expect({ ...(await succeed('getInvitation', asked(invitee))), coverageChanges: [] }).toEqual(reply)
    await settle()
    expect(mailsTo(invitee.email)).toHaveLength(2)
    const link = linkTo(invitee.email)
    expect(link).not.toBe(invitee.link)
    expect(await open(invitee.link)).toMatchObject({ status: 410, text: expect.stringContaining('newer link') })
    expect((await open(link)).status).toBe(200)
    expect((await succeed('getInvitation', asked(invitee))).delivery).toBe('sent')
    expect((await activate(invitee)).email).toBe(invitee.email)
  })

  test('200 for one that has expired: it works for as many days again', async () => {
    const invitee = await inviteHere()
    await atTime(after.days(8), async () => {
      expect((await open(invitee.link)).text).toContain('This link has expired')
      expect(await succeed('resendInvitation', asked(invitee))).toMatchObject({ status: 'pending', timesSent: 2 })
      await settle()
      expect((await open(linkTo(invitee.email))).status).toBe(200)
    })
  })

  test('200 for one that was revoked: the draft is invited again, with what it was to be given', async () => {
    const invitee = await inviteHere({ permissionGroups: ['pgr_full-role'] })
    await revoke(invitee)
    expect(await profileOf(invitee)).toMatchObject({ status: 'draft' })
    const reply = await resend(invitee)
    expect(reply).toMatchObject({ status: 'pending', revokedBecause: null, timesSent: 2 })
    expect(await profileOf(invitee)).toMatchObject({ status: 'invited', permissionGroups: ['pgr_full-role'] })
    await settle()
    expect((await open(invitee.link)).status).toBe(410)
    const person = await activate(invitee)
    await succeed('listProfiles', { by: person, params: { organizationId: here() } })
  })

  test('200 goes to the address that the profile has by now', async () => {
    const invitee = await inviteHere()
    await revoke(invitee)
    const params = { organizationId: here(), profileId: invitee.profileId }
    const { version } = await profileOf(invitee)
    const email = `moved-${invitee.email}`
    await succeed('changeProfile', { by: owner, params, headers: { 'if-match': `"${version}"` }, body: { email } })
    await resend(invitee)
    await settle()
    expect(mailsTo(email)).toHaveLength(1)
    expect(mailsTo(invitee.email)).toHaveLength(1)
  })

  test('200 in a dry run says what somebody withdrawn would gain, and sends nothing', async () => {
    const invitee = await inviteHere({ permissionGroups: ['pgr_full-role'] })
    await revoke(invitee)
    const before = await dumpTable()
    const dry = await minuteLater(() => call('resendInvitation', asked(invitee, owner, { dryRun: 'true' })))
    expect(JSON.parse(dry.body)).toMatchObject({
      dryRun: true,
      refusal: null,
      affected: [{ who: { profileId: invitee.profileId }, loses: [] }],
    })
    expect(await dumpTable()).toEqual(before)
  })

  test('200 once for ten at once: one new link, and one mail', async () => {
    const invitee = await inviteHere()
    const answers = await minuteLater(() =>
      Promise.all(Array.from({ length: 10 }, () => call('resendInvitation', asked(invitee)))),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await record(invitee)).toMatchObject({ generation: 2 })
    await settle()
    expect(mailsTo(invitee.email)).toHaveLength(2)
  })

  test('of a link that is being accepted at that moment, either or: never both', async () => {
    for (let trial = 0; trial < 10; trial++) {
      const invitee = await inviteHere()
      await minuteLater(async () => {
        const { attempt, totpKey } = await choosePassword(await passwordForm(invitee.link))
        const [accepted, resent] = await Promise.all([
          submit(attempt, { code: codeOf(totpKey) }),
          call('resendInvitation', asked(invitee)),
        ])
        expect([accepted.status === 200, resent.status === 200].filter(Boolean)).toHaveLength(1)
      })
      await settle()
    }
  })

  describe('429', () => {
    test('within a minute of the last sending, with the seconds that are left, and not a moment longer', async () => {
      const invitee = await inviteHere()
      const sentAt = Date.parse((await succeed('getInvitation', asked(invitee))).sentAt)
      const answer = await atTime(new Date(sentAt + after.seconds(50)).toISOString(), () =>
        call('resendInvitation', asked(invitee)),
      )
      expectProblem('too-many-requests', answer)
      expect(answer.headers['retry-after']).toBe('10')
      await atTime(new Date(sentAt + after.seconds(60) - 1).toISOString(), () =>
        fail('too-many-requests', 'resendInvitation', asked(invitee)),
      )
      await atTime(new Date(sentAt + after.seconds(60)).toISOString(), () =>
        succeed('resendInvitation', asked(invitee)),
      )
    })

    test('for the sixth time in a day, and the next day it goes', async () => {
      const invitee = await inviteHere()
      const midnight = Math.ceil((Date.now() + after.hours(1)) / after.days(1)) * after.days(1)
      const at = (minute: number, act: () => Promise<unknown>) =>
        atTime(new Date(midnight + after.minutes(minute)).toISOString(), act)
      for (let time = 1; time <= 5; time++) await at(2 * time, () => succeed('resendInvitation', asked(invitee)))
      const before = await dumpTable()
      await at(12, () => fail('too-many-requests', 'resendInvitation', asked(invitee)))
      expect(await dumpTable()).toEqual(before)
      await at(24 * 60, () => succeed('resendInvitation', asked(invitee)))
      await settle()
    })

    test('for the 501st mail with a link that the organization has sent in a day', async () => {
      const invitee = await invite(world.twin.owner, world.twin.organizationId)
      await minuteLater(async () => {
        await happenedToday('organization-link-mails', world.twin.organizationId)
        await fail('too-many-requests', 'resendInvitation', asked(invitee, world.twin.owner))
        await happenedToday('organization-link-mails', world.twin.organizationId, 1)
        await succeed('resendInvitation', asked(invitee, world.twin.owner))
      })
    })
  })

  describe('what there is nothing to send for', () => {
    test('409 invitation-accepted', async () => {
      const invitee = await inviteHere()
      await activate(invitee)
      await refused('invitation-accepted', invitee)
    })
    test('409 newer-invitation: two links never work at once', async () => {
      const invitee = await inviteHere()
      await revoke(invitee)
      const { items } = await succeed('inviteUsers', {
        by: owner,
        params: { organizationId: here() },
        body: { profileIds: [invitee.profileId] },
      })
      expect(items).toMatchObject([{ outcome: 'invited' }])
      await refused('newer-invitation', invitee)
      await settle()
      expect((await open(invitee.link)).status).toBe(410)
      expect((await open(linkTo(invitee.email))).status).toBe(200)
    })
    test('409 deactivated', async () => {
      const invitee = await inviteHere()
      const params = { organizationId: here(), profileId: invitee.profileId }
      await succeed('deactivateProfile', { by: owner, params })
      await refused('deactivated', invitee)
    })
    test('409 profile-removed', async () => {
      const invitee = await inviteHere()
      const params = { organizationId: here(), profileId: invitee.profileId }
      await succeed('removeProfile', { by: owner, params })
      await refused('profile-removed', invitee)
      expect((await open(invitee.link)).status).toBe(410)
    })
    test('409 not-a-user for somebody who is a contact only by now', async () => {
      const invitee = await inviteHere()
      const { version } = await profileOf(invitee)
      await succeed('changeProfile', {
        by: owner,
        params: { organizationId: here(), profileId: invitee.profileId },
        headers: { 'if-match': `"${version}"` },
        body: { user: false, firstName: 'Jo', lastName: 'Smets' },
      })
      await refused('not-a-user', invitee)
    })
    test('409 prerequisites-missing, or too-many-holders, for a draft that was named contact meanwhile', async () => {
      for (const [contactRole, holders, code] of [
        ['technical', 0, 'prerequisites-missing'],
        ['dpo', mostHolders, 'too-many-holders'],
      ] as const) {
        const bakery = await freshCustomer(world.provider)
        const invitee = await freshInvitee(bakery)
        const { organizationId, profileId } = invitee
        await succeed('revokeInvitation', asked(invitee, bakery.owner))
        await succeed('assignContactRole', {
          by: bakery.owner,
          params: { organizationId, profileId, contactRole },
          body: {},
        })
        for (let held = 0; held < holders; held++) await freshPerson(bakery, { contactRoles: [contactRole] })
        await minuteLater(() => fail(code, 'resendInvitation', asked(invitee, bakery.owner)))
      }
    })
    test('409 intentions-gone, naming them, for a draft whose permission groups cannot be given now', async () => {
      await setServices(here(), ['service-desk'])
      const invitee = await inviteHere({ permissionGroups: ['pgr_service-desk-requester'] })
      await revoke(invitee)
      await setServices(here(), [])
      expect((await refused('intentions-gone', invitee)).detail).toContain('pgr_service-desk-requester')
    })
    test("404 for another organization's, as for one that is not there", async () => {
      const { invitationId } = await inviteHere()
      const there = { organizationId: world.twin.organizationId, invitationId }
      await fail('not-found', 'resendInvitation', asked(there, world.twin.owner))
    })
  })

  describe('what the caller could not give', () => {
    test('403 owner-only for an Admin who sends a pending Owner again, and has-owner for whoever acts for it', async () => {
      const pendingOwner = await inviteHere({ defaultRole: 'rol_owner' })
      await refused('owner-only', pendingOwner, world.customer.admin)
      await refused('owner-only', pendingOwner, world.customer.fullRole)
      await refused('has-owner', pendingOwner, world.provider.owner)
      await revoke(pendingOwner)
      await refused('owner-only', pendingOwner, world.customer.admin)
      await refused('has-owner', pendingOwner, world.provider.owner)
      await resend(pendingOwner)
    })
    test('403 cannot-grant for somebody who holds less', async () => {
      const invitee = await inviteHere({ defaultRole: 'rol_admin' })
      await whileDevelopersManageProfiles(() => refused('cannot-grant', invitee, world.customer.developer))
    })
    test('200 takes over from an inviter who has lost access, so that it can be accepted', async () => {
      const inviter = await join(owner, here(), { defaultRole: 'rol_admin' })
      const invitee = await inviteHere({ defaultRole: 'rol_viewer' }, inviter)
      await demote(inviter)
      await resend(invitee)
      await settle()
      expect((await activate(invitee)).profileId).toBe(invitee.profileId)
    })
  })
})
