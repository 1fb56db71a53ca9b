import { type EmailAddress, foldAddress } from './address.ts'
import type { AddressState } from './address-state.ts'
import { type ContactRole, missingPrerequisites } from './contact-roles.ts'
import type { OrganizationId, ProfileId } from './ids.ts'
import { destinationOf, type Goal, mayBeMuted, type Subject } from './notification-categories.ts'
import { type Contact, type CoverageSources, holdersOf, isReached, type Stands, whoStands } from './role-coverage.ts'

/** A contact with what a message wants to know of them beyond coverage. */
export type Writable = Contact & { readonly email: EmailAddress; readonly mutedCategories: readonly string[] }

/** Somebody whom the sender names, as their profile stands. */
export type NamedAddressee = {
  readonly profileId: ProfileId
  readonly email: EmailAddress
  readonly status: 'draft' | 'invited' | 'active' | 'deactivated'
  readonly addressState: AddressState
}

/** Somebody who administers the organization, known to it or to the one above it. */
export type AdministratorToTell = {
  readonly organizationId: OrganizationId
  readonly profileId: ProfileId
  readonly email: EmailAddress
}

/** Why somebody gets a message. */
export type Why =
  /** They hold the contact role. `insteadOf`: the role whose holders could not be reached, or have lost what it takes. */
  | { readonly as: 'holder'; readonly contactRole: ContactRole; readonly insteadOf?: ContactRole }
  /** They stand in for a holder who is absent. */
  | {
      readonly as: 'deputy'
      readonly contactRole: ContactRole
      readonly deputyOf: ProfileId
      readonly insteadOf?: ContactRole
    }
  /** Nobody of the contact role could be reached. */
  | { readonly as: 'administrator'; readonly insteadOf: ContactRole }
  | { readonly as: 'addressee' }
  | { readonly as: 'security-operations' }

/** Whom a message goes to: an address, whose it is, and why; `security-operations` is nobody's profile. */
export type Recipient = {
  readonly email: EmailAddress
  readonly profileId?: ProfileId
  /** Where the profile belongs, if that is another organization than the message's. */
  readonly organizationId?: OrganizationId
  readonly why: Why
}

/** Somebody who would have had the message, and why they do not get it. */
export type PassedOver = {
  readonly profileId: ProfileId
  /** The contact role that they hold or stand in for; undefined for an addressee. */
  readonly contactRole?: ContactRole
  readonly because: 'absent' | 'muted' | 'not-yet-active' | 'deactivated' | 'unverified' | 'undeliverable'
}

/** Who gets a message and who does not. `unserved`: contact roles of which nobody is reached, so that the administrators are told. */
export type Recipients = {
  readonly recipients: readonly Recipient[]
  readonly passedOver: readonly PassedOver[]
  readonly unserved: readonly ContactRole[]
}

/** What decides who gets a message. */
export type RecipientSources = Omit<CoverageSources, 'contacts'> & {
  readonly contacts: readonly Writable[]
  readonly addressees?: readonly NamedAddressee[]
  /** Asked for only where nobody of a contact role is reached: an empty list answers who these roles are, as `unserved`. */
  readonly administrators?: readonly AdministratorToTell[]
  /** The address of the provider's security operations centre, where it has one. */
  readonly securityOperations?: EmailAddress | undefined
}

/**
 * Who gets a message at a moment, and why (N2, N3): every holder who can be reached, or the deputy of one who is absent; where there is
 * none, whoever holds the role it goes to else, and then the administrators. Whoever has lost what the role takes still gets it, and so
 * does the other role. Whoever has switched the category off is served by that. Nobody gets two copies.
 */
export function recipientsOf(subject: Subject, sources: RecipientSources, at: string): Recipients {
  const destination = destinationOf(subject)
  const mutable = mayBeMuted(subject.category)
  const passedOver: PassedOver[] = []
  const found: Recipient[] = []
  const unserved: ContactRole[] = []

  const serve = (contactRole: ContactRole, insteadOf?: ContactRole, firstAlone = false): Served => {
    const mutes = (contact: Writable) => mutable && contact.mutedCategories.includes(subject.category)
    const served = servedOf(contactRole, { sources, at, mutes, insteadOf, firstAlone })
    found.push(...served.recipients)
    passedOver.push(...served.passedOver)
    return served
  }
  for (const goal of destination.goals) {
    const served = serve(goal.contactRole, undefined, destination.primaryAlone)
    if (destination.primaryAlone) continue
    const instead = served.wholly || goal.else === undefined ? undefined : serve(goal.else, goal.contactRole)
    if (!served.anyone && !instead?.anyone) unserved.push(goal.contactRole)
  }
  for (const addressee of destination.addressees ? (sources.addressees ?? []) : []) {
    const because = whyNoAddressee(addressee)
    if (because) passedOver.push({ profileId: addressee.profileId, because })
    else found.push({ email: addressee.email, profileId: addressee.profileId, why: { as: 'addressee' } })
  }
  for (const insteadOf of unserved)
    for (const { organizationId, profileId, email } of sources.administrators ?? [])
      found.push({ email, profileId, organizationId, why: { as: 'administrator', insteadOf } })
  if (destination.copiesWatchlist) serve('watchlist')
  if (destination.namesSecurityOperations && sources.securityOperations)
    found.push({ email: sources.securityOperations, why: { as: 'security-operations' } })
  const recipients = onceEach(found)
  return { recipients, passedOver: withoutRecipients(passedOver, recipients), unserved }
}

type Served = Pick<Recipients, 'recipients' | 'passedOver'> & {
  /** Somebody gets it, or does not want it. */
  readonly anyone: boolean
  /** And one of them has everything that the contact role takes. */
  readonly wholly: boolean
}

type Serving = {
  readonly sources: RecipientSources
  readonly at: string
  readonly mutes: (contact: Writable) => boolean
  readonly insteadOf: Goal['else']
  readonly firstAlone: boolean
}

function servedOf(contactRole: ContactRole, { sources, at, mutes, insteadOf, firstAlone }: Serving): Served {
  const { organization, definitions, contacts } = sources
  const writable = new Map(contacts.map((contact) => [contact.profileId, contact]))
  const holders = holdersOf(contactRole, sources).slice(0, firstAlone ? 1 : undefined)
  const recipients: Recipient[] = []
  const passedOver: PassedOver[] = []
  let [anyone, wholly] = [false, false]
  for (const holder of holders) {
    // Whoever approves is the primary contact in person: a deputy receives, and never signs (C9).
    const stands = firstAlone ? { holder, deputy: null, contact: holder } : whoStands(contactRole, holder, contacts, at)
    const contact = writable.get(stands.contact.profileId)
    if (!contact) continue
    const { profileId, email } = contact
    const absent = contact.profileId !== holder.profileId
    if (absent) passedOver.push({ profileId: holder.profileId, contactRole, because: 'absent' })
    const because = whyNotReached(contact) ?? (mutes(contact) ? 'muted' : undefined)
    if (because) passedOver.push({ profileId, contactRole, because })
    else {
      const role = { contactRole, ...(insteadOf && { insteadOf }) }
      const why: Why = absent ? { as: 'deputy', deputyOf: holder.profileId, ...role } : { as: 'holder', ...role }
      recipients.push({ email, profileId, why })
    }
    if (because !== undefined && because !== 'muted') continue
    anyone = true
    const attestation = attestationOf(contactRole, stands)
    wholly ||= missingPrerequisites(contactRole, contact, attestation, { organization, definitions }, at).length === 0
  }
  return { recipients, passedOver, anyone, wholly }
}

const attestationOf = (contactRole: ContactRole, { holder, contact }: Stands) =>
  contact.profileId === holder.profileId
    ? contact.roles[contactRole]?.attestation
    : contact.deputyFor[contactRole]?.[holder.profileId]?.attestation

function whyNotReached(contact: Contact): PassedOver['because'] | undefined {
  if (isReached(contact)) return undefined
  if (contact.status === 'deactivated') return 'deactivated'
  if (contact.addressState === 'undeliverable') return 'undeliverable'
  if (contact.addressState === 'disowned') return 'unverified'
  return contact.status === 'active' ? 'unverified' : 'not-yet-active'
}

/** Whoever writes to somebody by name vouches for the address, so long as nothing is known against it. */
function whyNoAddressee({ status, addressState }: NamedAddressee): PassedOver['because'] | undefined {
  if (status === 'deactivated') return 'deactivated'
  if (status !== 'active') return 'not-yet-active'
  if (addressState === 'undeliverable') return 'undeliverable'
  return addressState === 'disowned' ? 'unverified' : undefined
}

/** The first reason counts. */
function onceEach(found: readonly Recipient[]): readonly Recipient[] {
  const byAddress = new Map<string, Recipient>()
  for (const recipient of found) {
    const address = foldAddress(recipient.email)
    if (!byAddress.has(address)) byAddress.set(address, recipient)
  }
  return [...byAddress.values()]
}

/** Whoever gets it for another reason was not passed over, unless they are absent from a role of theirs; and nobody is named twice. */
function withoutRecipients(passedOver: readonly PassedOver[], recipients: readonly Recipient[]): readonly PassedOver[] {
  const gets = new Set(recipients.map(({ profileId }) => profileId))
  const named = new Map(
    passedOver
      .filter(({ profileId, because }) => because === 'absent' || !gets.has(profileId))
      .map((one) => [`${one.profileId} ${one.contactRole} ${one.because}`, one]),
  )
  return [...named.values()]
}
