import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import type { EmailAddress } from '../../shared/domain/address.ts'
import { isId, type OrganizationId } from '../../shared/domain/ids.ts'
import { invitationStatus } from '../../shared/domain/invitation.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { type InvitationKey, type InvitationSummary, listInvitationsOf } from '../../shared/table/invitation.ts'
import { organizationKey, parseOrganization } from '../../shared/table/organization.ts'
import { parseProfile, profileKey } from '../../shared/table/profile.ts'
import { isOfferOf } from './my-invitation.ts'

type Reply = ReplyOf<RouteOf<'listMyInvitations'>>['items'][number]
type Found = InvitationSummary & InvitationKey

/** One BatchGet reads four items for each: the organization and the profile it is about, and those of whoever invited. */
const mostOffers = 25

/** What waits for the caller to be accepted or declined, newest first. A page may be short: it leaves out what has ended. */
export const listMyInvitations: Operation<'listMyInvitations'> = async ({ caller: { identity }, query, now }) => {
  const { identityId, email } = identity
  const list = ['listMyInvitations', identityId, email]
  const position = readCursor(query.cursor, list, 2)
  const { items, next } = await listInvitationsOf({
    email,
    limit: Math.min(query.limit, mostOffers),
    after: position && positionOf(position),
  })
  return {
    items: await offersAmong(items, email, now),
    nextCursor: next ? writeCursor([next.organizationId, next.invitationId], list) : null,
  }
}

function positionOf([organizationId, invitationId]: readonly string[]): InvitationKey {
  if (!isId('organization', organizationId) || !isId('invitation', invitationId)) throw new Problem('invalid-cursor')
  return { organizationId, invitationId }
}

async function offersAmong(found: readonly Found[], email: EmailAddress, now: string): Promise<Reply[]> {
  const pending = found.filter((invitation) => invitationStatus(invitation, now) === 'pending')
  if (pending.length === 0) return []
  const keys = pending.flatMap((invitation) => {
    const { organizationId, profileId } = invitation.inviter
    return [
      organizationKey(invitation.organizationId),
      profileKey(invitation),
      ...(organizationId && profileId
        ? [organizationKey(organizationId), profileKey({ organizationId, profileId })]
        : []),
    ]
  })
  const items = await getItems(keys)
  const read = new Map(keys.map((key, position) => [JSON.stringify(key), items[position]]))
  const organizationOf = (organizationId: OrganizationId) =>
    parseOrganization(read.get(JSON.stringify(organizationKey(organizationId))))
  const profileOf = (key: Parameters<typeof profileKey>[0]) => parseProfile(read.get(JSON.stringify(profileKey(key))))

  return pending.flatMap((invitation): Reply[] => {
    const organization = organizationOf(invitation.organizationId)
    const profile = profileOf(invitation)
    if (!organization || organization.status === 'removed' || !profile) return []
    if (!isOfferOf(profile, { invitationId: invitation.invitationId, email })) return []
    const { organizationId: from, profileId: by } = invitation.inviter
    const inviter = from && by ? profileOf({ organizationId: from, profileId: by }) : undefined
    return [
      {
        invitationId: invitation.invitationId,
        organizationId: invitation.organizationId,
        organizationName: organization.name,
        organizationStatus: organization.status,
        profileId: profile.profileId,
        firstName: profile.firstName ?? null,
        lastName: profile.lastName ?? null,
        invitedBy: {
          firstName: inviter?.firstName ?? null,
          lastName: inviter?.lastName ?? null,
          organizationName: (from && organizationOf(from)?.name) ?? null,
        },
        sentAt: invitation.sentAt,
        expiresAt: invitation.expiresAt,
      },
    ]
  })
}
