import { createHash } from 'node:crypto'
import { PutCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { id } from '../../shared/domain/ids.ts'
import { documents } from '../../shared/table/client.ts'
import { changeInvitation, getInvitation, listInvitationsOf } from '../../shared/table/invitation.ts'
import { countLinkMail, invite, sendAgain, withdraw } from '../../shared/table/inviting.ts'
import { type ProfileRecord, personalValues } from '../../shared/table/profile.ts'
import { tableName } from '../../shared/table/schema.ts'
import { unseal } from '../../shared/table/seal.ts'
import {
  aProfile,
  attemptTo,
  doer,
  email,
  later,
  newestActivities,
  newId,
  now,
  save,
  tally,
} from '../support/table-fixtures.ts'
import { dumpTable } from '../support/world-table.ts'

const inviter = { principal: doer.principal } as const
const day = 24 * 3600

const inviting = (profile: ProfileRecord, created = true) => {
  const ids = { invitationId: newId('invitation'), activityId: newId('activity') }
  return { ...ids, writes: invite({ profile, created, ...ids, invitationDays: 7, inviter, by: doer, now }) }
}

async function invited(profile = aProfile(newId('organization'))) {
  const { invitationId, writes } = inviting(profile)
  await save(writes)
  const invitation = await getInvitation({ ...profile, invitationId })
  if (!invitation) throw new Error('the invitation is not there')
  return { profile, invitation }
}

describe('invite', () => {
  test('writes a pending invitation for as many days, with a nonce of its own', async () => {
    const [one, other] = [await invited(), await invited()]
    expect(one.invitation).toMatchObject({
      profileId: one.profile.profileId,
      state: 'pending',
      generation: 1,
      sentAt: now,
      expiresAt: later(7 * day),
      delivery: 'queued',
      version: 1,
      inviter,
    })
    expect(Buffer.from(one.invitation.nonce, 'base64url')).toHaveLength(32)
    expect(one.invitation.nonce).not.toBe(other.invitation.nonce)
  })

  test('writes the activity that its mail follows from, which says nothing of the nonce', async () => {
    const profile = aProfile(newId('organization'), { defaultRole: { roleId: id('role', 'rol_admin') } })
    const { invitation } = await invited(profile)
    const [activity] = await activities(profile)
    expect(activity).toMatchObject({
      action: 'invitation.created',
      actor: doer.principal,
      subject: profile.profileId,
      about: { invitationId: invitation.invitationId, generation: 1, defaultRole: 'rol_admin' },
    })
    expect(JSON.stringify(activity)).not.toContain(invitation.nonce)
  })

  test('seals the values of somebody who comes into being with it, and of nobody who was there', async () => {
    const fresh = aProfile(newId('organization'), { lastName: 'Smet' })
    await invited(fresh)
    const [activity] = await activities(fresh)
    expect(activity?.sealedValues && unseal(activity.sealedValues, fresh.sealKey, activity.activityId)).toEqual({
      before: {},
      after: personalValues(fresh),
    })
    const known = aProfile(newId('organization'), { lastName: 'Smet' })
    await save(inviting(known, false).writes)
    expect((await activities(known))[0]).toMatchObject({ changedFields: [] })
    expect((await activities(known))[0]).not.toHaveProperty('sealedValues')
  })
})

describe('sendAgain', () => {
  const again = (invitation: Parameters<typeof sendAgain>[0]['invitation'], to = email('mia@contoso.example')) =>
    sendAgain({
      invitation,
      profile: { email: to },
      activityId: newId('activity'),
      invitationDays: 3,
      inviter,
      by: doer,
      now: later(60),
    })

  test('raises the send number, which ends every older link, and opens it for so many days from now', async () => {
    const { profile, invitation } = await invited()
    await save(again(invitation))
    const sent = await getInvitation(invitation)
    // A number may be used twice, once before a recovery and once after: the link is another one all the same.
    expect(sent?.nonce).not.toBe(invitation.nonce)
    expect(sent).toMatchObject({
      state: 'pending',
      generation: 2,
      sentAt: later(60),
      expiresAt: later(60 + 3 * day),
      delivery: 'queued',
      version: 2,
      createdAt: now,
    })
    expect((await activities(profile)).map(({ action, about }) => [action, about.generation])).toContainEqual([
      'invitation.sent-again',
      2,
    ])
  })

  test('moves to the address that its profile has by now', async () => {
    const { profile, invitation } = await invited()
    const [before, after] = [profile.email, email('mia.jansen@contoso.example')]
    expect((await listInvitationsOf({ email: before, limit: 10 })).items).toHaveLength(1)
    await save(again(invitation, after))
    expect((await listInvitationsOf({ email: before, limit: 10 })).items).toEqual([])
    expect((await listInvitationsOf({ email: after, limit: 10 })).items).toMatchObject([{ generation: 2 }])
  })

  test('brings back one that was revoked, and forgets why', async () => {
    const { invitation } = await invited()
    await save(changeInvitation(invitation, { ...invitation, state: 'revoked', revokedBecause: 'inviter-lost-access' }))
    const before = await getInvitation(invitation)
    if (before) await save(again(before))
    const after = await getInvitation(invitation)
    expect(after).toMatchObject({ state: 'pending', generation: 2 })
    expect(after).not.toHaveProperty('revokedBecause')
  })

  test('counts once for every send number: one of eight at once, and no activity of the others', async () => {
    const { profile, invitation } = await invited()
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => attemptTo(again(invitation))))
    expect(tally(outcomes)).toEqual({ done: 1, moved: 7 })
    expect((await getInvitation(invitation))?.generation).toBe(2)
    expect(await activities(profile)).toHaveLength(2)
  })
})

describe('withdraw', () => {
  test('revokes it with its reason, once of eight at once, and never after it was accepted', async () => {
    const { invitation } = await invited()
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, () => attemptTo(withdraw(invitation, 'by-hand', later(1)).write)),
    )
    expect(tally(outcomes)).toEqual({ done: 1, moved: 7 })
    expect(await getInvitation(invitation)).toMatchObject({ state: 'revoked', revokedBecause: 'by-hand' })
    const accepted = (await invited()).invitation
    await save(changeInvitation(accepted, { ...accepted, state: 'accepted', acceptedAt: now }))
    expect(await attemptTo(withdraw(accepted, 'by-hand', later(1)).write)).toBe('moved')
  })
})

describe('the mails with links of an organization', () => {
  test('are 500 a day: the 500th goes, the 501st is 429 with the seconds until tomorrow, and tomorrow is another day', async () => {
    const organizationId = newId('organization')
    await save(countLinkMail(organizationId, now))
    const counter = (await dumpTable()).find(
      ({ what, of }) =>
        what === 'organization-link-mails' && of === createHash('sha256').update(organizationId).digest('base64url'),
    )
    await documents.send(new PutCommand({ TableName: tableName(), Item: { ...counter, count: 499 } }))
    expect(await attemptTo(countLinkMail(organizationId, now))).toBe('done')
    expect(await attemptTo(countLinkMail(organizationId, now))).toBe('too-many-requests')
    const refused = countLinkMail(organizationId, '2026-11-23T23:59:30.500Z').refusal
    expect(refused).toMatchObject({ code: 'too-many-requests', retryAfterSeconds: 30 })
    expect(await attemptTo(countLinkMail(organizationId, later(24 * 3600)))).toBe('done')
    expect(await attemptTo(countLinkMail(newId('organization'), now))).toBe('done')
  })

  test('are counted with every invitation and every sending of one, or not at all', async () => {
    const { invitation, profile } = await invited()
    const counted = async () =>
      (await dumpTable()).find(
        ({ what, of }) =>
          what === 'organization-link-mails' &&
          of === createHash('sha256').update(profile.organizationId).digest('base64url'),
      )?.count
    expect(await counted()).toBe(1)
    await save(
      sendAgain({
        invitation,
        profile,
        activityId: newId('activity'),
        invitationDays: 7,
        inviter,
        by: doer,
        now: later(1),
      }),
    )
    expect(await counted()).toBe(2)
    expect(
      await attemptTo(
        sendAgain({
          invitation,
          profile,
          activityId: newId('activity'),
          invitationDays: 7,
          inviter,
          by: doer,
          now: later(2),
        }),
      ),
    ).toBe('moved')
    expect(await counted()).toBe(2)
  })
})

const activities = async ({ organizationId }: ProfileRecord) => (await newestActivities({ organizationId })).items
