import type { GroupAccess } from '../../../shared/domain/evaluator.ts'
import { id } from '../../../shared/domain/ids.ts'
import { type Caller, call, type Request } from '../../support/gateway-call.ts'
import type { Tenant, World } from '../../support/world.ts'
import { changeGrants, giveGroup, profileOf } from '../../support/world-changes.ts'
import { freshDraft, freshInvitee, freshPerson } from '../../support/world-fresh.ts'
import { groupThere } from '../../support/world-groups.ts'
import { everyPermissionOfKeys, freshKey } from '../../support/world-keys.ts'
import { freshEmail, type Grants, type Person } from '../../support/world-people.ts'

/** The group in which somebody decides who has access. */
const antwerp = 'grp_01k2r8v6m0q3s5t7w9x1y3z5aa'

/** Somebody upon whom is acted: what they hold, whether they have yet to accept, and what they hold elsewhere, if they are there too. */
type Standing = { readonly grants: Grants; readonly pending?: true; readonly elsewhere?: Grants }

/** The columns of the table. */
export const targets: Readonly<Record<string, Standing>> = {
  user: { grants: {} },
  'shared identity': { grants: {}, elsewhere: { defaultRole: 'rol_viewer' } },
  'owner elsewhere': { grants: {}, elsewhere: { defaultRole: 'rol_owner' } },
  administrator: { grants: { permissionGroups: ['pgr_full-role'] } },
  Admin: { grants: { defaultRole: 'rol_admin' } },
  owner: { grants: { defaultRole: 'rol_owner' } },
  'pending owner': { grants: { defaultRole: 'rol_owner' }, pending: true },
}

/** Whoever acts, and the organization in which they do. */
export type Actor = { readonly by: Caller; readonly there: Tenant }

/** The rows of the table. */
export async function actorsOf(world: World): Promise<Readonly<Record<string, Actor>>> {
  const { customer, twin, provider, reseller, resellersCustomer } = world
  const here = (by: Caller) => ({ by, there: customer })
  const groupAdmin = await freshPerson(customer, { defaultRole: 'rol_group-admin' })
  await giveGroup(groupAdmin, antwerp)
  return {
    'a stranger': here(await freshPerson(twin)),
    "another organization's Admin": here(await freshPerson(twin, { defaultRole: 'rol_admin' })),
    "another organization's owner": here(twin.owner),
    "a reseller's owner, whose customer it is not": here(reseller.owner),
    'a user without rights': here(customer.plain),
    'a group admin': here(groupAdmin),
    'one who manages people and groups, and holds nothing else': here(customer.developer),
    'a key that holds all a key may': here(
      await freshKey(customer, { permissions: everyPermissionOfKeys('customer') }),
    ),
    'a key that manages people and groups, and holds nothing else': here(
      await freshKey(customer, {
        permissions: ['profiles:manage', 'permission-groups:manage', 'group-access:manage'],
      }),
    ),
    "another organization's key": here(await freshKey(twin, { permissions: everyPermissionOfKeys('customer') })),
    "the provider's key": here(await freshKey(provider, { permissions: everyPermissionOfKeys('provider') })),
    'an Admin': here(customer.admin),
    'an Admin of both organizations': here(customer.consultant),
    'a member of Full Role': here(customer.fullRole),
    "the provider's owner, acting": here(provider.owner),
    "a reseller's owner, acting": { by: reseller.owner, there: resellersCustomer },
    'an owner': here(customer.owner),
  }
}

/** An act upon somebody who was prepared for it, as whoever calls. It can be tried for as long as nobody has done it. */
export type Prepared = (by: Caller) => ReturnType<typeof call>

type Act = (there: Tenant, target: Standing, also: Person | undefined) => Promise<Prepared>

/** The person of a target, active unless they are pending or it is asked for otherwise. */
const somebody = async (
  there: Tenant,
  { grants, pending }: Standing,
  also: Person | undefined,
  status: 'active' | 'deactivated' = 'active',
): Promise<Pick<Person, 'organizationId' | 'profileId'>> =>
  pending ? freshInvitee(there, grants) : freshPerson(there, grants, { status, ...(also && { also }) })

type Operation = Parameters<typeof call>[0]

/** An act upon a profile by its own path. */
const upon =
  (operation: Operation, more: Request = {}, status: 'active' | 'deactivated' = 'active'): Act =>
  async (there, target, also) => {
    const { organizationId, profileId } = await somebody(there, target, also, status)
    const params = { organizationId, profileId, ...more.params }
    return (by) => call(operation, { ...more, by, params })
  }

/** A change of a profile as it stands. */
const changing =
  (body: () => object, prepare: typeof somebody = somebody): Act =>
  async (there, target, also) => {
    const about = await prepare(there, target, also)
    const { version } = await profileOf(about)
    const headers = { 'if-match': `"${version}"` }
    const params = { organizationId: about.organizationId, profileId: about.profileId }
    return (by) => call('changeProfile', { by, params, headers, body: body() })
  }

/** An act upon an invitation that is pending, to the address that somebody has elsewhere where they have one. */
const uponInvitation =
  (operation: Operation): Act =>
  async (there, { grants }, also) => {
    const { organizationId, invitationId } = await freshInvitee(there, grants, also?.email)
    return (by) => call(operation, { by, params: { organizationId, invitationId } })
  }

/** An act upon what somebody has in the group. */
const inGroup =
  (had: GroupAccess | undefined, operation: Operation, more: Request = {}): Act =>
  async (there, target, also) => {
    const { organizationId } = there
    const groupId = await groupThere(organizationId, antwerp)
    const about = await somebody(there, target, also)
    if (had) await changeGrants(about, (before) => ({ ...before, groups: { ...before.groups, [groupId]: had } }))
    const params = { organizationId, groupId, profileId: about.profileId }
    return (by) => call(operation, { ...more, by, params })
  }

/** A draft with what the target holds as intentions. */
const draft: typeof somebody = (there, { grants }, also) => freshDraft(there, grants, also?.email)

const fullRole = { params: { permissionGroupId: 'pgr_full-role' } }

/** The parts of the table. */
export const acts: Readonly<Record<string, Act>> = {
  'changing the address': changing(() => ({ email: freshEmail() })),
  'resetting the factor': upon('resetMfa'),
  'signing out': upon('signOutProfile'),
  deactivating: upon('deactivateProfile'),
  reactivating: upon('reactivateProfile', {}, 'deactivated'),
  removing: upon('removeProfile'),
  'making a contact of them': changing(() => ({ user: false })),
  'sending the invitation again': uponInvitation('resendInvitation'),
  'revoking the invitation': uponInvitation('revokeInvitation'),
  'inviting to as much': async ({ organizationId }, { grants }, also) => {
    const body = { addresses: [also?.email ?? freshEmail()], ...grants }
    return (by) => call('inviteUsers', { by, params: { organizationId }, body })
  },
  'confirming a draft of as much': changing(() => ({ confirm: true }), draft),
  'putting into Full Role': upon('addPermissionGroupMember', fullRole),
  'taking out of Full Role': upon('removePermissionGroupMember', fullRole),
  'making an Admin of them': upon('setDefaultRole', { body: { roleId: 'rol_admin' } }),
  'making an owner of them': upon('setDefaultRole', { body: { roleId: 'rol_owner' } }),
  'giving the least default role there is': upon('setDefaultRole', { body: { roleId: 'rol_content-developer' } }),
  'taking the default role': upon('clearDefaultRole'),
  'giving access to a group': async (there, target, also) => {
    const groupId = await groupThere(there.organizationId, antwerp)
    const { organizationId, profileId } = await somebody(there, target, also)
    return (by) =>
      call('grantGroupAccess', { by, params: { organizationId, groupId }, body: { profileIds: [profileId] } })
  },
  'making a Group Admin of them': inGroup(undefined, 'setGroupRole', { body: { roleId: 'rol_group-admin' } }),
  'taking the role in a group': inGroup(
    { byHand: true, groupRole: { roleId: id('role', 'rol_group-device-setup-user') } },
    'clearGroupRole',
  ),
  'taking out of a group': inGroup({ byHand: true }, 'revokeGroupAccess'),
  'saying all permission groups: Full Role': upon('replaceProfilePermissionGroups', {
    headers: { 'if-match': '"1"' },
    body: { permissionGroups: ['pgr_full-role'] },
  }),
}
