import { mostQuestions } from '../../shared/domain/contract.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { contractActivity } from '../../shared/frame/contract-activity.ts'
import type { Page, PageOperation, PageRequest } from '../../shared/frame/operation.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { changeContract } from '../../shared/table/contract.ts'
import { whileOrganization } from '../../shared/table/organization.ts'
import { whileProfile } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'
import { type ApprovalFaults, answerIn, faultsOfAsking, type TypedApproval } from './approval-form.ts'
import { approvalShown } from './approval-shown.ts'
import { approverDoing } from './approver-doing.ts'
import { type OpenApprovalLink, openApprovalLink } from './open-approval-link.ts'
import { triedCode } from './tried-code.ts'

const tooMany: ApprovalFaults = { question: 'too-many-questions' }

/** Asks whoever requested a contract something, three times at most; the deadline stays (K6). The question stands in the contract. */
export const askQuestion: PageOperation<'askQuestion'> = async (request) => {
  const { params, form, visitor, now } = request
  const link = await openApprovalLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  if (!form.valid) throw new Problem('invalid', { errors: form.errors })
  const typed = form.fields
  const faults = mayAsk(link) ? faultsOfAsking(typed) : tooMany
  const tried = await triedCode(link, typed, faults, now)
  if ('faults' in tried)
    return { status: 400, html: await approvalShown(link, now, { values: typed, errors: tried.faults }) }
  return untilDecided(() => ask(typed, request))
}

async function ask(typed: TypedApproval, request: PageRequest<'askQuestion'>): Promise<Page> {
  const { params, visitor, now, newId } = request
  const link = await openApprovalLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  const { contract, organization, profile } = link
  const text = answerIn(typed.question)
  // Sent twice by a browser, it was asked once.
  const again = contract.questions.at(-1)?.text === text
  if (!again) {
    if (!mayAsk(link)) return { status: 400, html: await approvalShown(link, now, { values: typed, errors: tooMany }) }
    const questions = [...contract.questions, { at: now, profileId: profile.profileId, text }]
    const after = { ...contract, questions }
    await commit(
      [
        whileProfile(profile),
        whileOrganization(organization),
        changeContract(contract, after, now),
        contractActivity('contract.question-asked', after, approverDoing(link, request), {
          question: questions.length,
        }),
      ],
      newId('activity'),
    )
  }
  const current = await openApprovalLink(params.token, visitor, now)
  return 'ended' in current
    ? current.ended
    : { status: 200, html: await approvalShown(current, now, { said: 'asked' }) }
}

const mayAsk = ({ contract }: OpenApprovalLink): boolean => contract.questions.length < mostQuestions
