import { randomUUID } from 'node:crypto'
import { parseEmailAddress } from '../../shared/domain/address.ts'
import type { ActivityAction, PortalRole } from '../../shared/domain/catalog.ts'
import type { ContactRole } from '../../shared/domain/contact-roles.ts'
import { id, type OrganizationId, type PermissionGroupId } from '../../shared/domain/ids.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { type Doer, recordActivity } from '../../shared/table/activity.ts'
import { countCustomers } from '../../shared/table/customers.ts'
import { takeName } from '../../shared/table/definition-name.ts'
import { createIdentity } from '../../shared/table/identity.ts'
import { invite } from '../../shared/table/inviting.ts'
import {
  createOrganization,
  getOrganization,
  newOrganization,
  type OrganizationRecord,
} from '../../shared/table/organization.ts'
import { createPermissionGroup } from '../../shared/table/permission-group.ts'
import { newProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { commit, type Write } from '../../shared/table/transaction.ts'
import { enterUser } from './cloud-services-directory.ts'
import type { Tenant } from './world.ts'
import { freshEmail, freshPassword, type Grants, type Invitee, type Person } from './world-people.ts'

/*
 * What a call can be made on that cannot be made twice: a person, an invitation, a permission group, an organization, each new and in
 * the state that is wanted. They are written by the product's own table functions in one transaction, since the derived suites ask
 * for some 60 of them a row; the invariants hold them against what the product itself writes.
 */

/** What somebody begins with. */
type Beginnings = Grants & { readonly contactRoles?: readonly ContactRole[] }

/** A person of a tenant who signs in: active, or deactivated since. With an `email` that has a sign-in, it is that one's. */
export async function freshPerson(
  { organizationId }: Pick<Tenant, 'organizationId'>,
  grants: Beginnings = {},
  { status = 'active', also }: { readonly status?: 'active' | 'deactivated'; readonly also?: Person } = {},
): Promise<Person> {
  const organization = await organizationOf(organizationId)
  const made = newPerson(organization, grants, also?.email)
  const identityId = also?.identityId ?? made.newId('identity')
  const profile = { ...made.profile, status, identityId }
  const { createdAt, updatedAt } = profile
  const identity = {
    identityId,
    email: profile.email,
    state: 'accepted' as const,
    tokensValidFrom: 0,
    createdAt,
    updatedAt,
  }
  await write(organization, profile, 'profile.created', also ? [] : createIdentity(identity))
  const { profileId, email } = profile
  const password = also?.password ?? freshPassword()
  const { totpKey } = also ?? enterUser(identityId, email, password)
  return { organizationId, profileId, email, identityId, password, totpKey }
}

/** A user of a tenant who is a draft. */
export async function freshDraft(
  { organizationId }: Pick<Tenant, 'organizationId'>,
  grants: Beginnings = {},
  address?: string,
) {
  const organization = await organizationOf(organizationId)
  const { profile } = newPerson(organization, grants, address)
  await write(organization, { ...profile, status: 'draft' }, 'profile.created')
  return { organizationId, profileId: profile.profileId, email: profile.email }
}

/**
 * Somebody whom the owner of a tenant has invited, long enough ago to send it again; no mail has gone out yet, so there is no link.
 */
export async function freshInvitee(
  tenant: Tenant,
  grants: Grants = {},
  address?: string,
): Promise<Omit<Invitee, 'link'>> {
  const { organizationId, owner } = tenant
  const organization = await organizationOf(organizationId)
  const minutesAgo = new Date(Date.now() - 120_000).toISOString()
  const { profile: person, newId, now } = newPerson(organization, grants, address, minutesAgo)
  const invitationId = newId('invitation')
  const profile = { ...person, status: 'invited' as const, invitationId }
  const principal = `user:${owner.identityId}` as const
  const { identityId, profileId } = owner
  const offer = invite({
    profile,
    created: true,
    invitationId,
    activityId: newId('activity'),
    invitationDays: organization.invitationDays,
    inviter: { principal, identityId, profileId, organizationId: owner.organizationId },
    by: { ...doer, principal, profile: owner, organization },
    now,
  })
  await write(organization, profile, undefined, offer)
  return { organizationId, profileId: profile.profileId, email: profile.email, invitationId }
}

/** A tenant that was made for a call: its owner, and somebody who is a user there without any permission. */
export type MadeTenant = Tenant & { readonly plain: Person }

/** A customer of somebody, with an owner who signs in; the same one again and again while `insteadOfFreshCustomers` says so. */
export async function freshCustomer(parent: Pick<Tenant, 'organizationId'>, name = 'Wingtip'): Promise<MadeTenant> {
  if (standIn) return standIn
  const { organizationId } = await freshOrganization(parent, name)
  const owner = await freshPerson({ organizationId }, { defaultRole: 'rol_owner' })
  return { organizationId, name, owner, plain: await freshPerson({ organizationId }) }
}

let standIn: MadeTenant | undefined

/** Whatever needs a fresh customer meanwhile is given that one, which may be larger than any that could be made each time. */
export async function insteadOfFreshCustomers<Result>(tenant: MadeTenant, act: () => Promise<Result>): Promise<Result> {
  standIn = tenant
  roomy.clear()
  try {
    return await act()
  } finally {
    standIn = undefined
    roomy.clear()
  }
}

/** The same with nobody in it. */
export async function freshOrganization(
  parent: Pick<Tenant, 'organizationId'>,
  name = 'Wingtip',
): Promise<Pick<Tenant, 'organizationId'>> {
  const now = new Date().toISOString()
  const newId = newIdAt(now)
  const organizationId = newId('organization')
  const organization = newOrganization(
    { kind: 'customer', parentId: parent.organizationId, name, language: 'nl', timeZone: 'Europe/Brussels' },
    { organizationId, accessVersion: newId('activity').slice('act_'.length), now },
  )
  const activityId = newId('activity')
  const { kind } = await organizationOf(parent.organizationId)
  await commit(
    [
      createOrganization(organization),
      ...(kind === 'customer' ? [countCustomers(parent.organizationId, 1)] : []),
      recordActivity({ activityId, organizationId, action: 'organization.created', at: now, by: doer }),
    ],
    activityId,
  )
  return { organizationId }
}

/** A permission group of a tenant's own. */
export async function freshPermissionGroup(
  { organizationId }: Pick<Tenant, 'organizationId'>,
  portalRoles: readonly PortalRole[] = ['users-and-permissions-viewer'],
): Promise<PermissionGroupId> {
  const now = new Date().toISOString()
  const newId = newIdAt(now)
  const permissionGroupId = newId('permissionGroup')
  const name = freshGroupName()
  const group = {
    organizationId,
    permissionGroupId,
    name,
    portalRoles,
    applicationRoles: [],
    state: 'active' as const,
    members: 0,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
  const named = takeName({ organizationId, kind: 'permission-group', definitionId: permissionGroupId, name })
  await commit([...named, createPermissionGroup(group)], newId('activity'))
  return permissionGroupId
}

/** A name that no permission group has. */
export const freshGroupName = (): string => `Night shift ${randomUUID()}`

/** How many permission groups are made in one customer: an organization has at most 200. */
const roomACustomer = 90
const roomy = new Map<OrganizationId, { readonly tenant: MadeTenant; readonly left: number }>()

/** A customer of somebody that has room for one permission group more; another one for each tenant that it stands in for. */
export async function customerWithRoom(parent: Pick<Tenant, 'organizationId'>, insteadOf: Tenant): Promise<MadeTenant> {
  const known = roomy.get(insteadOf.organizationId)
  const { tenant, left } =
    known && known.left > 0 ? known : { tenant: await freshCustomer(parent), left: roomACustomer }
  roomy.set(insteadOf.organizationId, { tenant, left: left - 1 })
  return tenant
}

/** Whoever does what nobody asked for. */
export const doer: Doer = {
  principal: 'system:the-test-suite',
  origin: { requestId: 'the-test-suite', ipAddress: undefined, userAgent: undefined },
}

/** Names a transaction that nobody has made. */
export const newToken = (): string => newIdAt(new Date().toISOString())('activity')

/** An organization as it stands. */
export async function organizationOf(organizationId: OrganizationId): Promise<OrganizationRecord> {
  const organization = await getOrganization(organizationId)
  if (!organization) throw new Error(`there is no organization ${organizationId}`)
  return organization
}

/** A user of an organization as they could begin, with the moment and the ids that go with it. */
function newPerson(
  organization: OrganizationRecord,
  { defaultRole, permissionGroups = [], contactRoles = [] }: Beginnings,
  address?: string,
  now = new Date().toISOString(),
) {
  const newId = newIdAt(now)
  const email = parseEmailAddress(address ?? freshEmail())
  if (!email) throw new Error(`${address} is no address`)
  const profile = newProfile(
    {
      kind: 'person',
      user: true,
      status: 'active',
      email,
      firstName: 'Robin',
      lastName: 'Claes',
      defaultRole: defaultRole === undefined ? undefined : { roleId: id('role', defaultRole) },
      permissionGroups: Object.fromEntries(permissionGroups.map((group) => [group, {}])),
    },
    {
      organizationId: organization.organizationId,
      profileId: newId('profile'),
      language: organization.language,
      now,
    },
  )
  const held = Object.fromEntries(contactRoles.map((role) => [role, { assignedAt: now }]))
  return { profile: { ...profile, ...(contactRoles.length > 0 && { contactRoles: held }) }, newId, now }
}

async function write(
  organization: OrganizationRecord,
  profile: ProfileRecord,
  action: ActivityAction | undefined,
  more: readonly Write[] = [],
): Promise<void> {
  const now = profile.createdAt
  const newId = newIdAt(now)
  const change = { before: undefined, after: profile, action }
  const { writes } = await changePeopleUnasked({ organization, by: { ...doer, organization }, now, newId }, [change])
  await commit([...writes, ...more], newId('activity'))
}
