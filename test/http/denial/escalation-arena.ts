import {
  ownerOnlyPermissions,
  permissions,
  portalRoles,
  predefinedRoles,
  providerOnlyPermissions,
  services,
  systemPermissionGroups,
} from '../../../shared/domain/catalog.ts'
import type {
  InvitationId,
  KeyId,
  OrganizationId,
  PermissionGroupId,
  ProfileId,
  RoleId,
} from '../../../shared/domain/ids.ts'
import type { Choices } from '../../support/choices.ts'
import type { World } from '../../support/world.ts'
import { changeGrants, setServices } from '../../support/world-changes.ts'
import {
  freshDraft,
  freshInvitee,
  freshOrganization,
  freshPermissionGroup,
  freshPerson,
  organizationOf,
} from '../../support/world-fresh.ts'
import { groupThere } from '../../support/world-groups.ts'
import { everyPermissionOfKeys, freshKey } from '../../support/world-keys.ts'
import type { Grants, Person } from '../../support/world-people.ts'
import { freshRole } from '../../support/world-roles.ts'
import { groups } from './could-give.ts'

/** An organization of the trials, and all that random calls may name in it. */
export type Place = {
  readonly organizationId: OrganizationId
  readonly people: Person[]
  /** Those of them who may do most things. */
  readonly managers: Person[]
  readonly profileIds: ProfileId[]
  readonly invitations: { readonly invitationId: InvitationId; readonly by?: Person }[]
  readonly permissionGroups: PermissionGroupId[]
  /** Custom ones. */
  readonly roles: RoleId[]
  /** API keys, with the text of each that was shown last. */
  readonly keys: { readonly keyId: KeyId; readonly text: string }[]
}

const organizationRoles = predefinedRoles.filter(({ level }) => level === 'organization').map(({ roleId }) => roleId)
const everyRole = predefinedRoles.map(({ roleId }) => roleId)
const systemGroups = systemPermissionGroups.map(({ permissionGroupId }) => permissionGroupId)

export const somePortalRoles = (chance: Choices) =>
  chance.some(
    portalRoles.map(({ id }) => id),
    2,
  )
export const someApplicationRoles = (chance: Choices) =>
  chance.some(
    services.flatMap(({ applicationRoles }) => applicationRoles.map(({ id }) => id)),
    3,
  )

/** What a custom role could hold, and at times what none may. */
export const somePermissions = (chance: Choices) =>
  chance.some(
    permissions.map(({ id }) => id).filter((one) => chance.percent(3) || !ownerOnlyPermissions.has(one)),
    4,
  )

/** What a key is asked to hold: at times what none may. */
export const somePermissionsOfKeys = (chance: Choices) =>
  chance.some(
    permissions
      .map(({ id }) => id)
      .filter((one) => chance.percent(3) || everyPermissionOfKeys('customer').includes(one)),
    4,
  )

/** A role that somebody could be given; custom ones as often as those that everybody knows. */
export const anyRole = ({ roles }: Pick<Place, 'roles'>, chance: Choices): RoleId =>
  chance.of(chance.percent(50) && roles.length > 0 ? roles : everyRole)

/** A group of those that there mostly are. */
export const anyGroupId = (chance: Choices) => chance.of(chance.percent(95) ? groups.slice(0, 2) : groups)

/** What somebody is given: a role, groups, both, or nothing. Those who could do anything are no more likely than others. */
export const someGrants = (chance: Choices, { permissionGroups }: Pick<Place, 'permissionGroups'>): Grants => ({
  ...(chance.percent(60) && { defaultRole: chance.of(organizationRoles) }),
  permissionGroups: chance.some([...systemGroups, ...permissionGroups, ...permissionGroups], 2),
})

/** Organizations with people in all states who hold all sorts of things: of the provider, of a reseller, one without an owner. */
export async function freshArena(world: World, chance: Choices): Promise<readonly Place[]> {
  const { provider, reseller } = world
  const places: Place[] = chance.percent(25) ? [await furnish(provider.organizationId, world, chance)] : []
  for (const parent of [provider, provider, reseller, reseller]) {
    const { organizationId } = await freshOrganization(parent, 'Litware')
    const owned = chance.percent(70) ? [{ defaultRole: 'rol_owner' }] : []
    places.push(await furnish(organizationId, world, chance, owned))
  }
  return places
}

async function furnish(
  organizationId: OrganizationId,
  world: World,
  chance: Choices,
  owners: readonly Grants[] = [],
): Promise<Place> {
  const place: Place = {
    organizationId,
    people: [],
    managers: [],
    profileIds: [],
    invitations: [],
    permissionGroups: [],
    roles: [],
    keys: [],
  }
  const paused = chance.some(services, 2)
  await setServices(
    organizationId,
    services.filter((one) => !paused.includes(one)).map(({ id }) => id),
  )
  for (let count = 0; count < 2; count++)
    place.permissionGroups.push(await freshPermissionGroup(place, somePortalRoles(chance)))
  for (const group of groups.slice(0, 2)) await groupThere(organizationId, group)
  for (const level of ['organization', 'group'] as const)
    place.roles.push(await freshRole(place, { level, permissions: chance.some(ofNobodyAlone, 4) }))
  for (let count = 0; count < 4; count++) {
    const status = chance.percent(15) ? 'deactivated' : 'active'
    const contactRoles = chance.some(['dpo', 'watchlist', 'commercial'] as const, 2)
    const grants = withGroupRoles(chance, someGrants(chance, place))
    const person = await freshPerson(place, { ...grants, contactRoles }, { status })
    if (chance.percent(30)) await giveGroups(person, chance)
    enter(place, person)
  }
  // Two of them manage people and groups by the weakest role there is: they hold next to nothing that they could give.
  const weak = { ...someGrants(chance, place), defaultRole: 'rol_content-developer' }
  const fullRole = { permissionGroups: ['pgr_full-role'] }
  for (const grants of [...owners, { defaultRole: 'rol_admin' }, fullRole, weak, { defaultRole: weak.defaultRole }]) {
    const person = await freshPerson(place, grants)
    enter(place, person)
    place.managers.push(person)
  }
  // One key that may do everything a key may, one that manages people and groups and holds nothing else, and one at random.
  const { kind } = await organizationOf(organizationId)
  const [maker] = place.managers
  const manages = ['profiles:manage', 'permission-groups:manage', 'group-access:manage'] as const
  for (const permissions of [
    everyPermissionOfKeys(kind),
    manages,
    [...manages, ...chance.some(everyPermissionOfKeys(kind), 4)],
  ])
    if (maker) {
      const { text, record } = await freshKey(
        { organizationId, owner: maker },
        { permissions: [...new Set(permissions)] },
      )
      place.keys.push({ keyId: record.keyId, text })
    }
  place.profileIds.push((await freshDraft(place, someGrants(chance, place))).profileId)
  const owner = chance.of(chance.percent(70) ? place.managers : place.people)
  const by = await freshPerson(world.twin)
  for (const address of [undefined, by.email]) {
    const invited = await freshInvitee({ ...place, name: '', owner }, someGrants(chance, place), address)
    place.profileIds.push(invited.profileId)
    place.invitations.push({ invitationId: invited.invitationId, ...(address !== undefined && { by }) })
  }
  return place
}

function enter({ people, profileIds }: Place, person: Person): void {
  people.push(person)
  profileIds.push(person.profileId)
}

/** What any custom role may hold. */
const ofNobodyAlone = permissions
  .filter(({ id }) => !ownerOnlyPermissions.has(id) && id !== 'groups:access-all' && !providerOnlyPermissions.has(id))
  .map(({ id }) => id)

/** Mostly a role of level `group` too, as it is found where access to groups is withdrawn again. */
const withGroupRoles = (chance: Choices, grants: Grants): Grants =>
  chance.percent(20) ? { ...grants, defaultRole: chance.of(everyRole) } : grants

async function giveGroups(person: Person, chance: Choices): Promise<void> {
  const some = chance.some(groups.slice(0, 2), 2)
  await changeGrants(person, (profile) => ({
    ...profile,
    groups: Object.fromEntries(some.map((group) => [group, { byHand: true }])),
  }))
}
