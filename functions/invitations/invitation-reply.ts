import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import { invitationStatus } from '../../shared/domain/invitation.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { parseFormerProfile } from '../../shared/table/former-profile.ts'
import type { InvitationRecord, InvitationSummary, Inviter } from '../../shared/table/invitation.ts'
import { parseProfile, profileKey } from '../../shared/table/profile.ts'

type Summary = ReplyOf<RouteOf<'listInvitations'>>['items'][number]

/** Invitations as callers see them, with the names that people have now; those of everybody are read at once. */
export async function invitationSummaries(
  organizationId: OrganizationId,
  invitations: readonly InvitationSummary[],
  now: string,
): Promise<Summary[]> {
  const [invited, inviters] = await Promise.all([
    getNames(invitations.map(({ profileId }) => ({ organizationId, profileId }))),
    getNames(invitations.map(({ inviter }) => inviterKey(inviter))),
  ])
  return invitations.map((invitation, position): Summary => {
    const { invitationId, profileId, inviter, delivery } = invitation
    const { firstName, lastName } = inviters[position] ?? nobody
    return {
      invitationId,
      profileId,
      ...(invited[position] ?? nobody),
      status: invitationStatus(invitation, now),
      revokedBecause: invitation.revokedBecause ?? null,
      invitedBy: { principal: inviter.principal, organizationId: inviter.organizationId ?? null, firstName, lastName },
      sentAt: invitation.sentAt,
      timesSent: invitation.generation,
      expiresAt: invitation.expiresAt,
      // Whoever invites learns nothing of other organizations' mails to the same address.
      delivery: delivery === 'deferred' ? 'queued' : delivery,
      acceptedAt: invitation.acceptedAt ?? null,
    }
  })
}

/** One invitation as callers see it. */
export async function invitationReply(
  invitation: InvitationRecord,
  now: string,
): Promise<ReplyOf<RouteOf<'getInvitation'>>> {
  const [summary] = await invitationSummaries(invitation.organizationId, [invitation], now)
  if (!summary) throw new Error('an invitation was given and none came back')
  return { ...summary, version: invitation.version }
}

type Names = Pick<Summary, 'email' | 'firstName' | 'lastName'>
type Key = Parameters<typeof profileKey>[0]

const nobody: Names = { email: null, firstName: null, lastName: null }

const inviterKey = ({ organizationId, profileId }: Inviter): Key | undefined =>
  organizationId && profileId && { organizationId, profileId }

/** The names of up to 100 people, in the order of their keys; somebody removed has a name, and no address. */
async function getNames(keys: readonly (Key | undefined)[]): Promise<readonly Names[]> {
  const known = keys.flatMap((key) => key ?? [])
  const items = known.length > 0 ? await getItems(known.map(profileKey)) : []
  const named = new Map(known.map((key, position) => [nameOf(key), namesIn(items[position])]))
  return keys.map((key) => (key && named.get(nameOf(key))) ?? nobody)
}

function namesIn(item: Record<string, unknown> | undefined): Names {
  const profile = parseProfile(item)
  const { firstName = null, lastName = null } = profile ?? parseFormerProfile(item) ?? {}
  return { email: profile?.email ?? null, firstName, lastName }
}

const nameOf = ({ organizationId, profileId }: Key): string => `${organizationId} ${profileId}`
