import { type Attestation, type ContactRole, signingAuthorityWording } from '../domain/contact-roles.ts'
import { invalidField } from '../domain/problems.ts'
import type { ProfileRecord } from '../table/profile.ts'
import { type OrganizationCaller, personOf } from './caller.ts'
import { type AskedContact, asked } from './contact-question.ts'

/** Somebody as they are once the caller has named them contact or deputy: they are asked by mail whether it is them (C8). */
export function askedByNaming(profile: ProfileRecord, caller: OrganizationCaller, now: string): AskedContact {
  const { organizationId, profileId } = personOf(caller).profile
  return asked(profile, {
    because: 'named',
    namedBy: { organizationId, profileId },
    organization: caller.organization,
    now,
  })
}

/**
 * Signing authority as the caller states it by the version of its wording; throws 400 at the pointer for another contact role, or for a
 * wording that is not the current one (C2).
 */
export function attested(
  said: { readonly wording: string; readonly pointer: string } | undefined,
  contactRole: ContactRole,
  caller: OrganizationCaller,
  now: string,
): Attestation | undefined {
  if (!said) return undefined
  if (contactRole !== 'commercial')
    throw invalidField(said.pointer, 'not-needed', 'Signing authority is stated of a Commercial Contact alone.')
  if (said.wording !== signingAuthorityWording.version)
    throw invalidField(
      said.pointer,
      'not-current',
      `The wording has version ${signingAuthorityWording.version}: “${signingAuthorityWording.sentence}”`,
    )
  const { wording } = said
  return {
    wording,
    attestedAt: now,
    attestedBy: caller.principal,
    attestedByProfile: personOf(caller).profile.profileId,
  }
}

/** Signing authority as a body states it, with the pointer at which it does. */
export const statedIn = ({ attestation }: { readonly attestation?: { readonly wording: string } | undefined }) =>
  attestation && { ...attestation, pointer: '#/attestation/wording' }
