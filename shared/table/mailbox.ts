import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { OrganizationId } from '../domain/ids.ts'
import type { MailOutcome } from '../domain/mail-outcome.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { model, primary, tableName } from './schema.ts'
import { check, type Write } from './transaction.ts'

/**
 * What is known of the mails to an address of an organization's people: when one last arrived, and when one last failed. It outlives
 * whatever is told late, so that the order in which it is told makes no difference.
 */
const mailboxes = new Entity(
  {
    model: model('mailbox'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      /** The address, as `recipientOf` writes it. */
      recipient: { type: 'string', required: true },
      arrivedAt: { type: 'string' },
      failedAt: { type: 'string' },
      failedBecause: { type: ['bounced', 'complained'] as const },
      ttl: { type: 'number' },
    },
    indexes: { one: primary(['${organizationId}#mailboxes', ['organizationId']], ['${recipient}', ['recipient']]) },
  },
  { table: tableName(), client: documents },
)

/** A mailbox as it is stored. */
export type Mailbox = EntityItem<typeof mailboxes>
type MailboxKey = Pick<Mailbox, 'organizationId' | 'recipient'>

/** Longer than a dead letter waits. */
const keptSeconds = 30 * 24 * 3600

/** Notes what became of a mail to an address; what is no news changes nothing. */
export async function noteMailbox(
  { organizationId, recipient }: MailboxKey,
  { outcome, at, now }: { readonly outcome: MailOutcome; readonly at: string; readonly now: string },
): Promise<void> {
  const field = outcome === 'delivered' ? 'arrivedAt' : 'failedAt'
  try {
    await mailboxes
      .upsert({ organizationId, recipient })
      .set({
        ...(outcome === 'delivered' ? { arrivedAt: at } : { failedAt: at, failedBecause: outcome }),
        ttl: Math.floor(Date.parse(now) / 1000) + keptSeconds,
      })
      .where((mailbox, { notExists, lt }) => `(${notExists(mailbox[field])} OR ${lt(mailbox[field], at)})`)
      .go()
  } catch (error) {
    if (!isConditionFailed(error)) throw error
  }
}

/** Reads what is known of the mails to an address, strongly. */
export async function getMailbox(key: MailboxKey): Promise<Mailbox> {
  const { data } = await mailboxes.get(key).go({ consistent: true })
  return data ?? key
}

/** Holds while nothing newer is known of the mails to an address. */
export function whileMailbox({ organizationId, recipient, arrivedAt, failedAt }: Mailbox): Write {
  return check(
    mailboxes
      .delete({ organizationId, recipient })
      .where((mailbox, { eq, notExists }) =>
        [
          arrivedAt === undefined ? notExists(mailbox.arrivedAt) : eq(mailbox.arrivedAt, arrivedAt),
          failedAt === undefined ? notExists(mailbox.failedAt) : eq(mailbox.failedAt, failedAt),
        ].join(' AND '),
      )
      .params(),
  )
}
