import { isAbout, rightNamed, whereNamed } from '../../shared/domain/access-question.ts'
import { isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { isGroupHere } from '../../shared/frame/held-permissions.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { peopleWhoMay } from './people-who-may.ts'
import { searchPage } from './search-page.ts'

/** Whoever of the organization may do something, as sign-ins or as profiles; pages may be short, and even empty before the last one. */
export const searchSubjects: Operation<'searchSubjects'> = async ({ body, caller, now }) => {
  const { organization } = caller
  const { organizationId } = organization
  const { page: asked, ...question } = body
  const page = searchPage(asked, 'searchSubjects', organizationId, question)
  const { limit, after } = page
  if (after !== undefined && !isId('profile', after)) throw new Problem('invalid-cursor')

  const { type } = body.subject
  const where = isAbout(body.context, organizationId) ? whereNamed(body.resource, organizationId) : undefined
  const right = where && rightNamed(body.action.name, where)
  if (!right || (type !== 'user' && type !== 'profile')) return page.reply([], undefined)
  // A page of no results leads to itself.
  if (limit === 0) return page.reply([], after ?? '')

  const group = where.type === 'group' ? where.groupId : undefined
  const [isHere, { items, next }] = await Promise.all([
    isGroupHere(organizationId, group),
    peopleWhoMay({ permission: right, group, at: now }, { organization, limit, after }),
  ])
  if (!isHere) return page.reply([], undefined)
  const ids = items.flatMap(({ profile }) => (type === 'user' ? profile.identityId : profile.profileId) ?? [])
  return page.reply(
    ids.map((id) => ({ type, id })),
    next,
  )
}
