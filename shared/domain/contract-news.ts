import type { ActivityAction } from './catalog.ts'

/** Every activity after which something else may be due for a contract that waits: it has ended, or whoever may approve it has changed. */
export const wakesContracts = [
  'contract.approved',
  'contract.cancelled',
  'contract.declined',
  'contract.expired',
  'contract.handed-over',
  'contract.question-asked',
  'contract.reminded',
  'contact-role.assigned',
  'contact-role.changed',
  'contact-role.ordered',
  'contact-role.withdrawn',
  'contact.confirmed',
  'contact.corrected',
  'contact.disowned',
  'address.deliverable',
  'address.undeliverable',
  'invitation.accepted',
  'factor.enrolled',
  'profile.address-replaced',
  'profile.became-user',
  'profile.ceased-to-be-user',
  'profile.changed',
  'profile.confirmed',
  'profile.deactivated',
  'profile.reactivated',
  'profile.removed',
  'sign-in-address.changed',
  'organization.suspended',
  'organization.resumed',
  'organization.removed',
  'organization.restored',
] as const satisfies readonly ActivityAction[]

/** Every activity after which the signatory of an approved contract may be somebody else than was attested, or attested anew (K12). */
export const followsSignatories = [
  'contract.approved',
  'contact-role.assigned',
  'contact-role.changed',
  'contact.corrected',
  'profile.address-replaced',
  'profile.changed',
  'sign-in-address.changed',
] as const satisfies readonly ActivityAction[]

/** Every activity from which the mail with a link follows: a contract came to somebody, or came to them again. */
export const mailsApproval = [
  'contract.sent',
  'contract.moved',
  'contract.reminded',
  'contract.handed-over',
] as const satisfies readonly ActivityAction[]

/** The activities upon which a decision is certified. */
export const certifies = ['contract.approved', 'contract.declined'] as const satisfies readonly ActivityAction[]

/** Every activity of which those who requested a contract, or administrate it, are told by mail. */
export const tellsNews = [
  'contract.waits-for-contact',
  'contract.held',
  'contract.question-asked',
  'contract.handed-over',
  'contract.approved',
  'contract.declined',
  'contract.expired',
  'contract.cancelled',
  'contract.attestation-outdated',
] as const satisfies readonly ActivityAction[]
