import type { Contract } from '../../shared/domain/contract.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { personOf } from '../../shared/frame/caller.ts'
import { contractActivity } from '../../shared/frame/contract-activity.ts'
import type { Operation, OperationRequest } from '../../shared/frame/operation.ts'
import { createContract, getContract } from '../../shared/table/contract.ts'
import { getDocumentAndNewest } from '../../shared/table/document.ts'
import { countLinkMail } from '../../shared/table/inviting.ts'
import { newNonce } from '../../shared/table/nonce.ts'
import { getServiceAgreement, openAgreement } from '../../shared/table/service-agreement.ts'
import { contractReply } from './contract-reply.ts'
import { newContract, watchWorkflow } from './new-contract.ts'

/**
 * Has a document approved by the Commercial Contact: the workflow starts from its activity (K1). Without a signed service agreement that one comes
 * first, so there must be one to sign (K2).
 */
export const requestContract: Operation<'requestContract'> = async (request) => {
  const { body, caller, now, newId, commit } = request
  const { organization, principal } = caller
  const { profile } = personOf(caller)
  const { organizationId } = organization
  if (organization.kind === 'provider') throw new Problem('provider-attests')
  const [{ document, newestOf }, agreement, replaced] = await Promise.all([
    getDocumentAndNewest(body.documentId, ['service-agreement']),
    getServiceAgreement(organizationId),
    replacedBy(request),
  ])
  if (!document?.published)
    throw invalidField('#/documentId', 'not-found', 'There is no such document that was published.')
  if (replaced && replaced.kind !== document.kind)
    throw invalidField('#/replaces', 'other-kind', 'That contract is about a document of another kind.')
  const isAgreement = document.kind === 'service-agreement'
  const agreementFirst = !isAgreement && agreement.signedId === undefined && agreement.openId === undefined
  if (agreementFirst && !newestOf.has('service-agreement')) throw new Problem('no-agreement-published')

  const contract = newContract({
    organizationId,
    contractId: newId('contract'),
    document: { ...document.published, documentId: document.documentId, kind: document.kind },
    requestedBy: principal,
    requestedByProfile: {
      organizationId: profile.organizationId,
      profileId: profile.profileId,
    },
    ...(body.term && { term: body.term }),
    ...(body.replaces && { replaces: body.replaces }),
    now,
    nonce: newNonce(),
  })
  return commit(
    [
      countLinkMail(organizationId, now),
      ...(isAgreement ? [openAgreement(agreement, contract.contractId)] : []),
      createContract(contract),
      watchWorkflow(contract, now),
      contractActivity('contract.requested', contract, { by: caller, now, newId }),
    ],
    await contractReply(contract),
  )
}

/** What a contract takes the place of was approved. */
async function replacedBy({ body, caller }: OperationRequest<'requestContract'>): Promise<Contract | undefined> {
  if (body.replaces === undefined) return undefined
  const { organizationId } = caller.organization
  const replaced = await getContract({ organizationId, contractId: body.replaces })
  if (!replaced) throw invalidField('#/replaces', 'not-found', 'There is no such contract in this organization.')
  if (replaced.state !== 'approved') throw new Problem('not-approved')
  return replaced
}
