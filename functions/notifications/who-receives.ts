import { parseEmailAddress } from '../../shared/domain/address.ts'
import { addressStateOf } from '../../shared/domain/address-state.ts'
import type { ProfileId } from '../../shared/domain/ids.ts'
import {
  destinationOf,
  type NotificationCategory,
  type Severity,
  type Subject,
} from '../../shared/domain/notification-categories.ts'
import { type Named, nameOf } from '../../shared/domain/person-name.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { type NamedAddressee, type Recipients, recipientsOf } from '../../shared/domain/recipients.ts'
import { type Administrator, administratorsOf } from '../../shared/frame/administrators.ts'
import { readCoverage } from '../../shared/frame/coverage.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { asContact } from '../../shared/table/contact.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../../shared/table/profile.ts'
import { securityOperationsOf } from './provider-help.ts'
import type { SecurityOperations } from './security-operations.ts'

/** What decides who gets a message. */
export type Asked = {
  readonly category: NotificationCategory
  readonly severity?: Severity | undefined
  readonly addressees?: readonly ProfileId[] | undefined
}

/** Who gets a message and who does not, with the names that they have now. */
export type WhoReceives = Recipients & {
  readonly subject: Subject
  readonly nameOf: (profileId: ProfileId) => string | undefined
  /** Whom it names, where it should name anybody. */
  readonly securityOperations: SecurityOperations | 'unknown' | undefined
}

/**
 * Who in an organization would get a message now. One round trip, and two more where administrators have to be told. Throws `invalid` for a
 * severity or addressees that the category lacks or does not take, and for addressees who are nobody's profile here.
 */
export async function whoReceives(organization: OrganizationRecord, asked: Asked, now: string): Promise<WhoReceives> {
  const subject = subjectOf(asked)
  const destination = destinationOf(subject)
  requireAddressees(asked, destination.addressees ?? false)
  const [coverage, addressees, operations] = await Promise.all([
    readCoverage(organization),
    readAddressees(organization, asked.addressees ?? []),
    destination.namesSecurityOperations ? securityOperationsOf(organization) : undefined,
  ])
  const sources = {
    ...coverage,
    order: coverage.order.holders,
    contacts: coverage.contacts.map((contact) => ({ ...contact, ...asContact(contact) })),
    addressees,
    securityOperations: operations?.email === undefined ? undefined : parseEmailAddress(operations.email),
  }
  const found = recipientsOf(subject, sources, now)
  const administrators = found.unserved.length > 0 ? await administratorsOf(organization.organizationId, now) : []
  return {
    subject,
    ...(administrators.length > 0 ? recipientsOf(subject, { ...sources, administrators }, now) : found),
    nameOf: namesOf([...coverage.contacts, ...addressees, ...administrators]),
    securityOperations: destination.namesSecurityOperations && (operations ?? 'unknown'),
  }
}

function subjectOf({ category, severity }: Asked): Subject {
  if (category === 'security-incident') {
    if (severity) return { category, severity }
    throw invalidField('#/severity', 'required', 'A security incident has a severity.')
  }
  if (severity === undefined) return { category }
  throw invalidField('#/severity', 'invalid', 'Only a security incident has a severity.')
}

function requireAddressees({ addressees }: Asked, wanted: boolean): void {
  if (wanted && !addressees)
    throw invalidField('#/addressees', 'required', 'Say to whom the Service Desk writes: profiles of the organization.')
  if (!wanted && addressees)
    throw invalidField(
      '#/addressees',
      'invalid',
      'The category decides who gets this; only `service-desk` has addressees.',
    )
}

async function readAddressees(
  { organizationId }: OrganizationRecord,
  profileIds: readonly ProfileId[],
): Promise<readonly (ProfileRecord & NamedAddressee)[]> {
  if (profileIds.length === 0) return []
  const items = await getItems(profileIds.map((profileId) => profileKey({ organizationId, profileId })))
  const found = items.map(parseProfile)
  const errors = found.flatMap((profile, at) =>
    profile
      ? []
      : [
          {
            pointer: `#/addressees/${at}`,
            code: 'not-found',
            detail: 'There is no such profile in this organization.',
          },
        ],
  )
  if (errors.length > 0) throw new Problem('invalid', { errors })
  return found.flatMap((profile) => (profile ? [{ ...profile, addressState: addressStateOf(profile) }] : []))
}

function namesOf(people: readonly (Named & Pick<Administrator, 'profileId'>)[]): WhoReceives['nameOf'] {
  const names = new Map(people.map((person) => [person.profileId, nameOf(person)]))
  return (profileId) => names.get(profileId)
}
