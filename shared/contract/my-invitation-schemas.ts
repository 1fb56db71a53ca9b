import * as z from 'zod'
import { tellingCoverage } from './coverage-schemas.ts'
import { invitationId, nameText, organizationId, profileId, timestamp } from './fields.ts'

/** An invitation as the invited person sees it, while it can be accepted or declined. */
export const MyInvitation = z
  .strictObject({
    invitationId,
    organizationId,
    organizationName: z.string(),
    organizationStatus: z
      .enum(['active', 'suspended'])
      .meta({ description: 'Nothing can be accepted or declined while it is suspended' }),
    profileId: profileId.meta({ description: 'The profile that the organization has made for the person' }),
    firstName: z
      .string()
      .nullable()
      .meta({ description: 'As the organization knows it; say it when accepting if null' }),
    lastName: z.string().nullable(),
    invitedBy: z
      .strictObject({
        firstName: z.string().nullable(),
        lastName: z.string().nullable(),
        organizationName: z
          .string()
          .nullable()
          .meta({ description: 'Where they belong: there, or where they act from' }),
      })
      .meta({ id: 'MyInviter', description: 'All null where the deployment itself invites' }),
    sentAt: timestamp,
    expiresAt: timestamp.meta({ description: 'It can be accepted until then' }),
  })
  .meta({ id: 'MyInvitation' })

/** What somebody is called, for an organization that does not know it yet. */
export const AcceptInvitation = z
  .strictObject({
    firstName: nameText('First name').optional(),
    lastName: nameText('Last name').optional(),
  })
  .meta({
    id: 'AcceptInvitation',
    description: 'Both are required where the organization does not know them, and change nothing where it does',
  })

/** What the person has decided. */
export const DecidedInvitation = tellingCoverage(
  z.strictObject({ invitationId, organizationId, profileId, status: z.enum(['accepted', 'declined']) }),
  'DecidedInvitation',
)
