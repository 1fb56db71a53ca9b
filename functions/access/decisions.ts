import { decisionRows } from '../../shared/contract/decision-rows.ts'
import { httpFunction } from '../../shared/frame/http-function.ts'
import { keysOf } from '../../shared/table/named-in-questions.ts'
import { namedIn } from './decide.ts'
import { evaluateAccess } from './evaluate-access.ts'
import { evaluateAccessBatch, questionsAmong } from './evaluate-access-batch.ts'
import { searchActions } from './search-actions.ts'
import { searchResources } from './search-resources.ts'
import { searchSubjects } from './search-subjects.ts'

export const handler = httpFunction(
  decisionRows,
  { evaluateAccess, evaluateAccessBatch, searchActions, searchResources, searchSubjects },
  'decisions',
  {
    evaluateAccess: {
      keysOf: (body, organizationId) => keysOf(namedIn([body], organizationId), organizationId),
    },
    evaluateAccessBatch: {
      keysOf: ({ asked }, organizationId) => keysOf(namedIn(questionsAmong(asked), organizationId), organizationId),
    },
  },
)
