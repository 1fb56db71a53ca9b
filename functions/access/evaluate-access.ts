import type { Operation } from '../../shared/frame/operation.ts'
import { foundAmong } from '../../shared/table/named-in-questions.ts'
import { decide, namedIn } from './decide.ts'
import { decisionReply } from './decision-reply.ts'

/** Whether somebody may do something, from what was read along with who asks (T2). */
export const evaluateAccess: Operation<'evaluateAccess'> = async ({ body, caller, alongside, now }) => {
  const { organization } = caller
  const found = foundAmong(namedIn([body], organization.organizationId), alongside)
  const [ruling] = await decide([body], { found, organization, now })
  if (!ruling) throw new Error('a question without an answer')
  return decisionReply(ruling, body)
}
