import { rightNamed, type Where } from '../../shared/domain/access-question.ts'
import { type Right, serviceOf } from '../../shared/domain/catalog.ts'
import { evaluate, type Situation } from '../../shared/domain/evaluator.ts'
import { type GroupId, isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { pageOfGroups } from '../../shared/table/group.ts'
import { pageOfWords, searchPage } from './search-page.ts'
import { situationOfSubject } from './situation-of-subject.ts'

/**
 * Where somebody may do something: the organization, its groups, or the service of an application role. A page looks at as many groups as its
 * limit says, and is short where they may not in some of them.
 */
export const searchResources: Operation<'searchResources'> = async ({ body, caller, now }) => {
  const { organization } = caller
  const { organizationId } = organization
  const { page: asked, ...question } = body
  const page = searchPage(asked, 'searchResources', organizationId, question)
  const { type } = body.resource
  const right = isPlaceType(type) ? rightNamed(body.action.name, { type }) : undefined
  if (!right) return page.reply([], undefined)
  const found = (ids: readonly string[], next: string | undefined) =>
    page.reply(
      ids.map((id) => ({ type, id })),
      next,
    )

  if (type === 'group') {
    const { limit, after } = page
    if (after !== undefined && !isId('group', after)) throw new Problem('invalid-cursor')
    if (limit === 0) return found([], after ?? '')
    const [situation, { items, next }] = await Promise.all([
      situationOfSubject(body, undefined, organization),
      pageOfGroups({ organizationId, limit, after }),
    ])
    if (!situation) return found([], undefined)
    const here = items.filter(({ state }) => state === 'active').map(({ groupId }) => groupId)
    return found(
      here.filter((group) => mayIn(situation, right, group, now)),
      next,
    )
  }
  const situation = await situationOfSubject(body, undefined, organization)
  const place = type === 'service' ? (serviceOf(right) ?? '') : organizationId
  const { items, next } = pageOfWords(situation && mayIn(situation, right, undefined, now) ? [place] : [], page)
  return found(items, next)
}

const isPlaceType = (type: string): type is Where['type'] => ['organization', 'group', 'service'].includes(type)

const mayIn = (situation: Situation, permission: Right, group: GroupId | undefined, at: string): boolean =>
  evaluate(situation, { permission, group, at }).allowed
