import { CustomAttributeType, Entity } from 'electrodb'
import type { InvitationId, OrganizationId, ProfileId } from '../domain/ids.ts'
import { documents } from './client.ts'
import type { InvitationRecord } from './invitation.ts'
import { invitationKey } from './invitation.ts'
import { model, primary, tableName } from './schema.ts'
import { check, commit, Moved, put } from './transaction.ts'

/** Where a link leads: an address, never a state. Its key is the SHA-256 of the token, which stands nowhere. */
const links = new Entity(
  {
    model: model('link'),
    attributes: {
      tokenHash: { type: 'string', required: true },
      purpose: { type: ['activation'] as const, required: true },
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      invitationId: { type: CustomAttributeType<InvitationId>('string'), required: true },
      profileId: { type: CustomAttributeType<ProfileId>('string'), required: true },
      generation: { type: 'number', required: true },
      ttl: { type: 'number', required: true },
    },
    indexes: { byHash: primary(['link#${tokenHash}', ['tokenHash']], ['link', []]) },
  },
  { table: tableName(), client: documents },
)

export type Link = {
  readonly organizationId: OrganizationId
  readonly invitationId: InvitationId
  readonly profileId: ProfileId
  readonly generation: number
}

/** For 90 days after its end a link still leads to a page that says what became of it. */
const keptSeconds = 90 * 24 * 3600

/** Finds where a link leads, strongly; undefined for one we never sent. */
export async function findLink(tokenHash: string): Promise<Link | undefined> {
  const { data } = await links.get({ tokenHash }).go({ consistent: true })
  return data ?? undefined
}

/**
 * Stores where an invitation's link leads, on condition that the invitation is still pending with that send number. False when
 * it has moved on: then nothing may be sent. Storing the same link again is harmless.
 */
export async function storeLink(tokenHash: string, invitation: InvitationRecord, token: string): Promise<boolean> {
  const { organizationId, invitationId, profileId, generation } = invitation
  const ttl = Math.ceil(Date.parse(invitation.expiresAt) / 1000) + keptSeconds
  try {
    await commit(
      [
        check({
          TableName: tableName(),
          Key: invitationKey({ organizationId, invitationId }),
          ConditionExpression: '#state = :pending AND generation = :generation',
          ExpressionAttributeNames: { '#state': 'state' },
          ExpressionAttributeValues: { ':pending': 'pending', ':generation': generation },
        }),
        put(
          links
            .put({ tokenHash, purpose: 'activation', organizationId, invitationId, profileId, generation, ttl })
            .params(),
        ),
      ],
      token,
    )
    return true
  } catch (error) {
    if (error instanceof Moved) return false
    throw error
  }
}
