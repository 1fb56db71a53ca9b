import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { type Decision, type Denial, evaluate } from '../../shared/domain/evaluator.ts'
import { invalidField } from '../../shared/domain/problems.ts'
import { grantStep, isGroupHere, requireGroup } from '../../shared/frame/held-permissions.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { inWords, notYetUser } from './obstacle-words.ts'
import { situationOfProfile } from './situation-of-profile.ts'

type Explanation = ReplyOf<RouteOf<'explainAccess'>>

/** Whether somebody may do something, with every grant that leads to it or all that stands in its way, by the one evaluator (A1). */
export const explainAccess: Operation<'explainAccess'> = async ({ params, body, caller, now }) => {
  const { profileId, permission, groupId: group, at = now } = body
  const [profile, isHere] = await Promise.all([
    getProfile({ ...params, profileId }),
    isGroupHere(params.organizationId, group),
  ])
  if (!profile) throw invalidField('#/profileId', 'not-found', 'There is no such profile here.')
  requireGroup(isHere, '#/groupId')

  const situation = await situationOfProfile(profile, caller.organization)
  const question = { permission, group, at }
  const obstacle = notYetUser(profile)
  if (!obstacle) return explanation(evaluate(situation, question))
  // What is intended for them is judged as if they had accepted, and stands behind the one thing that is missing.
  const intended = evaluate({ ...situation, access: { ...profile, status: 'active' } }, question)
  const missing = { kind: obstacle, detail: inWords({ kind: obstacle }) }
  return {
    allowed: false,
    path: [],
    obstacles: intended.allowed
      ? intended.path.map((grant) => ({ ...missing, grant: grantStep(grant) }))
      : [{ ...missing, grant: null }, ...intended.path.map(ofDenial)],
    beside: [],
  }
}

const explanation = (decision: Decision): Explanation =>
  decision.allowed
    ? { allowed: true, path: decision.path.map(grantStep), obstacles: [], beside: decision.beside.map(ofDenial) }
    : { allowed: false, path: [], obstacles: decision.path.map(ofDenial), beside: [] }

const ofDenial = (denial: Denial): Explanation['obstacles'][number] => ({
  kind: denial.kind,
  detail: inWords(denial),
  grant: 'grant' in denial ? grantStep(denial.grant) : null,
})
