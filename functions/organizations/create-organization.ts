import { ownerRoleId } from '../../shared/domain/catalog.ts'
import { Problem } from '../../shared/domain/problems.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { theProvider } from '../../shared/frame/standing.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { invite } from '../../shared/table/inviting.ts'
import { createOrganization as create, newOrganization } from '../../shared/table/organization.ts'
import { createProfile, newProfile } from '../../shared/table/profile.ts'
import { organizationReply } from './organization-reply.ts'

/**
 * Creates a customer of the provider or of a reseller (O1) and invites its first owner (O3). The caller holds
 * `customers:administer` in the parent, so may give Owner in an organization that has none.
 */
export const createOrganization: Operation<'createOrganization'> = async ({ body, caller, now, newId, commit }) => {
  const parent = caller.organization
  if (parent.kind === 'customer' && parent.parentId !== (await theProvider())) throw new Problem('too-many-levels')

  const { firstOwner, parentId, ...details } = body
  const organization = newOrganization(
    {
      ...details,
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
  const by = { ...caller, actingFor: caller.profile.organizationId }

  return commit(
    [
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
        inviter: { principal: caller.principal, identityId: caller.identityId, ...caller.profile },
        by,
        now,
      }),
    ],
    { organization: organizationReply(organization), firstOwner: { profileId: profile.profileId, invitationId } },
  )
}
