import { answersGiven } from '../../shared/domain/access-question.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { foundAmong } from '../../shared/table/named-in-questions.ts'
import { decide, namedIn } from './decide.ts'
import { decisionReply } from './decision-reply.ts'

/**
 * The answers to several questions in their order, from what was read along with who asks (T2). All of them are answered at once, whatever the
 * semantic: it says how many of the answers are given.
 */
export const evaluateAccessBatch: Operation<'evaluateAccessBatch'> = async ({ body, caller, alongside, now }) => {
  const { organization } = caller
  const { questions, isSingle, semantic } = body
  const found = foundAmong(namedIn(questions, organization.organizationId), alongside)
  const rulings = await decide(questions, { found, organization, now })
  const answers = questions.flatMap((question, at) => {
    const ruling = rulings[at]
    return ruling ? [decisionReply(ruling, question)] : []
  })
  const [first] = answers
  if (isSingle && first) return first
  return { evaluations: [...answersGiven(answers, semantic, ({ decision }) => decision)] }
}
