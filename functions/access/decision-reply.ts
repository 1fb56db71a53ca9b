import type * as z from 'zod'
import type { Decision } from '../../shared/contract/decision-schemas.ts'
import type { AccessQuestion } from '../../shared/domain/access-question.ts'
import type { Denial, Grant } from '../../shared/domain/evaluator.ts'
import type { Ruling } from './decide.ts'
import { inWords, type NotYetUser } from './obstacle-words.ts'

type Reply = z.input<typeof Decision>
type Step = NonNullable<NonNullable<Reply['context']>['path']>[number]

/** A decision as the standard answers it; how it came about stands in its context where the question asked for that. */
export function decisionReply(ruling: Ruling, { context }: AccessQuestion): Reply {
  const decision = ruling.allowed
  if (!context?.explain) return { decision }
  return ruling.allowed
    ? { decision, context: { path: ruling.path.map(step), obstacles: [] } }
    : { decision, context: { path: [], obstacles: ruling.path.map(obstacle) } }
}

const obstacle = (one: Denial | { readonly kind: NotYetUser }) => ({
  kind: one.kind,
  detail: inWords(one),
  ...('grant' in one && { grant: step(one.grant) }),
})

/** What there is nothing to say about is left out: the standard wants no null. */
const step = ({ kind, id, validFrom, validUntil, ...grant }: Grant): Step => ({
  kind,
  id,
  ...('becomes' in grant && { becomes: grant.becomes }),
  ...('through' in grant && { through: grant.through }),
  ...(validFrom !== undefined && { valid_from: validFrom }),
  ...(validUntil !== undefined && { valid_until: validUntil }),
})
