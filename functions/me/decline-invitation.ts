import { invitationRevoked, profileStanding } from '../../shared/domain/profile.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { gapsOfContacts } from '../../shared/frame/coverage.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { whileIdentityHolds } from '../../shared/table/identity.ts'
import { withdraw } from '../../shared/table/inviting.ts'
import { Moved } from '../../shared/table/transaction.ts'
import { myInvitation, offeredTo } from './my-invitation.ts'

/** Declines an invitation to the address that the caller signs in with: its link dies, and the profile is a draft again (I6). */
export const declineInvitation: Operation<'declineInvitation'> = async ({ params, caller, now, newId, commit }) => {
  const offer = await myInvitation(caller, params.invitationId, now)
  const { invitation, profile, organization } = offer
  const draft = invitationRevoked(profileStanding({ ...profile, accepted: false }))
  if (typeof draft === 'string') throw new Moved(`an open invitation of a profile that is ${profile.status}`)

  const { organizationId, invitationId, profileId, generation } = invitation
  const { writes, affected, contacts } = await changePeopleUnasked(
    { organization, by: offeredTo(caller, offer), now, newId },
    [
      {
        before: profile,
        after: { ...profile, ...draft, updatedAt: now },
        action: 'invitation.declined',
        about: { invitationId, generation },
      },
    ],
  )
  const coverageChanges = await gapsOfContacts(organization, contacts, now)
  const { write } = withdraw(invitation, 'declined', now)
  return commit(
    [whileIdentityHolds(caller.identity), write, ...writes],
    { invitationId, organizationId, profileId, status: 'declined', coverageChanges },
    affected,
  )
}
