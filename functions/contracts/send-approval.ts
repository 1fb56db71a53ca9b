import type { Approver } from '../../shared/domain/contract.ts'
import { referenceOf } from '../../shared/domain/contract.ts'
import { id } from '../../shared/domain/ids.ts'
import { doerNameOf } from '../../shared/frame/doer.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailOnce } from '../../shared/frame/mail-once.ts'
import { organizationsAbove } from '../../shared/frame/organizations-above.ts'
import { approvalAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { deriveLinkToken, hashLinkToken } from '../../shared/platform/link-token.ts'
import { log } from '../../shared/platform/log.ts'
import { type ContractRecord, getContract } from '../../shared/table/contract.ts'
import { deferMail } from '../../shared/table/deferred-mail.ts'
import { storeApprovalLink } from '../../shared/table/link.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'
import { type ApprovalMail, approvalMail } from './approval-mail.ts'
import { answererOf, callableOf, partyOf } from './parties.ts'
import { requesterOf } from './requester.ts'

/** Which mail follows from which activity. */
const because: Readonly<Record<string, ApprovalMail['because']>> = {
  'contract.sent': 'first',
  'contract.moved': 'moved',
  'contract.reminded': 'reminder',
  'contract.handed-over': 'handed-over',
}

/**
 * Mails the approver of a contract their link, as send-invitation mails an invitation's: derive, store on condition of the number, send. Whoever
 * has it no longer, or was sent another one, gets nothing by the event of before. What is more than ten mails with links a day to one address
 * waits until tomorrow; so does everything while the organization is suspended.
 */
export const sendApproval = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, action, about, now, newId } = event
  const contractId = id('contract', String(about.contractId))
  const [contract, organization] = await Promise.all([
    getContract({ organizationId, contractId }),
    getOrganization(organizationId),
  ])
  const notDue = () => log('info', 'mail.not-due', { activityId })
  if (!contract || !hasApprover(contract) || contract.generation !== about.generation) return notDue()
  if (!organization || organization.status === 'removed') return notDue()
  const wait = async () => {
    await commit([deferMail({ kind: 'approval', organizationId, activityId }, now)], newId('activity'))
    log('info', 'mail.deferred', { activityId, mailsDeferred: 1 })
  }
  if (organization.status === 'suspended') return wait()
  const { approver, generation, nonce } = contract
  if (now >= approver.deadlineAt) return notDue()
  const profile = await getProfile({ organizationId, profileId: approver.profileId })
  if (!profile || profile.status === 'deactivated' || profile.email !== approver.email) return notDue()

  const token = await deriveLinkToken({ purpose: 'approval', id: contractId, generation, nonce })
  const stored = await storeApprovalLink(hashLinkToken(token), contract, { email: approver.email, now }, () =>
    newId('activity'),
  )
  if (stored === 'moved') return notDue()
  if (stored === 'too-many') return wait()

  const [{ parent, provider }, requester, handedOverBy] = await Promise.all([
    organizationsAbove(organization),
    requesterOf(contract),
    action === 'contract.handed-over' ? doerNameOf(event) : undefined,
  ])
  const nearest = [organization, parent, provider]
  const providerName = partyOf(provider ?? organization).name
  const answerer = requester ?? answererOf(nearest)
  const written = approvalMail({
    ...profile,
    appName: env('APP_NAME'),
    because: because[action] ?? 'first',
    kind: contract.kind,
    organizationName: partyOf(organization).name,
    providerName,
    requester,
    title: contract.document.title[profile.language] ?? contract.document.title.en,
    reference: referenceOf(contractId),
    link: approvalAddress(token),
    deadlineAt: approver.deadlineAt,
    timeZone: organization.timeZone,
    now,
    call: callableOf(nearest),
    answeredBy: answerer && (answerer.name ?? requester?.organizationName ?? providerName),
    handedOverBy,
  })
  await mailOnce({
    activityId,
    organizationId,
    to: approver.email,
    reader: profile,
    now,
    replyTo: answerer?.email,
    ...written,
  })
}

const hasApprover = (contract: ContractRecord): contract is ContractRecord & { readonly approver: Approver } =>
  contract.state === 'sent' && contract.approver !== undefined

export const handler = eventFunction(sendApproval)
