import { createHash } from 'node:crypto'
import { CustomAttributeType, Entity } from 'electrodb'
import type { ActivityId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { model, primary, tableName } from './schema.ts'

/** Who is sending which mail: one per activity and recipient, so that no event delivered twice mails twice. */
const claims = new Entity(
  {
    model: model('mail-claim'),
    attributes: {
      activityId: { type: CustomAttributeType<ActivityId>('string'), required: true },
      recipient: { type: 'string', required: true },
      state: { type: ['sending', 'sent'] as const, required: true },
      leaseUntil: { type: 'string', required: true },
      messageId: { type: 'string' },
      ttl: { type: 'number', required: true },
    },
    indexes: { one: primary(['${activityId}', ['activityId']], ['mail#${recipient}', ['recipient']]) },
  },
  { table: tableName(), client: documents },
)

const keptSeconds = 30 * 24 * 3600
/** An address, as a claim and whatever is found by it name it. */
export const recipientOf = (address: string): string => createHash('sha256').update(address).digest('base64url')

/**
 * Claims a mail before it is sent. `claimed`: send it. `sent`: it went out before. `elsewhere`: another run holds the lease and may
 * be sending at this moment, so this one must end in an error and be tried again later.
 */
export async function claimMail(
  activityId: ActivityId,
  address: string,
  now: string,
  leaseSeconds: number,
): Promise<'claimed' | 'sent' | 'elsewhere'> {
  const key = { activityId, recipient: recipientOf(address) }
  const nowSeconds = Math.floor(Date.parse(now) / 1000)
  try {
    await claims
      .put({
        ...key,
        state: 'sending',
        leaseUntil: new Date(Date.parse(now) + leaseSeconds * 1000).toISOString(),
        ttl: nowSeconds + keptSeconds,
      })
      .where(
        ({ state, leaseUntil }, { notExists, eq, lt }) =>
          `(${notExists(state)} OR (${eq(state, 'sending')} AND ${lt(leaseUntil, now)}))`,
      )
      .go()
    return 'claimed'
  } catch (error) {
    if (!isConditionFailed(error)) throw error
    const { data } = await claims.get(key).go({ consistent: true })
    return data?.state === 'sent' ? 'sent' : 'elsewhere'
  }
}

/** Records that SES took the mail: from here on nobody sends it again. */
export async function markMailSent(activityId: ActivityId, address: string, messageId: string): Promise<void> {
  await claims
    .patch({ activityId, recipient: recipientOf(address) })
    .set({ state: 'sent', messageId })
    .go()
}

/** Gives a claim back after SES refused the mail for certain, so that a retry need not wait for the lease. */
export async function releaseMail(activityId: ActivityId, address: string): Promise<void> {
  try {
    await claims
      .delete({ activityId, recipient: recipientOf(address) })
      .where(({ state }, { eq }) => eq(state, 'sending'))
      .go()
  } catch (error) {
    if (!isConditionFailed(error)) throw error
  }
}
