import type * as z from 'zod'
import type { ImportColumn, ImportResult } from '../../shared/contract/import-schemas.ts'
import { CreatePerson } from '../../shared/contract/profile-schemas.ts'
import type { EmailAddress } from '../../shared/domain/address.ts'
import {
  type ContactRole,
  type ContactRolesHeld,
  contactRoles,
  signingAuthorityWording,
} from '../../shared/domain/contact-roles.ts'
import type { OrganizationCaller } from '../../shared/frame/caller.ts'
import { attested } from '../../shared/frame/contact-naming.ts'
import type { ProfileFields, ProfileRecord } from '../../shared/table/profile.ts'
import type { CsvRow } from './csv-table.ts'
import { inCell, type NamedInCells } from './named-in-cells.ts'

/** What is wrong with a row, and in which column. */
export type RowProblem = z.output<typeof ImportResult>['rows'][number]['problems'][number]

/** A person as a row describes them, and everything that is wrong with it. */
export type ImportedPerson = {
  readonly row: number
  readonly typed: string
  /** Undefined where it cannot be read. */
  readonly email: EmailAddress | undefined
  readonly fields: Omit<ProfileFields, 'kind' | 'user' | 'status' | 'email'>
  readonly grants: Pick<ProfileRecord, 'defaultRole' | 'permissionGroups' | 'groups'>
  readonly contactRoles: ContactRolesHeld | undefined
  readonly problems: readonly RowProblem[]
}

const { shape } = CreatePerson
const fieldColumns = [
  'firstName',
  'lastName',
  'salutation',
  'language',
  'jobTitle',
  'department',
  'phone',
  'externalId',
] as const
type FieldColumn = (typeof fieldColumns)[number]

/** Reads the person of a row, whose ids and names were looked up before. */
export function importedPerson(
  { row, cells, isTooLong }: CsvRow,
  named: NamedInCells,
  { caller, now }: { readonly caller: OrganizationCaller; readonly now: string },
): ImportedPerson {
  const problems: RowProblem[] = []
  const wrong = (column: ImportColumn | null, code: string, detail: string) => problems.push({ column, code, detail })
  if (isTooLong) wrong(null, 'too-many-cells', 'The row has more cells than there are columns.')

  const read = <Schema extends z.ZodType>(column: ImportColumn, schema: Schema, text: string | undefined) => {
    if (text === undefined) return undefined
    const { data, error } = schema.safeParse(text)
    for (const { message } of error?.issues ?? []) wrong(column, 'invalid', `It ${asSentence(message)}`)
    return data
  }
  if (cells.email === undefined) wrong('email', 'required', 'Nobody can be invited without an address.')
  const email = read('email', shape.email, cells.email)
  const field = <Column extends FieldColumn>(column: Column) =>
    read(column, shape[column], asTyped(column, cells[column])) as z.output<(typeof shape)[Column]> | undefined

  const fields = {
    firstName: field('firstName'),
    lastName: field('lastName'),
    salutation: field('salutation'),
    language: field('language'),
    jobTitle: field('jobTitle'),
    department: field('department'),
    phone: field('phone'),
    externalId: field('externalId'),
  }
  return {
    row,
    typed: cells.email ?? '',
    email,
    fields,
    grants: named.grantsOf(cells, wrong),
    contactRoles: contactRolesIn(cells, wrong, caller, now),
    problems,
  }
}

/** People write `Mr.`, `NL` and `+32 15 00 00 00`. */
function asTyped(column: FieldColumn, text: string | undefined): string | undefined {
  if (column === 'salutation') return text?.toLowerCase().replace(/\.$/, '')
  if (column === 'language') return text?.toLowerCase()
  return column === 'phone' ? text?.replaceAll(/\s/g, '') : text
}

const asSentence = (message: string): string =>
  message.startsWith('Invalid option')
    ? `is none of these: ${message.replace(/^.*expected one of /, '')}.`
    : `${message}.`

/** The contact roles of a row, by their ids or names; signing authority is stated of a Commercial Contact alone (C2). */
function contactRolesIn(
  { contactRoles: cell, attestation }: CsvRow['cells'],
  wrong: (column: ImportColumn, code: string, detail: string) => void,
  caller: OrganizationCaller,
  now: string,
): ContactRolesHeld | undefined {
  const names = inCell(cell)
  if (names.length > contactRoles.length) {
    wrong('contactRoles', 'too-many', `There are ${contactRoles.length} contact roles.`)
    return undefined
  }
  const roles = names.flatMap((name): ContactRole[] => {
    const found = contactRoles.find((one) =>
      [one.id, one.name].some((known) => known.toLowerCase() === name.toLowerCase()),
    )
    if (!found) wrong('contactRoles', 'not-found', `There is no contact role “${name.slice(0, 100)}”.`)
    return found ? [found.id] : []
  })
  const { version, sentence } = signingAuthorityWording
  if (attestation !== undefined && !roles.includes('commercial'))
    wrong('attestation', 'not-needed', 'Signing authority is stated of a Commercial Contact alone.')
  else if (attestation !== undefined && attestation !== version)
    wrong('attestation', 'not-current', `The wording has version ${version}: “${sentence}”`)
  if (roles.length === 0) return undefined
  const said = attestation === version ? { wording: version, pointer: '#/csv' } : undefined
  return Object.fromEntries(
    roles.map((role) => [
      role,
      {
        assignedAt: now,
        ...(role === 'commercial' && said && { attestation: attested(said, role, caller, now) }),
        ...(role === 'technical' && { globalAdministrator: 'unknown' as const }),
      },
    ]),
  )
}
