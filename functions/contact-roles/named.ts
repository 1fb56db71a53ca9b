import { randomBytes } from 'node:crypto'
import type { BodyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { type Attestation, type ContactRole, signingAuthorityWording } from '../../shared/domain/contact-roles.ts'
import { invalidField } from '../../shared/domain/problems.ts'
import { questionDays } from '../../shared/domain/role-coverage.ts'
import type { OrganizationCaller } from '../../shared/frame/caller.ts'
import { contactOf } from '../../shared/table/contact.ts'
import type { ContactQuestion, ProfileRecord } from '../../shared/table/profile.ts'

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

/** Signing authority as the caller states it; 400 for another contact role, or in a wording that is not the current one (C2). */
export function attested(
  said: NonNullable<BodyOf<RouteOf<'assignContactRole'>>['attestation']> | undefined,
  contactRole: ContactRole,
  caller: OrganizationCaller,
  now: string,
): Attestation | undefined {
  if (!said) return undefined
  if (contactRole !== 'commercial')
    throw invalidField('#/attestation', 'not-needed', 'Signing authority is stated of a Commercial Contact alone.')
  if (said.version !== signingAuthorityWording.version)
    throw invalidField(
      '#/attestation/version',
      'not-current',
      `The wording has version ${signingAuthorityWording.version}: “${signingAuthorityWording.sentence}”`,
    )
  const { version } = said
  return { version, attestedAt: now, attestedBy: caller.principal, attestedByProfile: caller.profile.profileId }
}
