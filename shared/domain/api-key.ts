import { type OrganizationKind, ownerOnlyPermissions, type Permission, personalPermissions } from './catalog.ts'
import { mayCustomRoleHold } from './definitions.ts'

/** For how long a key works, in days: unless its maker says otherwise, and at most. */
export const apiKeyDays = { usual: 90, most: 365 } as const

/** For how long the secret before goes on working after a rotation, in seconds: unless the caller says otherwise, and at most. */
export const overlapSeconds = { usual: 24 * 3600, most: 7 * 24 * 3600 } as const

/** One secret of a key: its SHA-256 in base64url, and since when there is it. */
export type KeySecret = { readonly hash: string; readonly since: string }

/** What decides whether a key works. `previous` is the secret before the last rotation, which works until the overlap is over. */
export type KeyLife = {
  readonly state: 'active' | 'revoked'
  readonly expiresAt: string
  readonly current: KeySecret
  readonly previous?: (KeySecret & { readonly validUntil: string }) | undefined
}

/** Whether it works, and if not, why. */
export function keyStatus({ state, expiresAt }: Pick<KeyLife, 'state' | 'expiresAt'>, now: string) {
  if (state === 'revoked') return 'revoked'
  return expiresAt <= now ? 'expired' : 'active'
}

/**
 * Whether whoever brings a secret of that SHA-256 is let in. A secret from before `recoveredAt` is not: the table may have forgotten that it
 * was revoked.
 */
export function takesSecret(key: KeyLife, hash: string, now: string, recoveredAt?: string | undefined): boolean {
  if (keyStatus(key, now) !== 'active') return false
  const { current, previous } = key
  const found = [current, ...(previous && now < previous.validUntil ? [previous] : [])].find((one) => one.hash === hash)
  return found !== undefined && (recoveredAt === undefined || Date.parse(found.since) >= Date.parse(recoveredAt))
}

/** Why a key cannot hold a permission in an organization of that kind, or undefined where it can. */
export function whyNoKeyHolds(
  permission: Permission,
  kind: OrganizationKind,
): 'owner-only' | 'personal' | 'provider-only' | undefined {
  if (ownerOnlyPermissions.has(permission)) return 'owner-only'
  if (personalPermissions.has(permission)) return 'personal'
  return mayCustomRoleHold(permission, 'organization', kind) ? undefined : 'provider-only'
}
