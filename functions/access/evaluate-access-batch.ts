import type { Incomplete } from '../../shared/contract/decision-schemas.ts'
import { type AccessQuestion, answersGiven } from '../../shared/domain/access-question.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { foundAmong } from '../../shared/table/named-in-questions.ts'
import { decide, namedIn } from './decide.ts'
import { decisionReply } from './decision-reply.ts'

/**
 * The answers to several questions in their order, from what was read along with who asks (T2). All of them are answered at once, whatever the
 * semantic: it says how many of the answers are given. One that is no question is a no, and spoils none of the rest.
 */
export const evaluateAccessBatch: Operation<'evaluateAccessBatch'> = async ({ body, caller, alongside, now }) => {
  const { organization } = caller
  const { asked, isSingle, semantic } = body
  const questions = questionsAmong(asked)
  const found = foundAmong(namedIn(questions, organization.organizationId), alongside)
  const rulings = await decide(questions, { found, organization, now })
  const replies = new Map(questions.map((question, at) => [question, rulings[at]]))
  const answers = asked.map((one) => {
    const ruling = isQuestion(one) ? replies.get(one) : undefined
    return isQuestion(one) && ruling ? decisionReply(ruling, one) : noQuestion(one)
  })
  const [first] = answers
  if (isSingle && first) return first
  return { evaluations: [...answersGiven(answers, semantic, ({ decision }) => decision)] }
}

/** Those among several that are questions. */
export const questionsAmong = (asked: readonly (AccessQuestion | Incomplete)[]): readonly AccessQuestion[] =>
  asked.filter(isQuestion)

const isQuestion = (one: AccessQuestion | Incomplete): one is AccessQuestion => !('missing' in one)

const noQuestion = (one: AccessQuestion | Incomplete) => ({
  decision: false,
  context: {
    error: {
      status: 400 as const,
      message: `It says no ${'missing' in one ? one.missing.join(' and no ') : 'more'}, and neither does the top of the call.`,
    },
  },
})
