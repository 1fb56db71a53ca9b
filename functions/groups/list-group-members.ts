import { predefinedRoles } from '../../shared/domain/catalog.ts'
import { type Definitions, roleInForce } from '../../shared/domain/definitions.ts'
import { isId, type ProfileId, type RoleId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { summaryReply } from '../../shared/frame/profile-summary-reply.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { definitionsAmong } from '../../shared/table/definitions.ts'
import { pageOfGroupMembers } from '../../shared/table/group-member.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import { type ProfileRecord, parseProfile, profileKey, summarise } from '../../shared/table/profile.ts'
import { pageByDefaultRole } from '../../shared/table/profile-list.ts'
import { listRoles } from '../../shared/table/role.ts'
import { doesReachAll, reachesBy, standingIn } from './group-access.ts'
import { groupHere } from './group-here.ts'

type Request = OperationRequest<'listGroupMembers'>

/** Among those who were given access by hand, or among those with a default role that reaches all groups. */
type Part = typeof byHand | RoleId

const byHand = 'by-hand'

/**
 * Those with access by hand in the order of their ids, then role after role those whose default role reaches all groups, by name. A page ends
 * where such a part ends, and whoever's profile says otherwise is left out of it.
 */
export const listGroupMembers: Operation<'listGroupMembers'> = async ({ params, query, caller, now }) => {
  const { organizationId, groupId } = params
  const { organization } = caller
  const list = ['listGroupMembers', organizationId, groupId]
  const [part = byHand, after = ''] = readCursor(query.cursor, list, 2) ?? []
  if (part !== byHand && !isId('role', part)) throw new Problem('invalid-cursor')
  const [, own, { found, next }] = await Promise.all([
    groupHere(params),
    listRoles(organizationId),
    pageOf(params, part, after, query.limit),
  ])
  const definitions = definitionsAmong([], own)
  const following = next === undefined ? partAfter(part, definitions, organization) : undefined
  const people = await profilesOf(params, found)
  return {
    items: people.flatMap((profile) => {
      const { groups, status } = profile
      const [given, reaches] = [groups[groupId], reachesBy(definitions, organization, profile, now)]
      // Whoever was given access by hand stands among those, and a draft's role is an intention.
      const isListed = part === byHand ? given : !given && reaches && status !== 'draft'
      return isListed ? [{ ...summaryReply(summarise(profile)), ...standingIn(given, reaches) }] : []
    }),
    nextCursor: next ? writeCursor([part, next], list) : following ? writeCursor([following, ''], list) : null,
  }
}

async function pageOf(
  { organizationId, groupId }: Request['params'],
  part: Part,
  after: string,
  limit: number,
): Promise<{ readonly found: readonly ProfileId[]; readonly next: string | undefined }> {
  if (part !== byHand) {
    const page = await pageByDefaultRole({ organizationId, roleId: part, limit, after: after || undefined })
    return { found: page.items.map(({ profile }) => profile.profileId), next: page.next }
  }
  if (after !== '' && !isId('profile', after)) throw new Problem('invalid-cursor')
  const page = await pageOfGroupMembers({ organizationId, groupId, limit, after: after === '' ? undefined : after })
  return { found: page.items, next: page.next }
}

/** The next role that reaches all groups: predefined ones first, then the organization's own by id, those included whose holders are moving on. */
function partAfter(part: Part, definitions: Definitions, { kind }: OrganizationRecord): RoleId | undefined {
  const own = [...definitions.roles.keys()].sort()
  const roles = [...predefinedRoles.map(({ roleId }) => roleId), ...own]
  const known = part === byHand ? -1 : roles.indexOf(part)
  // A role of their own that has gone since stood where the next one stands now.
  const left = part === byHand || known >= 0 ? roles.slice(known + 1) : own.filter((role) => role > part)
  return left.find((role) => doesReachAll(roleInForce(role, definitions, kind)))
}

async function profilesOf(
  { organizationId }: Request['params'],
  profileIds: readonly ProfileId[],
): Promise<readonly ProfileRecord[]> {
  const keys = profileIds.map((profileId) => profileKey({ organizationId, profileId }))
  return (await getItems(keys, { strongly: false })).flatMap((item) => parseProfile(item) ?? [])
}
