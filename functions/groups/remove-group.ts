import type { ProfileId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { freeName } from '../../shared/table/definition-name.ts'
import { endGroup, getGroup, removeEndedGroup, removeGroup as removeUnused } from '../../shared/table/group.ts'
import { pageOfGroupMembers } from '../../shared/table/group-member.ts'
import { parseProfile, profileKey } from '../../shared/table/profile.ts'

type Request = OperationRequest<'removeGroup'>

/** As many people as fit into a transaction: five items each, the count of a role of each, and that of the group (D5). */
const peopleATransaction = 16
/** What is left after so many seconds is for the next call, which goes on from there. */
const mostSeconds = 20

/**
 * Removes a group. Where people have access to it, `force` withdraws that, each person whole with an activity of their own: first nobody is given
 * any more, then part after part goes, and the group at the end. Whatever ends it in between, the same call goes on.
 */
export const removeGroup: Operation<'removeGroup'> = async (request) => {
  const { params, query, caller, now, newId, commit, commitPart } = request
  const { organizationId, groupId } = params
  const group = await getGroup(params)
  if (!group) throw new Problem('not-found')
  const { members } = group
  if (members > 0 && query.force !== 'true')
    throw new Problem('in-use', {
      detail: `${members} ${members === 1 ? 'person has' : 'people have'} access to it; \`force=true\` withdraws that.`,
    })
  if (members > 0) {
    await commitPart([endGroup(group)])
    await withdrawAll(request)
  }
  const removed = recordActivity({
    activityId: newId('activity'),
    organizationId,
    action: 'group.removed',
    at: now,
    by: caller,
    about: { groupId },
  })
  return commit(
    [
      ...freeName({ organizationId, kind: 'group', definitionId: groupId, name: group.name }),
      group.state === 'active' && members === 0 ? removeUnused(group) : removeEndedGroup(group),
      removed,
    ],
    { groupId, members },
  )
}

async function withdrawAll(request: Request): Promise<void> {
  const { organizationId, groupId } = request.params
  const began = performance.now()
  let after: ProfileId | undefined
  do {
    const { items, next } = await pageOfGroupMembers({ organizationId, groupId, limit: peopleATransaction, after })
    await withdraw(request, items)
    after = next
    if (after && performance.now() - began > mostSeconds * 1000)
      throw new Problem('busy', {
        detail: 'Access is still being withdrawn: send the same call again, and it goes on.',
        retryAfterSeconds: 1,
      })
  } while (after)
}

async function withdraw(request: Request, profileIds: readonly ProfileId[]): Promise<void> {
  const { params, caller, now, newId, commitPart } = request
  const { organizationId, groupId } = params
  const found = await getItems(profileIds.map((profileId) => profileKey({ organizationId, profileId })))
  const changes = found
    .flatMap((item) => parseProfile(item) ?? [])
    .filter((before) => Object.hasOwn(before.groups, groupId))
    .map((before) => {
      const { [groupId]: _, ...groups } = before.groups
      return {
        before,
        after: { ...before, groups, updatedAt: now },
        action: 'group-access.revoked' as const,
        about: { groupId },
      }
    })
  if (changes.length === 0) return
  // What goes gives nobody anything: whoever had less in it than their default role gives has nothing in it either.
  const { organization } = caller
  const { writes, affected } = await changePeopleUnasked({ organization, by: caller, now, newId }, changes)
  await commitPart(writes, affected)
}
