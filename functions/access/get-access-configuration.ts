import { decisionPaths } from '../../shared/contract/access-configuration.ts'
import type { PageOperation } from '../../shared/frame/operation.ts'
import { env } from '../../shared/platform/env.ts'

/** Where access decisions are asked for (AuthZEN 9.1); who keeps it for an hour misses nothing. */
export const getAccessConfiguration: PageOperation<'getAccessConfiguration'> = async () => {
  const at = env('PUBLIC_URL')
  return {
    content: JSON.stringify({
      policy_decision_point: at,
      access_evaluation_endpoint: at + decisionPaths.evaluation,
      access_evaluations_endpoint: at + decisionPaths.evaluations,
      search_subject_endpoint: at + decisionPaths.searchSubject,
      search_resource_endpoint: at + decisionPaths.searchResource,
      search_action_endpoint: at + decisionPaths.searchAction,
    }),
    mediaType: 'application/json',
    kept: { seconds: 3600 },
  }
}
