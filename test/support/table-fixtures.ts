import { randomUUID } from 'node:crypto'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { type EmailAddress, parseEmailAddress } from '../../shared/domain/address.ts'
import { type IdentityId, id, type OrganizationId } from '../../shared/domain/ids.ts'
import { Problem, type ProblemCode } from '../../shared/domain/problems.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import type { Doer } from '../../shared/table/activity.ts'
import { type ActivitiesRead, listActivities } from '../../shared/table/activity-list.ts'
import { type ActivityPosition, between } from '../../shared/table/activity-order.ts'
import { documents } from '../../shared/table/client.ts'
import type { InvitationRecord } from '../../shared/table/invitation.ts'
import { newOrganization, type OrganizationFields, type OrganizationRecord } from '../../shared/table/organization.ts'
import { newProfile, type ProfileFields, type ProfileRecord } from '../../shared/table/profile.ts'
import { tableName } from '../../shared/table/schema.ts'
import { commit, Moved, type Write } from '../../shared/table/transaction.ts'
import type { Item } from './world-table.ts'

/** The moment at which a test file begins: near enough for no TTL to have passed. */
export const now = new Date().toISOString()

/** So many seconds after that moment, or before it. */
export const later = (seconds: number, from = now): string =>
  new Date(Date.parse(from) + Math.round(seconds * 1000)).toISOString()

export const newId = newIdAt(now)

/** An address that must be one. */
export function email(text: string): EmailAddress {
  const address = parseEmailAddress(text)
  if (!address) throw new Error(`${text} is no address`)
  return address
}

export const anEmail = (): EmailAddress => email(`someone-${randomUUID().slice(0, 13)}@contoso.example`)
export const anIdentity = (): IdentityId => newId('identity')

/** An organization that could be stored. */
export const anOrganization = (
  fields: Partial<OrganizationFields> = {},
  organizationId: OrganizationId = newId('organization'),
): OrganizationRecord =>
  newOrganization(
    { kind: 'customer', parentId: 'none', name: 'Contoso', language: 'nl', timeZone: 'Europe/Brussels', ...fields },
    { organizationId, accessVersion: newId('activity').slice('act_'.length), now },
  )

/** A user who has been invited, unless it is said otherwise; `anInvitation` of them is the one they name. */
export const aProfile = (organizationId: OrganizationId, fields: Partial<ProfileFields> = {}): ProfileRecord =>
  newProfile(
    { kind: 'person', user: true, status: 'invited', email: anEmail(), invitationId: newId('invitation'), ...fields },
    { organizationId, profileId: newId('profile'), language: 'nl', now },
  )

/** A pending invitation of somebody. */
export const anInvitation = (
  { organizationId, profileId, invitationId }: Pick<ProfileRecord, 'organizationId' | 'profileId' | 'invitationId'>,
  fields: Partial<InvitationRecord> = {},
): InvitationRecord => ({
  organizationId,
  profileId,
  invitationId: invitationId ?? newId('invitation'),
  addressHash: 'address',
  state: 'pending',
  generation: 1,
  nonce: 'bm9uY2U',
  inviter: { principal: 'deployer' },
  sentAt: now,
  expiresAt: later(7 * 24 * 3600),
  delivery: 'queued',
  createdAt: now,
  updatedAt: now,
  version: 1,
  ...fields,
})

/** Whoever does something in a test. */
export const doer: Doer = {
  principal: `user:${id('identity', 'idn_01k2r8v6m0q3s5t7w9x1y3z5a7')}`,
  origin: { requestId: 'request-1', ipAddress: '203.0.113.7', userAgent: 'the test suite' },
}

/** What is answered when an address or an externalId is somebody else's. */
export const refusals = {
  addressTaken: new Problem('address-taken'),
  externalIdTaken: new Problem('external-id-taken'),
}

/** A page of an organization's activities, newest first. */
export const newestActivities = (of: {
  readonly organizationId: OrganizationId
  readonly limit?: number
  readonly after?: ActivityPosition | undefined
}): Promise<ActivitiesRead> =>
  listActivities({
    filter: {},
    order: 'newest',
    between: between(undefined, undefined),
    limit: 100,
    after: undefined,
    ...of,
  })

/** Commits, and says what became of it. */
export async function attemptTo(
  ...writes: readonly (Write | readonly Write[])[]
): Promise<'done' | 'moved' | ProblemCode> {
  try {
    await commit(writes.flat(), newId('activity'))
    return 'done'
  } catch (error) {
    if (error instanceof Moved) return 'moved'
    if (error instanceof Problem) return error.code
    throw error
  }
}

/** Commits what has to be there for a test. */
export async function save(...writes: readonly (Write | readonly Write[])[]): Promise<void> {
  await commit(writes.flat(), newId('activity'))
}

/** How often each of these happened. */
export const tally = <Outcome extends string>(outcomes: readonly Outcome[]): Partial<Record<Outcome, number>> => {
  const counts: Partial<Record<Outcome, number>> = {}
  for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

/** An item as it stands in the table, every attribute of it. */
export async function itemAt(pk: string, sk: string): Promise<Item | undefined> {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName(), Key: { pk, sk }, ConsistentRead: true }),
  )
  return Item
}

/** The keys of an item in the table and in its indexes. */
export const keysOf = (item: Item | undefined): Item =>
  Object.fromEntries(Object.entries(item ?? {}).filter(([name]) => /^(gsi\d)?(pk|sk)$/.test(name)))
