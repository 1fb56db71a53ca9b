import type { ContactRole, DeputyTerm } from '../domain/contact-roles.ts'
import type { OrganizationId, ProfileId } from '../domain/ids.ts'
import { Problem } from '../domain/problems.ts'
import { type Contacts, listContacts } from '../table/contact.ts'
import { getProfile, type ProfileRecord } from '../table/profile.ts'
import { Moved } from '../table/transaction.ts'
import type { PersonChange } from './change-people.ts'

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
  if (!holds({ profileId, contactRole }, contacts)) throw new Problem('not-a-holder')
  return contacts
}

/** Whether somebody holds a contact role. */
export const holds = (
  { profileId, contactRole }: Pick<OfHolder, 'profileId' | 'contactRole'>,
  { contacts }: Contacts,
): boolean => contacts.some((one) => one.profileId === profileId && one.roles[contactRole] !== undefined)

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

/**
 * That nobody but `except` stands in for a holder of these contact roles any more: each deputy changes once, with an activity that names
 * the roles.
 */
export async function relieved(
  { organizationId, profileId: holder }: Pick<OfHolder, 'organizationId' | 'profileId'>,
  roles: readonly ContactRole[],
  { contacts }: Contacts,
  now: string,
  except?: ProfileId,
): Promise<readonly PersonChange[]> {
  const deputies = contacts.flatMap(({ profileId, deputyFor }) => {
    const stoodIn = roles.filter((role) => deputyFor[role]?.[holder] !== undefined)
    return stoodIn.length > 0 && profileId !== except ? [{ profileId, stoodIn }] : []
  })
  const changes = deputies.map(async ({ profileId, stoodIn }): Promise<PersonChange[]> => {
    const before = await getProfile({ organizationId, profileId })
    if (!before) return []
    const after = withoutDeputyship(before, holder, stoodIn, now)
    return [{ before, after, action: 'contact-role.deputy-cleared', about: { contactRole: stoodIn.join(' '), holder } }]
  })
  return (await Promise.all(changes)).flat()
}

/**
 * That nobody stands in for whoever holds these contact roles no more, judged by everyone who counts after the change: else somebody was
 * made deputy since `relieved` read them, and it is to be decided again.
 */
export function requireRelieved(
  { profileId }: Pick<OfHolder, 'profileId'>,
  roles: readonly ContactRole[],
  after: Contacts | undefined,
): void {
  if (after && roles.some((contactRole) => deputiesOf({ profileId, contactRole }, after).length > 0))
    throw new Moved('a deputy of somebody who holds the role no more')
}

/** Somebody who stands in for a holder of these contact roles no more. */
export const withoutDeputyship = (
  profile: ProfileRecord,
  holder: ProfileId,
  roles: readonly ContactRole[],
  now: string,
): ProfileRecord =>
  roles.reduce((one, contactRole) => standingIn(one, { profileId: holder, contactRole }, undefined, now), profile)
