import { services } from '../../shared/domain/catalog.ts'
import type { Denial } from '../../shared/domain/evaluator.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'

/** What keeps a profile from holding anything at all. */
export type NotYetUser = 'draft' | 'not-accepted' | 'not-a-user'
/** What keeps somebody from a permission: what the evaluator found, or how far their profile is. */
type Obstacle = Denial | { readonly kind: NotYetUser }

/** An obstacle in words, with what would clear it. */
export function inWords(obstacle: Obstacle): string {
  switch (obstacle.kind) {
    case 'draft':
      return 'The profile is a draft. What is intended for it counts once it is confirmed and the invitation is accepted.'
    case 'not-accepted':
      return 'The invitation is not accepted yet. What is intended for the profile counts from then on.'
    case 'not-a-user':
      return 'The profile is a contact and not a user, so it holds no permissions.'
    case 'nothing-grants-it':
      return 'Nothing that the person was given includes it.'
    case 'organization-suspended':
      return `The organization ${obstacle.id} is suspended; resuming it gives access back.`
    case 'organization-removed':
      return `The organization ${obstacle.id} was removed.`
    case 'deactivated':
      return 'The profile is deactivated; reactivating it gives this back.'
    case 'not-yet':
      return `It begins on ${obstacle.validFrom}.`
    case 'ended':
      return `It ended on ${obstacle.validUntil}.`
    case 'service-not-active':
      return `The service ${nameOf(obstacle.service)} is not active in the organization.`
    case 'out-of-reach':
      return 'The role does not count here: its level is another, or it does not reach this group.'
    case 'replaced-by-group-role':
      return `In this group the group role ${obstacle.groupRole} counts in its place.`
  }
}

const nameOf = (serviceId: string): string => services.find(({ id }) => id === serviceId)?.name ?? serviceId

/** What alone keeps a profile from holding anything: it is a contact, or nobody has accepted (P4, P5). */
export function notYetUser({ user, status }: ProfileRecord): NotYetUser | undefined {
  if (!user) return 'not-a-user'
  if (status === 'draft') return 'draft'
  return status === 'invited' ? 'not-accepted' : undefined
}
