import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { type Attestation, type ContactRole, contactRoles } from '../../shared/domain/contact-roles.ts'
import { holdersOf, whoStands } from '../../shared/domain/role-coverage.ts'
import { asContact, type ContactRecord, type Contacts } from '../../shared/table/contact.ts'

type Holder = ReplyOf<RouteOf<'listContactRoles'>>['items'][number]['holders'][number]

/** The holders of a contact role in their order, as callers see them. */
export function holdersReply(contactRole: ContactRole, { contacts, order }: Contacts, now: string): Holder[] {
  const all = contacts.map(asContact)
  const byId = new Map(contacts.map((contact) => [contact.profileId, contact]))
  return holdersOf(contactRole, { contacts: all, order: order.holders }).flatMap((holder, position) => {
    const { deputy } = whoStands(contactRole, holder, all, now)
    const [record, standsIn] = [byId.get(holder.profileId), deputy && byId.get(deputy.profileId)]
    const term = standsIn?.deputyFor[contactRole]?.[holder.profileId]
    return record
      ? [
          {
            ...holderReply(contactRole, record, position === 0),
            deputy: deputy && { ...deputy, attestation: attestationReply(term?.attestation) },
          },
        ]
      : []
  })
}

function holderReply(contactRole: ContactRole, contact: ContactRecord, primary: boolean): Omit<Holder, 'deputy'> {
  const { profileId, kind, email, firstName = null, lastName = null, displayName = null, roles } = contact
  const held = roles[contactRole]
  return {
    profileId,
    kind,
    firstName,
    lastName,
    displayName,
    email,
    primary,
    assignedAt: held?.assignedAt ?? '',
    attestation: attestationReply(held?.attestation),
    globalAdministrator: held?.globalAdministrator ?? null,
  }
}

const attestationReply = (attestation: Attestation | undefined): Holder['attestation'] =>
  attestation ? { ...attestation, attestedByProfile: attestation.attestedByProfile ?? null } : null

/** Every contact role with its holders; the version is that of their order. */
export function contactRolesReply(contacts: Contacts, now: string): ReplyOf<RouteOf<'listContactRoles'>> {
  return {
    items: contactRoles.map(({ id: contactRole, name, sentence }) => ({
      contactRole,
      name,
      sentence,
      holders: holdersReply(contactRole, contacts, now),
    })),
    version: orderVersion(contacts),
  }
}

/** An organization that never had a contact has an order too. */
export const orderVersion = ({ order }: Contacts): number => order.version + 1
