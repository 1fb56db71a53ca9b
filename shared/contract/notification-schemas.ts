import * as z from 'zod'
import { contactRoles } from '../domain/contact-roles.ts'
import { languages } from '../domain/language.ts'
import { type NotificationCategory, notificationCategories, severities } from '../domain/notification-categories.ts'
import { messageText, notificationId, organizationId, profileId, timestamp } from './fields.ts'

const contactRole = z.enum(contactRoles.map(({ id }) => id))
const categoryIds = notificationCategories.map(({ id }) => id)
const sent = (id: NotificationCategory): id is Exclude<NotificationCategory, 'contract'> => id !== 'contract'

const severity = z
  .enum(severities)
  .meta({ description: 'How grave it is: of `security-incident`, which needs it, and of no other category' })
/** As many as one message has recipients; the watchlist comes on top of them. */
const addressees = z
  .array(profileId)
  .min(1)
  .max(100)
  .meta({ description: 'Profiles of the organization: of `service-desk`, which needs them, and of no other category' })

/** Who would get a message. */
export const ResolveRecipients = z
  .strictObject({
    category: z.enum(categoryIds).meta({ description: 'What it is about; it decides who gets it' }),
    severity: severity.optional(),
    addressees: addressees.optional(),
  })
  .meta({ id: 'ResolveRecipients' })

/** Text in some of our languages: whoever reads another one gets English. */
const inLanguages = (text: ReturnType<typeof messageText>, description: string) =>
  z
    .strictObject({ en: text, nl: text.optional(), fr: text.optional(), de: text.optional() })
    .meta({ description: `${description}, by language; whoever reads a language that is left out gets English` })

/** A message. */
export const SendNotification = z
  .strictObject({
    category: z.enum(categoryIds.filter(sent)).meta({ description: 'What it is about; it decides who gets it' }),
    severity: severity.optional(),
    addressees: addressees.optional(),
    subject: inLanguages(messageText('One line', 150, 'one'), 'The subject'),
    text: inLanguages(messageText('Plain text; a line break begins a paragraph', 5000, 'several'), 'The text'),
  })
  .meta({ id: 'SendNotification', description: 'Subject and text are given in the same languages' })

const Why = z
  .strictObject({
    as: z.enum(['holder', 'deputy', 'administrator', 'addressee', 'security-operations']).meta({
      description:
        '`deputy` stands in for a holder who is absent; `administrator` where nobody of the contact role can be reached',
    }),
    contactRole: contactRole.nullable(),
    deputyOf: profileId.nullable(),
    insteadOf: contactRole
      .nullable()
      .meta({ description: 'The contact role of which nobody could be reached, or nobody who still qualifies' }),
  })
  .meta({ id: 'WhyRecipient', description: 'Why somebody gets a message' })

const Recipient = z
  .strictObject({
    profileId: profileId.nullable().meta({ description: 'Null for the security operations centre' }),
    organizationId: organizationId.nullable().meta({ description: 'Where that profile belongs' }),
    name: z.string().nullable().meta({ description: 'Null where none is known, or somebody was erased' }),
    why: Why,
  })
  .meta({ id: 'Recipient' })

const PassedOver = z
  .strictObject({
    profileId,
    name: z.string().nullable(),
    contactRole: contactRole.nullable().meta({ description: 'Null for an addressee' }),
    because: z.enum(['absent', 'muted', 'not-yet-active', 'deactivated', 'unverified', 'undeliverable']).meta({
      description: '`absent`: the deputy is written to instead; `muted`: they have switched the category off',
    }),
  })
  .meta({ id: 'PassedOver', description: 'Somebody who would have had the message, and why they do not get it' })

const SecurityOperations = z
  .strictObject({ name: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() })
  .meta({ id: 'SecurityOperations', description: "The provider's security operations centre" })

const Warning = z
  .strictObject({
    warning: z.enum(['role-not-reached', 'no-security-operations', 'no-recipients']),
    contactRole: contactRole.nullable(),
    detail: z.string().meta({ description: 'What it means, and what to do about it' }),
  })
  .meta({ id: 'RecipientWarning' })

const resolved = {
  recipients: z.array(Recipient),
  passedOver: z.array(PassedOver),
  securityOperations: SecurityOperations.nullable().meta({
    description: 'Whom the message names: it is copied there, and answers go there. Null where it names nobody',
  }),
  warnings: z.array(Warning),
}

/** Who would get a message, who would not, and why. */
export const ResolvedRecipients = z.strictObject(resolved).meta({ id: 'ResolvedRecipients' })

/** Who gets a message that was sent. */
export const SentNotification = z.strictObject({ notificationId, ...resolved }).meta({ id: 'SentNotification' })

const shown = (description: string) =>
  z.partialRecord(z.enum(languages), z.string()).meta({ description: `${description}, by language` })

/** A message that was sent, and what became of it. */
export const Notification = z
  .strictObject({
    notificationId,
    category: z.enum(categoryIds),
    severity: z.enum(severities).nullable(),
    subject: shown('The subject'),
    text: shown('The text'),
    sentAt: timestamp,
    recipients: z.array(
      z
        .strictObject({
          ...Recipient.shape,
          state: z.enum(['queued', 'sent', 'delivered', 'bounced', 'failed']).meta({
            description:
              '`delivered` and `bounced` are what the other side said; `failed` could not be sent at all, or has no profile to be sent to any more',
          }),
        })
        .meta({ id: 'NotificationRecipient' }),
    ),
  })
  .meta({ id: 'Notification' })
