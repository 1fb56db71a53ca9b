import * as z from 'zod'
import { revocationReasons } from '../domain/invitation.ts'
import { tellingCoverage } from './coverage-schemas.ts'
import {
  groupId,
  invitationId,
  language,
  organizationId,
  permissionGroupId,
  profileId,
  roleId,
  sentences,
  timestamp,
  version,
} from './fields.ts'

/** Whom to invite, and to what. */
export const InviteUsers = z
  .strictObject({
    addresses: z
      .union([z.string().max(30_000), z.array(z.string().max(400)).max(100)])
      .optional()
      .meta({
        description:
          'E-mail addresses, 100 at most: a list, or one text in which commas, semicolons or new lines stand between them. Each may have a name, as mail programs write it: `Jan Peeters <jan.peeters@contoso.example>`',
      }),
    profileIds: z.array(profileId).max(100).optional().meta({ description: 'Drafts to be confirmed' }),
    resendPending: z.boolean().default(false).meta({
      description: 'Send it again to those whose invitation is pending or has expired; it gives what it gave',
    }),
    defaultRole: roleId.optional().meta({ description: 'The one role that all of them get' }),
    groups: z.array(groupId).max(10).optional().meta({ description: 'The groups they get access to' }),
    permissionGroups: z.array(permissionGroupId).max(20).optional(),
    language: language.optional().meta({ description: "For new people; the organization's when left out" }),
    reason: sentences(
      'Why somebody is to be an owner: all owners are told. Without it, the provider gives no Owner where there are owners',
    ).optional(),
  })
  .meta({ id: 'InviteUsers' })

/** What can come of somebody whom a call wants to be invited. */
export const invitationOutcomes = [
  'invited',
  'already-a-user',
  'already-invited',
  'became-user',
  'resent',
  'invalid',
  'duplicate',
  'not-found',
  'deactivated',
] as const

const told = {
  address: z.string().nullable().meta({
    description: 'As it was given, without the name that stood beside it; null where a profile was named',
  }),
  outcome: z.enum(invitationOutcomes).meta({ description: 'What came of this address or profile' }),
  detail: z.string().nullable().meta({ description: 'In words, where there is something to say' }),
}

const InvitationOutcome = z
  .strictObject({ ...told, profileId: profileId.nullable(), invitationId: invitationId.nullable() })
  .meta({ id: 'InvitationOutcome' })

/** The same where nothing was done: nobody new has an id. */
export const outcomesTold = z.array(z.object(told).meta({ id: 'InvitationForeseen' }))

export const InvitationOutcomes = tellingCoverage(
  z.strictObject({ items: z.array(InvitationOutcome).meta({ description: 'In the order they were given' }) }),
  'InvitationOutcomes',
)

/** Where an invitation stands: a pending one whose time is up has expired. */
export const invitationStatus = z.enum(['pending', 'accepted', 'revoked', 'expired'])

/** An invitation as a list shows it: who invited whom, when, how often, and what became of it (I9). */
export const InvitationSummary = z
  .strictObject({
    invitationId,
    profileId,
    email: z.string().nullable().meta({ description: 'The address of the invited as it is now; null once removed' }),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    status: invitationStatus,
    revokedBecause: z.enum(revocationReasons).nullable().meta({
      description:
        '`by-hand`: an administrator withdrew it or changed the profile; `inviter-lost-access`: whoever invited could no longer give it; `declined`: by whoever was invited',
    }),
    invitedBy: z
      .strictObject({
        principal: z.string().meta({ description: 'Who made it or sent it last: `user:…` or `deployer`' }),
        organizationId: organizationId
          .nullable()
          .meta({ description: 'Where they belong: here, or where they act from' }),
        firstName: z.string().nullable(),
        lastName: z.string().nullable(),
      })
      .meta({ id: 'InvitedBy' }),
    sentAt: timestamp.meta({ description: 'When it was sent last' }),
    timesSent: z.int().min(1).meta({ description: 'How often it was sent; only the newest link works' }),
    expiresAt: timestamp.meta({ description: 'The link works until then' }),
    delivery: z.enum(['queued', 'sent', 'delivered', 'bounced', 'failed']).meta({
      description:
        'What became of the newest mail: it waits, is on its way, arrived, came back for good, or was refused before it went',
    }),
    acceptedAt: timestamp.nullable(),
  })
  .meta({ id: 'InvitationSummary' })

/** One invitation. */
export const Invitation = z.strictObject({ ...InvitationSummary.shape, version }).meta({ id: 'Invitation' })

/** An invitation after a change. */
export const ChangedInvitation = tellingCoverage(Invitation, 'ChangedInvitation')
