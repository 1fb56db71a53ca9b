import { isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import { grantStep, isGroupHere, requireGroup } from '../../shared/frame/held-permissions.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { summaryReply } from '../../shared/frame/profile-summary-reply.ts'
import { summarise } from '../../shared/table/profile.ts'
import { peopleWhoMay } from './people-who-may.ts'

/** Whoever of the organization may do something at this moment; pages may be short. */
export const whoCan: Operation<'whoCan'> = async ({ params, query, caller, now }) => {
  const { organizationId } = params
  const { permission, groupId: group, limit } = query
  const list = ['whoCan', organizationId, permission, group ?? '']
  const [after] = readCursor(query.cursor, list, 1) ?? []
  if (after !== undefined && !isId('profile', after)) throw new Problem('invalid-cursor')
  const [isHere, { items, next }] = await Promise.all([
    isGroupHere(organizationId, group),
    peopleWhoMay({ permission, group, at: now }, { organization: caller.organization, limit, after }),
  ])
  requireGroup(isHere, 'query#/groupId')
  return {
    items: items.map(({ profile, path }) => ({ ...summaryReply(summarise(profile)), path: path.map(grantStep) })),
    nextCursor: next ? writeCursor([next], list) : null,
  }
}
