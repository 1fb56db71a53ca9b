import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { acceptance } from '../../shared/frame/acceptance.ts'
import { gapsOfContacts } from '../../shared/frame/coverage.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { whileIdentityHolds } from '../../shared/table/identity.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import { myInvitation, offeredTo } from './my-invitation.ts'

/**
 * Accepts an invitation to the address that the caller signs in with: they have a password and an authenticator app already, so
 * access begins at once (I6). If whoever invited could no longer give it, it is withdrawn instead, and that is the answer (I10).
 */
export const acceptInvitation: Operation<'acceptInvitation'> = async (request) => {
  const { params, body, caller, now, newId, commit, commitPart } = request
  const offer = await myInvitation(caller, params.invitationId, now)
  const { invitation, profile } = offer
  const { outcome, writes, affected, contacts } = await acceptance({
    ...offer,
    identityId: caller.identity.identityId,
    through: 'sign-in',
    by: offeredTo(caller, offer),
    names: namesFor(profile, body),
    now,
    newId,
  })
  const held = [whileIdentityHolds(caller.identity), ...writes]
  if (outcome === 'revoked') {
    await commitPart(held)
    throw new Problem('inviter-lost-access')
  }
  const { organizationId, invitationId, profileId } = invitation
  const coverageChanges = await gapsOfContacts(offer.organization, contacts, now)
  return commit(held, { invitationId, organizationId, profileId, status: 'accepted', coverageChanges }, affected)
}

/** Whoever was invited by their address alone says what they are called (P2). */
function namesFor(
  profile: ProfileRecord,
  { firstName, lastName }: OperationRequest<'acceptInvitation'>['body'],
): Pick<ProfileRecord, 'firstName' | 'lastName'> {
  const missing = (field: string) =>
    invalidField(`#/${field}`, 'required', 'The organization does not know your name yet: say it here.')
  if (profile.firstName === undefined && firstName === undefined) throw missing('firstName')
  if (profile.lastName === undefined && lastName === undefined) throw missing('lastName')
  return { firstName, lastName }
}
