import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { type Belonging, readBelongings } from '../../shared/frame/belongings.ts'
import type { AccessItem } from '../../shared/table/access.ts'
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
