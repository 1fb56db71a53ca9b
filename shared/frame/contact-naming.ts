import { randomBytes } from 'node:crypto'
import { type Attestation, type ContactRole, signingAuthorityWording } from '../domain/contact-roles.ts'
import { invalidField } from '../domain/problems.ts'
import { questionDays } from '../domain/role-coverage.ts'
import { contactOf } from '../table/contact.ts'
import type { ContactQuestion, ProfileRecord } from '../table/profile.ts'
import type { OrganizationCaller } from './caller.ts'

/** The question that goes to whoever is named: whether they are the right one (C8). A newer one ends the links of those before. */
export function newQuestion({ question }: ProfileRecord, now: string): ContactQuestion {
  const nonce = randomBytes(32).toString('base64url')
  return { because: 'named', generation: (question?.generation ?? 0) + 1, nonce, askedAt: now }
}

/** Whether somebody whose address is not verified has no question open that they could answer. */
export function isToBeAsked(profile: ProfileRecord, now: string): boolean {
  const { question } = profile
  if (contactOf(profile)?.addressState === 'verified') return false
  if (!question || question.answeredAt !== undefined) return true
  return Date.parse(question.askedAt) + questionDays * 24 * 3600 * 1000 <= Date.parse(now)
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
  return { wording, attestedAt: now, attestedBy: caller.principal, attestedByProfile: caller.profile.profileId }
}

/** Signing authority as a body states it, with the pointer at which it does. */
export const statedIn = ({ attestation }: { readonly attestation?: { readonly wording: string } | undefined }) =>
  attestation && { ...attestation, pointer: '#/attestation/wording' }
