import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import type { AccessItem } from '../../shared/table/access.ts'
import type { Doer } from '../../shared/table/activity.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from '../../shared/table/organization.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../../shared/table/profile.ts'

/** An organization in which somebody is a user: what they are to it, and what it knows of them. */
export type Belonging = {
  readonly access: AccessItem
  readonly organization: OrganizationRecord
  readonly profile: ProfileRecord
}

/** The same while the organization is there. */
export type Membership = Belonging & { readonly organization: { readonly status: 'active' | 'suspended' } }

/** One BatchGet reads an organization and a profile for each, so it takes 50 at most. */
export async function readBelongings(records: readonly AccessItem[]): Promise<Belonging[]> {
  if (records.length === 0) return []
  const items = await getItems(
    records.flatMap((access) => [organizationKey(access.organizationId), profileKey(access)]),
  )
  return records.flatMap((access, position) => {
    const organization = parseOrganization(items[2 * position])
    const profile = parseProfile(items[2 * position + 1])
    return organization && profile ? [{ access, organization, profile }] : []
  })
}

/** The same without organizations that were removed. */
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

/** How many access records one BatchGet can be asked about. */
export const mostMemberships = 50

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
