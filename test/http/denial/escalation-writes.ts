import type { OperationId } from '../../../shared/contract/routes.ts'
import { services, systemPermissionGroups } from '../../../shared/domain/catalog.ts'
import { contactRoles, signingAuthorityWording } from '../../../shared/domain/contact-roles.ts'
import { listContacts } from '../../../shared/table/contact.ts'
import { getOrganization } from '../../../shared/table/organization.ts'
import { getPermissionGroup } from '../../../shared/table/permission-group.ts'
import { getProfile } from '../../../shared/table/profile.ts'
import { getRole } from '../../../shared/table/role.ts'
import type { Choices } from '../../support/choices.ts'
import type { Request } from '../../support/gateway-call.ts'
import { freshGroupName } from '../../support/world-fresh.ts'
import { freshKeyName } from '../../support/world-keys.ts'
import { freshEmail, type Person } from '../../support/world-people.ts'
import { freshRoleName } from '../../support/world-roles.ts'
import {
  anyGroupId,
  anyRole,
  type Place,
  someApplicationRoles,
  someGrants,
  somePermissions,
  somePermissionsOfKeys,
  somePortalRoles,
} from './escalation-arena.ts'

/** A call as it could be made at this moment, and the caller where nobody else can make it. */
export type Write = Omit<Request, 'by'> & { readonly by?: Person }
type Maker = (place: Place, chance: Choices, everywhere: readonly Place[]) => Promise<Write>

const ifMatch = (read: { readonly version: number } | undefined) => ({ 'if-match': `"${read?.version ?? 1}"` })
const robin = { firstName: 'Robin', lastName: 'Claes' }
const reason = 'The owner cannot be reached any more.'

const anyGroup = ({ permissionGroups }: Place, chance: Choices) =>
  chance.of([...permissionGroups, ...permissionGroups, ...systemPermissionGroups.map((one) => one.permissionGroupId)])

/** A call about the organization alone. */
const about =
  (body?: (chance: Choices) => object): Maker =>
  async ({ organizationId }, chance) => ({ params: { organizationId }, ...(body && { body: body(chance) }) })

/** A call about one of its people. */
const upon: Maker = async ({ organizationId, profileIds }, chance) => ({
  params: { organizationId, profileId: chance.of(profileIds) },
})

const { version: wording } = signingAuthorityWording

/** About somebody who leaves: at times somebody is named who takes over what they stand for. */
const leaving: Maker = async (place, chance, everywhere) => ({
  ...(await upon(place, chance, everywhere)),
  ...(chance.percent(60) && {
    query: { successor: chance.of(place.profileIds), ...(chance.percent(70) && { attestation: wording }) },
  }),
})

/** About one of the contact roles of somebody: mostly of one that takes nothing, and in so many of a hundred calls of somebody who holds it. */
async function contactOf({ organizationId, profileIds }: Place, chance: Choices, ofHolders = 80) {
  const contactRole = chance.of(['dpo', 'watchlist', 'dpo', 'watchlist', ...contactRoles.map(({ id }) => id)] as const)
  const { order } = await listContacts(organizationId)
  const held = order.holders[contactRole] ?? []
  const profileId = chance.of(chance.percent(ofHolders) && held.length > 0 ? held : profileIds)
  return { organizationId, profileId, contactRole }
}
const uponContact: Maker = async (place, chance) => ({ params: await contactOf(place, chance) })

const stated = (contactRole: string, chance: Choices) =>
  contactRole === 'commercial' && chance.percent(80) ? { attestation: { wording } } : {}

const uponInvitation: Maker = async ({ organizationId, invitations }, chance) => ({
  params: { organizationId, invitationId: chance.of(invitations).invitationId },
})

const ofService: Maker = async ({ organizationId }, chance) => ({
  params: { organizationId, service: chance.of(services.map(({ id }) => id)) },
})

const member: Maker = async (place, chance) => ({
  params: {
    organizationId: place.organizationId,
    profileId: chance.of(place.profileIds),
    permissionGroupId: anyGroup(place, chance),
  },
})

/** What somebody is given in words: now and then groups, with a role in them. */
const named = (place: Place, chance: Choices) => ({
  ...someGrants(chance, place),
  ...(chance.percent(25) && { defaultRole: anyRole(place, chance), groups: [anyGroupId(chance)] }),
})

/** A role in a group, at times. */
const inGroup = (place: Place, chance: Choices) => chance.percent(50) && { groupRole: anyRole(place, chance) }

const uponGroupMember: Maker = async (place, chance) => ({
  params: {
    organizationId: place.organizationId,
    profileId: chance.of(place.profileIds),
    groupId: anyGroupId(chance),
  },
})

const email = (chance: Choices, everywhere: readonly Place[]): string =>
  chance.percent(70) ? freshEmail() : chance.of(everywhere.flatMap(({ people }) => people)).email

/** How each row that can raise anybody's access is called at random. */
export const writes = {
  inviteUsers: async (place, chance, everywhere) => {
    const { organizationId, profileIds } = place
    const whom = chance.percent(30)
      ? { profileIds: [chance.of(profileIds)] }
      : { addresses: [email(chance, everywhere)] }
    const several = chance.percent(40) && {
      addresses: [email(chance, everywhere), email(chance, everywhere)],
      profileIds: chance.some(profileIds, 3),
      resendPending: chance.percent(50),
    }
    const grants = named(place, chance)
    const body = {
      ...whom,
      ...several,
      ...grants,
      ...(grants.defaultRole === 'rol_owner' && chance.percent(50) && { reason }),
    }
    return { params: { organizationId }, body }
  },
  applyImport: async (place, chance, everywhere) => {
    const lines = Array.from({ length: 3 }, () => {
      const { defaultRole = '', groups = [], permissionGroups = [] } = named(place, chance)
      const contactRole = chance.percent(20) ? chance.of(contactRoles).id : ''
      const cells = [defaultRole, groups.join('|'), permissionGroups.join('|'), contactRole]
      return [email(chance, everywhere), ...cells, contactRole === 'commercial' ? wording : ''].join(',')
    })
    const head = 'email,role,groups,permission groups,contact roles,attestation'
    return { params: { organizationId: place.organizationId }, body: { csv: [head, ...lines].join('\n') } }
  },
  createProfile: async (place, chance, everywhere) => ({
    params: { organizationId: place.organizationId },
    body: {
      ...{ kind: 'person', user: chance.percent(90), confirm: chance.percent(70), email: email(chance, everywhere) },
      ...robin,
      ...named(place, chance),
    },
  }),
  changeProfile: async ({ organizationId, profileIds }, chance, everywhere) => {
    const params = { organizationId, profileId: chance.of(profileIds) }
    const body = chance.of<object>([
      { confirm: true },
      { email: email(chance, everywhere) },
      { user: true, confirm: chance.percent(50) },
      { user: false },
      { email: email(chance, everywhere), confirm: true },
    ])
    return { params, body, headers: ifMatch(await getProfile(params)) }
  },
  deactivateProfile: leaving,
  reactivateProfile: upon,
  removeProfile: leaving,
  assignContactRole: async (place, chance) => {
    const params = await contactOf(place, chance, 10)
    return { params, body: stated(params.contactRole, chance) }
  },
  withdrawContactRole: uponContact,
  setDeputy: async (place, chance) => {
    const params = await contactOf(place, chance)
    const [from, until] = ['2026-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z']
    return { params, body: { deputy: chance.of(place.profileIds), from, until, ...stated(params.contactRole, chance) } }
  },
  clearDeputy: uponContact,
  orderContactRole: async ({ organizationId }, chance) => {
    const { order } = await listContacts(organizationId)
    const { id: contactRole } = chance.of(contactRoles)
    const profileIds = [...(order.holders[contactRole] ?? [])].reverse()
    return {
      params: { organizationId, contactRole },
      body: { profileIds },
      headers: ifMatch({ version: order.version + 1 }),
    }
  },
  resendInvitation: uponInvitation,
  revokeInvitation: uponInvitation,
  createPermissionGroup: async (place, chance) => ({
    params: { organizationId: place.organizationId },
    body: {
      name: freshGroupName(),
      ...(chance.percent(50) && { copyFrom: anyGroup(place, chance) }),
      ...(chance.percent(50) && { portalRoles: somePortalRoles(chance) }),
      ...(chance.percent(50) && { applicationRoles: someApplicationRoles(chance) }),
    },
  }),
  changePermissionGroup: async (place, chance) => {
    const params = { organizationId: place.organizationId, permissionGroupId: anyGroup(place, chance) }
    const body = {
      portalRoles: somePortalRoles(chance),
      ...(chance.percent(40) && { applicationRoles: someApplicationRoles(chance) }),
    }
    return { params, body, headers: ifMatch(await getPermissionGroup(params)) }
  },
  removePermissionGroup: async (place, chance) => ({
    params: { organizationId: place.organizationId, permissionGroupId: anyGroup(place, chance) },
    ...(chance.percent(80) && { query: { replaceWith: anyGroup(place, chance) } }),
  }),
  addPermissionGroupMember: member,
  removePermissionGroupMember: member,
  replacePermissionGroupMembers: async (place, chance) => {
    const { organizationId, profileIds } = place
    const params = { organizationId, permissionGroupId: anyGroup(place, chance) }
    const body = { profileIds: chance.some(profileIds, 4) }
    return { params, body, headers: ifMatch(await getPermissionGroup(params)) }
  },
  replaceProfilePermissionGroups: async (place, chance) => {
    const params = { organizationId: place.organizationId, profileId: chance.of(place.profileIds) }
    const { permissionGroups } = someGrants(chance, place)
    return { params, body: { permissionGroups }, headers: ifMatch(await getProfile(params)) }
  },
  createRole: async (place, chance) => ({
    params: { organizationId: place.organizationId },
    body: {
      name: freshRoleName(),
      ...(chance.percent(50)
        ? { copyFrom: anyRole(place, chance) }
        : { level: chance.of(['organization', 'group']), permissions: somePermissions(chance) }),
    },
  }),
  changeRole: async (place, chance) => {
    const params = { organizationId: place.organizationId, roleId: anyRole(place, chance) }
    return { params, body: { permissions: somePermissions(chance) }, headers: ifMatch(await getRole(params)) }
  },
  createApiKey: async ({ organizationId }, chance) => ({
    params: { organizationId },
    body: { name: freshKeyName(), permissions: ['access:read', ...somePermissionsOfKeys(chance)] },
  }),
  rotateApiKey: async ({ organizationId, keys }, chance) => ({
    params: { organizationId, keyId: chance.of(keys).keyId },
    body: { overlapSeconds: chance.of([0, 3600]) },
  }),
  removeRole: async (place, chance) => ({
    params: { organizationId: place.organizationId, roleId: anyRole(place, chance) },
    ...(chance.percent(80) && { query: { replaceWith: anyRole(place, chance) } }),
  }),
  setDefaultRole: async (place, chance, everywhere) => ({
    ...(await upon(place, chance, everywhere)),
    body: { roleId: anyRole(place, chance), ...(chance.percent(60) && { groups: [anyGroupId(chance)] }) },
  }),
  clearDefaultRole: upon,
  grantGroupAccess: async (place, chance) => ({
    params: { organizationId: place.organizationId, groupId: anyGroupId(chance) },
    body: {
      profileIds: [chance.of(place.profileIds), ...chance.some(place.profileIds, 2)],
      ...inGroup(place, chance),
    },
  }),
  grantProfileGroups: async (place, chance, everywhere) => ({
    ...(await upon(place, chance, everywhere)),
    body: { groups: [anyGroupId(chance)], ...inGroup(place, chance) },
  }),
  revokeGroupAccess: uponGroupMember,
  setGroupRole: async (place, chance, everywhere) => ({
    ...(await uponGroupMember(place, chance, everywhere)),
    body: { roleId: anyRole(place, chance) },
  }),
  clearGroupRole: uponGroupMember,
  createOrganization: async ({ organizationId }, chance, everywhere) => ({
    body: {
      parentId: organizationId,
      name: 'Proseware',
      firstOwner: { email: email(chance, everywhere), ...robin },
    },
  }),
  changeOrganization: async ({ organizationId }, chance, everywhere) => ({
    params: { organizationId },
    body: { parentId: chance.of(everywhere).organizationId },
    headers: ifMatch(await getOrganization(organizationId)),
  }),
  suspendOrganization: about(),
  resumeOrganization: about(),
  removeOrganization: about(),
  restoreOrganization: about(),
  activateService: ofService,
  deactivateService: ofService,
  // Its path names no organization; who is looked for in it does.
  acceptInvitation: async ({ organizationId, invitations }, chance) => {
    const { invitationId, by } = chance.of(invitations.filter((one) => one.by !== undefined))
    return { params: { organizationId, invitationId }, body: robin, ...(by && { by }) }
  },
} satisfies Partial<Record<OperationId, Maker>>

/** Rows that change something and can raise nobody's access, and why. */
export const raiseNothing: Readonly<Partial<Record<OperationId, string>>> = {
  revokeApiKey: 'it ends a key, and its name is free again',
  createWebhook: 'it says where to tell of what happens; nobody holds more by it',
  changeWebhook: 'it says where to tell of what happens; nobody holds more by it',
  removeWebhook: 'it ends what is told; nobody holds more by it',
  rotateWebhookSecret: 'it changes with what messages are signed; nobody holds more by it',
  redeliverWebhook: 'it tells once more what was told; nobody holds more by it',
  signOutProfile: 'it ends tokens',
  resetMfa: 'it ends tokens and a factor; what the person holds stays as it is',
  changeMe: 'it changes what somebody is called',
  changeMyPreferences: 'it changes what mail somebody gets',
  sendNotification: 'it writes to people, who hold afterwards what they held before',
  changeMyEmail: 'the person stays the same; an administrator who changes an address invites somebody else',
  declineInvitation: 'it takes an offer away',
  createGroup: 'nobody has access to what was just made but those whose role reaches all groups, present and to come',
  changeGroup: 'it changes what a group is called',
  removeGroup: 'it takes access away, and what is gone gives nobody anything',
  requestContract: 'it asks somebody to approve a document; nobody holds more by it',
  remindContract: 'it mails a link anew to whoever has the contract; nobody holds more by it',
  cancelContract: 'it ends what nobody has decided; nobody holds more by it',
  createDocument: 'it writes what contracts are made of; nobody holds more by it',
  publishDocument: 'it publishes what contracts are made of; nobody holds more by it',
}

const names = Object.keys(writes) as (keyof typeof writes)[]
const ofPeople = names.filter((name) => !/Organization|Service/.test(name))
const ofContacts = ['assignContactRole', 'setDeputy', 'removeProfile', 'deactivateProfile'] as const

const ofKeys = ['createApiKey', 'createApiKey', 'rotateApiKey'] as const

/**
 * A call of one of them at random: more often one that names contacts or shows a key, and not so often one that stops an organization, after which
 * there is nothing to be gained.
 */
export const anyWrite = async (
  place: Place,
  chance: Choices,
  everywhere: readonly Place[],
): Promise<{ readonly operation: OperationId; readonly write: Write }> => {
  const often = chance.percent(70) ? ofContacts : ofKeys
  const operation = chance.of(chance.percent(22) ? often : chance.percent(85) ? ofPeople : names)
  return { operation, write: await writes[operation](place, chance, everywhere) }
}
