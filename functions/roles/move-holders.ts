import { predefinedRole } from '../../shared/domain/catalog.ts'
import { roleInForce } from '../../shared/domain/definitions.ts'
import type { GroupAccess, RoleGrant } from '../../shared/domain/evaluator.ts'
import { id, type OrganizationId, type RoleId } from '../../shared/domain/ids.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { rolesNamed } from '../../shared/frame/definitions.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { readDefinitions } from '../../shared/table/definitions.ts'
import { everyoneInPages } from '../../shared/table/everyone.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { dropRole, listRoles } from '../../shared/table/role.ts'
import { commit } from '../../shared/table/transaction.ts'

/** As many people as fit into a transaction: five items each at most, and the counts of both roles. */
const peopleATransaction = 19

/**
 * After a role was replaced, writes its holders down under the one that took its place (D5), drafts too, and drops what pointed to it once
 * nobody needs it. Whoever is left is found again, so whatever breaks it off, being called again completes it.
 */
export const moveHolders = async (activity: ActivityEvent): Promise<void> => {
  const { organizationId, about } = activity
  if (about.replacedBy === undefined) return
  const replaced = id('role', String(about.roleId))
  for await (const people of everyoneInPages(organizationId)) {
    const concerned = people.filter((profile) => rolesNamed(profile).includes(replaced))
    for (let start = 0; start < concerned.length; start += peopleATransaction)
      await move(activity, replaced, concerned.slice(start, start + peopleATransaction))
  }
  await dropUnneeded(organizationId)
}

export const handler = eventFunction(moveHolders)

async function move(activity: ActivityEvent, replaced: RoleId, people: readonly ProfileRecord[]): Promise<void> {
  const { activityId, organizationId } = activity
  let found: readonly (ProfileRecord | undefined)[] = people
  await untilDecided(async () => {
    const organization = await getOrganization(organizationId)
    const definitions = await readDefinitions(organizationId, [], [replaced])
    const replacement = organization && roleInForce(replaced, definitions, organization.kind)?.roleId
    if (!organization || !replacement) return
    const read = found
    found = await Promise.all(people.map(getProfile))
    const now = new Date().toISOString()
    const newId = newIdAt(now)
    const origin = { requestId: activityId, ipAddress: undefined, userAgent: undefined }
    const { writes } = await changePeopleUnasked(
      { organization, by: { principal: 'system:move-holders', origin }, now, newId },
      read.flatMap((before) =>
        before && rolesNamed(before).includes(replaced)
          ? [
              {
                before,
                after: moved(before, replaced, replacement, now),
                action: 'default-role.set' as const,
                about: { roleId: replacement, roleBefore: replaced },
              },
            ]
          : [],
      ),
    )
    await commit(writes, newId('activity'))
  })
}

function moved(before: ProfileRecord, replaced: RoleId, replacement: RoleId, updatedAt: string): ProfileRecord {
  const instead = (grant: RoleGrant): RoleGrant =>
    grant.roleId === replaced ? { ...grant, roleId: replacement } : grant
  const groups = Object.entries(before.groups).map(([key, { groupRole, ...access }]): [string, GroupAccess] => [
    key,
    { ...access, ...(groupRole && { groupRole: instead(groupRole) }) },
  ])
  return {
    ...before,
    defaultRole: before.defaultRole && instead(before.defaultRole),
    groups: Object.fromEntries(groups),
    updatedAt,
  }
}

/** Drops removed roles that nobody holds and to which no other one leads; those that led to them come first. */
async function dropUnneeded(organizationId: OrganizationId): Promise<void> {
  for (;;) {
    const own = await listRoles(organizationId)
    const ledTo = new Set(
      own.flatMap(({ replacedBy }) => (replacedBy && !predefinedRole(replacedBy) ? [replacedBy] : [])),
    )
    const unneeded = own.filter(
      ({ state, holders, roleId }) => state === 'removed' && holders === 0 && !ledTo.has(roleId),
    )
    if (unneeded.length === 0) return
    for (const role of unneeded) await dropRole(role)
  }
}
