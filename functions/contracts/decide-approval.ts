import { approvalStatementVersion } from '../../shared/domain/approval-statement.ts'
import type { Contract, Decision } from '../../shared/domain/contract.ts'
import { decided } from '../../shared/domain/contract-lifecycle.ts'
import type { DecisionFacts, PartyFacts } from '../../shared/domain/decision-facts.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { contractActivity } from '../../shared/frame/contract-activity.ts'
import type { Page, PageOperation, PageRequest } from '../../shared/frame/operation.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { env } from '../../shared/platform/env.ts'
import type { ApprovalCode } from '../../shared/table/approval-code.ts'
import { whileOrder } from '../../shared/table/contact.ts'
import { changeContract, listAllOf } from '../../shared/table/contract.ts'
import { keepFacts } from '../../shared/table/evidence.ts'
import { type OrganizationRecord, whileOrganization } from '../../shared/table/organization.ts'
import { whileProfile } from '../../shared/table/profile.ts'
import { stored } from '../../shared/table/schema.ts'
import { closeAgreement, getServiceAgreement } from '../../shared/table/service-agreement.ts'
import { commit, type Write } from '../../shared/table/transaction.ts'
import { approvalDonePage } from './approval-done-page.tsx'
import {
  type ApprovalFaults,
  answerIn,
  faultsOfApproving,
  faultsOfDeclining,
  faultsOfShown,
  isFaulty,
  nameIn,
  type TypedApproval,
} from './approval-form.ts'
import { type Offer, offerOf } from './approval-offer.ts'
import { approvalShown } from './approval-shown.ts'
import { approverDoing } from './approver-doing.ts'
import { type OpenApprovalLink, openApprovalLink } from './open-approval-link.ts'
import { triedCode } from './tried-code.ts'

type Request = PageRequest<'decideApproval'>

/**
 * Approves a contract or declines it, once and for all (K8): the decision is a conditional write with its facts and its activity, under the
 * conditions that whoever decides may do so at that moment (K7, K10). The workflow is called back from the activity, and carries nothing.
 */
export const decideApproval: PageOperation<'decideApproval'> = async (request) => {
  const { params, form, visitor, now } = request
  const link = await openApprovalLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  if (!form.valid) throw new Problem('invalid', { errors: form.errors })
  const { decision, ...typed } = form.fields
  const { fingerprint } = await offerOf(link)
  const faults = {
    ...faultsOfShown(typed, fingerprint),
    ...(decision === 'approve' ? faultsOfApproving(typed) : faultsOfDeclining(typed)),
  }
  const tried = await triedCode(link, typed, faults, now)
  if ('faults' in tried) return refused(link, typed, tried.faults, now)
  const outcome = decision === 'approve' ? 'approved' : 'declined'
  return untilDecided(() => decide(outcome, typed, tried.code, request))
}

async function decide(
  outcome: Decision['outcome'],
  typed: TypedApproval,
  code: ApprovalCode,
  request: Request,
): Promise<Page> {
  const { params, visitor, now, newId } = request
  const link = await openApprovalLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  const offer = await offerOf(link)
  const changed = faultsOfShown(typed, offer.fingerprint)
  if (isFaulty(changed)) return refused(link, typed, changed, now)
  const { contract, organization, profile, contacts } = link
  const { organizationId, contractId } = contract
  const reason = outcome === 'declined' ? answerIn(typed.reason) : undefined
  const after = decided(contract, { outcome, at: now, profileId: profile.profileId }, reason)
  const doing = approverDoing(link, request)
  await commit(
    [
      keepFacts({ organizationId, contractId }, factsOf(link, offer, outcome, typed, code, request)),
      whileProfile(profile),
      whileOrganization(organization),
      whileOrder(contacts.order),
      ...(await agreementWrites(contract, outcome)),
      changeContract(contract, after, now),
      contractActivity(`contract.${outcome}`, after, doing, {
        documentId: contract.document.documentId,
        documentVersion: contract.document.version,
        ...(contract.replaces && { replaces: contract.replaces }),
      }),
    ],
    newId('activity'),
  )
  return {
    status: 200,
    html: approvalDonePage({
      appName: env('APP_NAME'),
      done: outcome,
      contract: after,
      organization,
      profile,
      cspFollows: outcome === 'approved' && (await cspFollows(contract)),
    }),
  }
}

/** The page again, with what is wrong. Whoever was shown something else has stated nothing yet: their tick is taken away. */
async function refused(
  link: OpenApprovalLink,
  { authority, ...typed }: TypedApproval,
  errors: ApprovalFaults,
  now: string,
): Promise<Page> {
  const values = errors.shown ? typed : { ...typed, authority }
  return { status: 400, html: await approvalShown(link, now, { values, errors }) }
}

/** Everything that is known at this moment (K9), as it was shown. */
function factsOf(
  link: OpenApprovalLink,
  { document, above: { provider }, statement }: Offer,
  outcome: Decision['outcome'],
  typed: TypedApproval,
  code: ApprovalCode,
  { visitor, now }: Request,
): DecisionFacts {
  const { contract, organization, profile } = link
  const held = profile.contactRoles?.commercial
  if (!held?.attestation || !provider) throw new Error('whoever decides was stated to have signing authority')
  const { profileId, firstName, lastName, jobTitle, email, phone, language } = profile
  const { requestId, ipAddress, userAgent } = visitor.origin
  const { version, title, sha256, templateId } = document
  const approves = outcome === 'approved'
  return stored({
    outcome,
    at: now,
    reason: approves ? undefined : answerIn(typed.reason),
    approver: stored({
      profileId,
      firstName,
      lastName,
      jobTitle,
      email,
      phone,
      language,
      typedName: approves ? nameIn(typed) : undefined,
    }),
    confirmedBy: { method: 'mailbox-code', sentTo: contract.approver.email, sentAt: code.sentAt },
    statement: approves ? { version: approvalStatementVersion, language, text: statement } : undefined,
    origin: stored({ requestId, ipAddress, userAgent }),
    authority: stored(held.attestation),
    assignedAt: held.assignedAt,
    document: stored({ version, title, language: document.language, sha256, templateId }),
    customer: partyFacts(organization),
    provider: partyFacts(provider),
    term: contract.term,
  })
}

const partyFacts = ({ name, legalName, companyNumber, country, address }: OrganizationRecord): PartyFacts =>
  stored({ name, legalName, companyNumber, country, address })

/** A service agreement that is approved is signed; declined, another one may be opened (K2). */
async function agreementWrites(
  { kind, organizationId, contractId }: Contract,
  outcome: Decision['outcome'],
): Promise<readonly Write[]> {
  if (kind !== 'service-agreement') return []
  const agreement = await getServiceAgreement(organizationId)
  return [closeAgreement(agreement, contractId, outcome === 'approved' ? 'signed' : 'unsigned')]
}

/** Whether a contract comes next that has waited for this agreement; the list may be a moment late. */
const cspFollows = async ({ kind, organizationId }: Contract): Promise<boolean> =>
  kind === 'service-agreement' && (await listAllOf(organizationId, 'waiting-for-agreement')).length > 0
