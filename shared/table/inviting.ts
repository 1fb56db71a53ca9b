import type { ActivityId, InvitationId, OrganizationId, RoleId } from '../domain/ids.ts'
import { newInvitation, type RevocationReason } from '../domain/invitation.ts'
import { type Doer, recordActivity } from './activity.ts'
import { deferMail, tomorrowOf } from './deferred-mail.ts'
import {
  addressHash,
  changeInvitation,
  createInvitation,
  type InvitationRecord,
  type Inviter,
  type MadeBy,
} from './invitation.ts'
import { countSeveralToday, countToday } from './limit.ts'
import { newNonce } from './nonce.ts'
import { type ProfileRecord, personalValues } from './profile.ts'
import type { Write } from './transaction.ts'

/** An invitation that is about to be made. */
type Inviting = {
  readonly profile: ProfileRecord
  readonly invitationId: InvitationId
  readonly invitationDays: number
  readonly inviter: Inviter
  readonly now: string
  readonly amongOthers?: AmongOthers | undefined
}

/**
 * What holds of an invitation that is made or sent together with others. The mails of today are counted for all of them at once, by
 * `countLinkMails`; those for which there is no room `waitsFor` the next day, and are counted when they go.
 */
export type AmongOthers = { readonly madeBy: MadeBy; readonly waitsFor: 'nothing' | 'tomorrow' }

/** What an activity says of the invitation from which a mail is to follow. */
export type InvitationNamed = {
  readonly invitationId: InvitationId
  readonly generation: number
  readonly defaultRole?: RoleId
}

/**
 * The invitation alone, for a change of a person whose own activity says it: the mail follows from that activity when `named` is
 * part of what it is about.
 */
export function newInvitationFor(invited: Inviting): {
  readonly writes: readonly Write[]
  readonly named: InvitationNamed
} {
  const { profile, invitationId, invitationDays, inviter, now } = invited
  const { organizationId, profileId } = profile
  const { amongOthers } = invited
  const { state, generation, expiresAt } = newInvitation(now, invitationDays)
  return {
    writes: [
      ...(amongOthers ? [] : [countLinkMail(organizationId, now)]),
      createInvitation({
        organizationId,
        invitationId,
        profileId,
        addressHash: addressHash(profile.email),
        state,
        generation,
        expiresAt,
        nonce: newNonce(),
        inviter,
        sentAt: now,
        delivery: 'queued',
        ...among(amongOthers, invitationDays, now),
        createdAt: now,
        updatedAt: now,
        version: 1,
      }),
    ],
    named: { invitationId, generation, ...(profile.defaultRole && { defaultRole: profile.defaultRole.roleId }) },
  }
}

/** What a mail that waits until tomorrow changes of its invitation: the days of its link begin when it goes. */
export function waitingSince(now: string, days: number): Pick<InvitationRecord, 'delivery' | 'mailFrom' | 'expiresAt'> {
  const mailFrom = tomorrowOf(now)
  const { expiresAt } = newInvitation(`${mailFrom}T00:00:00.000Z`, days)
  return { delivery: 'deferred', mailFrom, expiresAt }
}

const among = (amongOthers: AmongOthers | undefined, days: number, now: string) =>
  amongOthers && {
    madeBy: amongOthers.madeBy,
    ...(amongOthers.waitsFor === 'tomorrow' && waitingSince(now, days)),
  }

/**
 * Everything that inviting somebody writes beside their profile: the invitation, and the activity from which its mail follows
 * (I1). `created` says that the profile comes into being with it; its values are then part of the activity.
 */
export function invite(
  invited: Inviting & {
    readonly created: boolean
    readonly activityId: ActivityId
    readonly by: Doer
    /** Why somebody is to be an owner: it is kept sealed like their values, and all owners are told (O3). */
    readonly reason?: string | undefined
  },
): Write[] {
  const { profile, created, activityId, by, reason, now, amongOthers } = invited
  const { writes, named } = newInvitationFor(invited)
  return [
    ...writes,
    ...waitingMail(profile.organizationId, activityId, amongOthers, now),
    recordActivity({
      activityId,
      organizationId: profile.organizationId,
      action: 'invitation.created',
      at: now,
      by,
      subject: profile.profileId,
      about: { ...named, ...(reason !== undefined && { because: 'reason-given' }) },
      ...((created || reason !== undefined) && {
        values: {
          profile,
          after: { ...(created && personalValues(profile)), ...(reason !== undefined && { reason }) },
        },
      }),
    }),
  ]
}

const waitingMail = (
  organizationId: OrganizationId,
  activityId: ActivityId,
  amongOthers: AmongOthers | undefined,
  now: string,
): readonly Write[] =>
  amongOthers?.waitsFor === 'tomorrow' ? [deferMail({ kind: 'invitation', organizationId, activityId }, now)] : []

/**
 * The invitation alone, with the next send number, which kills every older link (I3), to the address that its profile has by now: as
 * `newInvitationFor`.
 */
export function invitationSentAgain(again: {
  readonly invitation: InvitationRecord
  readonly profile: Pick<ProfileRecord, 'email'>
  readonly invitationDays: number
  readonly inviter: Inviter
  readonly now: string
  readonly amongOthers?: AmongOthers | undefined
}): { readonly writes: readonly Write[]; readonly named: InvitationNamed; readonly after: InvitationRecord } {
  const { invitation, profile, invitationDays, inviter, now, amongOthers } = again
  const { expiresAt } = newInvitation(now, invitationDays)
  const generation = invitation.generation + 1
  const { revokedBecause: _, mailFrom: __, ...kept } = invitation
  const after = {
    ...kept,
    addressHash: addressHash(profile.email),
    state: 'pending',
    generation,
    // Anew each time: after a recovery a number may be used once more, and must not give the link that was mailed under it before.
    nonce: newNonce(),
    expiresAt,
    inviter,
    sentAt: now,
    delivery: 'queued',
    updatedAt: now,
    version: invitation.version + 1,
    ...among(amongOthers, invitationDays, now),
  } as const
  return {
    writes: [
      ...(amongOthers ? [] : [countLinkMail(invitation.organizationId, now)]),
      changeInvitation(invitation, after),
    ],
    named: { invitationId: invitation.invitationId, generation },
    after,
  }
}

/** Sends an invitation again, with the activity from which its mail follows (I3). */
export function sendAgain(again: {
  readonly invitation: InvitationRecord
  readonly profile: Pick<ProfileRecord, 'email'>
  readonly activityId: ActivityId
  readonly invitationDays: number
  readonly inviter: Inviter
  readonly by: Doer
  readonly now: string
  readonly amongOthers?: AmongOthers | undefined
}): Write[] {
  const { invitation, activityId, by, now, amongOthers } = again
  const { writes, named } = invitationSentAgain(again)
  return [
    ...writes,
    ...waitingMail(invitation.organizationId, activityId, amongOthers, now),
    recordActivity({
      activityId,
      organizationId: invitation.organizationId,
      action: 'invitation.sent-again',
      at: now,
      by,
      subject: invitation.profileId,
      about: named,
    }),
  ]
}

/** Ends the link of a pending invitation before its time, with an activity of its own; it can be sent again. */
export function cutShort(
  invitation: InvitationRecord,
  { activityId, by, now }: { readonly activityId: ActivityId; readonly by: Doer; readonly now: string },
): Write[] {
  const { organizationId, invitationId, profileId: subject, version } = invitation
  return [
    changeInvitation(invitation, { ...invitation, expiresAt: now, updatedAt: now, version: version + 1 }),
    recordActivity({
      activityId,
      organizationId,
      action: 'invitation.cut-short',
      at: now,
      by,
      subject,
      about: { invitationId },
    }),
  ]
}

/** Withdraws a pending invitation, expired or not; whoever calls it changes its profile in the same transaction. */
export function withdraw(
  invitation: InvitationRecord,
  revokedBecause: RevocationReason,
  now: string,
): { readonly write: Write; readonly after: InvitationRecord } {
  const { version, inviter, ...kept } = invitation
  const { reasonGiven: _, ...whoever } = inviter
  const after: InvitationRecord = {
    ...kept,
    inviter: whoever,
    state: 'revoked',
    revokedBecause,
    updatedAt: now,
    version: version + 1,
  }
  return { write: changeInvitation(invitation, after), after }
}

/** One more mail with a link that the organization has us send: 500 a day (429). */
export const countLinkMail = (organizationId: OrganizationId, now: string): Write =>
  countToday(
    'organization-link-mails',
    organizationId,
    now,
    'The organization has had 500 mails with a link sent today; the next day begins at 00:00 UTC.',
  )

/** Several at once, for whoever has read that there is room for them, and reads again where there is no longer. */
export const countLinkMails = (organizationId: OrganizationId, several: number, now: string): readonly Write[] =>
  several > 0 ? [countSeveralToday('organization-link-mails', organizationId, now, several)] : []
