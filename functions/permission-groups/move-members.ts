import { definedWith, permissionGroupInForce } from '../../shared/domain/definitions.ts'
import type { Validity } from '../../shared/domain/evaluator.ts'
import { id, type PermissionGroupId } from '../../shared/domain/ids.ts'
import {
  announceAccessChanges,
  announceWhoChangedSince,
  type Circumstances,
  membersInPages,
  rolesTold,
  servicesOf,
} from '../../shared/frame/announcing.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import type { AccessChanged } from '../../shared/platform/bus.ts'
import { readDefinitions } from '../../shared/table/definitions.ts'
import { getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { commit, Moved } from '../../shared/table/transaction.ts'

/** As many people as fit into a transaction: six items each, with the contact of whoever is one, and the counts of both groups. */
const peopleATransaction = 16

/**
 * After a permission group was replaced, tells connected applications and writes its members down under the one that took its place
 * (D5). It begins with whoever is still left, so whatever breaks it off, being called again completes it.
 */
export const moveMembers = async (activity: ActivityEvent): Promise<void> => {
  const { organizationId, about } = activity
  if (about.replacedBy === undefined) return
  const permissionGroupId = id('permissionGroup', String(about.permissionGroupId))
  const told: AccessChanged[] = []
  for await (const people of membersInPages({ organizationId, permissionGroupId })) {
    const organization = await getOrganization(organizationId)
    if (!organization) return
    told.push(...(await announce(activity, organization, permissionGroupId, people)))
    for (let start = 0; start < people.length; start += peopleATransaction)
      await move(activity, permissionGroupId, people.slice(start, start + peopleATransaction))
  }
  const roles = [rolesTold(about.applicationRolesBefore), rolesTold(about.applicationRolesAfter)]
  await announceWhoChangedSince(activity, servicesOf(...roles), told)
}

export const handler = eventFunction(moveMembers)

async function announce(
  activity: ActivityEvent,
  organization: OrganizationRecord,
  replaced: PermissionGroupId,
  people: readonly ProfileRecord[],
): Promise<readonly AccessChanged[]> {
  const definitions = await definitionsFor(organization, ...people)
  const { applicationRolesBefore, applicationRolesAfter } = activity.about
  const circumstances = (told: unknown): Circumstances => ({
    organization,
    definitions: definedWith(definitions, replaced, rolesTold(told)),
  })
  return announceAccessChanges(
    activity,
    people,
    circumstances(applicationRolesBefore),
    circumstances(applicationRolesAfter),
  )
}

/** Whoever changes at that moment is read and moved again, this often; then the function is called again. */
const mostTries = 5

async function move(
  { activityId, organizationId }: ActivityEvent,
  replaced: PermissionGroupId,
  people: readonly ProfileRecord[],
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const organization = await getOrganization(organizationId)
      const definitions = await readDefinitions(organizationId, [replaced])
      const replacement = permissionGroupInForce(replaced, definitions)?.permissionGroupId
      if (!organization || !replacement) return
      const read = tries === 1 ? people : await Promise.all(people.map(getProfile))
      const now = new Date().toISOString()
      const newId = newIdAt(now)
      const { writes } = await changePeopleUnasked(
        {
          organization,
          by: {
            principal: 'system:move-members',
            origin: { requestId: activityId, ipAddress: undefined, userAgent: undefined },
          },
          now,
          newId,
        },
        read.flatMap((before) =>
          before?.permissionGroups[replaced]
            ? [
                {
                  before,
                  after: moved(before, replaced, replacement, now),
                  action: 'permission-groups.replaced',
                  about: { added: replacement, removed: replaced },
                },
              ]
            : [],
        ),
      )
      return await commit(writes, newId('activity'))
    } catch (error) {
      if (!(error instanceof Moved) || tries === mostTries) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** tries))
    }
  }
}

/** Whoever was in both stays for as long as the longer of the two memberships. */
function moved(
  before: ProfileRecord,
  replaced: PermissionGroupId,
  replacement: PermissionGroupId,
  updatedAt: string,
): ProfileRecord {
  const { [replaced]: left = {}, ...others } = before.permissionGroups
  const known = others[replacement]
  return { ...before, permissionGroups: { ...others, [replacement]: known ? longer(known, left) : left }, updatedAt }
}

const endOf = ({ validUntil }: Validity): number => (validUntil === undefined ? Infinity : Date.parse(validUntil))

/** Of two memberships the one that is longest in force: one without an end before all others, then the later end. */
const longer = (one: Validity, other: Validity): Validity => (endOf(one) >= endOf(other) ? one : other)
