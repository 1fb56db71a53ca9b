import type { IdentityId } from './ids.ts'

/** What is known of an address: whether mail arrives there, and whether whoever reads it is who we think (C8, N5). */
export const addressStates = ['unverified', 'verified', 'undeliverable', 'disowned'] as const
export type AddressState = (typeof addressStates)[number]

/** The same as a profile keeps it; nothing where nothing was ever noted. */
export type AddressStanding = {
  readonly addressState?: AddressState | undefined
  /** When that became so. What is older than this changes nothing any more. */
  readonly addressStateSince?: string | undefined
  /** What an undeliverable address was before, and becomes again when mail arrives there. */
  readonly addressStateBefore?: 'unverified' | 'verified' | undefined
}

type Standing = AddressStanding & { readonly identityId?: IdentityId | undefined }

/** What an address is; where nothing was noted, it is verified exactly when its user has accepted. */
export const addressStateOf = ({ addressState, identityId }: Standing): AddressState =>
  addressState ?? (identityId === undefined ? 'unverified' : 'verified')

const now = (addressState: AddressState, at: string) => ({
  addressState,
  addressStateSince: at,
  addressStateBefore: undefined,
})

/** Whoever reads it has used a link that went there: they accepted, confirmed it, or set a password anew. */
export const addressProved = (at: string): AddressStanding => now('verified', at)
/** Whoever reads it is not who we thought. */
export const addressDisowned = (at: string): AddressStanding => now('disowned', at)
/** Somebody has another address, of which nothing is known yet. */
export const addressReplaced = (at: string): AddressStanding => now('unverified', at)

/** When a mail to an address last arrived, and when one last came back for good or was complained of. */
export type AddressNews = { readonly arrivedAt?: string | undefined; readonly failedAt?: string | undefined }

/**
 * What an address becomes by all that is known of the mails to it, in whichever order it was heard of: undeliverable where the last
 * that is known of them is that one failed, and what it was before once one arrived later. Undefined where that is so already, is older
 * than what is known of the address, or makes no difference: whoever is not who we thought stays so.
 */
export function addressHeardOf(
  of: Standing,
  { arrivedAt = '', failedAt = '' }: AddressNews,
): AddressStanding | undefined {
  const { addressStateSince: since = '', identityId, addressStateBefore = addressStateOf({ identityId }) } = of
  const state = addressStateOf(of)
  const fails = failedAt >= arrivedAt && failedAt !== ''
  if (fails && failedAt >= since && (state === 'unverified' || state === 'verified'))
    return { addressState: 'undeliverable', addressStateSince: failedAt, addressStateBefore: state }
  if (!fails && arrivedAt > since && state === 'undeliverable') return now(addressStateBefore, arrivedAt)
  return undefined
}
