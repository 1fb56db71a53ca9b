import * as z from 'zod'
import { emailAddress, language, nameText, timeZone } from '../../shared/contract/fields.ts'
import { ownerRoleId } from '../../shared/domain/catalog.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { directFunction } from '../../shared/frame/direct-function.ts'
import type { NewId } from '../../shared/frame/operation.ts'
import { log } from '../../shared/platform/log.ts'
import { type Doer, recordActivity } from '../../shared/table/activity.ts'
import { getInvitation } from '../../shared/table/invitation.ts'
import { invite, sendAgain } from '../../shared/table/inviting.ts'
import { createOrganization, getOrganization, newOrganization } from '../../shared/table/organization.ts'
import { createProfile, getProfile, newProfile } from '../../shared/table/profile.ts'
import { createProvider, getProvider } from '../../shared/table/provider.ts'
import { commit } from '../../shared/table/transaction.ts'

const FirstAdministrator = z.strictObject({
  organizationName: nameText('The provider as people know it'),
  email: emailAddress,
  firstName: nameText('First name'),
  lastName: nameText('Last name'),
  language: language.default('en'),
  timeZone: timeZone.default('Europe/Brussels'),
})

type Outcome = {
  readonly outcome: 'invited' | 'sent-again'
  readonly organizationId: string
  readonly invitationId: string
}

/**
 * Where everything begins. Only the deployer's IAM may invoke it: on condition that there is no provider, it creates one and
 * invites its first owner; afterwards it only sends that invitation again, which sets off an alarm.
 */
export const handler = directFunction(FirstAdministrator, async (asked, { now, newId, requestId }) => {
  const by: Doer = { principal: 'deployer', origin: { requestId, ipAddress: undefined, userAgent: undefined } }
  return (await getProvider()) ? again(by, now, newId) : begin(asked, by, now, newId)
})

async function begin(
  asked: z.output<typeof FirstAdministrator>,
  by: Doer,
  now: string,
  newId: NewId,
): Promise<Outcome> {
  const { organizationName, timeZone, ...person } = asked
  const organization = newOrganization(
    { kind: 'provider', parentId: 'none', name: organizationName, language: person.language, timeZone },
    { organizationId: newId('organization'), accessVersion: newId('activity'), now },
  )
  const { organizationId, invitationDays } = organization
  const invitationId = newId('invitation')
  const profile = newProfile(
    { ...person, kind: 'person', user: true, status: 'invited', defaultRole: { roleId: ownerRoleId }, invitationId },
    { organizationId, profileId: newId('profile'), language: person.language, now },
  )
  await commit(
    [
      createProvider({ organizationId, firstInvitationId: invitationId, createdAt: now }),
      createOrganization(organization),
      recordActivity({ activityId: newId('activity'), organizationId, action: 'provider.created', at: now, by }),
      ...createProfile(profile, { addressTaken: 'moved', externalIdTaken: 'moved' }),
      ...invite({
        profile,
        created: true,
        invitationId,
        activityId: newId('activity'),
        invitationDays,
        inviter: { principal: 'deployer' },
        by,
        now,
      }),
    ],
    newId('activity'),
  )
  log('info', 'first-administrator.sent', { organizationId, invitationId })
  return { outcome: 'invited', organizationId, invitationId }
}

async function again(by: Doer, now: string, newId: NewId): Promise<Outcome> {
  const provider = await getProvider()
  if (!provider) throw new Problem('not-found')
  const { organizationId, firstInvitationId: invitationId } = provider
  const [organization, invitation] = await Promise.all([
    getOrganization(organizationId),
    getInvitation({ organizationId, invitationId }),
  ])
  if (!organization || !invitation) throw new Problem('not-found')
  if (invitation.state === 'accepted') throw new Problem('provider-exists')
  const profile = await getProfile(invitation)
  if (!profile) throw new Problem('not-found')
  const { invitationDays } = organization
  const activityId = newId('activity')
  const inviter = { principal: 'deployer' } as const
  const there = { ...by, organization }
  await commit(
    sendAgain({ invitation, profile, activityId, invitationDays, inviter, by: there, now }),
    newId('activity'),
  )
  log('warn', 'first-administrator.sent-again', { organizationId, invitationId })
  return { outcome: 'sent-again', organizationId, invitationId }
}
