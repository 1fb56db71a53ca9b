import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { type Contract, isFinal, referenceOf } from '../../shared/domain/contract.ts'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import type { ContractRecord, ContractSummary } from '../../shared/table/contract.ts'
import { findPeople, type PersonKey } from '../../shared/table/people.ts'
import { stored } from '../../shared/table/schema.ts'

type Reply = ReplyOf<RouteOf<'getContract'>>
type ListedReply = ReplyOf<RouteOf<'listContracts'>>['items'][number]
type NameOf = (key: PersonKey | undefined) => string | null

/** A contract as callers see it, with the names that people have now, or had when they left. */
export async function contractReply(contract: ContractRecord): Promise<Reply> {
  const { organizationId, requestedByProfile, approver, decision, questions } = contract
  const person = await findPeople([
    ...(requestedByProfile ? [requestedByProfile] : []),
    ...[approver, decision, ...questions].flatMap((one) => (one ? [{ organizationId, profileId: one.profileId }] : [])),
  ])
  const nameOf: NameOf = (key) => person(key)?.name ?? null
  const { term, remindedAt, reason, endedAt, version, requestedBy } = contract
  return {
    organizationId,
    ...listed(contract, organizationId, nameOf),
    term: term ? stored(term) : null,
    requestedBy: {
      principal: requestedBy,
      organizationId: requestedByProfile?.organizationId ?? null,
      profileId: requestedByProfile?.profileId ?? null,
      name: nameOf(requestedByProfile),
    },
    questions: questions.map(({ at, profileId, text }) => ({
      at,
      profileId,
      name: nameOf({ organizationId, profileId }),
      text,
    })),
    remindedAt: remindedAt ?? null,
    reason: reason ?? null,
    endedAt: endedAt ?? null,
    version,
  }
}

/** A page of contracts as callers see them, with the names of whoever has or had each. */
export async function contractsReply(
  organizationId: OrganizationId,
  contracts: readonly ContractSummary[],
): Promise<ListedReply[]> {
  const keys = contracts.flatMap(({ approver, decision }) => [approver, decision])
  const person = await findPeople(keys.flatMap((one) => (one ? [{ organizationId, profileId: one.profileId }] : [])))
  return contracts.map((contract) => listed(contract, organizationId, (key) => person(key)?.name ?? null))
}

function listed(contract: ContractSummary, organizationId: OrganizationId, nameOf: NameOf): ListedReply {
  const { contractId, kind, state, stateSince, document, requestedAt, approver, decision } = contract
  return {
    contractId,
    kind,
    reference: referenceOf(contractId),
    state,
    stateSince,
    waitingFor: waitingFor(contract),
    document: { ...document, title: stored(document.title) },
    replaces: contract.replaces ?? null,
    requestedAt,
    approver:
      approver && state === 'sent'
        ? {
            profileId: approver.profileId,
            name: nameOf({ organizationId, profileId: approver.profileId }),
            sentAt: approver.sentAt,
            deadlineAt: approver.deadlineAt,
            reminders: approver.reminders,
            handedOver: approver.handedOver,
          }
        : null,
    agreementId: contract.agreementId ?? null,
    decision: decision ? { ...decision, name: nameOf({ organizationId, profileId: decision.profileId }) } : null,
    endReason: contract.endReason ?? null,
    attestation: state === 'approved' ? (contract.outdatedAt === undefined ? 'current' : 'outdated') : null,
  }
}

/** Who or what a contract waits for (K3). */
export function waitingFor({ state, holdReason }: Pick<Contract, 'state' | 'holdReason'>): ListedReply['waitingFor'] {
  if (isFinal(state)) return 'nobody'
  switch (state) {
    case 'sent':
      return 'approver'
    case 'waiting-for-contact':
      return 'contact'
    case 'waiting-for-agreement':
      return 'agreement'
    case 'on-hold':
      return holdReason === 'organization-suspended' ? 'organization' : 'mailbox'
    default:
      return 'workflow'
  }
}
