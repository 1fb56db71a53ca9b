import {
  type Attestation,
  type ContactRole,
  contactRoles,
  missingPrerequisites,
  mostHolders,
  type Prerequisite,
  prerequisites,
  takesAccess,
} from '../domain/contact-roles.ts'
import type { Definitions, PermissionGroupDefinition } from '../domain/definitions.ts'
import { id } from '../domain/ids.ts'
import { type FieldError, Problem } from '../domain/problems.ts'
import {
  type CoverageChange,
  type CoverageSources,
  coverageChanges,
  coverageOf,
  gapsIn,
} from '../domain/role-coverage.ts'
import {
  asContact,
  type ContactOrderRecord,
  type ContactRecord,
  contactRolesInForce,
  deputyForInForce,
  listContacts,
} from '../table/contact.ts'
import { type OrganizationRecord, whileOrganization } from '../table/organization.ts'
import type { ProfileRecord } from '../table/profile.ts'
import type { Write } from '../table/transaction.ts'
import type { ContactChange, ContactsMoved } from './contacts.ts'
import { definitionsFor } from './definitions.ts'

/** What coverage follows from, as it is stored. */
export type CoverageRead = {
  readonly organization: OrganizationRecord
  readonly definitions: Definitions
  readonly contacts: readonly ContactRecord[]
  readonly order: ContactOrderRecord
}

/** Reads what the coverage of an organization follows from: one Query, and the definitions, which are remembered. */
export async function readCoverage(organization: OrganizationRecord): Promise<CoverageRead> {
  const { contacts, order } = await listContacts(organization.organizationId)
  return { organization, contacts, order, definitions: await definitionsFor(organization, ...contacts) }
}

/** The same as the domain wants it. */
export const sourcesOf = ({ organization, definitions, contacts, order }: CoverageRead): CoverageSources => ({
  organization,
  definitions,
  contacts: contacts.map(asContact),
  order: order.holders,
})

/** The gaps that a change opens and closes, when coverage follows from `after` instead of `before`. */
export const gapsChanged = (before: CoverageRead, after: CoverageRead, at: string): readonly CoverageChange[] =>
  coverageChanges(gapsIn(coverageOf(sourcesOf(before), at)), gapsIn(coverageOf(sourcesOf(after), at)))

/**
 * The gaps that open and close when services or permission groups of an organization become others: `change` makes what coverage will
 * follow from of what it follows from now. One Query.
 */
export async function gapsChangedIn(
  organization: OrganizationRecord,
  change: (read: CoverageRead) => Partial<Pick<CoverageRead, 'organization' | 'definitions'>>,
  at: string,
): Promise<CoverageChange[]> {
  const before = await readCoverage(organization)
  return [...gapsChanged(before, { ...before, ...change(before) }, at)]
}

/** Definitions as they are, but for these permission groups. */
export const definitionsWith = (
  definitions: Definitions,
  ...groups: readonly PermissionGroupDefinition[]
): Definitions => ({
  ...definitions,
  permissionGroups: new Map([
    ...definitions.permissionGroups,
    ...groups.map((group) => [group.permissionGroupId, group] as const),
  ]),
})

/** The gaps that open and close as contacts become others; none where nobody's contact changes. */
export async function gapsOfContacts(
  organization: OrganizationRecord,
  contacts: ContactsMoved | undefined,
  at: string,
): Promise<CoverageChange[]> {
  if (!contacts) return []
  const { before, after } = contacts
  const definitions = await definitionsOf(organization, contacts)
  return [...gapsChanged({ ...before, organization, definitions }, { ...after, organization, definitions }, at)]
}

const definitionsOf = (organization: OrganizationRecord, { before, after }: ContactsMoved): Promise<Definitions> =>
  definitionsFor(organization, ...before.contacts, ...after.contacts)

/**
 * Judges the contact roles that people are to hold from now on, or to stand in for, and gives the conditions under which that stays so.
 * Throws 409 `prerequisites-missing` where somebody lacks what one takes (C1-C5), or `too-many-holders`.
 */
export async function requireContacts(
  organization: OrganizationRecord,
  changes: readonly ContactChange[],
  contacts: ContactsMoved | undefined,
  now: string,
): Promise<readonly Write[]> {
  if (!contacts) return []
  const begun = changes.flatMap(beginningsOf)
  const definitions = await definitionsOf(organization, contacts)
  requirePrerequisites(begun, { organization, definitions }, now)
  requireLimits(contacts.before.order, contacts.after.order)
  return begun.some(({ contactRole }) => takesAccess(contactRole)) ? [whileOrganization(organization)] : []
}

type Beginning = {
  readonly contactRole: ContactRole
  readonly profile: ProfileRecord
  readonly attestation: Attestation | undefined
}

/** The contact roles that somebody holds from now on and did not before, or stands in for at dates that are new. */
function beginningsOf({ before, after: profile }: ContactChange): readonly Beginning[] {
  if (!profile) return []
  const [had, has] = [contactRolesInForce(before), contactRolesInForce(profile)]
  const [stoodIn, standsIn] = [deputyForInForce(before), deputyForInForce(profile)]
  return contactRoles.flatMap(({ id: contactRole }) => [
    ...(has[contactRole] && !had[contactRole]
      ? [{ contactRole, profile, attestation: has[contactRole]?.attestation }]
      : []),
    ...Object.entries(standsIn[contactRole] ?? {}).flatMap(([holder, { from, until, attestation }]) => {
      const stood = stoodIn[contactRole]?.[id('profile', holder)]
      return stood?.from === from && stood.until === until ? [] : [{ contactRole, profile, attestation }]
    }),
  ])
}

function requirePrerequisites(
  begun: readonly Beginning[],
  place: { readonly organization: OrganizationRecord; readonly definitions: Definitions },
  now: string,
): void {
  const errors = begun.flatMap(({ contactRole, profile, attestation }): FieldError[] =>
    missingPrerequisites(contactRole, profile, attestation, place, now).map((missing: Prerequisite) => ({
      pointer: `#/contactRoles/${contactRole}`,
      code: missing,
      detail: prerequisites[missing],
    })),
  )
  if (errors.length === 0) return
  const detail = errors.map(({ pointer, detail: how }) => `${pointer.split('/').at(-1)}: ${how}`).join(' ')
  throw new Problem('prerequisites-missing', { errors, detail })
}

function requireLimits(before: ContactOrderRecord, after: ContactOrderRecord): void {
  for (const { id: contactRole } of contactRoles) {
    const [had, has] = [before, after].map(({ holders }) => holders[contactRole]?.length ?? 0)
    if (has !== undefined && has > mostHolders && has > (had ?? 0)) throw new Problem('too-many-holders')
  }
}
