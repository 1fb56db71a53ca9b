import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { ActivityId, OrganizationId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { model, primary, tableName } from './schema.ts'
import { put, type Write } from './transaction.ts'

const deferredKinds = ['invitation', 'address-link', 'contact-question', 'approval'] as const
/** What mails that wait are about; each kind has a function of its own that sends it. */
export type DeferredKind = (typeof deferredKinds)[number]

/**
 * A mail with a link that waits, because its address or its organization has had enough of them for a day, or because its organization
 * is suspended: the activity from which it follows.
 */
const deferredMails = new Entity(
  {
    model: model('deferred-mail'),
    attributes: {
      /** The day, in UTC, on which it may go: `2026-11-26`. */
      dueOn: { type: 'string', required: true },
      /** Whose function sends it. */
      kind: { type: deferredKinds, required: true },
      activityId: { type: CustomAttributeType<ActivityId>('string'), required: true },
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
    },
    indexes: {
      byDay: primary(['deferred-mails#${kind}', ['kind']], ['${dueOn}#${activityId}', ['dueOn', 'activityId']]),
    },
  },
  { table: tableName(), client: documents },
)

export type DeferredMail = EntityItem<typeof deferredMails>

const dayMilliseconds = 24 * 3600 * 1000

/** Has the mail of an activity wait until tomorrow, together with what says that it waits. */
export const deferMail = (activity: Omit<DeferredMail, 'dueOn'>, now: string): Write =>
  put(deferredMails.put({ ...activity, dueOn: tomorrowOf(now) }).params())

/** The day, in UTC, that follows. */
export const tomorrowOf = (now: string): string =>
  new Date(Date.parse(now) + dayMilliseconds).toISOString().slice(0, 10)

/**
 * The mails of a kind that have waited long enough, those that wait longest first, a page at a time as they are asked for; strongly consistent. What
 * cannot be sent now keeps nothing behind it from going.
 */
export async function* dueMails(kind: DeferredKind, now: string): AsyncGenerator<DeferredMail, void> {
  let cursor: string | null = null
  do {
    const page: { data: DeferredMail[]; cursor: string | null } = await deferredMails.query
      .byDay({ kind })
      .lte({ dueOn: now.slice(0, 10), activityId: lastOfDay })
      .go({ consistent: true, limit: 100, cursor })
    yield* page.data
    cursor = page.cursor
  } while (cursor !== null)
}

/** Sorts after every id. */
const lastOfDay = '~' as ActivityId

/** Takes a mail out that went, or that has become needless; harmless where it is gone. */
export async function forgetMail({ kind, dueOn, activityId }: DeferredMail): Promise<void> {
  await deferredMails.delete({ kind, dueOn, activityId }).go()
}
