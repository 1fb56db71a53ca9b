import {
  type Attestation,
  type ContactRole,
  contactRoles,
  missingPrerequisites,
  mostHolders,
  type Prerequisite,
  prerequisites,
} from '../domain/contact-roles.ts'
import type { Definitions, PermissionGroupDefinition } from '../domain/definitions.ts'
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
  type Contacts,
  changeOrder,
  contactOf,
  contactRolesInForce,
  contactWrites,
  deputyForInForce,
  listContacts,
  orderAfter,
} from '../table/contact.ts'
import { type OrganizationRecord, whileOrganization } from '../table/organization.ts'
import type { ProfileRecord } from '../table/profile.ts'
import type { Write } from '../table/transaction.ts'
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

/** What becomes of one person, as far as contacts go. */
export type ContactChange = { readonly before: ProfileRecord | undefined; readonly after: ProfileRecord | undefined }

/** Somebody whose contact roles go to somebody else, with their place among the holders. */
export type Succession = Parameters<typeof orderAfter>[2]

/**
 * What changes of people write of contacts, their order, and the conditions of what they are; and the gaps that they open and close.
 * Reads nothing where nobody's contact changes. Throws 409 `prerequisites-missing` for a contact role that somebody is to hold from
 * now on, or to stand in for, without what it takes (C1-C5), or `too-many-holders`.
 */
export async function contactChanges(
  organization: OrganizationRecord,
  changes: readonly ContactChange[],
  now: string,
  succession?: Succession,
): Promise<{
  readonly writes: readonly Write[]
  readonly coverageChanges: readonly CoverageChange[]
  /** Everyone who counts for coverage after the change; undefined where nobody's contact changes. */
  readonly contacts: Contacts | undefined
}> {
  const concerned = changes.filter(
    ({ before, after }) => JSON.stringify(contactOf(before)) !== JSON.stringify(contactOf(after)),
  )
  if (concerned.length === 0) return { writes: [], coverageChanges: [], contacts: undefined }
  const read = await readCoverage(organization)
  const definitions = await definitionsFor(organization, ...read.contacts, ...concerned.map(({ after }) => after))
  const begun = concerned.flatMap(beginningsOf)
  requirePrerequisites(begun, { organization, definitions }, now)

  const after = { ...read, definitions, ...withContacts(read, concerned, succession) }
  requireLimits(read.order, after.order)
  return {
    writes: [
      ...(begun.some(({ contactRole }) => followsDefinitions(contactRole)) ? [whileOrganization(organization)] : []),
      ...(concerned.some(changesOrder) ? [changeOrder(read.order, after.order)] : []),
      ...concerned.flatMap((one) => contactWrites(contactOf(one.before), contactOf(one.after))),
    ],
    coverageChanges: gapsChanged({ ...read, definitions }, after, now),
    contacts: after,
  }
}

function withContacts(read: CoverageRead, changes: readonly ContactChange[], succession?: Succession): Contacts {
  const replaced = new Set(changes.map(({ before, after }) => (after ?? before)?.profileId))
  return {
    contacts: [
      ...read.contacts.filter(({ profileId }) => !replaced.has(profileId)),
      ...changes.flatMap(({ after }) => contactOf(after) ?? []),
    ],
    order: { ...read.order, ...orderAfter(read.order, changes, succession) },
  }
}

/** Whoever becomes or ceases to be a contact, holder or deputy. */
const changesOrder = ({ before, after }: ContactChange): boolean => {
  const standing = (profile: ProfileRecord | undefined) =>
    JSON.stringify([Object.keys(contactRolesInForce(profile)).sort(), deputyForInForce(profile)])
  return standing(before) !== standing(after)
}

/** What somebody lacks depends on what the organization's groups and services give. */
const followsDefinitions = (contactRole: ContactRole): boolean =>
  contactRole === 'technical' || contactRole === 'security-escalation'

type Beginning = {
  readonly contactRole: ContactRole
  readonly profile: ProfileRecord
  readonly attestation: Attestation | undefined
}

/** The contact roles that somebody holds, or stands in for, from now on and did not before. */
function beginningsOf({ before, after: profile }: ContactChange): readonly Beginning[] {
  if (!profile) return []
  const [had, has] = [contactRolesInForce(before), contactRolesInForce(profile)]
  const [stoodIn, standsIn] = [deputyForInForce(before), deputyForInForce(profile)]
  return contactRoles.flatMap(({ id: contactRole }) => [
    ...(has[contactRole] && !had[contactRole]
      ? [{ contactRole, profile, attestation: has[contactRole]?.attestation }]
      : []),
    ...Object.entries(standsIn[contactRole] ?? {}).flatMap(([holder, { attestation }]) =>
      Object.hasOwn(stoodIn[contactRole] ?? {}, holder) ? [] : [{ contactRole, profile, attestation }],
    ),
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
