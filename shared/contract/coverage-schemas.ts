import * as z from 'zod'
import { contactRoles } from '../domain/contact-roles.ts'
import { coverageProblems } from '../domain/role-coverage.ts'
import { profileId } from './fields.ts'

/** What a contact can stand for. */
export const contactRole = z
  .enum(contactRoles.map(({ id }) => id))
  .meta({ description: 'What a contact officially stands for' })

/** What is wrong with how a contact role is covered. */
export const coverageProblem = z.enum(coverageProblems).meta({
  description:
    '`missing`: nobody holds it; `prerequisite-lost`, `unverified`, `not-yet-active`, `undeliverable`, `deactivated`: of whoever should cover it; `advice` is no gap',
})

const CoverageChange = z
  .strictObject({
    contactRole,
    problem: coverageProblem,
    profileId: profileId.nullable().meta({ description: 'Who has the problem; null for the role itself' }),
    change: z.enum(['opened', 'closed']),
  })
  .meta({ id: 'CoverageChange' })

/** The gaps in role coverage that a change opened and closed. */
export const coverageChanges = z
  .array(CoverageChange)
  .meta({ description: 'The gaps in role coverage that this opened and closed; usually none' })

/** What is answered after a change by which contact roles can become covered or uncovered (C6). */
export const tellingCoverage = <Shape extends z.ZodRawShape>(reply: z.ZodObject<Shape, z.core.$strict>, id: string) =>
  z.strictObject({ ...reply.shape, coverageChanges }).meta({ id })
