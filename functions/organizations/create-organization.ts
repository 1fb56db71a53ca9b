import { accessDifference } from '../../shared/domain/access-difference.ts'
import { ownerRoleId } from '../../shared/domain/catalog.ts'
import { noDefinitions } from '../../shared/domain/evaluator.ts'
import { changedHelp } from '../../shared/domain/help.ts'
import { inviterOf, personOf } from '../../shared/frame/caller.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { invite } from '../../shared/table/inviting.ts'
import { createOrganization as create, newOrganization } from '../../shared/table/organization.ts'
import { createProfile, newProfile } from '../../shared/table/profile.ts'
import { organizationReply } from './organization-reply.ts'
import { underParent } from './under-parent.ts'

/**
 * Creates a customer of the provider or of a reseller (O1) and invites its first owner (O3). The caller holds
 * `customers:administer` in the parent, so may give Owner in an organization that has none.
 */
export const createOrganization: Operation<'createOrganization'> = async ({ body, caller, now, newId, commit }) => {
  const parent = caller.organization
  const joining = await underParent(parent)

  const { firstOwner, parentId, ...details } = body
  const organization = newOrganization(
    {
      ...details,
      help: changedHelp(undefined, body.help),
      kind: 'customer',
      parentId,
      language: body.language ?? parent.language,
      timeZone: body.timeZone ?? parent.timeZone,
    },
    { organizationId: newId('organization'), accessVersion: newId('activity'), now },
  )
  const { organizationId } = organization
  const invitationId = newId('invitation')
  const profile = newProfile(
    {
      ...firstOwner,
      kind: 'person',
      user: true,
      status: 'invited',
      defaultRole: { roleId: ownerRoleId },
      invitationId,
    },
    { organizationId, profileId: newId('profile'), language: organization.language, now },
  )
  const by = { ...caller, organization, actingFor: personOf(caller).profile.organizationId }

  return commit(
    [
      ...joining,
      create(organization),
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: 'organization.created',
        at: now,
        by,
        about: { parentId },
      }),
      ...createProfile(profile, { addressTaken: 'moved', externalIdTaken: 'moved' }),
      ...invite({
        profile,
        created: true,
        invitationId,
        activityId: newId('activity'),
        invitationDays: organization.invitationDays,
        inviter: inviterOf(caller),
        by,
        now,
      }),
    ],
    { organization: organizationReply(organization), firstOwner: { profileId: profile.profileId, invitationId } },
    [
      {
        who: { kind: 'profile', profileId: profile.profileId },
        ...accessDifference(undefined, profile, { organization, definitions: noDefinitions }, now),
      },
    ],
  )
}
