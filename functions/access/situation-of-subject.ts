import {
  type Entity,
  isAbout,
  namedBy,
  type QuestionContext,
  subjectNamed,
  type Where,
} from '../../shared/domain/access-question.ts'
import type { Situation } from '../../shared/domain/evaluator.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { standingsAbroadOf } from '../../shared/frame/standing.ts'
import { readNamed } from '../../shared/table/named-in-questions.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import { holderOf } from './decide.ts'

/** Everything that a subject holds here, where a search asks what that is; undefined where the place is not here, or they can hold nothing. */
export async function situationOfSubject(
  { subject: given, context }: { readonly subject: Entity; readonly context?: QuestionContext | undefined },
  where: Where | undefined,
  organization: OrganizationRecord,
): Promise<Situation | undefined> {
  const subject = isAbout(context, organization.organizationId) ? subjectNamed(given) : undefined
  if (!subject) return undefined
  const found = await readNamed(namedBy([subject], [where]), organization.organizationId)
  if (where?.type === 'group' && !found.groups.has(where.groupId)) return undefined
  const { access, identityId, notYet } = holderOf(subject, found)
  if (notYet) return undefined
  const ids = identityId ? [identityId] : []
  const [definitions, abroad] = await Promise.all([
    definitionsFor(organization, access),
    standingsAbroadOf(ids, organization),
  ])
  const actingFrom = ids.flatMap((id) => abroad.get(id) ?? []).map(({ standing }) => standing)
  return { organization, access, definitions, actingFrom }
}
