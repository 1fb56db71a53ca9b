/** An offer to become a user. `generation` is its send number: only a link that bears it can be the current one (I2). */
export type Invitation =
  | { readonly state: 'pending'; readonly generation: number; readonly expiresAt: string }
  | { readonly state: 'accepted'; readonly generation: number; readonly expiresAt: string; readonly acceptedAt: string }
  | {
      readonly state: 'revoked'
      readonly generation: number
      readonly expiresAt: string
      readonly revokedBecause: RevocationReason
    }

/** Why an invitation was withdrawn: by an administrator, with its profile or alone; by itself (I10); by whoever was invited (I6). */
export const revocationReasons = ['by-hand', 'inviter-lost-access', 'declined'] as const
export type RevocationReason = (typeof revocationReasons)[number]

/** What an invitation is to whoever looks at it: a pending one whose time is up has expired. */
export type InvitationStatus = Invitation['state'] | 'expired'

/** What stands behind a link: each but `open` has a page of its own that says what to do next (I12). */
export type LinkStanding = 'open' | 'used' | 'replaced' | 'expired' | 'revoked'

/** As much of an invitation as decides what can become of it. */
type Offer = Pick<Invitation, 'state' | 'generation' | 'expiresAt'>

const dayMilliseconds = 24 * 60 * 60 * 1000

/** A new invitation, open for so many days. */
export function newInvitation(now: string, days: number): Invitation {
  return { state: 'pending', generation: 1, expiresAt: daysLater(now, days) }
}

/** The state that is shown: it works until just before `expiresAt`. */
export function invitationStatus(invitation: Omit<Offer, 'generation'>, now: string): InvitationStatus {
  return invitation.state === 'pending' && !isBefore(now, invitation.expiresAt) ? 'expired' : invitation.state
}

/**
 * What a link of one send number is worth now. Whoever has accepted may sign in by whichever mail they open, and a withdrawn
 * invitation has no newer mail to look for, so these two are told before `replaced`.
 */
export function linkStanding(invitation: Offer, linkGeneration: number, now: string): LinkStanding {
  const status = invitationStatus(invitation, now)
  if (status === 'accepted') return 'used'
  if (status === 'revoked') return 'revoked'
  if (linkGeneration !== invitation.generation) return 'replaced'
  return status === 'expired' ? 'expired' : 'open'
}

/** Accepts a pending invitation by a link of that send number; else the standing that forbids it. */
export function acceptInvitation(
  invitation: Offer,
  linkGeneration: number,
  now: string,
): Invitation | Exclude<LinkStanding, 'open'> {
  const standing = linkStanding(invitation, linkGeneration, now)
  if (standing !== 'open') return standing
  const { generation, expiresAt } = invitation
  return { state: 'accepted', generation, expiresAt, acceptedAt: now }
}

/** Withdraws an invitation that is pending or has expired; else says what it is already. */
export function revokeInvitation(
  invitation: Offer,
  revokedBecause: RevocationReason,
): Invitation | 'accepted' | 'revoked' {
  if (invitation.state !== 'pending') return invitation.state
  const { generation, expiresAt } = invitation
  return { state: 'revoked', generation, expiresAt, revokedBecause }
}

/** Sends again whatever is not accepted: the next send number, which ends every older link, open for so many days from now (I3). */
export function resendInvitation(invitation: Offer, now: string, days: number): Invitation | 'accepted' {
  if (invitation.state === 'accepted') return 'accepted'
  return { state: 'pending', generation: invitation.generation + 1, expiresAt: daysLater(now, days) }
}

const isBefore = (one: string, other: string): boolean => Date.parse(one) < Date.parse(other)
const daysLater = (now: string, days: number): string =>
  new Date(Date.parse(now) + days * dayMilliseconds).toISOString()
