import { invitations } from '../../shared/contract/invitations.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { inviteUsers } from './invite-users.ts'

export const handler = httpFunction(invitations, { inviteUsers })
