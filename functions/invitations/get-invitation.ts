import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getInvitation as read } from '../../shared/table/invitation.ts'
import { invitationReply } from './invitation-reply.ts'

export const getInvitation: Operation<'getInvitation'> = async ({ params, now }) => {
  const invitation = await read(params)
  if (!invitation) throw new Problem('not-found')
  return invitationReply(invitation, now)
}
