import type { Contract } from '../../shared/domain/contract.ts'
import { nameOf } from '../../shared/domain/person-name.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from '../../shared/table/organization.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../../shared/table/profile.ts'

/** Whoever requested a contract, as they are now: where they can be written to, and for whom they work. */
export type Requester = {
  readonly profile: ProfileRecord
  readonly name: string | undefined
  readonly email: string
  readonly organizationName: string
  readonly timeZone: string
}

/** Whoever requested a contract; undefined where that was no person, or one who has left or is deactivated. One round trip. */
export async function requesterOf({ requestedByProfile }: Contract): Promise<Requester | undefined> {
  if (!requestedByProfile) return undefined
  const items = await getItems([profileKey(requestedByProfile), organizationKey(requestedByProfile.organizationId)])
  const profile = parseProfile(items[0])
  const organization: OrganizationRecord | undefined = parseOrganization(items[1])
  if (profile?.status !== 'active' || organization?.status !== 'active') return undefined
  return {
    profile,
    name: nameOf(profile),
    email: profile.email,
    organizationName: organization.name,
    timeZone: organization.timeZone,
  }
}
