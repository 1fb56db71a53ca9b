import * as z from 'zod'
import { activityRetentionDays as retention } from '../domain/activity-retention.ts'
import { services } from '../domain/catalog.ts'
import { contactQuestionDays as question } from '../domain/contact-question.ts'
import { helpKinds } from '../domain/help.ts'
import {
  emailAddress,
  externalId,
  invitationId,
  language,
  nameText,
  organizationId,
  phoneNumber,
  profileId,
  salutation,
  timestamp,
  timeZone,
  version,
} from './fields.ts'

const country = z
  .string()
  .regex(/^[A-Z]{2}$/, { error: 'is not an ISO 3166-1 country code of two capital letters' })
  .meta({ description: 'ISO 3166-1 alpha-2', examples: ['BE'] })

export const serviceName = z
  .enum(services.map((service) => service.id))
  .meta({ description: 'A service of the catalog' })
export const status = z.enum(['active', 'suspended', 'removed'])
const parentsKey = externalId.meta({ description: "The parent's own key for it; two customers may bear the same" })
const contactQuestionDays = z.int().min(question.least).max(question.most).meta({
  description:
    'After how many days contacts are asked again whether all of it is still right; counts for questions asked from then on',
})
const invitationDays = z.int().min(1).max(30).meta({ description: 'For how many days an invitation works' })
const activityRetentionDays = z
  .int()
  .min(retention.least)
  .max(retention.most)
  .meta({ description: 'For how many days an activity is kept, counted for what happens from then on' })

const url = z
  .url({ protocol: /^https$/, hostname: z.regexes.domain, error: 'is not an address that begins with https://' })
  .max(500)

/** Text of either shape for each kind of help. */
export const eachHelp = <Entry extends z.ZodType>(entry: Entry) =>
  Object.fromEntries(helpKinds.map((kind) => [kind, entry])) as Record<(typeof helpKinds)[number], Entry>

const HelpEntry = z
  .strictObject({
    name: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    url: z.string().nullable(),
  })
  .meta({ id: 'HelpEntry' })

const ChangeHelpEntry = z
  .strictObject({
    name: nameText('Whom to ask for').nullish(),
    email: emailAddress.nullish(),
    phone: phoneNumber.nullish(),
    url: url.nullish().meta({ description: 'Where to write or to chat; begins with https://' }),
  })
  .refine((entry) => Object.values(entry).some((value) => value !== null && value !== undefined), {
    error: 'says no way to reach anybody; send null to leave it to the parent organization',
  })
  .meta({ id: 'ChangeHelpEntry' })

const ChangeHelp = z
  .strictObject(eachHelp(ChangeHelpEntry.nullable().optional()))
  .meta({ id: 'ChangeHelp', description: 'What is left out stays; null leaves it to the parent organization' })

/** An organization as callers see it. */
export const Organization = z
  .strictObject({
    organizationId,
    kind: z.enum(['provider', 'customer']),
    parentId: organizationId.nullable().meta({ description: 'Who administers it; null for the provider itself' }),
    status,
    name: nameText('The name people know it by'),
    legalName: nameText('The name it signs with').nullable(),
    companyNumber: nameText('Its company or VAT number').nullable(),
    country: country.nullable(),
    address: nameText('Street, number, postcode and place').nullable(),
    language,
    timeZone,
    externalId: parentsKey.nullable(),
    services: z.array(serviceName).meta({ description: 'The services that are active' }),
    help: z
      .strictObject(eachHelp(HelpEntry.nullable()))
      .meta({ description: 'What it says itself about whom to turn to; what is null comes from its parent' }),
    invitationDays,
    contactQuestionDays,
    activityRetentionDays,
    removedAt: timestamp.nullable(),
    restorableUntil: timestamp.nullable().meta({ description: 'Until when a removed one can be restored' }),
    createdAt: timestamp,
    updatedAt: timestamp,
    version,
  })
  .meta({ id: 'Organization' })

const FirstOwner = z
  .strictObject({
    email: emailAddress,
    firstName: nameText('First name'),
    lastName: nameText('Last name'),
    salutation: salutation.optional(),
    language: language.optional(),
  })
  .meta({ id: 'FirstOwner', description: 'The person who is invited to be its first owner' })

export const CreateOrganization = z
  .strictObject({
    parentId: organizationId.meta({ description: 'The provider, or the reseller that administers it' }),
    name: nameText('The name people know it by'),
    legalName: nameText('The name it signs with').optional(),
    companyNumber: nameText('Its company or VAT number').optional(),
    country: country.optional(),
    address: nameText('Street, number, postcode and place').optional(),
    language: language.optional(),
    timeZone: timeZone.optional(),
    externalId: parentsKey.optional(),
    help: ChangeHelp.optional(),
    invitationDays: invitationDays.optional(),
    contactQuestionDays: contactQuestionDays.optional(),
    activityRetentionDays: activityRetentionDays.optional(),
    firstOwner: FirstOwner,
  })
  .meta({ id: 'CreateOrganization' })

export const ChangeOrganization = z
  .strictObject({
    parentId: organizationId
      .optional()
      .meta({ description: 'Gives it another parent; only owners of the provider may' }),
    name: nameText('The name people know it by').optional(),
    legalName: nameText('The name it signs with').nullish(),
    companyNumber: nameText('Its company or VAT number').nullish(),
    country: country.nullish(),
    address: nameText('Street, number, postcode and place').nullish(),
    language: language.optional(),
    timeZone: timeZone.optional(),
    externalId: parentsKey.nullish(),
    help: ChangeHelp.nullish(),
    invitationDays: invitationDays.optional(),
    contactQuestionDays: contactQuestionDays.optional(),
    activityRetentionDays: activityRetentionDays.optional(),
  })
  .meta({ id: 'ChangeOrganization', description: 'What is left out stays; null clears a field' })

export const OrganizationSummary = Organization.pick({
  organizationId: true,
  name: true,
  kind: true,
  status: true,
  services: true,
  externalId: true,
  restorableUntil: true,
}).meta({ id: 'OrganizationSummary' })

export const HelpFrom = HelpEntry.extend({
  organizationId: organizationId.meta({ description: 'The organization that says so' }),
  organizationName: z.string(),
}).meta({ id: 'HelpFrom' })

const ActingOrganization = z
  .strictObject({
    organizationId,
    name: z.string(),
    relation: z
      .enum(['parent', 'provider', 'former'])
      .meta({ description: 'A former one has acted here, and may no longer' }),
    mayAct: z.boolean().meta({ description: 'False while that organization is suspended' }),
    people: z.array(
      z.strictObject({
        profileId,
        firstName: z.string().nullable().meta({ description: 'Null for somebody whose personal values were erased' }),
        lastName: z.string().nullable(),
        mayAct: z.boolean(),
        lastActedAt: timestamp.nullable().meta({ description: 'When they last did something here' }),
      }),
    ),
  })
  .meta({ id: 'ActingOrganization' })

export const ActingOrganizations = z
  .strictObject({
    items: z.array(ActingOrganization),
    lookedBackTo: timestamp.nullable().meta({
      description:
        'What people did before that moment was not looked at; null when everything was. listActivities has the rest',
    }),
  })
  .meta({ id: 'ActingOrganizations' })

export const CreatedOrganization = z
  .strictObject({
    organization: Organization,
    firstOwner: z.strictObject({ profileId, invitationId }),
  })
  .meta({ id: 'CreatedOrganization' })
