import { addressStateOf } from '../../shared/domain/address-state.ts'
import { answerableUntil } from '../../shared/domain/contact-question.ts'
import { isContact } from '../../shared/frame/contact-question.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailOnce } from '../../shared/frame/mail-once.ts'
import { contactAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { deriveLinkToken, hashLinkToken } from '../../shared/platform/link-token.ts'
import { log } from '../../shared/platform/log.ts'
import { deferMail } from '../../shared/table/deferred-mail.ts'
import { storeContactLink } from '../../shared/table/link.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'
import { namerOf } from './namer.ts'
import { questionMail } from './question-mail.ts'
import { addresseeOf, knownOf, standsFor } from './stands-for.ts'

/**
 * Mails a contact the question whether it is them (C8), as send-invitation mails an invitation's link: derive, store on condition of the
 * question, send. Whoever has answered meanwhile, or was asked anew, gets nothing by the event of before. What is more than ten
 * mails with links a day to one address waits until tomorrow; so does everything while the organization is suspended.
 */
export const sendQuestion = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, subject, action, about, now, newId } = event
  // Naming somebody for the same once more asks nothing.
  if (about.generation === undefined || subject === undefined) return
  const [contact, organization] = await Promise.all([
    getProfile({ organizationId, profileId: subject }),
    getOrganization(organizationId),
  ])
  const notDue = () => log('info', 'mail.not-due', { activityId })
  if (!contact || !isContact(contact) || addressStateOf(contact) === 'disowned') return notDue()
  const { question, profileId } = contact
  if (question.generation !== about.generation || question.answeredAt !== undefined) return notDue()
  if (!organization || organization.status === 'removed') return notDue()
  const wait = async () => {
    await commit([deferMail({ kind: 'contact-question', organizationId, activityId }, now)], newId('activity'))
    log('info', 'mail.deferred', { activityId, mailsDeferred: 1 })
  }
  if (organization.status === 'suspended') return wait()
  if (now >= answerableUntil(question)) return notDue()

  const { generation, nonce } = question
  const token = await deriveLinkToken({ purpose: 'contact', id: profileId, generation, nonce })
  const stored = await storeContactLink(hashLinkToken(token), contact, { email: contact.email, now }, () =>
    newId('activity'),
  )
  if (stored === 'moved') return notDue()
  if (stored === 'too-many') return wait()

  const written = questionMail({
    ...addresseeOf(contact),
    language: contact.language,
    appName: env('APP_NAME'),
    organizationName: organization.name,
    ...(await namerOf(question, organization)),
    asks: question.because === 'named' ? 'named' : action === 'contact.reminded' ? 'reminder' : 'yearly',
    verified: addressStateOf(contact) === 'verified',
    standsFor: standsFor(contact, now),
    known: knownOf(contact),
    link: contactAddress(token),
    answerUntil: answerableUntil(question),
    timeZone: organization.timeZone,
  })
  await mailOnce({ activityId, organizationId, to: contact.email, reader: contact, now, ...written })
}

export const handler = eventFunction(sendQuestion)
