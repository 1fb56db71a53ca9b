import * as z from 'zod'
import { contactRoles, prerequisiteNames } from '../domain/contact-roles.ts'
import { contactRole, coverageProblem } from './coverage-schemas.ts'
import { profileId, timestamp, version } from './fields.ts'

const attestation = z
  .strictObject({
    wording: z.string().max(20).meta({ description: 'The version of the wording that the catalog shows' }),
  })
  .meta({
    id: 'StateSigningAuthority',
    description: 'States that the person has signing authority, in that wording; for `commercial`',
  })

/** What is stated when somebody is named contact. */
export const AssignContactRole = z
  .strictObject({
    attestation: attestation.optional(),
    globalAdministrator: z
      .enum(['yes', 'no', 'unknown'])
      .optional()
      .meta({ description: 'Whether they are Global Administrator of the tenant; for `technical`' }),
  })
  .meta({ id: 'AssignContactRole' })

/** Who stands in for a holder, and when. */
export const SetDeputy = z
  .strictObject({
    deputy: profileId.meta({ description: 'Who stands in: they need what the holder needs' }),
    from: timestamp.meta({ description: 'The holder is absent from then on' }),
    until: timestamp.meta({ description: 'The holder is back at that moment' }),
    attestation: attestation.optional(),
  })
  .meta({ id: 'SetDeputy' })

const Attestation = z
  .strictObject({
    wording: z.string().meta({ description: 'The version of its wording' }),
    attestedAt: timestamp,
    attestedBy: z.string().meta({ description: 'Who stated it: a principal such as `user:…`' }),
    attestedByProfile: profileId.nullable(),
  })
  .meta({ id: 'Attestation' })

/** Somebody who holds a contact role, as they do. */
export const ContactRoleHolder = z
  .strictObject({
    profileId,
    kind: z.enum(['person', 'shared-mailbox']),
    firstName: z.string().nullable(),
    lastName: z.string().nullable(),
    displayName: z.string().nullable(),
    email: z.string(),
    primary: z.boolean().meta({ description: 'Whether they come first among the holders' }),
    assignedAt: timestamp,
    attestation: Attestation.nullable().meta({ description: 'Of signing authority; of `commercial` alone' }),
    globalAdministrator: z.enum(['yes', 'no', 'unknown']).nullable().meta({ description: 'Of `technical` alone' }),
    deputy: z
      .strictObject({ profileId, from: timestamp, until: timestamp, attestation: Attestation.nullable() })
      .nullable()
      .meta({ id: 'Deputy', description: 'Who receives in their place between the dates, and never signs' }),
  })
  .meta({ id: 'ContactRoleHolder' })

/** The contact roles of an organization with their holders in order. */
export const ContactRoles = z
  .strictObject({
    items: z.array(
      z
        .strictObject({ contactRole, name: z.string(), sentence: z.string(), holders: z.array(ContactRoleHolder) })
        .meta({ id: 'ContactRoleWithHolders' }),
    ),
    version: version.meta({ description: 'Of the order of all holders: the ETag is made from it' }),
  })
  .meta({ id: 'ContactRoles' })

const names = contactRoles.map(({ name }) => name).join(', ')

/** How each contact role is covered. */
export const RoleCoverage = z
  .strictObject({
    covered: z.boolean().meta({ description: 'Whether every required contact role is covered, without a gap' }),
    items: z.array(
      z
        .strictObject({
          contactRole,
          name: z.string().meta({ description: names }),
          required: z.boolean(),
          covered: z.boolean().meta({
            description: 'Whether somebody who qualifies is reached: verified, active, and with what it takes',
          }),
          gap: z.string().meta({ description: 'What it costs to have nobody' }),
          holders: z.array(
            z.strictObject({
              profileId,
              coveredBy: profileId.meta({ description: 'Who covers it for this holder now: they, or their deputy' }),
              deputy: z.strictObject({ profileId, from: timestamp, until: timestamp }).nullable(),
            }),
          ),
          problems: z.array(
            z
              .strictObject({
                problem: coverageProblem,
                profileId: profileId.nullable().meta({ description: 'Who has it; null for the role itself' }),
                prerequisites: z
                  .array(z.enum(prerequisiteNames))
                  .meta({ description: 'What was lost, of `prerequisite-lost`' }),
                advice: z.string().meta({ description: 'What to do about it' }),
              })
              .meta({ id: 'CoverageProblem' }),
          ),
        })
        .meta({ id: 'CoverageOfRole' }),
    ),
  })
  .meta({ id: 'RoleCoverage' })
