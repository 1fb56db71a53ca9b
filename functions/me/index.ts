import { me } from '../../shared/contract/me.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { acceptInvitation } from './accept-invitation.ts'
import { changeMe } from './change-me.ts'
import { changeMyEmail } from './change-my-email.ts'
import { changeMyPreferences } from './change-my-preferences.ts'
import { declineInvitation } from './decline-invitation.ts'
import { getMe } from './get-me.ts'
import { getMyPermissions } from './get-my-permissions.ts'
import { getMyPreferences } from './get-my-preferences.ts'
import { listMyInvitations } from './list-my-invitations.ts'
import { listMyOrganizations } from './list-my-organizations.ts'

export const handler = httpFunction(me, {
  changeMe,
  changeMyEmail,
  getMe,
  getMyPermissions,
  getMyPreferences,
  changeMyPreferences,
  listMyOrganizations,
  listMyInvitations,
  acceptInvitation,
  declineInvitation,
})
