import * as z from 'zod'
import { tellingCoverage } from './coverage-schemas.ts'
import { invitationId, profileId } from './fields.ts'
import { invitationOutcomes } from './invitation-schemas.ts'

/** What can stand in a column, and how the column is called; capitals, spaces and hyphens in it do not count. */
export const importColumns = [
  'email',
  'firstName',
  'lastName',
  'salutation',
  'language',
  'jobTitle',
  'department',
  'phone',
  'externalId',
  'defaultRole',
  'groups',
  'permissionGroups',
  'contactRoles',
  'attestation',
] as const
/** One of them. */
export type ImportColumn = (typeof importColumns)[number]

const columnsInWords = importColumns.map((column) => `\`${column}\``).join(', ')

/** People to be invited, one a row. */
export const ImportCsv = z
  .strictObject({
    csv: z
      .string()
      .min(1)
      .max(250_000)
      .meta({
        description: `A table as spreadsheets save it as CSV, with commas, semicolons or tabs between cells: a row of column names, of which only \`email\` must be there, then a row for each person, 1,000 at most. The columns are ${columnsInWords}. Roles, groups, permission groups and contact roles are given by their ids or names, several with \`|\` or \`;\` between them; \`attestation\` is the version of the wording by which signing authority of a Commercial Contact is stated`,
      }),
  })
  .meta({ id: 'ImportCsv' })

const ImportProblem = z
  .strictObject({
    column: z.enum(importColumns).nullable().meta({ description: 'Null where it is about the whole row' }),
    code: z.string(),
    detail: z.string(),
  })
  .meta({ id: 'ImportProblem' })

const ImportedRow = z
  .strictObject({
    row: z.int().min(2).meta({ description: 'As a spreadsheet counts: the row of column names is 1' }),
    email: z.string().meta({ description: 'As it stands there' }),
    outcome: z.enum(invitationOutcomes).meta({
      description:
        '`invited` and `became-user`: they are invited. Whoever is there already is left as they are, but for drafts and contacts, who are invited to what the row gives them. `invalid`: nothing is done, and `problems` says why',
    }),
    detail: z.string().nullable().meta({ description: 'In words, where there is something to say' }),
    problems: z.array(ImportProblem).meta({ description: 'Everything that is wrong with the row' }),
  })
  .meta({ id: 'PlannedRow' })

/** What an import would do. */
export const ImportPlan = z
  .strictObject({ rows: z.array(ImportedRow).meta({ description: 'In their order; empty ones are left out' }) })
  .meta({ id: 'ImportPlan' })

/** What an import has done. */
export const ImportResult = tellingCoverage(
  z.strictObject({
    rows: z
      .array(
        z
          .strictObject({
            ...ImportedRow.shape,
            profileId: profileId.nullable(),
            invitationId: invitationId.nullable(),
          })
          .meta({ id: 'ImportedRow' }),
      )
      .meta({ description: 'In their order; those that are left for the next call are not among them' }),
    remaining: z
      .int()
      .meta({ description: 'How many rows are left for the same call to go on with; 0 once it is done' }),
  }),
  'ImportResult',
)
