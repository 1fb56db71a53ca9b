import { Problem } from '../../shared/domain/problems.ts'
import { newProfile as begin } from '../../shared/domain/profile.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { invite } from '../../shared/table/inviting.ts'
import { createProfile as create, newProfile, personalValues } from '../../shared/table/profile.ts'
import { profileReply } from './profile-reply.ts'

/** Adds a person or a shared mailbox (P2-P5); a user is a draft, or invited at once when confirmed (I1). */
export const createProfile: Operation<'createProfile'> = async ({ params, body, caller, now, newId, commit }) => {
  const { organization } = caller
  const { confirm, user, ...fields } = { confirm: false, user: false, ...body }
  const standing = begin({ kind: body.kind, user, confirm })
  if (typeof standing === 'string') throw new Error(`the schema lets a profile through that cannot begin: ${standing}`)

  const invitationId = standing.status === 'invited' ? newId('invitation') : undefined
  const profile = newProfile(
    { ...fields, ...standing, invitationId },
    { ...params, profileId: newId('profile'), language: organization.language, now },
  )
  const refusals = { addressTaken: new Problem('address-taken'), externalIdTaken: new Problem('external-id-taken') }
  const happened = invitationId
    ? invite({
        profile,
        created: true,
        invitationId,
        activityId: newId('activity'),
        invitationDays: organization.invitationDays,
        inviter: { principal: caller.principal, identityId: caller.identityId, ...caller.profile },
        by: caller,
        now,
      })
    : [
        recordActivity({
          activityId: newId('activity'),
          organizationId: params.organizationId,
          action: 'profile.created',
          at: now,
          by: caller,
          subject: profile.profileId,
          values: { profile, after: personalValues(profile) },
        }),
      ]
  return commit([...create(profile, refusals), ...happened], profileReply(profile))
}
