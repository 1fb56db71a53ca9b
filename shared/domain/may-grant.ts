import { type OrganizationKind, ownerOnlyPermissions, type Right, services } from './catalog.ts'
import type { Definitions } from './definitions.ts'
import {
  type AccessRecord,
  actsFor,
  type EvaluatedOrganization,
  type Grants,
  groupsNamedBy,
  type Holdings,
  holdingsOf,
  isInForce,
  isOwner,
  type Place,
  rightsIn,
  type Situation,
  type Standing,
  type Validity,
} from './evaluator.ts'
import type { GroupId } from './ids.ts'

/** Whoever is about to raise somebody's access, or to act upon somebody. */
export type Granter = {
  /** An active owner of this organization. */
  readonly owner: boolean
  /** Acts here for the parent or the provider (A12), whatever else they hold here. */
  readonly acting: boolean
  /** An active owner of the provider, which gives power here only together with a reason (O3). */
  readonly ownsProvider: boolean
  /** Whoever deployed this, who has a say in the provider only. */
  readonly deployer: boolean
  readonly holdings: Holdings
}

/** What somebody would hold that they do not hold yet; `owner` when they would become one. */
export type Gained = Holdings & { readonly owner: boolean }

/** What must be known of the organization in which something is given. */
export type GrantPlace = {
  readonly kind: OrganizationKind
  readonly hasActiveOwner: boolean
  /** The caller has given a reason, which all owners of the organization will be told (O3). */
  readonly reasonGiven?: boolean
}

/** The codes of the problems that refuse it. */
export type GrantRefusal = 'cannot-grant' | 'owner-only' | 'has-owner'

/**
 * Whether the caller could give somebody all of this here (A4). It is asked after the route's own permission, which says that
 * they may give at all. Nobody gives what they do not hold in that very place, save holders of `access:grant-any`, who give
 * anything but owner-only permissions, and owners, who give everything. Owner itself is given by owners; while there is no
 * active owner, also by whoever administers the organization, and in the provider by the deployer (O3).
 */
export function mayGrant(caller: Granter, gained: Gained, place: GrantPlace): 'ok' | GrantRefusal {
  if (caller.owner) return 'ok'
  if (gained.owner) return mayGiveOwner(caller, place)
  const missing = placesOf(caller.holdings, gained).flatMap((where) => missingIn(where, caller, gained))
  if (missing.length === 0) return 'ok'
  return missing.some((right) => ownerOnlyPermissions.has(right)) ? 'owner-only' : 'cannot-grant'
}

/**
 * Whether the caller may act upon somebody who holds this, a pending or deactivated one included (A5): change their address,
 * reset their MFA, sign them out, deactivate, reactivate, remove, send again. Make `held` with `everythingGiven`.
 */
export function mayActUpon(caller: Granter, held: Gained, place: GrantPlace): 'ok' | 'cannot-grant' | 'owner-only' {
  const answer = mayGrant(caller, held, { kind: place.kind, hasActiveOwner: place.hasActiveOwner })
  return answer === 'has-owner' ? 'owner-only' : answer
}

/** The caller as `mayGrant` wants to know them, from the same items that authorised them. */
export function granterOf(situation: Situation, at: string): Granter {
  return {
    owner: isOwner(situation, at),
    acting: situation.organization.status === 'active' && actsFor(situation, at).length > 0,
    ownsProvider: (situation.actingFrom ?? []).some(
      (there) => there.organization.kind === 'provider' && isOwner(there, at),
    ),
    deployer: false,
    holdings: holdingsOf(situation, at),
  }
}

/** Whoever deployed this: holds nothing, and may give Owner in a provider without an active owner. */
export const deployer: Granter = {
  owner: false,
  acting: false,
  ownsProvider: false,
  deployer: true,
  holdings: { organization: new Set(), groups: new Map(), otherGroups: new Set() },
}

/**
 * What somebody would gain, at any moment from now on, by holding `after` instead of `before`. Leave `before` undefined for
 * someone who has no access now: invited, confirmed, reactivated. Whether a service is active does not matter here, since
 * memberships outlive a pause.
 */
export function accessGained(
  before: Grants | undefined,
  after: Grants,
  where: { readonly organization: EvaluatedOrganization; readonly definitions: Definitions },
  now: string,
): Gained {
  const standingWith = (grants: Grants | undefined): Standing => ({
    organization: { ...where.organization, status: 'active', services: services.map((service) => service.id) },
    access: grants && activeWith(grants),
    definitions: where.definitions,
  })
  const [then, next] = [standingWith(before), standingWith(after)]
  const gainedIn = (place: Place): ReadonlySet<Right> => {
    const gained = new Set<Right>()
    for (const at of turningPoints([before, after], place, now)) {
      const held = rightsIn(then, place, at)
      for (const right of rightsIn(next, place, at)) if (!held.has(right)) gained.add(right)
    }
    return gained
  }
  const named = new Set([...groupsNamedBy(before), ...groupsNamedBy(after)])
  return {
    owner: turningPoints([before, after], 'organization', now).some((at) => isOwner(next, at) && !isOwner(then, at)),
    organization: gainedIn('organization'),
    groups: new Map([...named].map((groupId) => [groupId, gainedIn(groupId)] as const)),
    otherGroups: gainedIn('other-groups'),
  }
}

/** Everything that somebody holds or will hold by these grants, whatever the state of their profile: for `mayActUpon`. */
export function everythingGiven(
  grants: Grants,
  where: { readonly organization: EvaluatedOrganization; readonly definitions: Definitions },
  now: string,
): Gained {
  return accessGained(undefined, grants, where, now)
}

/** What the members of a permission group, or the holders of a role, gain when these rights are added to its definition. */
export function definitionGained(added: readonly Right[]): Gained {
  const rights = new Set(added)
  return { owner: false, organization: rights, groups: new Map(), otherGroups: rights }
}

function mayGiveOwner(caller: Granter, place: GrantPlace): 'ok' | GrantRefusal {
  const administers = caller.deployer ? place.kind === 'provider' : caller.holdings.organization.has('access:grant-any')
  if (administers && !place.hasActiveOwner) return 'ok'
  if (caller.ownsProvider && caller.acting && place.reasonGiven === true) return 'ok'
  return administers && (caller.acting || caller.deployer) ? 'has-owner' : 'owner-only'
}

/** The rights that somebody would gain in a place and that the caller cannot give there. */
function missingIn(where: Place, caller: Granter, gained: Gained): Right[] {
  const held = heldIn(caller.holdings, where)
  const grantsAny = held.has('access:grant-any') || caller.holdings.organization.has('access:grant-any')
  return [...heldIn(gained, where)].filter(
    (right) => !held.has(right) && !(grantsAny && !ownerOnlyPermissions.has(right)),
  )
}

function placesOf(one: Holdings, other: Holdings): readonly Place[] {
  return ['organization', 'other-groups', ...new Set([...one.groups.keys(), ...other.groups.keys()])]
}

function heldIn(holdings: Holdings, where: Place): ReadonlySet<Right> {
  if (where === 'organization') return holdings.organization
  if (where === 'other-groups') return holdings.otherGroups
  return holdings.groups.get(where) ?? holdings.otherGroups
}

const activeWith = ({ defaultRole, permissionGroups, groups }: Grants): AccessRecord => ({
  status: 'active',
  defaultRole,
  permissionGroups,
  groups,
})

/** Now, and every later moment at which something that counts in that place begins or ends. */
function turningPoints(of: readonly (Grants | undefined)[], place: Place, now: string): readonly string[] {
  const validities = of.flatMap((grants) => (grants ? validitiesIn(grants, place) : []))
  const dates = validities.flatMap(({ validFrom, validUntil }) => [validFrom, validUntil])
  return [now, ...new Set(dates.filter((date) => date !== undefined && !isInForce({ validFrom: date }, now)))].filter(
    (date) => date !== undefined,
  )
}

function validitiesIn(grants: Grants, place: Place): readonly Validity[] {
  const entry =
    place === 'organization' || place === 'other-groups' ? undefined : grants.groups[place satisfies GroupId]
  return [grants.defaultRole, ...Object.values(grants.permissionGroups), entry, entry?.groupRole].filter(
    (validity) => validity !== undefined,
  )
}
