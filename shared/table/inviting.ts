import { randomBytes } from 'node:crypto'
import type { ActivityId, InvitationId } from '../domain/ids.ts'
import { newInvitation } from '../domain/invitation.ts'
import { type Doer, recordActivity } from './activity.ts'
import { changeInvitation, createInvitation, type InvitationRecord, type Inviter } from './invitation.ts'
import { type ProfileRecord, personalValues } from './profile.ts'
import type { Write } from './transaction.ts'

/**
 * Everything that inviting somebody writes beside their profile: the invitation, and the activity from which its mail follows
 * (I1). `created` says that the profile comes into being with it; its values are then part of the activity.
 */
export function invite(invited: {
  readonly profile: ProfileRecord
  readonly created: boolean
  readonly invitationId: InvitationId
  readonly activityId: ActivityId
  readonly invitationDays: number
  readonly inviter: Inviter
  readonly by: Doer
  readonly now: string
}): Write[] {
  const { profile, created, invitationId, activityId, invitationDays, inviter, by, now } = invited
  const { organizationId, profileId } = profile
  const { state, generation, expiresAt } = newInvitation(now, invitationDays)
  return [
    createInvitation({
      organizationId,
      invitationId,
      profileId,
      state,
      generation,
      expiresAt,
      nonce: randomBytes(32).toString('base64url'),
      inviter,
      sentAt: now,
      delivery: 'queued',
      createdAt: now,
      updatedAt: now,
      version: 1,
    }),
    recordActivity({
      activityId,
      organizationId,
      action: 'invitation.created',
      at: now,
      by,
      subject: profileId,
      about: { invitationId, generation, ...(profile.defaultRole && { defaultRole: profile.defaultRole.roleId }) },
      ...(created && { values: { profile, after: personalValues(profile) } }),
    }),
  ]
}

/** Sends an invitation again: the next send number, which kills every older link, and the activity from which its mail follows (I3). */
export function sendAgain(again: {
  readonly invitation: InvitationRecord
  readonly activityId: ActivityId
  readonly invitationDays: number
  readonly inviter: Inviter
  readonly by: Doer
  readonly now: string
}): Write[] {
  const { invitation, activityId, invitationDays, inviter, by, now } = again
  const { organizationId, invitationId, profileId } = invitation
  const { expiresAt } = newInvitation(now, invitationDays)
  const generation = invitation.generation + 1
  const { revokedBecause: _, ...kept } = invitation
  return [
    changeInvitation(invitation, {
      ...kept,
      state: 'pending',
      generation,
      expiresAt,
      inviter,
      sentAt: now,
      delivery: 'queued',
      updatedAt: now,
    }),
    recordActivity({
      activityId,
      organizationId,
      action: 'invitation.sent-again',
      at: now,
      by,
      subject: profileId,
      about: { invitationId, generation },
    }),
  ]
}
