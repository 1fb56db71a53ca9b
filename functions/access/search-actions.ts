import { rightNamed, whereNamed } from '../../shared/domain/access-question.ts'
import { rightsIn } from '../../shared/domain/evaluator.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { pageOfWords, searchPage } from './search-page.ts'
import { situationOfSubject } from './situation-of-subject.ts'

/** What somebody may do in a place: permissions at the organization or in a group, application roles in a service. */
export const searchActions: Operation<'searchActions'> = async ({ body, caller, now }) => {
  const { organization } = caller
  const { page: asked, ...question } = body
  const page = searchPage(asked, 'searchActions', organization.organizationId, question)
  const where = whereNamed(body.resource, organization.organizationId)
  const situation = where && (await situationOfSubject(body, where, organization))
  if (!situation) return page.reply([], undefined)
  const held = rightsIn(situation, where.type === 'group' ? where.groupId : 'organization', now)
  const { items, next } = pageOfWords(
    [...held].filter((right) => rightNamed(right, where)),
    page,
  )
  return page.reply(
    items.map((name) => ({ name })),
    next,
  )
}
