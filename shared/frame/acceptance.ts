import { addressProved } from '../domain/address-state.ts'
import { evaluate } from '../domain/evaluator.ts'
import { type IdentityId, keyIdOf } from '../domain/ids.ts'
import { accessGained } from '../domain/may-grant.ts'
import { accepted, invitationRevoked, profileStanding } from '../domain/profile.ts'
import { whileAccess } from '../table/access.ts'
import type { Doer } from '../table/activity.ts'
import { whileApiKey } from '../table/api-key.ts'
import { readKeyAuthorisation } from '../table/authorisation.ts'
import { changeInvitation, type InvitationRecord } from '../table/invitation.ts'
import { withdraw } from '../table/inviting.ts'
import { type OrganizationRecord, whileOrganization } from '../table/organization.ts'
import type { ProfileRecord } from '../table/profile.ts'
import { Moved, type Write } from '../table/transaction.ts'
import { changePeopleUnasked, type PeopleChangeUnasked } from './change-people.ts'
import { definitionsFor } from './definitions.ts'
import { judgeGrant } from './granting.ts'
import type { NewId } from './operation.ts'
import { situationOf, standingOfKey } from './standing.ts'

/** An open invitation that somebody accepts, with its profile and its organization as they were read. */
export type Accepting = {
  readonly invitation: InvitationRecord
  readonly profile: ProfileRecord
  readonly organization: OrganizationRecord
  readonly identityId: IdentityId
  /** By its link, or signed in with an address that has accepted elsewhere (I6). */
  readonly through: 'link' | 'sign-in'
  readonly by: Doer
  /** What the person says they are called, for a profile that does not know it yet (P2). */
  readonly names: Pick<ProfileRecord, 'firstName' | 'lastName'>
  readonly now: string
  readonly newId: NewId
}

/** What became of it, and what that writes beside the sign-in of whoever accepts, which is the caller's part. */
export type Acceptance = PeopleChangeUnasked & { readonly outcome: 'accepted' | 'revoked' }

/**
 * What accepting an invitation writes, all in one transaction: invitation, profile, access record, memberships, owners, activity. If
 * whoever invited could no longer give all of it, the invitation is revoked instead (I10), and the conditions see to it that
 * this is still so at that very moment. Throws `Moved` where what was read of the invitation and of the profile do not belong together.
 */
export async function acceptance(accepting: Accepting): Promise<Acceptance> {
  const right = await inviterRight(accepting)
  return right.holds ? accept(accepting, right) : revoke(accepting)
}

async function revoke({ invitation, profile, organization, by, now, newId }: Accepting): Promise<Acceptance> {
  const draft = invitationRevoked(profileStanding({ ...profile, accepted: false }))
  if (typeof draft === 'string') throw new Moved(`an open invitation of a profile that is ${profile.status}`)
  const because = 'inviter-lost-access'
  const { invitationId, generation } = invitation
  const { writes, ...change } = await changePeopleUnasked({ organization, by, now, newId }, [
    {
      before: profile,
      after: { ...profile, ...draft, updatedAt: now },
      action: 'invitation.revoked',
      about: { invitationId, generation, because },
    },
  ])
  return {
    outcome: 'revoked',
    writes: [withdraw(invitation, because, now).write, ...writes],
    ...change,
  }
}

async function accept(accepting: Accepting, right: Holding): Promise<Acceptance> {
  const { invitation, profile, organization, identityId, through, by, names, now, newId } = accepting
  const active = accepted(profileStanding({ ...profile, accepted: false }))
  if (typeof active === 'string') throw new Moved(`an open invitation of a profile that is ${profile.status}`)
  const after: ProfileRecord = {
    ...profile,
    ...active,
    ...addressProved(now),
    firstName: profile.firstName ?? names.firstName,
    lastName: profile.lastName ?? names.lastName,
    identityId,
    updatedAt: now,
  }
  const { invitationId, generation } = invitation
  const { writes, ...change } = await changePeopleUnasked(
    { organization, by, now, newId, onlyWithoutOwner: right.onlyWithoutOwner },
    [
      {
        before: profile,
        after,
        action: 'invitation.accepted',
        about: {
          invitationId,
          generation,
          through,
          ...(profile.defaultRole && { defaultRole: profile.defaultRole.roleId }),
        },
      },
    ],
  )
  return {
    outcome: 'accepted',
    writes: [
      changeInvitation(invitation, { ...invitation, state: 'accepted', acceptedAt: now, updatedAt: now }),
      ...right.conditions,
      ...writes,
    ],
    ...change,
  }
}

type Holding = { readonly holds: true; readonly onlyWithoutOwner: boolean; readonly conditions: readonly Write[] }

/** Whether the inviter could give all of this here and now; the deployer's word stands (A4). */
async function inviterRight({
  invitation,
  profile,
  organization,
  now,
}: Accepting): Promise<Holding | { readonly holds: false }> {
  const { principal, reasonGiven } = invitation.inviter
  if (principal === 'deployer')
    return { holds: true, onlyWithoutOwner: false, conditions: [whileOrganization(organization)] }
  const inviter = await invitingNow(invitation, now)
  // Nobody holds anything where everything is on hold: that takes nothing from what an inviter could give (O4).
  if (inviter && inviter.situation.organization.status !== 'active')
    throw new Moved('an invitation to an organization that is not active any more')
  if (!inviter || !evaluate(inviter.situation, { permission: 'profiles:manage', at: now }).allowed)
    return { holds: false }
  const definitions = await definitionsFor(organization, profile)
  const gained = accessGained(undefined, profile, { organization, definitions }, now)
  const judged = await judgeGrant(inviter.situation, gained, organization, now, reasonGiven)
  if (judged.refusal) return { holds: false }
  return {
    holds: true,
    onlyWithoutOwner: judged.onlyWithoutOwner,
    conditions: [
      ...inviter.records,
      // One that is suspended or removed gave nothing to begin with, so nothing rests on it.
      ...inviter.organizations.filter(({ status }) => status === 'active').map(whileOrganization),
    ],
  }
}

/** What the inviter holds now, person or key, and the conditions that it rests on. */
async function invitingNow({ organizationId, inviter }: InvitationRecord, now: string) {
  const keyId = keyIdOf(inviter.principal)
  if (keyId) {
    const { key, organization } = await readKeyAuthorisation({ organizationId, keyId }, organizationId, undefined, now)
    if (!key || !organization) return undefined
    return {
      situation: standingOfKey(organization, key),
      records: [whileApiKey(key)],
      organizations: [organization],
    }
  }
  const person = inviter.identityId && (await situationOf(inviter.identityId, organizationId, now))
  return person && { ...person, records: person.records.map(whileAccess) }
}
