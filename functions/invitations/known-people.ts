import type { EmailAddress } from '../../shared/domain/address.ts'
import type { OrganizationId, ProfileId } from '../../shared/domain/ids.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { type InvitationRecord, invitationKey, parseInvitation } from '../../shared/table/invitation.ts'
import { leftToday, todayKey } from '../../shared/table/limit.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../../shared/table/profile.ts'
import { addressKey, externalIdKey, parseGuard } from '../../shared/table/search.ts'

/** By what somebody is looked for: each of these that is given. */
export type Sought = {
  readonly email?: EmailAddress | undefined
  readonly externalId?: string | undefined
  readonly profileId?: ProfileId | undefined
}

/** Whom the organization knows by what was sought, in the same order; and how many mails with a link it may still have sent today. */
export type Known = {
  readonly people: readonly {
    readonly byAddress: ProfileRecord | undefined
    readonly byExternalId: ProfileRecord | undefined
    readonly byId: ProfileRecord | undefined
  }[]
  readonly linkMailsLeft: number
}

/** Looks for people, a hundred items a call: their guards first, then their profiles. */
export async function knownPeople(
  organizationId: OrganizationId,
  sought: readonly Sought[],
  now: string,
): Promise<Known> {
  const guards = await getItems([
    todayKey('organization-link-mails', organizationId, now),
    ...sought.flatMap(({ email, externalId }) => [
      ...(email === undefined ? [] : [addressKey(organizationId, email)]),
      ...(externalId === undefined ? [] : [externalIdKey(organizationId, externalId)]),
    ]),
  ])
  const found = guards.slice(1).map(parseGuard)
  const ids = sought.map(({ email, externalId, profileId }) => ({
    byAddress: email === undefined ? undefined : found.shift(),
    byExternalId: externalId === undefined ? undefined : found.shift(),
    byId: profileId,
  }))
  const named = [...new Set(ids.flatMap((one) => Object.values(one).flatMap((profileId) => profileId ?? [])))]
  const items =
    named.length > 0 ? await getItems(named.map((profileId) => profileKey({ organizationId, profileId }))) : []
  const profiles = new Map(items.flatMap((item) => parseProfile(item) ?? []).map((one) => [one.profileId, one]))
  const profileOf = (profileId: ProfileId | undefined) => profileId && profiles.get(profileId)
  return {
    linkMailsLeft: leftToday('organization-link-mails', guards[0]),
    people: ids.map(({ byAddress, byExternalId, byId }) => ({
      byAddress: profileOf(byAddress),
      byExternalId: profileOf(byExternalId),
      byId: profileOf(byId),
    })),
  }
}

/** The last invitation of somebody, and how often it may still be sent again today. */
export type LastInvitation = { readonly invitation: InvitationRecord; readonly resendsLeft: number }

/** The last invitations of people, by their profiles. */
export async function lastInvitations(
  people: readonly (ProfileRecord | undefined)[],
  now: string,
): Promise<ReadonlyMap<ProfileId, LastInvitation>> {
  const invited = people.flatMap((one) => (one?.invitationId ? [{ ...one, invitationId: one.invitationId }] : []))
  if (invited.length === 0) return new Map()
  const items = await getItems([
    ...invited.map(invitationKey),
    ...invited.map(({ invitationId }) => todayKey('invitation-resends', invitationId, now)),
  ])
  return new Map(
    invited.flatMap(({ profileId }, position) => {
      const invitation = parseInvitation(items[position])
      const resendsLeft = leftToday('invitation-resends', items[invited.length + position])
      return invitation ? [[profileId, { invitation, resendsLeft }] as const] : []
    }),
  )
}
