import { resetLinkStanding } from '../../shared/domain/factor-reset.ts'
import type { Page } from '../../shared/frame/operation.ts'
import { signInAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { type FactorResetRecord, factorResetKey, parseFactorReset } from '../../shared/table/factor-reset.ts'
import { type IdentityRecord, identityKey, parseIdentity } from '../../shared/table/identity.ts'
import type { IdentityLink } from '../../shared/table/link.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from '../../shared/table/organization.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../../shared/table/profile.ts'
import { type ResetEnd, resetEndPage, statusOfResetEnd } from './reset-end-page.tsx'

/** Everything behind the link of a reset (A13) that may still be used: whose sign-in gets a new password and factor. */
export type OpenReset = {
  readonly for: 'reset'
  readonly token: string
  readonly reset: FactorResetRecord
  readonly identity: IdentityRecord
  readonly profile: ProfileRecord
  readonly organization: OrganizationRecord
}

/** Follows the link of a reset, strongly, and changes nothing (I4); its end has a page (I12). Undefined where nothing is left behind it. */
export async function openResetLink(
  token: string,
  link: IdentityLink,
  now: string,
): Promise<OpenReset | { readonly ended: Page } | undefined> {
  const items = await getItems([
    factorResetKey(link.identityId),
    identityKey(link.identityId),
    profileKey(link),
    organizationKey(link.organizationId),
  ])
  const [reset, identity] = [parseFactorReset(items[0]), parseIdentity(items[1])]
  const [profile, organization] = [parseProfile(items[2]), parseOrganization(items[3])]
  if (!reset || !identity || !organization || organization.status === 'removed') return undefined
  const belongs = profile?.identityId === identity.identityId && profile.status === 'active'
  const active = belongs && organization.status === 'active' && identity.state === 'accepted'
  const standing = resetLinkStanding(reset, link.generation, { active }, now)
  if (standing === 'open' && profile) return { for: 'reset', token, reset, identity, profile, organization }
  const end = standing === 'open' ? 'withdrawn' : standing
  return { ended: resetEnd({ end, expiresAt: reset.expiresAt }, { profile, organization }) }
}

/** The page of a reset's link that has come to its end. */
export function resetEnd(
  { end, expiresAt }: { readonly end: ResetEnd; readonly expiresAt: string },
  { profile, organization }: { readonly profile: ProfileRecord | undefined; readonly organization: OrganizationRecord },
): Page {
  const html = resetEndPage({
    end,
    language: profile?.language ?? organization.language,
    appName: env('APP_NAME'),
    organizationName: organization.name,
    expiredAt: expiresAt,
    timeZone: organization.timeZone,
    signInUrl: signInAddress(),
  })
  return { status: statusOfResetEnd[end], html }
}
