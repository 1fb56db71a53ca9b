import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { newProfile as begin } from '../../shared/domain/profile.ts'
import { inviterOf } from '../../shared/frame/caller.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { intendedGrants } from '../../shared/frame/intended-grants.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { invite } from '../../shared/table/inviting.ts'
import { newProfile } from '../../shared/table/profile.ts'
import { profileReply } from './profile-reply.ts'

/**
 * Adds a person or a shared mailbox (P2-P5). A user is a draft, whose role, groups and permission groups are intentions, or is
 * invited at once when confirmed (I1); then the caller must be able to give all of it (A4).
 */
export const createProfile: Operation<'createProfile'> = async ({ params, body, caller, now, newId, commit }) => {
  const { organization } = caller
  const { confirm, user, defaultRole, permissionGroups, groups, ...fields } = {
    confirm: false,
    user: false,
    defaultRole: undefined,
    permissionGroups: undefined,
    groups: undefined,
    ...body,
  }
  if (!user) requireNothingGiven({ defaultRole, permissionGroups, groups })
  const grants = await intendedGrants({ defaultRole, permissionGroups, groups }, organization)
  const standing = begin({ kind: body.kind, user, confirm })
  if (typeof standing === 'string') throw new Error(`the schema lets a profile through that cannot begin: ${standing}`)

  const invitationId = standing.status === 'invited' ? newId('invitation') : undefined
  const profile = newProfile(
    { ...fields, ...grants, ...standing, invitationId },
    { ...params, profileId: newId('profile'), language: organization.language, now },
  )
  const refusals = { addressTaken: new Problem('address-taken'), externalIdTaken: new Problem('external-id-taken') }
  const { writes, affected, coverageChanges } = await changePeople({ caller, now, newId, refusals }, [
    { before: undefined, after: profile, action: invitationId ? undefined : 'profile.created' },
  ])
  const invited = invitationId
    ? invite({
        profile,
        created: true,
        invitationId,
        activityId: newId('activity'),
        invitationDays: organization.invitationDays,
        inviter: inviterOf(caller),
        by: caller,
        now,
      })
    : []
  return commit([...writes, ...invited], { ...profileReply(profile), coverageChanges: [...coverageChanges] }, affected)
}

/** A contact signs in to nothing, so nothing is given to them. */
function requireNothingGiven(named: Readonly<Record<string, unknown>>): void {
  const field = Object.keys(named).find((key) => named[key] !== undefined)
  if (field !== undefined) throw invalidField(`#/${field}`, 'for-users-only', 'Only a user can be given access.')
}
