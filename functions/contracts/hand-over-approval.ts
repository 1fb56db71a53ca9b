import { sentTo } from '../../shared/domain/contract-lifecycle.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { contractActivity } from '../../shared/frame/contract-activity.ts'
import type { Page, PageOperation, PageRequest } from '../../shared/frame/operation.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { env } from '../../shared/platform/env.ts'
import { whileOrder } from '../../shared/table/contact.ts'
import { changeContract } from '../../shared/table/contract.ts'
import { newNonce } from '../../shared/table/nonce.ts'
import { whileOrganization } from '../../shared/table/organization.ts'
import { whileProfile } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'
import { approvalDonePage } from './approval-done-page.tsx'
import { type ApprovalFaults, faultsOfHandingOver, type TypedApproval } from './approval-form.ts'
import { approvalShown } from './approval-shown.ts'
import { approverDoing } from './approver-doing.ts'
import { contractDayLength } from './contract-days.ts'
import { openApprovalLink } from './open-approval-link.ts'
import { successorsOf } from './successors.ts'
import { triedCode } from './tried-code.ts'

const gone: ApprovalFaults = { to: 'to-gone' }

/** Hands a contract over to another Commercial Contact, who has all days to answer from now on; the link of before is dead (K4, K6). */
export const handOverApproval: PageOperation<'handOverApproval'> = async (request) => {
  const { params, form, visitor, now } = request
  const link = await openApprovalLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  if (!form.valid) throw new Problem('invalid', { errors: form.errors })
  const typed = form.fields
  const successors = await successorsOf(link)
  const known = successors.some(({ profileId }) => profileId === typed.to)
  const tried = await triedCode(link, typed, known ? faultsOfHandingOver(typed) : gone, now)
  if ('faults' in tried)
    return { status: 400, html: await approvalShown(link, now, { values: typed, errors: tried.faults }) }
  return untilDecided(() => handOver(typed, request))
}

async function handOver(typed: TypedApproval, request: PageRequest<'handOverApproval'>): Promise<Page> {
  const { params, visitor, now, newId } = request
  const link = await openApprovalLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  const { contract, organization, profile, contacts } = link
  const successors = await successorsOf(link)
  const successor = successors.find(({ profileId }) => profileId === typed.to)
  if (!successor) return { status: 400, html: await approvalShown(link, now, { values: typed, errors: gone }) }
  const after = sentTo(
    contract,
    { signatory: successor, handedOver: true, nonce: newNonce() },
    now,
    contractDayLength(),
  )
  await commit(
    [
      whileProfile(profile),
      whileOrganization(organization),
      whileOrder(contacts.order),
      changeContract(contract, after, now),
      contractActivity('contract.handed-over', after, approverDoing(link, request), { approver: successor.profileId }),
    ],
    newId('activity'),
  )
  const page = { appName: env('APP_NAME'), contract: after, organization, profile }
  return { status: 200, html: approvalDonePage({ ...page, done: 'handedOver', to: successor.name }) }
}
