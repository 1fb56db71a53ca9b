import { permissionGroupInForce } from '../../shared/domain/definitions.ts'
import type { OrganizationId, ProfileId } from '../../shared/domain/ids.ts'
import { type FieldError, invalidField, Problem } from '../../shared/domain/problems.ts'
import { changePeople, type PersonChange } from '../../shared/frame/change-people.ts'
import { requireActiveService } from '../../shared/frame/named-permission-groups.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { contactOf } from '../../shared/table/contact.ts'
import { type DefinitionsRead, definitionsAmong } from '../../shared/table/definitions.ts'
import {
  listPermissionGroups,
  type PermissionGroupKey,
  whilePermissionGroup,
} from '../../shared/table/permission-group.ts'
import { everyMember } from '../../shared/table/permission-group-member.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../../shared/table/profile.ts'
import { groupHere, isSystem, systemVersion } from './group-here.ts'
import { joining, leaving } from './membership.ts'

/** As many items as one transaction takes, beside the count of the group and the kept answer. */
const mostItems = 98
const mostChanges = 1000

/**
 * Chooses the members of a group anew, each person whole, in as many transactions as it takes; the difference is computed from what
 * is there, so that the same call once more completes what a broken one began (D5). Each part holds to the version of the group that the
 * caller has read, and the last one moves it; a group of the system has none. Drafts are no members, so none is taken out.
 */
export const replacePermissionGroupMembers: Operation<'replacePermissionGroupMembers'> = async (request) => {
  const { params, body, caller, now, newId, expectedVersion, commit, commitPart } = request
  const { organizationId, permissionGroupId } = params
  const [group, own] = await Promise.all([groupHere(params), listPermissionGroups(organizationId)])
  if ((isSystem(group) ? systemVersion : group.version) !== expectedVersion) throw new Problem('stale')

  const definitions = definitionsAmong(own)
  const there = await membersThere(params, definitions)
  const wanted = new Set(body.profileIds)
  const [joiners, leavers] = [wanted.difference(there), there.difference(wanted)]
  if (joiners.size + leavers.size > mostChanges)
    throw invalidField('#/profileIds', 'too-many-changes', `A call changes at most ${mostChanges} memberships.`)
  const profiles = await readProfiles(organizationId, [...joiners, ...leavers])
  requireEveryone(body.profileIds, joiners, profiles)

  const about = { permissionGroupId }
  const changes = [...profiles.values()].flatMap((before): PersonChange[] => {
    const joins = joiners.has(before.profileId)
    const after = (joins ? joining : leaving)(before, permissionGroupId, definitions, now)
    const action = joins ? 'permission-group.member-added' : 'permission-group.member-removed'
    return after ? [{ before, after, action, about }] : []
  })
  if (changes.some(({ action }) => action === 'permission-group.member-added'))
    requireActiveService(caller.organization, permissionGroupId)

  // All of it is judged before any of it is written.
  const parts = await Promise.all(
    inParts(changes).map((some, part, { length }) => {
      const chosen = { permissionGroupId, version: expectedVersion, last: part === length - 1 }
      return changePeople({ caller, now, newId, ...(!isSystem(group) && { choosing: chosen }) }, some)
    }),
  )
  const nothing = {
    writes: isSystem(group) ? [] : [whilePermissionGroup(params, group.version)],
    affected: [],
    coverageChanges: [],
  }
  const last = parts.pop() ?? nothing
  for (const { writes, affected } of parts) await commitPart(writes, affected)
  const coverageChanges = [...parts, last].flatMap((part) => part.coverageChanges)
  return commit(last.writes, { permissionGroupId, members: wanted.size, coverageChanges }, last.affected)
}

/** As many people a transaction as fit into it, each of them whole. */
function inParts(changes: readonly PersonChange[]): readonly (readonly PersonChange[])[] {
  const parts: PersonChange[][] = []
  let taken = mostItems
  for (const change of changes) {
    const items = itemsOf(change)
    if (taken + items > mostItems) parts.push([])
    taken = taken + items > mostItems ? items : taken + items
    parts.at(-1)?.push(change)
  }
  return parts
}

/**
 * Profile, access record, activity and membership, and the contact of whoever is one. Whoever leaves is taken out of what was
 * replaced by the group too, with a count of each.
 */
const itemsOf = ({ before, after }: PersonChange): number => {
  const [had, has] = [before, after].map((profile) => Object.keys(profile?.permissionGroups ?? {}).length)
  return 2 + 2 * Math.abs((has ?? 0) - (had ?? 0)) + Number(contactOf(before) !== undefined)
}

/** Whoever is in the group, or in one that was replaced by it and has not been emptied yet. */
async function membersThere(
  { organizationId, permissionGroupId }: PermissionGroupKey,
  definitions: DefinitionsRead,
): Promise<ReadonlySet<ProfileId>> {
  const replaced = [...definitions.permissionGroups.values()]
    .filter(({ state, members }) => state === 'removed' && members > 0)
    .map((group) => group.permissionGroupId)
    .filter((one) => permissionGroupInForce(one, definitions)?.permissionGroupId === permissionGroupId)
  const read = [permissionGroupId, ...replaced].map((one) => everyMember({ organizationId, permissionGroupId: one }))
  return new Set((await Promise.all(read)).flat())
}

async function readProfiles(
  organizationId: OrganizationId,
  profileIds: readonly ProfileId[],
): Promise<ReadonlyMap<ProfileId, ProfileRecord>> {
  const items = await getItems(profileIds.map((profileId) => profileKey({ organizationId, profileId })))
  return new Map(items.flatMap((item) => parseProfile(item) ?? []).map((profile) => [profile.profileId, profile]))
}

/** Whoever is not here, another organization's included, is told alike (T6). */
function requireEveryone(
  named: readonly ProfileId[],
  joiners: ReadonlySet<ProfileId>,
  profiles: ReadonlyMap<ProfileId, ProfileRecord>,
): void {
  const errors = named.flatMap((one, position): FieldError[] =>
    joiners.has(one) && !profiles.has(one)
      ? [{ pointer: `#/profileIds/${position}`, code: 'not-found', detail: 'There is no such profile here.' }]
      : [],
  )
  if (errors.length > 0) throw new Problem('invalid', { errors })
}
