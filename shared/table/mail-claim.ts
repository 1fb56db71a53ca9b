import { createHash, randomUUID } from 'node:crypto'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { ActivityId, InvitationId, NotificationId, OrganizationId, ProfileId } from '../domain/ids.ts'
import { type MailOutcome, mailOutcomes, outweighedBy } from '../domain/mail-outcome.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { model, primary, stored, tableName } from './schema.ts'

/** Where it is shown what became of a mail: at an invitation of one send number, or at a recipient of a notification. */
export type MailDelivery =
  | { readonly invitationId: InvitationId; readonly generation: number }
  | { readonly notificationId: NotificationId; readonly recipient: string }

/** Who is sending which mail: one per activity and recipient, so that no event delivered twice mails twice. */
const claims = new Entity(
  {
    model: model('mail-claim'),
    attributes: {
      activityId: { type: CustomAttributeType<ActivityId>('string'), required: true },
      recipient: { type: 'string', required: true },
      state: { type: ['sending', 'sent'] as const, required: true },
      leaseUntil: { type: 'string', required: true },
      /** Told apart from every other run that claims it, even in the same moment. */
      claimedBy: { type: 'string' },
      messageId: { type: 'string' },
      organizationId: { type: CustomAttributeType<OrganizationId | undefined>('string') },
      /** Whose address it is, where it is somebody's profile, in this organization or in another one. */
      reader: {
        type: CustomAttributeType<
          { readonly organizationId: OrganizationId; readonly profileId: ProfileId } | undefined
        >('any'),
      },
      delivers: { type: CustomAttributeType<MailDelivery | undefined>('any') },
      /** What the other side made of it, once SES has told. */
      outcome: { type: mailOutcomes },
      outcomeAt: { type: 'string' },
      ttl: { type: 'number', required: true },
    },
    indexes: { one: primary(['${activityId}', ['activityId']], ['mail#${recipient}', ['recipient']]) },
  },
  { table: tableName(), client: documents },
)

/** A claim as it is stored. */
export type MailClaim = EntityItem<typeof claims>

const keptSeconds = 30 * 24 * 3600
/** An address, as a claim and whatever is found by it name it: hashed, its capitals apart. */
export const recipientOf = (address: string): string =>
  createHash('sha256').update(address.toLowerCase()).digest('base64url')

/**
 * Claims a mail before it is sent. `claimed`: send it. `sent`: it went out before. `elsewhere`: another run holds the lease and may
 * be sending at this moment, so this one must end in an error and be tried again later.
 */
export async function claimMail(
  activityId: ActivityId,
  address: string,
  now: string,
  leaseSeconds: number,
  about: Partial<Pick<MailClaim, 'organizationId' | 'reader' | 'delivers'>> = {},
): Promise<'claimed' | 'sent' | 'elsewhere'> {
  const key = { activityId, recipient: recipientOf(address) }
  const { organizationId, reader, delivers } = about
  const nowSeconds = Math.floor(Date.parse(now) / 1000)
  const claimedBy = randomUUID()
  try {
    await claims
      .put({
        ...key,
        ...stored({
          organizationId,
          reader: reader && { organizationId: reader.organizationId, profileId: reader.profileId },
          delivers,
        }),
        state: 'sending',
        leaseUntil: new Date(Date.parse(now) + leaseSeconds * 1000).toISOString(),
        claimedBy,
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
    // The answer to the write may have been lost, and the write been sent once more: then it is this run that has claimed it.
    if (data?.claimedBy === claimedBy) return 'claimed'
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

/**
 * Notes what the other side made of a mail, and gives its claim. An outcome that is outweighed by what was noted before changes nothing,
 * and neither does one that was noted already. Whatever it is, SES took the mail: nobody sends it again, though its answer never came.
 * Undefined where there is no such claim (any more).
 */
export async function noteOutcome(
  { activityId, recipient, messageId }: Pick<MailClaim, 'activityId' | 'recipient'> & { readonly messageId: string },
  outcome: MailOutcome,
  at: string,
): Promise<MailClaim | undefined> {
  const key = { activityId, recipient }
  try {
    await claims
      .patch(key)
      .set({ state: 'sent', messageId, outcome, outcomeAt: at })
      .where(
        (claim, { notExists, eq }) =>
          `(${[notExists(claim.outcome), ...outweighedBy(outcome).map((one) => eq(claim.outcome, one))].join(' OR ')})`,
      )
      .go()
  } catch (error) {
    if (!isConditionFailed(error)) throw error
  }
  const { data } = await claims.get(key).go({ consistent: true })
  return data ?? undefined
}
