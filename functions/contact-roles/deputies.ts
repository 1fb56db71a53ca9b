import type { ContactRole, DeputyTerm } from '../../shared/domain/contact-roles.ts'
import type { OrganizationId, ProfileId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import type { PersonChange } from '../../shared/frame/change-people.ts'
import { type Contacts, listContacts } from '../../shared/table/contact.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'

type OfHolder = {
  readonly organizationId: OrganizationId
  readonly profileId: ProfileId
  readonly contactRole: ContactRole
}

/** Reads everyone who counts for coverage; 404 for a holder who is not here, 409 `not-a-holder` for one who does not hold the role. */
export async function contactsOfHolder({ organizationId, profileId, contactRole }: OfHolder): Promise<Contacts> {
  const [contacts, profile] = await Promise.all([
    listContacts(organizationId),
    getProfile({ organizationId, profileId }),
  ])
  if (!profile) throw new Problem('not-found')
  if (!contacts.contacts.some((one) => one.profileId === profileId && one.roles[contactRole]))
    throw new Problem('not-a-holder')
  return contacts
}

/** Who stands in for a holder of a contact role. */
export const deputiesOf = (
  { profileId, contactRole }: Pick<OfHolder, 'profileId' | 'contactRole'>,
  { contacts }: Contacts,
): readonly ProfileId[] =>
  contacts
    .filter(({ deputyFor }) => deputyFor[contactRole]?.[profileId] !== undefined)
    .map((contact) => contact.profileId)

/** Somebody who stands in for a holder for that term, or no more where none is given. */
export function standingIn(
  profile: ProfileRecord,
  { profileId: holder, contactRole }: Pick<OfHolder, 'profileId' | 'contactRole'>,
  term: DeputyTerm | undefined,
  now: string,
): ProfileRecord {
  const { [holder]: _, ...others } = profile.deputyFor?.[contactRole] ?? {}
  const ofRole = term ? { ...others, [holder]: term } : others
  const { [contactRole]: __, ...otherRoles } = profile.deputyFor ?? {}
  const deputyFor = Object.keys(ofRole).length > 0 ? { ...otherRoles, [contactRole]: ofRole } : otherRoles
  return { ...profile, deputyFor: Object.keys(deputyFor).length > 0 ? deputyFor : undefined, updatedAt: now }
}

/** That these people stand in for a holder no more. */
export async function relieved(
  deputies: readonly ProfileId[],
  { organizationId, profileId: holder, contactRole }: OfHolder,
  now: string,
): Promise<readonly PersonChange[]> {
  const profiles = await Promise.all(deputies.map((profileId) => getProfile({ organizationId, profileId })))
  return profiles.flatMap((before): PersonChange[] => {
    if (!before) return []
    const after = standingIn(before, { profileId: holder, contactRole }, undefined, now)
    return [{ before, after, action: 'contact-role.deputy-cleared', about: { contactRole, holder } }]
  })
}
