import { evaluate } from '../../shared/domain/evaluator.ts'
import { accessGained } from '../../shared/domain/may-grant.ts'
import { accepted, invitationRevoked, profileStanding } from '../../shared/domain/profile.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { judgeGrant } from '../../shared/frame/granting.ts'
import type { PageRequest } from '../../shared/frame/operation.ts'
import { situationOf } from '../../shared/frame/standing.ts'
import { whileAccess } from '../../shared/table/access.ts'
import type { Doer } from '../../shared/table/activity.ts'
import { type AttemptRecord, endAttempt } from '../../shared/table/attempt.ts'
import { acceptIdentity, type IdentityRecord } from '../../shared/table/identity.ts'
import { changeInvitation } from '../../shared/table/invitation.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
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
  const { invitationId, generation } = invitation
  const by: Doer = { principal: `link:${invitationId}`, profile, organization, origin: visitor.origin }
  const about = { invitationId, generation }
  const where = { organization, by, now, newId }
  const standing = profileStanding({ ...profile, accepted: false })

  const right = await inviterRight(link, now)
  if (!right.holds) {
    const draft = invitationRevoked(standing)
    if (typeof draft === 'string') throw new Error(`an open invitation of a profile that is ${profile.status}`)
    const revokedBecause = 'inviter-lost-access'
    const { writes } = await changePeopleUnasked(where, [
      {
        before: profile,
        after: { ...profile, ...draft, updatedAt: now },
        action: 'invitation.revoked',
        about: { ...about, because: revokedBecause },
      },
    ])
    return {
      outcome: 'revoked',
      writes: [
        changeInvitation(invitation, { ...invitation, state: 'revoked', revokedBecause, updatedAt: now }),
        ...writes,
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
  const { writes } = await changePeopleUnasked({ ...where, onlyWithoutOwner: right.onlyWithoutOwner }, [
    {
      before: profile,
      after,
      action: 'invitation.accepted',
      about: { ...about, ...(profile.defaultRole && { defaultRole: profile.defaultRole.roleId }) },
    },
  ])
  return {
    outcome: 'accepted',
    writes: [
      changeInvitation(invitation, { ...invitation, state: 'accepted', acceptedAt: now, updatedAt: now }),
      acceptIdentity(identity.identityId, now),
      endAttempt(attempt),
      ...right.conditions,
      ...writes,
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
  const definitions = await definitionsFor(organization, profile)
  const gained = accessGained(undefined, profile, { organization, definitions }, now)
  const { refusal, onlyWithoutOwner } = await judgeGrant(inviter.situation, gained, organization, now)
  if (refusal) return { holds: false }
  return { holds: true, onlyWithoutOwner, conditions: inviter.records.map(whileAccess) }
}
