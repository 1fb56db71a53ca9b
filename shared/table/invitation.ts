import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { IdentityId, InvitationId, OrganizationId, Principal, ProfileId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { index, model, primary, stored, tableName } from './schema.ts'
import { put, type Write } from './transaction.ts'

const optionalText = CustomAttributeType<string | undefined>('string')

/** The offer to become a user. `expired` is a pending one whose `expiresAt` has passed. */
const invitations = new Entity(
  {
    model: model('invitation'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      invitationId: { type: CustomAttributeType<InvitationId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
      state: { type: ['pending', 'accepted', 'revoked'] as const, required: true },
      revokedBecause: { type: CustomAttributeType<'inviter-lost-access' | 'by-hand' | undefined>('string') },
      /** How often it was sent: the number that a link must bear to be the current one. */
      generation: { type: 'number', required: true },
      /** Random bytes that go into every link's derivation. */
      nonce: { type: 'string', required: true },
      inviter: { type: CustomAttributeType<Inviter>('any'), required: true },
      sentAt: { type: 'string', required: true },
      expiresAt: { type: 'string', required: true },
      delivery: { type: ['queued', 'sent', 'failed'] as const, required: true },
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
}

/** An invitation as it is stored; `version` rises with every change, its mail's delivery included. */
export type InvitationRecord = Omit<EntityItem<typeof invitations>, 'summary'>
export type InvitationKey = { readonly organizationId: OrganizationId; readonly invitationId: InvitationId }

/** Reads one invitation, strongly. */
export async function getInvitation(key: InvitationKey): Promise<InvitationRecord | undefined> {
  const { data } = await invitations.get(key).go({ consistent: true })
  return data ?? undefined
}

/** The raw key of an invitation, for a BatchGet over several entities; `parseInvitation` reads what comes back. */
export const invitationKey = (key: InvitationKey) => invitations.get(key).params<{ Key: Record<string, string> }>().Key
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

function whole(invitation: InvitationRecord) {
  const {
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
  } = invitation
  const summary = {
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
  }
  return stored({ ...invitation, summary })
}
