import * as z from 'zod'
import { organizationId } from './fields.ts'
import { ImportCsv, ImportPlan, ImportResult } from './import-schemas.ts'
import type { Feature } from './route.ts'

const params = z.strictObject({ organizationId })
const runsIn = {
  function: 'import',
  because: 'It works for up to 20 seconds at a call, for which other functions do not wait',
} as const
const example = {
  params: { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' },
  body: {
    csv: 'email,first name,last name,language,job title,permission groups\njan.peeters@contoso.example,Jan,Peeters,nl,IT manager,Users & Permissions – Full Role\n',
  },
} as const
const invited = {
  row: 2,
  email: 'jan.peeters@contoso.example',
  outcome: 'invited',
  detail: null,
  problems: [],
} as const

/** The routes of a CSV with a row a person: what would become of each, and doing it. */
export const importRows = {
  planImport: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/invitations/import/plan',
    summary: 'Say row by row what importing a CSV of people would do, and everything that is wrong with it',
    access: { permission: 'profiles:manage' },
    needs: ['table:read'],
    params,
    body: ImportCsv,
    asks: true,
    status: 200,
    reply: ImportPlan,
    runsIn,
    fails: [],
    example: { ...example, reply: { rows: [invited] } },
  },
  applyImport: {
    method: 'POST',
    path: '/v1/organizations/{organizationId}/invitations/import',
    summary: 'Invite everybody in a CSV of people, as it was planned; done again it changes nothing',
    access: { permission: 'profiles:manage' },
    needs: ['table:read', 'table:write'],
    params,
    body: ImportCsv,
    dryRun: true,
    inParts: 'for-a-while',
    status: 200,
    reply: ImportResult,
    runsIn,
    fails: [],
    example: {
      ...example,
      reply: {
        rows: [
          {
            ...invited,
            profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8',
            invitationId: 'inv_01k2r8v6m0q3s5t7w9x1y3z5a9',
          },
        ],
        remaining: 0,
        coverageChanges: [],
      },
    },
  },
} as const satisfies Feature
