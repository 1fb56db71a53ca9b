import { invitations } from '../../shared/contract/invitations.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { getInvitation } from './get-invitation.ts'
import { inviteUsers } from './invite-users.ts'
import { listInvitations } from './list-invitations.ts'
import { resendInvitation } from './resend-invitation.ts'
import { revokeInvitation } from './revoke-invitation.ts'

export const handler = httpFunction(invitations, {
  inviteUsers,
  listInvitations,
  getInvitation,
  resendInvitation,
  revokeInvitation,
})
