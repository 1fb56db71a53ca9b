/**
 * A sign-in whose factor and password are taken away, because its person has lost them (A13). `requested` until the directory has let
 * go of the old ones; `open` while a link may set new ones; `done` when one has.
 */
export type FactorReset = {
  readonly state: 'requested' | 'open' | 'done'
  /** The number of the request: only a link that bears it can be the current one (I2). */
  readonly generation: number
  readonly requestedAt: string
  readonly expiresAt: string
}

/** What a link of one reset is worth now; each but `open` has a page of its own (I12). */
export type ResetLinkStanding = 'open' | 'used' | 'replaced' | 'withdrawn' | 'expired'

/** For how long the link works. */
export const resetLinkHours = 24

/** The reset that takes the place of the one before, if there was one: its links end with it. */
export function requestFactorReset(before: FactorReset | undefined, now: string): FactorReset {
  const expiresAt = new Date(Date.parse(now) + resetLinkHours * 3_600_000).toISOString()
  return { state: 'requested', generation: (before?.generation ?? 0) + 1, requestedAt: now, expiresAt }
}

/** What a link of one reset is worth now; `active` is its person in the organization that asked for it. */
export function resetLinkStanding(
  { state, generation, expiresAt }: FactorReset,
  linkGeneration: number,
  { active }: { readonly active: boolean },
  now: string,
): ResetLinkStanding {
  if (linkGeneration !== generation || state === 'requested') return 'replaced'
  if (state === 'done') return 'used'
  if (!active) return 'withdrawn'
  return Date.parse(now) < Date.parse(expiresAt) ? 'open' : 'expired'
}
