import { foldAddress } from '../../shared/domain/address.ts'
import { referenceOf } from '../../shared/domain/contract.ts'
import { id } from '../../shared/domain/ids.ts'
import type { Language } from '../../shared/domain/language.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import type { Addressee } from '../../shared/frame/greeting.ts'
import { mailOnce } from '../../shared/frame/mail-once.ts'
import { verificationAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { log } from '../../shared/platform/log.ts'
import { sendMailWith } from '../../shared/platform/mailer-attachments.ts'
import { getContract } from '../../shared/table/contract.ts'
import type { MailClaim } from '../../shared/table/mail-claim.ts'
import { getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { drawCertificate } from './certificate-drawing.ts'
import { certificateMail } from './certificate-mail.ts'
import { type Certified, certified } from './certified.ts'
import { partyOf } from './parties.ts'
import { requesterOf } from './requester.ts'

/**
 * Signs the evidence of a decision, and mails the certificate to whoever decided and to whoever requested it (K9), each once and in their
 * language. One to whom no mail can be sent now is thrown once the other has theirs, so that the event comes again.
 */
export const certifyContract = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, about } = event
  const contractId = id('contract', String(about.contractId))
  const [contract, organization] = await Promise.all([
    getContract({ organizationId, contractId }),
    getOrganization(organizationId),
  ])
  if (!contract?.decision || !organization) return log('info', 'mail.not-due', { activityId })
  const certificate = await certified(contract, organization)
  if (!certificate) return log('info', 'mail.not-due', { activityId })
  const [approver, requester] = await Promise.all([
    getProfile({ organizationId, profileId: contract.decision.profileId }),
    requesterOf(contract),
  ])
  const readers: readonly Reader[] = [
    ...(approver
      ? [{ ...approver, timeZone: organization.timeZone, as: 'approver' as const, replyTo: requester?.email }]
      : []),
    ...(requester && !(approver && foldAddress(requester.profile.email) === foldAddress(approver.email))
      ? [{ ...requester.profile, timeZone: requester.timeZone, as: 'requester' as const }]
      : []),
  ]
  const ends = await Promise.allSettled(readers.map((reader) => send(certificate, organization, reader, event)))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

type Reader = Addressee &
  NonNullable<MailClaim['reader']> & {
    readonly email: string
    readonly language: Language
    readonly timeZone: string
    readonly as: 'approver' | 'requester'
    /** Who gets an answer to it. */
    readonly replyTo?: string | undefined
  }

async function send(
  { evidence, jws }: Certified,
  organization: OrganizationRecord,
  reader: Reader,
  { activityId, now }: ActivityEvent,
): Promise<void> {
  const { language } = reader
  const appName = env('APP_NAME')
  const { organizationId, contractId } = evidence.contract
  const content = await drawCertificate({ evidence, jws, language, appName, verifyAt: verificationAddress() })
  const written = certificateMail({
    ...reader,
    appName,
    outcome: evidence.decision.outcome,
    organizationName: partyOf(organization).name,
    title: evidence.document.title,
    reference: referenceOf(contractId),
    decidedAt: evidence.decision.at,
  })
  const attachment = { fileName: `${referenceOf(contractId)}.pdf`, mediaType: 'application/pdf', content }
  await mailOnce(
    { activityId, organizationId, to: reader.email, replyTo: reader.replyTo, reader, now, ...written },
    undefined,
    sendMailWith([attachment]),
  )
}

export const handler = eventFunction(certifyContract)
