import { createHash } from 'node:crypto'
import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import { type EmailAddress, foldAddress } from '../domain/address.ts'
import {
  type IdentityId,
  type InvitationId,
  id,
  type OrganizationId,
  type Principal,
  type ProfileId,
} from '../domain/ids.ts'
import type { InvitationStatus, RevocationReason } from '../domain/invitation.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { index, keyOf, model, primary, stored, tableName } from './schema.ts'
import { put, remove, type Write } from './transaction.ts'

const optionalText = CustomAttributeType<string | undefined>('string')

/** The offer to become a user. `expired` is a pending one whose `expiresAt` has passed. */
const invitations = new Entity(
  {
    model: model('invitation'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      invitationId: { type: CustomAttributeType<InvitationId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
      /** Whom it was last sent to, as `addressHash` writes it: whoever signs in with that address finds it there (I6). */
      addressHash: { type: 'string', required: true },
      state: { type: ['pending', 'accepted', 'revoked'] as const, required: true },
      revokedBecause: { type: CustomAttributeType<RevocationReason | undefined>('string') },
      /** How often it was sent: the number that a link must bear to be the current one. */
      generation: { type: 'number', required: true },
      /** Random bytes that go into every link's derivation. */
      nonce: { type: 'string', required: true },
      inviter: { type: CustomAttributeType<Inviter>('any'), required: true },
      sentAt: { type: 'string', required: true },
      expiresAt: { type: 'string', required: true },
      /** `deferred` waits until its address may be mailed again, and is told as `queued`. */
      delivery: { type: ['queued', 'deferred', 'sent', 'delivered', 'bounced', 'failed'] as const, required: true },
      /** The day, in UTC, before which its mail does not go: the organization has had its mails of the day on which it was made. */
      mailFrom: { type: optionalText },
      /** Which call made it or sent it last, together with others, and what that one answers of it. */
      madeBy: { type: CustomAttributeType<MadeBy | undefined>('any') },
      acceptedAt: { type: optionalText },
      createdAt: { type: 'string', required: true },
      updatedAt: { type: 'string', required: true },
      version: { type: 'number', required: true },
      summary: { type: CustomAttributeType<Record<string, unknown>>('any'), required: true },
    },
    indexes: {
      byId: primary(['${organizationId}', ['organizationId']], ['invitation#${invitationId}', ['invitationId']]),
      byState: index(
        1,
        ['${organizationId}#invitations#${state}', ['organizationId', 'state']],
        ['${expiresAt}', ['expiresAt']],
      ),
      byAddress: index(2, ['invited#${addressHash}', ['addressHash']], ['${invitationId}', ['invitationId']]),
    },
  },
  { table: tableName(), client: documents },
)

/** Who made or last sent the invitation, and from which organization: whose right to give is asked again at acceptance (I10). */
export type Inviter = {
  readonly principal: Principal
  readonly identityId?: IdentityId
  readonly profileId?: ProfileId
  readonly organizationId?: OrganizationId
  /** It gives Owner where there were owners, and they were told why (O3). */
  readonly reasonGiven?: true
}

/** A call that is made again under its Idempotency-Key tells by this what it has done already. */
export type MadeBy = { readonly requestKey: string; readonly outcome: 'invited' | 'became-user' | 'resent' }

/** An invitation as it is stored; `version` rises with every change, its mail's delivery included. */
export type InvitationRecord = Omit<EntityItem<typeof invitations>, 'summary'>
/** What lists show of an invitation. */
export type InvitationSummary = Pick<
  InvitationRecord,
  | 'invitationId'
  | 'profileId'
  | 'state'
  | 'generation'
  | 'inviter'
  | 'sentAt'
  | 'expiresAt'
  | 'delivery'
  | 'acceptedAt'
  | 'revokedBecause'
>
/** Where an invitation stands. */
export type InvitationKey = { readonly organizationId: OrganizationId; readonly invitationId: InvitationId }

/** Reads one invitation, strongly. */
export async function getInvitation(key: InvitationKey): Promise<InvitationRecord | undefined> {
  const { data } = await invitations.get(key).go({ consistent: true })
  return data ?? undefined
}

/** The raw key of an invitation, for a BatchGet over several entities; `parseInvitation` reads what comes back. */
export const invitationKey = (key: InvitationKey) => keyOf(invitations.schema.indexes.byId, key)
/** Reads an invitation that came back for `invitationKey`. */
export const parseInvitation = (item: Record<string, unknown> | undefined): InvitationRecord | undefined =>
  (item && invitations.parse({ Item: item }).data) ?? undefined

/** Creates an invitation; its id has never been used. */
export function createInvitation(invitation: InvitationRecord): Write {
  return put(
    invitations
      .put(whole(invitation))
      .where(({ version }, { notExists }) => notExists(version))
      .params(),
  )
}

/** Replaces an invitation as it was read. Fails as `moved` when it changed since: accepted, revoked, or sent again. */
export function changeInvitation(before: InvitationRecord, after: InvitationRecord): Write {
  return put(
    invitations
      .put(whole({ ...after, version: before.version + 1 }))
      .where(({ version }, { eq }) => eq(version, before.version))
      .params(),
  )
}

/** Takes an invitation out with its organization; where there is none, nothing happens. */
export const eraseInvitation = (key: InvitationKey): Write => remove(invitations.delete(key).params())

/**
 * Records what became of the mail of one send number: bookkeeping, without an activity. False when the invitation has moved on,
 * and then it is that later state's business.
 */
export async function recordDelivery(
  invitation: InvitationRecord,
  delivery: InvitationRecord['delivery'],
): Promise<boolean> {
  try {
    await invitations
      .put(whole({ ...invitation, delivery, version: invitation.version + 1 }))
      .where(({ version }, { eq }) => eq(version, invitation.version))
      .go()
    return true
  } catch (error) {
    if (isConditionFailed(error)) return false
    throw error
  }
}

/** The address of an invitee in the index of invitations by address: folded, and hashed (T4). */
export const addressHash = (email: EmailAddress): string =>
  createHash('sha256').update(foldAddress(email)).digest('base64url')

/** A sort position in a list by state: the index' sort key and the item's own. */
export type InvitationPosition = { readonly invitationId: InvitationId; readonly expiresAt: string }

/**
 * One page of an organization's invitations, newest first; one Query, eventually consistent. All of them stand in the order in
 * which they were made, those of one status in the order in which they end. `after` must be a position of the same list.
 */
export async function listInvitations(of: {
  readonly organizationId: OrganizationId
  readonly status: InvitationStatus | undefined
  readonly limit: number
  readonly after: InvitationPosition | undefined
  readonly now: string
}): Promise<{ items: InvitationSummary[]; next: InvitationPosition | undefined }> {
  const { organizationId, status, limit, after, now } = of
  const state = status === 'expired' ? 'pending' : status
  const key = after && { pk: organizationId, sk: `invitation#${after.invitationId}` }
  const partition = `${organizationId}#invitations#${state}`
  const ends = { pending: ' AND gsi1sk > :now', expired: ' AND gsi1sk <= :now', accepted: '', revoked: '' }
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      ScanIndexForward: false,
      Limit: limit,
      ...(status === undefined
        ? {
            KeyConditionExpression: 'pk = :partition AND begins_with(sk, :invitation)',
            ExpressionAttributeValues: { ':partition': organizationId, ':invitation': 'invitation#' },
            ExclusiveStartKey: key,
          }
        : {
            IndexName: 'gsi1',
            KeyConditionExpression: `gsi1pk = :partition${ends[status]}`,
            ExpressionAttributeValues: { ':partition': partition, ...(ends[status] && { ':now': now }) },
            ExclusiveStartKey: after && key && { ...key, gsi1pk: partition, gsi1sk: after.expiresAt },
          }),
    }),
  )
  const items = Items.map((item) => item.summary as InvitationSummary)
  const last = items.at(-1)
  return { items, next: LastEvaluatedKey && last && { invitationId: last.invitationId, expiresAt: last.expiresAt } }
}

/**
 * One page of the invitations of an address over all organizations, newest first, those that have ended included; one Query,
 * eventually consistent. With `invitationId` it is that one alone.
 */
export async function listInvitationsOf(of: {
  readonly email: EmailAddress
  readonly invitationId?: InvitationId
  readonly limit: number
  readonly after?: InvitationKey | undefined
}): Promise<{ items: (InvitationSummary & InvitationKey)[]; next: InvitationKey | undefined }> {
  const { email, invitationId, limit, after } = of
  const partition = `invited#${addressHash(email)}`
  const { Items = [], LastEvaluatedKey } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      IndexName: 'gsi2',
      KeyConditionExpression: `gsi2pk = :partition${invitationId ? ' AND gsi2sk = :invitation' : ''}`,
      ExpressionAttributeValues: { ':partition': partition, ...(invitationId && { ':invitation': invitationId }) },
      ScanIndexForward: false,
      Limit: limit,
      ExclusiveStartKey: after && {
        pk: after.organizationId,
        sk: `invitation#${after.invitationId}`,
        gsi2pk: partition,
        gsi2sk: after.invitationId,
      },
    }),
  )
  const items = Items.map((item) => ({
    ...(item.summary as InvitationSummary),
    organizationId: id('organization', String(item.pk)),
  }))
  const last = items.at(-1)
  return {
    items,
    next: LastEvaluatedKey && last && { organizationId: last.organizationId, invitationId: last.invitationId },
  }
}

const whole = (invitation: InvitationRecord) => stored({ ...invitation, summary: stored(summarise(invitation)) })

const summarise = ({
  invitationId,
  profileId,
  state,
  generation,
  inviter,
  sentAt,
  expiresAt,
  delivery,
  acceptedAt,
  revokedBecause,
}: InvitationRecord): InvitationSummary => ({
  invitationId,
  profileId,
  state,
  generation,
  inviter,
  sentAt,
  expiresAt,
  delivery,
  acceptedAt,
  revokedBecause,
})
