import * as z from 'zod'
import { type EmailAddress, parseEmailAddress } from '../domain/address.ts'
import { type IdOf, idPattern, type Noun } from '../domain/ids.ts'
import { languages } from '../domain/language.ts'
import { problemWithMessage, problemWithNameText } from '../domain/name-text.ts'

/** The schema of one noun's ids. The brand is given here, at the parsing boundary, and nowhere else. */
export const idOf = <N extends Noun>(noun: N, description: string) =>
  z
    .string()
    .max(64)
    .regex(idPattern(noun), { error: `is not the id of a ${noun}` })
    .meta({ description }) as unknown as z.ZodType<IdOf<N>, string>

/** The ids of the wire, each with its noun's pattern. */
export const organizationId = idOf('organization', 'The organization')
export const profileId = idOf('profile', 'The profile')
export const invitationId = idOf('invitation', 'The invitation')
export const identityId = idOf('identity', 'The sign-in: one per e-mail address over the whole deployment')
export const activityId = idOf('activity', 'The activity')
export const roleId = idOf('role', 'The role: a custom role, or a predefined one such as `rol_owner`')
export const permissionGroupId = idOf('permissionGroup', 'The permission group')
export const notificationId = idOf('notification', 'The notification')
export const contractId = idOf('contract', 'The contract')
export const documentId = idOf('document', 'The document')
export const groupId = idOf('group', 'The group')
export const webhookId = idOf('webhook', 'The webhook')
export const deliveryId = idOf('delivery', 'The delivery: the `webhook-id` that its receiver is sent')
export const keyId = idOf('key', 'The API key; its key text is another thing, and is shown once')

/** An e-mail address as people type it: trimmed, ASCII, an internationalised domain turned into its A-label. */
export const emailAddress = z
  .string()
  .max(254)
  .transform((text, context): EmailAddress => {
    const address = parseEmailAddress(text)
    if (address !== undefined) return address
    context.addIssue({ code: 'custom', message: 'is not an e-mail address that mail can be sent to' })
    return z.NEVER
  })
  .meta({ description: 'An e-mail address: ASCII, at most 254 characters', examples: ['mia.jansen@contoso.example'] })

/** A name or title: at most 100 characters, and nothing in it that could pose as an address or hide in a mail. */
export const nameText = (description: string) => mailedText(description, 100)
/** A sentence or two that are mailed on: as a name, with at most 500 characters. */
export const sentences = (description: string) => mailedText(description, 500)

const mailedText = (description: string, longest: number) =>
  z
    .string()
    .overwrite((text) => text.normalize('NFC').trim())
    .superRefine((text, context) => {
      const problem = problemWithNameText(text, longest)
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
    })
    .meta({ description: `${description}; at most ${longest} characters` })

/** A line, or several, that the provider writes: plain text, in which line breaks are all that is not shown. */
export const messageText = (description: string, longest: number, lines: 'one' | 'several') =>
  z
    .string()
    .overwrite((text) => text.normalize('NFC').replaceAll(/\r\n?/g, '\n').trim())
    .superRefine((text, context) => {
      const problem = problemWithMessage(text, { longest, lines })
      if (problem !== undefined) context.addIssue({ code: 'custom', message: problem })
    })
    .meta({ description: `${description}; at most ${longest} characters` })

export const language = z.enum(languages).meta({ description: 'The language in which the person is written to' })
export const salutation = z.enum(['mr', 'ms', 'mx', 'none']).meta({ description: 'How the person is addressed' })

/** E.164: a plus sign, the country code, the number, at most 15 digits. */
export const phoneNumber = z
  .string()
  .regex(/^\+[1-9]\d{6,14}$/, { error: 'is not a phone number in E.164 form, such as +3215000000' })
  .meta({ description: 'A phone number in E.164 form', examples: ['+3215000000'] })

/** The caller's own key for something; any printable ASCII but spaces. */
export const externalId = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/, { error: 'has 1 to 100 printable ASCII characters and no spaces' })
  .meta({ description: 'Your own key for it, unique within the organization' })

export const timestamp = z.iso
  .datetime()
  .max(30)
  .meta({ description: 'A moment in UTC, ISO 8601', examples: ['2026-11-23T09:00:00.000Z'] })
export const version = z.int().min(1).meta({ description: 'Rises with every change; the ETag is made from it' })

/** A time zone that mails can write times in. */
export const timeZone = z
  .string()
  .max(64)
  .refine((zone) => isTimeZone(zone), { error: 'is not a time zone of the IANA database' })
  .meta({ description: 'A time zone of the IANA database', examples: ['Europe/Brussels'] })

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone.length > 0
  } catch {
    return false
  }
}

/** What every list takes. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(100).default(50).meta({ description: 'How many items a page has at most' }),
  // A position may hold two names of 100 characters, each of 4 bytes.
  cursor: z.string().max(2048).optional().meta({ description: 'The `nextCursor` of the page before' }),
}

/** A page of a list: its items, and where the next page begins (null at the end). */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    nextCursor: z.string().nullable().meta({ description: 'Send it as `cursor` for the next page; null at the end' }),
  })
