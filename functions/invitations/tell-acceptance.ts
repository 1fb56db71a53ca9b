import { id } from '../../shared/domain/ids.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailOnce } from '../../shared/frame/mail-once.ts'
import { signInAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { log } from '../../shared/platform/log.ts'
import { getInvitation } from '../../shared/table/invitation.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { acceptanceMail } from './acceptance-mail.tsx'
import { inviterNames } from './inviter-names.ts'

/** Tells an address that its invitation was accepted, in case it was by somebody else (I5). */
export const tellAcceptance = async ({ activityId, organizationId, about, at, now }: ActivityEvent): Promise<void> => {
  const invitationId = id('invitation', String(about.invitationId))
  const invitation = await getInvitation({ organizationId, invitationId })
  const [profile, organization] = await Promise.all([
    invitation && getProfile({ organizationId, profileId: invitation.profileId }),
    getOrganization(organizationId),
  ])
  if (!invitation || !profile || !organization) return log('info', 'mail.not-due', { activityId, invitationId })
  const { inviterName } = await inviterNames(invitation)
  const written = acceptanceMail({
    language: profile.language,
    appName: env('APP_NAME'),
    salutation: profile.salutation,
    firstName: profile.firstName,
    lastName: profile.lastName,
    organizationName: organization.name,
    through: about.through === 'sign-in' ? 'sign-in' : 'link',
    email: profile.email,
    acceptedAt: at,
    timeZone: organization.timeZone,
    signInUrl: signInAddress(),
    inviterName,
  })
  await mailOnce({ activityId, organizationId, to: profile.email, reader: profile, now, ...written })
}

export const handler = eventFunction(tellAcceptance)
