import { ownerRoleId, type Right, services } from '../../../shared/domain/catalog.ts'
import { type ContactRole, contactRoles } from '../../../shared/domain/contact-roles.ts'
import type { Definitions } from '../../../shared/domain/definitions.ts'
import type { EvaluatedOrganization, Situation } from '../../../shared/domain/evaluator.ts'
import {
  type GroupId,
  type IdentityId,
  id,
  type KeyId,
  type OrganizationId,
  type ProfileId,
} from '../../../shared/domain/ids.ts'
import { type ApiKeyRecord, accessOfKey, pageOfApiKeys } from '../../../shared/table/api-key.ts'
import { pageOfProfiles } from '../../../shared/table/everyone.ts'
import { getOrganization, type OrganizationRecord } from '../../../shared/table/organization.ts'
import { listPermissionGroups } from '../../../shared/table/permission-group.ts'
import type { ProfileRecord } from '../../../shared/table/profile.ts'
import { listRoles } from '../../../shared/table/role.ts'
import { isPlainlyOwner, plainlyHolds } from '../../unit/domain/plain-model.ts'
import { allRights } from '../../unit/domain/random-organizations.ts'

/** Everything of an organization that says who may do what in it. */
export type Seen = {
  readonly organization: OrganizationRecord
  readonly profiles: readonly ProfileRecord[]
  /** Its API keys, those that were revoked among them. */
  readonly keys: readonly ApiKeyRecord[]
  readonly definitions: Definitions
}

/** Groups that people of the trials are given access to, and one that nobody is. */
export const groups: readonly GroupId[] = ['a', 'b', 'z'].map((last) => id('group', `grp_${'0'.repeat(25)}${last}`))
const places: readonly (GroupId | undefined)[] = [undefined, ...groups]

/**
 * What somebody would hold once they have accepted: a draft holds nothing, and nobody who is deactivated does; whoever is invited has
 * been given all of it. Services and suspensions are left aside, since memberships outlive both (A4).
 */
function promised({ organization, definitions }: Seen, profile: ProfileRecord | undefined): Situation {
  const given = profile?.user && (profile.status === 'active' || profile.status === 'invited') ? profile : undefined
  const potential: EvaluatedOrganization = {
    ...organization,
    status: 'active',
    services: services.map((service) => service.id),
  }
  return { organization: potential, definitions, access: given && { ...given, status: 'active' } }
}

/** What a key would give to whoever knows its secret. */
function promisedByKey(
  { organization, definitions }: Pick<Seen, 'organization' | 'definitions'>,
  key: ApiKeyRecord | undefined,
): Situation {
  return { organization: { ...organization, status: 'active' }, definitions, access: key && accessOfKey(key) }
}

/** Something that somebody has gained: a right in a place, being an owner, or standing for something as a contact or as a deputy of one. */
export type Gain = {
  readonly who: string
  readonly right: Right | 'Owner' | `${'contact' | 'deputy'} ${ContactRole}`
  readonly group?: GroupId | undefined
}

/** What anybody has gained between two looks at an organization. An address that is another one is somebody else. */
export function gainsBetween(before: Seen | undefined, after: Seen, now: string): readonly Gain[] {
  return [...gainsOfPeople(before, after, now), ...gainsByKeys(before, after, now)]
}

/** What is gained with keys: whoever is shown the secret of one has all that it gives, whatever they knew of it before. */
function gainsByKeys(before: Seen | undefined, after: Seen, now: string): readonly Gain[] {
  return after.keys.flatMap((key) => {
    const known = before?.keys.find(({ keyId }) => keyId === key.keyId)
    const shown = known?.current.hash !== key.current.hash
    const [then, next] = [promisedByKey(after, shown ? undefined : known), promisedByKey(after, key)]
    return places.flatMap((group) =>
      allRights
        .filter((right) => plainlyHolds(next, right, group, now) && !plainlyHolds(then, right, group, now))
        .map((right) => ({ who: key.keyId, right, group })),
    )
  })
}

function gainsOfPeople(before: Seen | undefined, after: Seen, now: string): readonly Gain[] {
  const moved = inWords(before?.definitions) !== inWords(after.definitions)
  return after.profiles.flatMap((profile) => {
    const known = before?.profiles.find(
      ({ profileId, email }) => profileId === profile.profileId && email === profile.email,
    )
    if (known && !moved && JSON.stringify(known) === JSON.stringify(profile)) return []
    const [then, next] = [promised(before ?? after, known), promised(after, profile)]
    const who = profile.profileId
    const owner = isPlainlyOwner(next, now) && !isPlainlyOwner(then, now)
    const rights = places.flatMap((group) =>
      allRights
        .filter((right) => plainlyHolds(next, right, group, now) && !plainlyHolds(then, right, group, now))
        .map((right) => ({ who, right, group })),
    )
    return owner ? [{ who, right: 'Owner' as const }, ...rights] : rights
  })
}

const inWords = (definitions: Definitions | undefined): string =>
  JSON.stringify([...(definitions?.permissionGroups ?? []), ...(definitions?.roles ?? [])])

/**
 * What anybody stands for after a change and did not before, whoever they are to themselves. Of a draft it is an intention, which counts
 * as soon as it is written down: nobody is asked again when it is confirmed.
 */
export const namingsBetween = (before: Seen | undefined, after: Seen): readonly Gain[] =>
  after.profiles.flatMap((profile) => {
    const known = before?.profiles.find(({ profileId }) => profileId === profile.profileId)
    const had = new Set((known ? standingFor(known) : []).map(({ naming }) => naming))
    return standingFor(profile)
      .filter(({ naming }) => !had.has(naming))
      .map(({ right }) => ({ who: profile.profileId, right }))
  })

const rolesOf = (held: object | undefined) =>
  contactRoles.map(({ id: role }) => role).filter((role) => Object.hasOwn(held ?? {}, role))

const standingFor = ({ contactRoles: held, deputyFor = {} }: ProfileRecord) => [
  ...rolesOf(held).map((role) => ({ naming: role, right: `contact ${role}` as const })),
  ...rolesOf(deputyFor).flatMap((role) =>
    Object.keys(deputyFor[role] ?? {}).map((holder) => ({
      naming: `${role} ${holder}`,
      right: `deputy ${role}` as const,
    })),
  ),
]

/** Where something is given: whether there was an owner, and whether the provider's owners have said why there is to be another. */
export type Circumstances = { readonly hadOwner: boolean; readonly reasonGiven: boolean }

const ownerOnly = ['organization:remove', 'roles:manage', 'billing:manage', 'customers:administer']

/**
 * Which of the gains somebody could not give. A4, A6 and O3 once more, from what DESIGN says and without the product's own predicate: owners give everything; others what they
 * hold in that very place, or with `access:grant-any` whatever is not for owners alone. Owner is given by owners; while there is none, by
 * whoever administers the organization; where there is one, by the provider's owners with a reason. Contacts are named by whoever manages
 * contact roles.
 */
export function notTheirsToGive(
  giver: Situation,
  gains: readonly Gain[],
  { hadOwner, reasonGiven }: Circumstances,
  now: string,
): readonly Gain[] {
  if (isPlainlyOwner(giver, now)) return []
  const administers = plainlyHolds(giver, 'access:grant-any', undefined, now)
  const ownsProvider = (giver.actingFrom ?? []).some(
    (there) => there.organization.kind === 'provider' && isPlainlyOwner(there, now),
  )
  const owners = gains.filter(({ right }) => right === 'Owner').map(({ who }) => who)
  const mayMakeOwners = hadOwner ? reasonGiven && ownsProvider : administers
  return gains.filter(({ who, right, group }) => {
    if (right === 'Owner') return !mayMakeOwners
    if (isNaming(right)) return !plainlyHolds(giver, 'contact-roles:manage', undefined, now)
    if (mayMakeOwners && owners.includes(who)) return false
    if (plainlyHolds(giver, right, group, now)) return false
    const grantsAny = administers || plainlyHolds(giver, 'access:grant-any', group, now)
    return !grantsAny || ownerOnly.includes(right)
  })
}

/** Whether it is standing for something that was gained. */
export const isNaming = (right: Gain['right']): right is Extract<Gain['right'], `${string} ${string}`> =>
  right.includes(' ')

export const hasOwner = ({ profiles }: Pick<Seen, 'profiles'>): boolean =>
  profiles.some(({ status, defaultRole }) => status === 'active' && defaultRole?.roleId === ownerRoleId)

/** Looks at an organization; undefined where there is none. */
export async function look(organizationId: OrganizationId): Promise<Seen | undefined> {
  const [organization, profiles, { items: keys }, permissionGroups, own] = await Promise.all([
    getOrganization(organizationId),
    everyProfile(organizationId),
    pageOfApiKeys(organizationId, { limit: 1000, after: undefined }),
    listPermissionGroups(organizationId),
    listRoles(organizationId),
  ])
  if (!organization) return undefined
  const meanings = permissionGroups.map(({ permissionGroupId, portalRoles, applicationRoles, state, replacedBy }) => ({
    ...{ permissionGroupId, portalRoles, applicationRoles, state },
    ...(replacedBy && { replacedBy }),
  }))
  const known = new Map(meanings.map((group) => [group.permissionGroupId, group]))
  const roles = new Map(
    own.map(({ roleId, level, permissions, state, replacedBy }) => [
      roleId,
      { ...{ roleId, level, permissions, state }, ...(replacedBy && { replacedBy }) },
    ]),
  )
  return { organization, profiles, keys, definitions: { roles, permissionGroups: known } }
}

async function everyProfile(organizationId: OrganizationId): Promise<readonly ProfileRecord[]> {
  const profiles: ProfileRecord[] = []
  let after: ProfileId | undefined
  do {
    const page = await pageOfProfiles({ organizationId, limit: 100, after })
    profiles.push(...page.items)
    after = page.next
  } while (after)
  return profiles
}

/** Whoever gives: a person, or an API key. */
export type Giver = { readonly identityId: IdentityId } | { readonly keyId: KeyId }

/** Somebody in an organization, with what they hold in its parent and in the provider; a key holds nothing anywhere else. */
export function standingIn(giver: Giver, there: Seen, above: readonly (Seen | undefined)[]): Situation {
  if ('keyId' in giver) {
    const key = there.keys.find(({ keyId }) => keyId === giver.keyId)
    return { organization: there.organization, definitions: there.definitions, access: key && accessOfKey(key) }
  }
  const { identityId } = giver
  const own = ({ organization, profiles, definitions }: Seen) => {
    const profile = profiles.find((one) => one.identityId === identityId && one.user)
    const status = profile?.status === 'active' ? ('active' as const) : ('deactivated' as const)
    return { organization, definitions, access: profile && { ...profile, status } }
  }
  return { ...own(there), actingFrom: above.flatMap((one) => (one ? [own(one)] : [])) }
}
