import { Problem } from '../../shared/domain/problems.ts'
import type { Page, PageOperation, PageRequest } from '../../shared/frame/operation.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { keptApart } from '../../shared/table/limit.ts'
import { commit } from '../../shared/table/transaction.ts'
import { inviterToAsk } from './inviter-names.ts'
import { endPage, openLink } from './open-link.ts'
import { askForPassword } from './show-activation.ts'

/**
 * Asks for a new link from the page of one that has expired: the inviter is told, once an hour (I12). Asking more often gives the same
 * page, which is as true as before. Any other link answers as it stands.
 */
export const askForInvitation: PageOperation<'askForInvitation'> = (request) => untilDecided(() => ask(request))

async function ask({ params, visitor, now, newId }: PageRequest<'askForInvitation'>): Promise<Page> {
  const link = await openLink(params.token, visitor, now)
  if (!('ended' in link)) return { status: 200, html: await askForPassword(link) }
  if (!link.expired) return link.ended
  const { invitation, profile, organization } = link.expired
  const { organizationId, invitationId, generation } = invitation
  const asked = recordActivity({
    activityId: newId('activity'),
    organizationId,
    action: 'invitation.asked-for',
    at: now,
    by: { principal: `link:${invitationId}`, profile, organization, origin: visitor.origin },
    subject: profile.profileId,
    about: { invitationId, generation },
  })
  try {
    await commit([keptApart('invitation-asks', invitationId, now), asked], newId('activity'))
  } catch (error) {
    if (!(error instanceof Problem)) throw error
  }
  const { name: organizationName } = organization
  return endPage({ end: 'asked', organizationName, ...(await inviterToAsk(invitation)) }, profile.language)
}
