import { ownerRoleId } from '../../shared/domain/catalog.ts'
import { evaluate, noDefinitions } from '../../shared/domain/evaluator.ts'
import { accessGained } from '../../shared/domain/may-grant.ts'
import { accepted, invitationRevoked, profileStanding } from '../../shared/domain/profile.ts'
import { judgeGrant } from '../../shared/frame/granting.ts'
import type { PageRequest } from '../../shared/frame/operation.ts'
import { situationOf } from '../../shared/frame/standing.ts'
import { accessOf, createAccess, whileAccess } from '../../shared/table/access.ts'
import { type Doer, recordActivity } from '../../shared/table/activity.ts'
import { type AttemptRecord, endAttempt } from '../../shared/table/attempt.ts'
import { acceptIdentity, type IdentityRecord } from '../../shared/table/identity.ts'
import { changeInvitation } from '../../shared/table/invitation.ts'
import { addOwner } from '../../shared/table/owners.ts'
import { changeProfile, type ProfileRecord, personalValues } from '../../shared/table/profile.ts'
import type { Write } from '../../shared/table/transaction.ts'
import type { OpenLink } from './open-link.ts'

type Acceptance = { readonly outcome: 'accepted' | 'revoked'; readonly writes: readonly Write[] }

/**
 * What accepting an invitation writes, all in one transaction: invitation, profile, access record, owners, identity, activity. If
 * whoever invited could no longer give all of it, the invitation is revoked instead (I10), and the conditions see to it that
 * this is still so at that very moment.
 */
export async function acceptance(
  request: PageRequest<'enrolFactor'> & {
    readonly link: OpenLink
    readonly identity: IdentityRecord
    readonly attempt: AttemptRecord
  },
): Promise<Acceptance> {
  const { link, identity, attempt, visitor, now, newId } = request
  const { invitation, profile, organization } = link
  const { organizationId, invitationId, generation } = invitation
  const by: Doer = { principal: `link:${invitationId}`, profile, organization, origin: visitor.origin }
  const about = { invitationId, generation }
  const activity = { activityId: newId('activity'), organizationId, at: now, by, subject: profile.profileId }
  const standing = profileStanding({ ...profile, accepted: false })
  const refusals = { addressTaken: 'moved', externalIdTaken: 'moved' } as const

  const right = await inviterRight(link, now)
  if (!right.holds) {
    const draft = invitationRevoked(standing)
    if (typeof draft === 'string') throw new Error(`an open invitation of a profile that is ${profile.status}`)
    const revokedBecause = 'inviter-lost-access'
    return {
      outcome: 'revoked',
      writes: [
        changeInvitation(invitation, { ...invitation, state: 'revoked', revokedBecause, updatedAt: now }),
        ...changeProfile(profile, { ...profile, ...draft, updatedAt: now }, refusals),
        recordActivity({ ...activity, action: 'invitation.revoked', about: { ...about, because: revokedBecause } }),
      ],
    }
  }

  const active = accepted(standing)
  if (typeof active === 'string') throw new Error(`an open invitation of a profile that is ${profile.status}`)
  const after: ProfileRecord = {
    ...profile,
    ...active,
    firstName: profile.firstName ?? attempt.firstName,
    lastName: profile.lastName ?? attempt.lastName,
    identityId: identity.identityId,
    updatedAt: now,
  }
  const named = profile.firstName === undefined || profile.lastName === undefined
  const isOwner = profile.defaultRole?.roleId === ownerRoleId
  return {
    outcome: 'accepted',
    writes: [
      changeInvitation(invitation, { ...invitation, state: 'accepted', acceptedAt: now, updatedAt: now }),
      ...changeProfile(profile, after, refusals),
      createAccess(accessOf(after, identity.identityId, 0)),
      ...(isOwner ? [addOwner(organizationId, profile.profileId, right.onlyWithoutOwner)] : []),
      acceptIdentity(identity.identityId, now),
      endAttempt(attempt),
      ...right.conditions,
      recordActivity({
        ...activity,
        action: 'invitation.accepted',
        about: { ...about, ...(profile.defaultRole && { defaultRole: profile.defaultRole.roleId }) },
        ...(named && { values: { profile, before: personalValues(profile), after: personalValues(after) } }),
      }),
    ],
  }
}

type InviterRight =
  | { readonly holds: false }
  | { readonly holds: true; readonly onlyWithoutOwner: boolean; readonly conditions: readonly Write[] }

/** Whether the inviter could give all of this here and now; the deployer's word stands (A4). */
async function inviterRight({ invitation, profile, organization }: OpenLink, now: string): Promise<InviterRight> {
  const { principal, identityId } = invitation.inviter
  if (principal === 'deployer') return { holds: true, onlyWithoutOwner: false, conditions: [] }
  const inviter = identityId && (await situationOf(identityId, invitation.organizationId, now))
  if (!inviter || !evaluate(inviter.situation, { permission: 'profiles:manage', at: now }).allowed)
    return { holds: false }
  const gained = accessGained(undefined, profile, { organization, definitions: noDefinitions }, now)
  const { refusal, onlyWithoutOwner } = await judgeGrant(inviter.situation, gained, organization, now)
  if (refusal) return { holds: false }
  return { holds: true, onlyWithoutOwner, conditions: inviter.records.map(whileAccess) }
}
