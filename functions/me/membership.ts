import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { type Belonging, readBelongings } from '../../shared/frame/belongings.ts'
import { requireCurrentToken, type SignedInCaller } from '../../shared/frame/caller.ts'
import { type AccessItem, getAccess } from '../../shared/table/access.ts'
import type { Doer } from '../../shared/table/activity.ts'

/** An organization in which somebody is a user, while it is there. */
export type Membership = Belonging & { readonly organization: { readonly status: 'active' | 'suspended' } }

/** The organizations of access records (50 at most, see `readBelongings`) without those that were removed. */
export async function readMemberships(records: readonly AccessItem[]): Promise<Membership[]> {
  return (await readBelongings(records)).flatMap((belonging) => {
    const { organization } = belonging
    const { status } = organization
    return status === 'removed' ? [] : [{ ...belonging, organization: { ...organization, status } }]
  })
}

/**
 * The caller's own standing in an organization; undefined where they are no user of it. Throws `unauthenticated` where it does not take
 * their token, and `forbidden` where they have no access at the moment.
 */
export async function membershipIn(
  organizationId: OrganizationId,
  caller: SignedInCaller,
): Promise<Membership | undefined> {
  const access = await getAccess(caller.identity.identityId, organizationId)
  const [membership] = access ? await readMemberships([access]) : []
  if (!access || !membership) return undefined
  requireCurrentToken(caller, access)
  requireActive(membership)
  return membership
}

function requireActive({ access, organization }: Membership): void {
  if (organization.status === 'suspended')
    throw new Problem('forbidden', {
      detail: 'The organization is suspended; ask whoever administers it to resume it.',
    })
  if (access.status === 'deactivated')
    throw new Problem('forbidden', {
      detail: 'You were deactivated in this organization; ask one of its administrators to reactivate you.',
    })
}

/** The person, doing something to themselves in one of their organizations. */
export const doerIn = (
  { access, organization }: Pick<Belonging, 'access' | 'organization'>,
  { principal, origin }: Doer,
): Doer => ({
  principal,
  origin,
  profile: access,
  organization,
})

/** A membership as its person sees it. */
export function membershipReply({ access, organization, profile }: Membership): ReplyOf<RouteOf<'changeMe'>> {
  const { organizationId, name, kind } = organization
  const { profileId, salutation, language, firstName, lastName, jobTitle, phone, version } = profile
  return {
    organizationId,
    name,
    kind,
    organizationStatus: organization.status,
    profileId,
    status: access.status,
    salutation,
    language,
    firstName: firstName ?? null,
    lastName: lastName ?? null,
    jobTitle: jobTitle ?? null,
    phone: phone ?? null,
    version,
  }
}
