/** A change of somebody's own sign-in address that waits for a link to the new address, or has been confirmed by one (P8). */
export type AddressChange = {
  readonly state: 'pending' | 'confirmed'
  /** The number of the request: only a link that bears it can be the current one (I2). */
  readonly generation: number
  readonly requestedAt: string
  readonly expiresAt: string
}

/** What a link of one request is worth now; each but `open` has a page of its own (I12). */
export type AddressLinkStanding = 'open' | 'used' | 'replaced' | 'withdrawn' | 'expired'

/** What is known by now of whoever asked: when their sessions were last ended (seconds since 1970), and whether they are active there. */
export type Asker = { readonly tokensValidFrom: number; readonly active: boolean }

/** For how long the link works. */
export const addressLinkHours = 24
/** How long somebody waits between two requests. */
export const secondsBetweenRequests = 60

/** The request that takes the place of the one before, if there was one: its links end with it. */
export function requestAddressChange(before: AddressChange | undefined, now: string): AddressChange {
  const expiresAt = new Date(Date.parse(now) + addressLinkHours * 3_600_000).toISOString()
  return { state: 'pending', generation: (before?.generation ?? 0) + 1, requestedAt: now, expiresAt }
}

/** How many seconds are left until somebody may ask again; 0 when they may. */
export function secondsToWait(before: AddressChange | undefined, now: string): number {
  if (!before) return 0
  const since = (Date.parse(now) - Date.parse(before.requestedAt)) / 1000
  return Math.max(0, Math.ceil(secondsBetweenRequests - since))
}

/**
 * What a link of one request is worth now. Whoever asked with a session that was ended since may have been somebody else: a new
 * password takes their request along, as it takes their session.
 */
export function addressLinkStanding(
  change: AddressChange,
  linkGeneration: number,
  { tokensValidFrom, active }: Asker,
  now: string,
): AddressLinkStanding {
  if (linkGeneration !== change.generation) return 'replaced'
  if (change.state === 'confirmed') return 'used'
  if (!active || Date.parse(change.requestedAt) < tokensValidFrom * 1000) return 'withdrawn'
  return Date.parse(now) < Date.parse(change.expiresAt) ? 'open' : 'expired'
}
