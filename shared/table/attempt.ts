import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { AttemptId, IdentityId, InvitationId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { model, primary, stored, tableName } from './schema.ts'
import { commit, Moved, put, remove, type Write } from './transaction.ts'

/**
 * The one attempt at activation that an identity can have: a password was set, and a code of the authenticator app is awaited.
 * A new one ends the one before. While Cognito is being asked (`starting`), a lease keeps others out, so that no attempt's
 * password ever meets another's session.
 */
const attempts = new Entity(
  {
    model: model('attempt'),
    attributes: {
      identityId: { type: CustomAttributeType<IdentityId>('string'), required: true },
      attemptId: { type: CustomAttributeType<AttemptId>('string'), required: true },
      /** What the link belongs to: an invitation, or the sign-in that was reset; with its send number. */
      linkOf: { type: CustomAttributeType<InvitationId | IdentityId>('string'), required: true },
      generation: { type: 'number', required: true },
      state: { type: ['starting', 'awaiting-code'] as const, required: true },
      leaseUntil: { type: 'string', required: true },
      /** Cognito's session under KMS; nobody outside the enrolling functions can open it. */
      sealedSession: { type: CustomAttributeType<string | undefined>('string') },
      firstName: { type: CustomAttributeType<string | undefined>('string') },
      lastName: { type: CustomAttributeType<string | undefined>('string') },
      codes: { type: 'number', required: true },
      expiresAt: { type: 'string', required: true },
      ttl: { type: 'number', required: true },
    },
    indexes: { ofIdentity: primary(['${identityId}', ['identityId']], ['attempt', []]) },
  },
  { table: tableName(), client: documents },
)

/** An attempt as it is stored. */
export type AttemptRecord = EntityItem<typeof attempts>

/** How many codes one attempt may try (I5). */
export const codesPerAttempt = 5

/** Reads the identity's attempt, strongly. */
export async function getAttempt(identityId: IdentityId): Promise<AttemptRecord | undefined> {
  const { data } = await attempts.get({ identityId }).go({ consistent: true })
  return data ?? undefined
}

/**
 * Begins an attempt and ends the one before, as long as its link may set a password: `while` says so. False while another is being
 * started at this very moment, when one that was begun later is there already, or when the end of the link was quicker.
 */
export async function beginAttempt(
  attempt: AttemptRecord,
  { now, while: whileLinkHolds, token }: { readonly now: string; readonly while: Write; readonly token: string },
): Promise<boolean> {
  const begun = attempts
    .put(stored(attempt))
    .where(
      ({ state, leaseUntil, expiresAt }, { notExists, ne, lt, lte }) =>
        `(${notExists(state)} OR (${lte(expiresAt, attempt.expiresAt)} AND (${ne(state, 'starting')} OR ${lt(leaseUntil, now)})))`,
    )
  try {
    await commit([put(begun.params()), whileLinkHolds], token)
    return true
  } catch (error) {
    if (error instanceof Moved) return false
    throw error
  }
}

/** Ends an attempt with the acceptance it led to: fails as `moved` when a newer one has taken its place. */
export function endAttempt(attempt: AttemptRecord): Write {
  return remove(
    attempts
      .delete({ identityId: attempt.identityId })
      .where(({ attemptId, state }, { eq }) => `${eq(attemptId, attempt.attemptId)} AND ${eq(state, 'awaiting-code')}`)
      .params(),
  )
}

/** Keeps Cognito's sealed session for the code to come. False when a newer attempt has taken over. */
export async function awaitCode(attempt: AttemptRecord, sealedSession: string): Promise<boolean> {
  try {
    await attempts
      .put(stored({ ...attempt, state: 'awaiting-code' as const, sealedSession }))
      .where(({ attemptId, state }, { eq }) => `${eq(attemptId, attempt.attemptId)} AND ${eq(state, 'starting')}`)
      .go()
    return true
  } catch (error) {
    if (isConditionFailed(error)) return false
    throw error
  }
}

/** Gives the place back after Cognito refused the password, so that the next try need not wait for the lease. */
export async function abandonAttempt(attempt: AttemptRecord): Promise<void> {
  try {
    await attempts
      .delete({ identityId: attempt.identityId })
      .where(({ attemptId }, { eq }) => eq(attemptId, attempt.attemptId))
      .go()
  } catch (error) {
    if (!isConditionFailed(error)) throw error
  }
}

/** Counts a code before it is compared. False when the attempt has had its codes, or is not the current one. */
export async function countCode(attempt: AttemptRecord): Promise<boolean> {
  try {
    await attempts
      .patch({ identityId: attempt.identityId })
      .add({ codes: 1 })
      .where(
        ({ attemptId, state, codes }, { eq, lt }) =>
          `${eq(attemptId, attempt.attemptId)} AND ${eq(state, 'awaiting-code')} AND ${lt(codes, codesPerAttempt)}`,
      )
      .go()
    return true
  } catch (error) {
    if (isConditionFailed(error)) return false
    throw error
  }
}
