import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import type { Affected } from '../../shared/domain/access-difference.ts'
import { parseEmailAddress, problemWithEmailAddress } from '../../shared/domain/address.ts'
import { ownerRoleId } from '../../shared/domain/catalog.ts'
import type { ProfileId } from '../../shared/domain/ids.ts'
import { invalidField } from '../../shared/domain/problems.ts'
import { becameUser, confirmed, profileStanding } from '../../shared/domain/profile.ts'
import type { CoverageChange } from '../../shared/domain/role-coverage.ts'
import { inviterOf } from '../../shared/frame/caller.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { intendedGrants } from '../../shared/frame/intended-grants.ts'
import { intentionsInForce } from '../../shared/frame/intentions.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { invite } from '../../shared/table/inviting.ts'
import { getProfile, newProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { findByAddress } from '../../shared/table/search.ts'
import type { Write } from '../../shared/table/transaction.ts'

type Request = OperationRequest<'inviteUsers'>
type Outcome = ReplyOf<RouteOf<'inviteUsers'>>['items'][number]

/**
 * Invites one address, or confirms one draft (I1, I7): the caller must be able to give all that they would get (A4). The provider's
 * owners may give Owner where there are owners, with a reason that all of these are told (O3).
 */
export const inviteUsers: Operation<'inviteUsers'> = async (request) => {
  const { body, commit } = request
  const asked = theOneAskedFor(body)
  const grants = await intendedGrants(body, request.caller.organization)
  const outcome =
    'profileId' in asked
      ? await confirm(request, grants, asked.profileId)
      : await inviteAddress(request, grants, asked.address)
  return commit(
    outcome.writes,
    { items: [outcome.item], coverageChanges: [...(outcome.coverageChanges ?? [])] },
    outcome.affected,
  )
}

type Intended = Awaited<ReturnType<typeof intendedGrants>>
type Result = {
  readonly item: Outcome
  readonly writes: readonly Write[]
  readonly affected?: readonly Affected[]
  readonly coverageChanges?: readonly CoverageChange[]
}

async function inviteAddress(request: Request, grants: Intended, typed: string): Promise<Result> {
  const { params, body, caller, now, newId } = request
  const email = parseEmailAddress(typed)
  if (!email) return nothingDone(typed, 'invalid', `The address ${problemWithEmailAddress(typed) ?? 'cannot be read'}.`)
  const known = await findByAddress(params.organizationId, email)
  if (known) return inviteKnown(request, grants, known, typed)

  const profile = newProfile(
    { ...grants, kind: 'person', user: true, status: 'invited', email, language: body.language },
    { ...params, profileId: newId('profile'), language: caller.organization.language, now },
  )
  return invited(request, undefined, profile, typed, 'invited')
}

async function confirm(request: Request, grants: Intended, profileId: ProfileId): Promise<Result> {
  const result = await inviteKnown(request, grants, profileId, null)
  if (result.item.outcome === 'not-found')
    throw invalidField('#/profileIds/0', 'not-found', 'There is no such profile here.')
  return result
}

/** What can be made of someone the organization knows already; whoever is invited or active is left as they are. */
async function inviteKnown(
  request: Request,
  grants: Intended,
  profileId: ProfileId,
  typed: string | null,
): Promise<Result> {
  const before = await getProfile({ ...request.params, profileId })
  if (!before) return nothingDone(typed, 'not-found', 'There is no such profile here.')
  const settled = settledOutcome(before)
  if (settled) return nothingDone(typed, settled.outcome, settled.detail, before.profileId)

  const standing = profileStanding({ ...before, accepted: before.identityId !== undefined })
  const next = before.user ? confirmed(standing) : becameUser(standing, { kind: before.kind, confirm: true })
  if (typeof next === 'string')
    return nothingDone(typed, 'invalid', 'A shared mailbox cannot become a user.', before.profileId)
  const { grants: intended, gone } = await intentionsInForce(request.caller.organization, before)
  if (gone.length > 0) return nothingDone(typed, 'invalid', goneInWords(gone), before.profileId)
  const after: ProfileRecord = {
    ...before,
    ...next,
    defaultRole: grants.defaultRole ?? intended.defaultRole,
    permissionGroups: { ...intended.permissionGroups, ...grants.permissionGroups },
    groups: { ...intended.groups, ...grants.groups },
    updatedAt: request.now,
  }
  return invited(request, before, after, typed, before.user ? 'invited' : 'became-user')
}

const goneInWords = (gone: readonly string[]): string =>
  `The draft was to be given what cannot be given now: ${gone.join(', ')}. Take it out of it first.`

function settledOutcome({ user, status }: ProfileRecord): Pick<Outcome, 'outcome' | 'detail'> | undefined {
  if (status === 'deactivated')
    return { outcome: 'deactivated', detail: 'The profile is deactivated; reactivate it instead.' }
  if (user && status === 'active') return { outcome: 'already-a-user', detail: 'Nothing was changed.' }
  if (status === 'invited')
    return { outcome: 'already-invited', detail: 'Nothing was changed; the invitation can be sent again.' }
  return undefined
}

async function invited(
  { body, caller, now, newId }: Request,
  before: ProfileRecord | undefined,
  profile: ProfileRecord,
  typed: string | null,
  outcome: 'invited' | 'became-user',
): Promise<Result> {
  const { organization } = caller
  const { profileId } = profile
  const invitationId = newId('invitation')
  const after: ProfileRecord = { ...profile, invitationId }
  const { reason } = body
  if (reason !== undefined && after.defaultRole?.roleId !== ownerRoleId)
    throw invalidField('#/reason', 'not-needed', 'A reason is given with the role rol_owner alone.')
  const change = { before, after, action: undefined }
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId }, [change], {
    reasonGiven: reason !== undefined,
  })
  return {
    item: { address: typed, profileId, invitationId, outcome, detail: null },
    affected,
    coverageChanges,
    writes: [
      ...writes,
      ...invite({
        profile: after,
        created: before === undefined,
        invitationId,
        activityId: newId('activity'),
        invitationDays: organization.invitationDays,
        inviter: { ...inviterOf(caller), ...(reason !== undefined && { reasonGiven: true }) },
        reason,
        by: caller,
        now,
      }),
    ],
  }
}

const nothingDone = (
  address: string | null,
  outcome: Outcome['outcome'],
  detail: string | null,
  profileId: ProfileId | null = null,
): Result => ({ item: { address, profileId, invitationId: null, outcome, detail }, writes: [] })

/** One address or one draft a call. */
function theOneAskedFor({
  addresses,
  profileIds = [],
}: Request['body']): { address: string } | { profileId: ProfileId } {
  const listed = typeof addresses === 'string' ? addresses.split(/[,;\n]/) : (addresses ?? [])
  const typed = listed.map((address) => address.trim()).filter((address) => address !== '')
  const [address] = typed
  const [profileId] = profileIds
  const field = profileId !== undefined && address === undefined ? '#/profileIds' : '#/addresses'
  if (typed.length + profileIds.length > 1)
    throw invalidField(field, 'too-many-addresses', 'One address or profile a call.')
  if (address !== undefined) return { address }
  if (profileId !== undefined) return { profileId }
  throw invalidField(field, 'required', 'Name an address, or a profile that is a draft.')
}
