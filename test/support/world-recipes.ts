import type { ContactRole } from '../../shared/domain/contact-roles.ts'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import { removedAt } from '../../shared/domain/organization.ts'
import { remind } from '../../shared/table/due.ts'
import { changeOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'
import { type Request, succeed } from './gateway-call.ts'
import type { Furnished, World } from './world.ts'
import { decidedContract, freshContract } from './world-contract-records.ts'
import { writtenDocument } from './world-documents.ts'
import {
  customerWithRoom,
  freshCustomer,
  freshGroupName,
  freshInvitee,
  freshPermissionGroup,
  freshPerson,
  type MadeTenant,
  newToken,
  organizationOf,
} from './world-fresh.ts'
import { freshGroup } from './world-groups.ts'
import { freshKey, freshKeyName } from './world-keys.ts'
import { freshEmail, type Person } from './world-people.ts'
import { freshRole, freshRoleName } from './world-roles.ts'
import { failedDelivery, freshWebhook } from './world-webhooks.ts'

/**
 * What makes the example of a row callable once more: it prepares something fresh in the organization `here`, and gives what differs
 * from the example. `params`, `query`, `headers` and the fields of `body` are laid over the example's; `organization` is the one the call
 * is about where that is another than `here`, with its owner; `by` is whoever calls, where that is no one of the world: `caller`, where
 * the call is to be theirs.
 */
export type Recipe = (here: Furnished, world: World, caller?: Person) => Promise<Difference>

export type Difference = Pick<Request, 'query' | 'headers'> & {
  readonly params?: Readonly<Record<string, string>>
  readonly body?: object
  readonly organization?: MadeTenant
  readonly by?: Person
}

/*
 * HOW A NEW ROW GETS HERE
 *
 * The derived suites call every row some 60 times with a call that is valid each time. They make it of the row's `example`: ids in it
 * become ids of the world (`things` of the organization in `world.ts`), addresses become addresses that nobody has, and `If-Match`
 * becomes the ETag that the GET of the same path answers.
 *
 * A row whose example works again and again so (every GET; most that create something) needs nothing here. A row that uses up what it
 * is called on (deactivate, remove, accept, a PATCH or PUT that changes nothing the second time) needs a recipe: one line that makes a
 * fresh target with what `world-fresh.ts` offers, or with routes, and names it. Its cost is paid some 60 times a row, so it is one or two
 * transactions; what is slower than 30 ms is worth a new maker in `world-fresh.ts`.
 *
 *   deactivateProfile: onLeaver,                                          // params.profileId is somebody active
 *   resumeOrganization: async (_, { provider }) => {                           // another organization than the world's
 *     const organization = await freshCustomer(provider)
 *     await succeed('suspendOrganization', { by: provider.owner, params: { organizationId: organization.organizationId } })
 *     return { organization }
 *   },
 *   acceptInvitation: async (here) => { … return { by, params: { invitationId } } }   // somebody new calls
 *
 * Who may call follows from the row's `access` (`world-cast.ts`). A noun of which the world has nothing yet (`grp_…`) is given to the
 * `things` of every organization in `world.ts`, so that foreign ids of it are tried as well.
 */

/** Something is at stake for whoever is called on: a role. */
const withRole = { defaultRole: 'rol_viewer' }

const onFreshPerson: Recipe = async (here) => ({ params: { profileId: (await freshPerson(here, withRole)).profileId } })
/** The same, with somebody who could take over what they stand for. */
const onLeaver: Recipe = async (here, world) => ({
  ...(await onFreshPerson(here, world)),
  query: { successor: here.owner.profileId },
})
const onFreshInvitation: Recipe = async (here) => ({
  params: { invitationId: (await freshInvitee(here, withRole)).invitationId },
})
const onFreshCustomer: Recipe = async (_, { provider }) => ({ organization: await freshCustomer(provider) })
/** The same, called by an owner of the provider, who may call about the next one as well. */
const onFreshCustomerOfProvider: Recipe = async (_, { provider }) => ({
  organization: await freshCustomer(provider),
  by: provider.owner,
})

/** A permission group in a customer that has room for it. */
const onFreshGroup: Recipe = async (here, { provider }) => {
  const organization = await customerWithRoom(provider, here)
  return { organization, params: { permissionGroupId: await freshPermissionGroup(organization) } }
}

/** A customer that has room for roles and API keys, and besides its owner somebody who is an owner of all of those. */
async function whereOwnersDecide(here: Furnished, { provider }: World) {
  const organization = await customerWithRoom(provider, here)
  return { organization, by: await coOwnerOf(organization) }
}

/** Somebody who is an owner of every organization that this was asked of. */
async function coOwnerOf(organization: MadeTenant): Promise<Person> {
  const { organizationId } = organization
  const known = coOwners.get(organizationId)
  const [also] = coOwners.values()
  const by = known ?? (await freshPerson(organization, { defaultRole: 'rol_owner' }, also ? { also } : {}))
  coOwners.set(organizationId, by)
  return by
}
const coOwners = new Map<OrganizationId, Person>()

/** A custom role in a customer that has room for it. */
const onFreshRole: Recipe = async (here, world) => {
  const { organization, by } = await whereOwnersDecide(here, world)
  return { organization, by, params: { roleId: await freshRole(organization) } }
}

const byOwner: Recipe = async ({ owner: by }) => ({ by })

/** A key in a customer that has room for it. */
const onFreshKey: Recipe = async (here, world) => {
  const { organization, by } = await whereOwnersDecide(here, world)
  return { organization, by, params: { keyId: (await freshKey(organization)).record.keyId } }
}

/** A customer of its own, since there is room for ten webhooks, with an owner who is one of all of those, beside its own. */
async function whereWebhooksAre({ provider }: World) {
  const organization = await freshCustomer(provider)
  return { organization, by: await coOwnerOf(organization) }
}
const onFreshWebhook: Recipe = async (_, world) => {
  const { organization, by } = await whereWebhooksAre(world)
  const { webhookId } = await freshWebhook(organization.organizationId)
  return { organization, by, params: { webhookId } }
}

/** A group in a customer that has room for it. */
const onFreshSet: Recipe = async (here, { provider }) => {
  const organization = await customerWithRoom(provider, here)
  return { organization, params: { groupId: await freshGroup(organization.organizationId) } }
}

/** A group, and somebody who has nothing in it yet. */
async function onFreshGroupMember(here: Furnished, { provider }: World) {
  const organization = await customerWithRoom(provider, here)
  const groupId = await freshGroup(organization.organizationId)
  const { profileId } = await freshPerson(organization)
  return { organization, params: { groupId, profileId } }
}

/** The same with somebody who has access to it, and a role in it. */
const onGroupMember: Recipe = async (here, world) => {
  const { organization, params } = await onFreshGroupMember(here, world)
  const { organizationId, owner: by } = organization
  await succeed('setGroupRole', { by, params: { organizationId, ...params }, body: { roleId: 'rol_group-viewer' } })
  return { organization, params }
}

/** A customer of the provider that stands like this. */
const onCustomerThatIs =
  (to: Partial<OrganizationRecord>): Recipe =>
  async (_, { provider }) => {
    const organization = await freshCustomer(provider)
    const before = await organizationOf(organization.organizationId)
    const { organizationId, removal } = { ...before, ...to }
    const ends = removal && remind({ kind: 'organization-erasure', at: removal.restorableUntil, organizationId })
    await commit([changeOrganization(before, { ...before, ...to }), ...(ends ? [ends] : [])], newToken())
    return { organization }
  }

/** A person and a permission group; the person is in it, if that is wanted. */
const onFreshMember =
  (isIn: boolean): Recipe =>
  async (here, { provider }) => {
    const organization = await customerWithRoom(provider, here)
    const permissionGroupId = await freshPermissionGroup(organization)
    const { profileId } = await freshPerson(organization, isIn ? { permissionGroups: [permissionGroupId] } : {})
    return { organization, params: { permissionGroupId, profileId } }
  }

/** Somebody who holds a contact role, or does not yet, in a customer where there is room for holders; an owner of the provider calls. */
const onFreshContact =
  (contactRole: ContactRole, holds: boolean): Recipe =>
  async (_, { provider }) => {
    const organization = await freshCustomer(provider)
    const { profileId } = await freshPerson(organization, holds ? { contactRoles: [contactRole] } : {})
    return { organization, by: provider.owner, params: { profileId, contactRole } }
  }

/** The same with somebody who stands in for them, or could. */
const onFreshHolder =
  (hasDeputy: boolean): Recipe =>
  async (here, world) => {
    const { organization, ...asked } = await onFreshContact('dpo', true)(here, world)
    if (!organization) throw new Error('a contact without an organization')
    const { owner, organizationId, plain } = organization
    const until = new Date(Date.now() + 14 * 24 * 3600 * 1000).toISOString()
    const body = { deputy: plain.profileId, from: new Date().toISOString(), until }
    if (hasDeputy) await succeed('setDeputy', { by: owner, params: { ...asked.params, organizationId }, body })
    return { organization, ...asked, ...(!hasDeputy && { body }) }
  }

/** Somebody who signs in elsewhere, and is invited here. */
const asInvited: Recipe = async (here, { reseller, twin }, caller) => {
  const by = caller ?? (await freshPerson(reseller))
  // Whoever was invited here before is invited to another organization.
  const { invitationId } = await freshInvitee(caller ? twin : here, withRole, by.email)
  return { by, params: { invitationId } }
}

/** A CSV of somebody whom nobody knows. */
async function ofFreshPeople(): Promise<Difference> {
  const csv = `email,first name,last name,permission groups\n${freshEmail()},Jan,Peeters,pgr_full-role\n`
  return { body: { csv } }
}

/** What somebody new changes about themselves. */
const asFreshPerson: Recipe = async (here, _, caller) => ({ by: caller ?? (await freshPerson(here)) })

/** The world's own profile is a draft in one of its organizations, and drafts get no mail. */
const toOwner: Recipe = async ({ owner }) => ({ body: { addressees: [owner.profileId] } })

/** The world's own profile is a draft in one of its organizations, and drafts may do nothing. */
const aboutOwner: Recipe = async ({ owner }) => ({ body: { subject: { type: 'profile', id: owner.profileId } } })

/** By operation; an operation that is not there yet is prepared for whoever adds its row. */
export const recipes: Readonly<Record<string, Recipe>> = {
  evaluateAccess: aboutOwner,
  evaluateAccessBatch: aboutOwner,
  searchResources: aboutOwner,
  searchActions: aboutOwner,

  changeProfile: onFreshPerson,
  deactivateProfile: onLeaver,
  reactivateProfile: async (here) => {
    const { profileId } = await freshPerson(here, withRole, { status: 'deactivated' })
    return { params: { profileId } }
  },
  removeProfile: onLeaver,
  signOutProfile: onFreshPerson,
  resetMfa: onFreshPerson,

  planImport: ofFreshPeople,
  applyImport: ofFreshPeople,
  resendInvitation: onFreshInvitation,
  revokeInvitation: onFreshInvitation,

  createPermissionGroup: async (here, { provider }) => ({
    organization: await customerWithRoom(provider, here),
    body: { name: freshGroupName() },
  }),
  changePermissionGroup: onFreshGroup,
  removePermissionGroup: onFreshGroup,
  addPermissionGroupMember: onFreshMember(false),
  removePermissionGroupMember: onFreshMember(true),
  replacePermissionGroupMembers: async (here, { provider }) => {
    const organization = await customerWithRoom(provider, here)
    return {
      organization,
      params: { permissionGroupId: await freshPermissionGroup(organization) },
      body: { profileIds: [(await freshPerson(organization)).profileId] },
      headers: { 'if-match': '"1"' },
    }
  },
  replaceProfilePermissionGroups: async (here, { provider }) => {
    const organization = await customerWithRoom(provider, here)
    return {
      organization,
      params: { profileId: (await freshPerson(organization)).profileId },
      body: { permissionGroups: [await freshPermissionGroup(organization)] },
    }
  },

  // Whoever acts for a customer may not see its keys and webhooks; its own owner does.
  listApiKeys: byOwner,
  listWebhooks: byOwner,
  getWebhook: byOwner,
  listWebhookDeliveries: byOwner,
  createApiKey: async (here, world) => ({
    ...(await whereOwnersDecide(here, world)),
    body: { name: freshKeyName() },
  }),
  createWebhook: (_, world) => whereWebhooksAre(world),
  changeWebhook: onFreshWebhook,
  removeWebhook: onFreshWebhook,
  rotateWebhookSecret: onFreshWebhook,
  redeliverWebhook: async (_, world) => {
    const { organization, by } = await whereWebhooksAre(world)
    const { webhookId, deliveryId } = await failedDelivery(await freshWebhook(organization.organizationId))
    return { organization, by, params: { webhookId, deliveryId } }
  },
  rotateApiKey: onFreshKey,
  revokeApiKey: onFreshKey,
  createRole: async (here, world) => ({
    ...(await whereOwnersDecide(here, world)),
    body: { name: freshRoleName() },
  }),
  changeRole: onFreshRole,
  removeRole: onFreshRole,
  setDefaultRole: async (here, { provider }) => {
    const organization = await customerWithRoom(provider, here)
    const { profileId } = await freshPerson(organization)
    return { organization, params: { profileId }, body: { groups: [await freshGroup(organization.organizationId)] } }
  },
  clearDefaultRole: onFreshPerson,

  createGroup: async (here, { provider }) => ({
    organization: await customerWithRoom(provider, here),
    body: { name: freshGroupName() },
  }),
  changeGroup: onFreshSet,
  removeGroup: onFreshSet,
  grantGroupAccess: async (here, world) => {
    const { organization, params } = await onFreshGroupMember(here, world)
    return { organization, params: { groupId: params.groupId }, body: { profileIds: [params.profileId] } }
  },
  revokeGroupAccess: onGroupMember,
  setGroupRole: onFreshGroupMember,
  clearGroupRole: onGroupMember,
  grantProfileGroups: async (here, world) => {
    const { organization, params } = await onFreshGroupMember(here, world)
    return { organization, params: { profileId: params.profileId }, body: { groups: [params.groupId] } }
  },

  assignContactRole: onFreshContact('commercial', false),
  withdrawContactRole: onFreshContact('dpo', true),
  setDeputy: onFreshHolder(false),
  clearDeputy: onFreshHolder(true),
  orderContactRole: async (_, { provider }) => {
    const organization = await freshCustomer(provider)
    const asked = { by: organization.owner, params: { organizationId: organization.organizationId } }
    const held = async () => {
      const { items, version } = await succeed('listContactRoles', asked)
      return { holders: items.find(({ contactRole }) => contactRole === 'dpo')?.holders ?? [], version }
    }
    for (let { length } = (await held()).holders; length < 2; length++)
      await freshPerson(organization, { contactRoles: ['dpo'] })
    const { holders, version } = await held()
    // The other way round than it is.
    const body = { profileIds: holders.map(({ profileId }) => profileId).reverse() }
    const headers = { 'if-match': `"${version}"` }
    return { organization, by: provider.owner, params: { contactRole: 'dpo' }, body, headers }
  },
  sendNotification: toOwner,
  resolveRecipients: toOwner,

  // Documents are of the deployment: how many there are says nothing of the organization.
  listDocuments: async () => ({ query: { limit: '1' } }),
  requestContract: async (_, { documents }) => ({ body: { documentId: documents.cspContract } }),
  getContractEvidence: async (here) => ({ params: { contractId: await decidedContract(here) } }),
  getContractCertificate: async (here) => ({ params: { contractId: await decidedContract(here) } }),
  cancelContract: async (here) => ({ params: { contractId: await freshContract(here, { state: 'requested' }) } }),
  remindContract: async (here) => ({ params: { contractId: await freshContract(here, { state: 'sent' }) } }),
  publishDocument: async (_, { provider }) => {
    const { documentId, version } = await writtenDocument(provider)
    return { params: { documentId }, headers: { 'if-match': `"${version}"` } }
  },

  changeOrganization: onFreshCustomerOfProvider,
  suspendOrganization: onFreshCustomer,
  // Its own owner would have no access any more, and so none to the answer that was kept.
  removeOrganization: onFreshCustomerOfProvider,
  activateService: onFreshCustomer,
  resumeOrganization: onCustomerThatIs({ status: 'suspended' }),
  restoreOrganization: onCustomerThatIs(removedAt('active', new Date().toISOString())),
  deactivateService: onCustomerThatIs({ services: ['service-desk'] }),

  changeMe: async (here, _, caller) => {
    const by = caller ?? (await freshPerson(here))
    const { organizationId } = by
    return { by, body: { organizationId }, headers: await versionOf({ organizationId, profileId: by.profileId }) }
  },
  getMyPreferences: async (here, _, caller) => {
    const by = caller ?? here.owner
    return { by, query: { organizationId: by.organizationId } }
  },
  changeMyPreferences: async (here, _, caller) => {
    const by = caller ?? (await freshPerson(here))
    const { organizationId } = by
    const profile = await getProfile(by)
    // The other way round than it is.
    const mutedCategories = profile?.mutedCategories?.length ? [] : ['technical-update']
    return { by, query: { organizationId }, headers: await versionOf(by), body: { mutedCategories } }
  },
  changeMyEmail: asFreshPerson,
  acceptInvitation: asInvited,
  declineInvitation: asInvited,
}

/** The If-Match of a profile as it stands, for rows whose path has no GET that answers with its ETag. */
async function versionOf(key: Pick<Person, 'organizationId' | 'profileId'>): Promise<{ readonly 'if-match': string }> {
  const profile = await getProfile(key)
  return { 'if-match': `"${profile?.version}"` }
}
