import { askedBy, hidesOrganization } from '../../shared/contract/route.ts'
import type { OperationId } from '../../shared/contract/routes.ts'
import {
  type Permission,
  permissionsOfPortalRole,
  predefinedRoles,
  providerOnlyPermissions,
} from '../../shared/domain/catalog.ts'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import { getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { routeOf } from './gateway-call.ts'
import type { World } from './world.ts'
import type { Person } from './world-people.ts'

/** Somebody of the world, and what was given to them where. */
export type Member = {
  readonly name: string
  readonly person: Person
  readonly given: readonly { readonly organizationId: OrganizationId; readonly holds: ReadonlySet<Permission> }[]
}

const ofRole = (roleId: string): ReadonlySet<Permission> =>
  new Set(predefinedRoles.find((role) => role.roleId === roleId)?.permissions)
const everything = ofRole('rol_owner')
const fullRole: ReadonlySet<Permission> = new Set(permissionsOfPortalRole('users-and-permissions-full-role'))
const nothing: ReadonlySet<Permission> = new Set()

const member = (name: string, person: Person, holds: ReadonlySet<Permission>): Member => ({
  name,
  person,
  given: [{ organizationId: person.organizationId, holds }],
})

/** Everyone of the world whose sign-in is good, those first who are asked to make valid calls. */
export function castOf({ provider, reseller, resellersCustomer, twin, customer }: World): readonly Member[] {
  const admin = ofRole('rol_admin')
  return [
    member('its owner', customer.owner, everything),
    {
      ...member('an Admin, who is one elsewhere as well', customer.consultant, admin),
      given: [customer, twin].map(({ organizationId }) => ({ organizationId, holds: admin })),
    },
    member("the provider's owner", provider.owner, everything),
    member("the provider's other owner", provider.secondOwner, everything),
    member('an Admin', customer.admin, admin),
    member('a member of Full Role', customer.fullRole, fullRole),
    member('the owner of another organization of the same name', twin.owner, everything),
    member("a reseller's owner", reseller.owner, everything),
    member("the owner of a reseller's customer", resellersCustomer.owner, everything),
    member('a plain user of the provider', provider.plain, nothing),
    member('somebody without any permission', customer.plain, nothing),
    member('somebody whose role allows other things', customer.developer, ofRole('rol_content-developer')),
  ]
}

/** Somebody who owns an organization that was made for one call. */
export const ownerOf = (person: Person): Member => member('the owner of what is called', person, everything)

/** The people of an organization that was made for one call. */
export const peopleOf = ({ owner, plain }: { readonly owner: Person; readonly plain: Person }): readonly Member[] => [
  ownerOf(owner),
  member('a user of what is called, without any permission', plain, nothing),
]

/** What a call about an organization must come to for somebody: allowed, 403, or 404. */
export type Outcome = 'allowed' | 'forbidden' | 'not-found'

/**
 * Says who may call an operation about an organization, from the catalog and the rules (A11, A12) and without the evaluator: the
 * suites hold the frame against it.
 */
export async function judgeOf(operationId: OperationId, organizationId: OrganizationId, { provider }: World) {
  const { access } = routeOf(operationId)
  const asked = askedBy(routeOf(operationId))
  const about = await there(organizationId)
  const parent = about.parentId === 'none' ? undefined : await there(about.parentId)
  const atTop = await there(provider.organizationId)
  const hidden = hidesOrganization(routeOf(operationId))
  const whileRemoved = typeof access === 'object' && 'anyOf' in access && access.whileRemoved === true

  return ({ given }: Member): Outcome => {
    const holds = (permission: Permission, where: OrganizationRecord | undefined): boolean =>
      where?.status === 'active' &&
      (where.kind === 'provider' || !providerOnlyPermissions.has(permission)) &&
      given.some((grant) => grant.organizationId === where.organizationId && grant.holds.has(permission))
    const acts = about.status === 'active' && [parent, atTop].some((where) => holds('customers:administer', where))
    const allowed = asked.some(({ permission, in: place }) => {
      if (place === 'parent') return holds(permission, parent)
      if (place === 'provider') return holds(permission, atTop)
      return holds(permission, about) || (about.kind === 'customer' && acts && fullRole.has(permission))
    })
    if (about.status === 'removed' && !whileRemoved) return 'not-found'
    if (allowed) return 'allowed'
    const known = acts || given.some((grant) => grant.organizationId === organizationId)
    return known && !hidden && about.status !== 'removed' ? 'forbidden' : 'not-found'
  }
}

async function there(organizationId: OrganizationId): Promise<OrganizationRecord> {
  const organization = await getOrganization(organizationId)
  if (!organization) throw new Error(`there is no organization ${organizationId}`)
  return organization
}
