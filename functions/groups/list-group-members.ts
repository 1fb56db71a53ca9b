import { predefinedRoles } from '../../shared/domain/catalog.ts'
import { isId, type ProfileId, type RoleId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { summaryReply } from '../../shared/frame/profile-summary-reply.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { pageOfGroupMembers } from '../../shared/table/group-member.ts'
import { type ProfileRecord, parseProfile, profileKey, summarise } from '../../shared/table/profile.ts'
import { pageByDefaultRole } from '../../shared/table/profile-list.ts'
import { listRoles } from '../../shared/table/role.ts'
import { reachesAll, standingIn } from './group-access.ts'
import { groupHere } from './group-here.ts'

type Request = OperationRequest<'listGroupMembers'>

/** A page of people, and where the next one begins; it may be short. */
type Page = { readonly people: readonly ProfileRecord[]; readonly next: Position | undefined }
/** Among those who were given access by hand, or among those with a default role that reaches all groups. */
type Position = readonly [of: string, after: string]

const byHand = 'by-hand'

/** Those with access by hand in the order of their ids, then role after role those whose default role reaches all groups, by name. */
export const listGroupMembers: Operation<'listGroupMembers'> = async (request) => {
  const { params, query, caller, now } = request
  const list = ['listGroupMembers', params.organizationId, params.groupId]
  const [of = byHand, after = ''] = readCursor(query.cursor, list, 2) ?? []
  await groupHere(params)
  const { people, next } = of === byHand ? await givenAccess(request, after) : await reaching(request, of, after)
  const items = people.map(async (profile) => ({
    ...summaryReply(summarise(profile)),
    ...standingIn(profile.groups[params.groupId], await reachesAll(caller.organization, profile, now)),
  }))
  return { items: await Promise.all(items), nextCursor: next ? writeCursor([...next], list) : null }
}

async function givenAccess({ params, query }: Request, after: string): Promise<Page> {
  const { organizationId, groupId } = params
  if (after !== '' && !isId('profile', after)) throw new Problem('invalid-cursor')
  const { items, next } = await pageOfGroupMembers({
    organizationId,
    groupId,
    limit: query.limit,
    after: after === '' ? undefined : after,
  })
  const people = (await profilesOf(params, items)).filter((profile) => Object.hasOwn(profile.groups, groupId))
  const [first] = await rolesThatReach(params)
  return { people, next: next ? [byHand, next] : first && [first, ''] }
}

async function reaching({ params, query }: Request, of: string, after: string): Promise<Page> {
  const { organizationId, groupId } = params
  const roles = await rolesThatReach(params)
  const [role, following] = roles.slice(roles.findIndex((one) => one === of))
  if (role !== of) throw new Problem('invalid-cursor')
  const page = await pageByDefaultRole({ organizationId, roleId: role, limit: query.limit, after: after || undefined })
  const people = await profilesOf(
    params,
    page.items.map(({ profile }) => profile.profileId),
  )
  return {
    // Whoever was given access by hand stands among those, and a draft's role is an intention.
    people: people.filter(({ groups, status }) => !Object.hasOwn(groups, groupId) && status !== 'draft'),
    next: page.next ? [role, page.next] : following && [following, ''],
  }
}

async function rolesThatReach({ organizationId }: Request['params']): Promise<readonly RoleId[]> {
  const reach = ({ permissions }: { readonly permissions: readonly string[] }) =>
    permissions.includes('groups:access-all')
  const own = (await listRoles(organizationId)).filter(({ state }) => state === 'active')
  return [...predefinedRoles.filter(reach), ...own.filter(reach)].map(({ roleId }) => roleId)
}

async function profilesOf(
  { organizationId }: Request['params'],
  profileIds: readonly ProfileId[],
): Promise<readonly ProfileRecord[]> {
  const keys = profileIds.map((profileId) => profileKey({ organizationId, profileId }))
  return (await getItems(keys, { strongly: false })).flatMap((item) => parseProfile(item) ?? [])
}
