import { foldAddress } from '../../shared/domain/address.ts'
import { addressStateOf } from '../../shared/domain/address-state.ts'
import type { ActivityAction } from '../../shared/domain/catalog.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { addressReplaced, becameUser, ceasedToBeUser, confirmed } from '../../shared/domain/profile.ts'
import { inviterOf } from '../../shared/frame/caller.ts'
import { intentionsInForce } from '../../shared/frame/intentions.ts'
import type { OperationRequest } from '../../shared/frame/operation.ts'
import type { ActivityRecord } from '../../shared/table/activity.ts'
import { getInvitation } from '../../shared/table/invitation.ts'
import { invitationSentAgain, newInvitationFor } from '../../shared/table/inviting.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { standingOf, taken, withdrawInvitation } from './acted-upon.ts'

/** What a change makes of somebody, beside the details that were changed. */
export type Step = {
  readonly action: ActivityAction
  readonly after: ProfileRecord
  readonly about?: ActivityRecord['about']
  /** What becomes of their invitation. */
  readonly writes: readonly Write[]
  /** It is an act upon the person, for which holding the route's permission is not enough (A5). */
  readonly actsUpon: boolean
}

type Request = OperationRequest<'changeProfile'>

/** The largest step that a change asks for: to another standing, to another address, or only to other details. */
export async function stepOf(before: ProfileRecord, details: ProfileRecord, request: Request): Promise<Step> {
  const { user = before.user, confirm = false } = request.body
  if (before.user && !user) return stopBeingUser(before, details, request)
  if (!before.user && user) return becomeUser(details, confirm, request)
  if (confirm) return confirmDraft(before, details, request)
  if (before.user && foldAddress(details.email) !== foldAddress(before.email))
    return replaceAddress(before, details, request)
  return { action: 'profile.changed', after: details, writes: [], actsUpon: false }
}

async function stopBeingUser(before: ProfileRecord, details: ProfileRecord, { now }: Request): Promise<Step> {
  const { writes, about } = await withdrawInvitation(before, now)
  const after = {
    ...details,
    ...taken(ceasedToBeUser(standingOf(before))),
    // What its user has proved by accepting stays proved.
    addressState: details.addressState ?? addressStateOf(before),
    identityId: undefined,
    defaultRole: undefined,
    permissionGroups: {},
    groups: {},
  }
  return { action: 'profile.ceased-to-be-user', after, about, writes, actsUpon: true }
}

function becomeUser(details: ProfileRecord, confirm: boolean, request: Request): Step {
  const after = { ...details, ...taken(becameUser(standingOf(details), { kind: details.kind, confirm })) }
  const action = 'profile.became-user'
  return confirm ? invited(after, action, false, request) : { action, after, writes: [], actsUpon: false }
}

async function confirmDraft(before: ProfileRecord, details: ProfileRecord, request: Request): Promise<Step> {
  const standing = taken(confirmed(standingOf(before)))
  const { grants, gone } = await intentionsInForce(request.caller.organization, before)
  if (gone.length > 0)
    throw new Problem('intentions-gone', {
      detail: `What the draft was to be given is gone, or its service is paused: ${gone.join(', ')}. Take the draft out of it, and confirm again.`,
    })
  return invited({ ...details, ...standing, ...grants }, 'profile.confirmed', false, request)
}

/**
 * The link that went to the old address dies with its send number, and nothing that was begun with it can be ended: a password and
 * a factor belong to the sign-in of the old address, which the profile's address no longer names.
 */
async function replaceAddress(before: ProfileRecord, details: ProfileRecord, request: Request): Promise<Step> {
  const { caller, now } = request
  const after = { ...details, ...taken(addressReplaced(standingOf(before))), identityId: undefined }
  if (before.status === 'draft') return { action: 'profile.changed', after, writes: [], actsUpon: true }
  const action = 'profile.address-replaced'
  if (before.status === 'active') return invited(after, action, true, request)
  if (before.status !== 'invited' || before.invitationId === undefined)
    return { action, after, writes: [], actsUpon: true }

  const { organizationId, invitationId } = before
  const invitation = await getInvitation({ organizationId, invitationId })
  if (!invitation) throw new Error('somebody is invited without an invitation')
  const { invitationDays } = caller.organization
  const inviter = inviterOf(caller)
  const { writes, named } = invitationSentAgain({ invitation, profile: after, invitationDays, inviter, now })
  return { action, after, about: named, writes, actsUpon: true }
}

function invited(
  profile: ProfileRecord,
  action: ActivityAction,
  actsUpon: boolean,
  { caller, now, newId }: Request,
): Step {
  const invitationId = newId('invitation')
  const after = { ...profile, invitationId }
  const { invitationDays } = caller.organization
  const inviter = inviterOf(caller)
  const { writes, named } = newInvitationFor({ profile: after, invitationId, invitationDays, inviter, now })
  return { action, after, about: named, writes, actsUpon }
}
