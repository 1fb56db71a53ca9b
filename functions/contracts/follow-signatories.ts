import type { Contract } from '../../shared/domain/contract.ts'
import { type ContractId, isId } from '../../shared/domain/ids.ts'
import { contractActivity } from '../../shared/frame/contract-activity.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { changeContract, getContract, listAllOf } from '../../shared/table/contract.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'

/** What of a signatory is attested: who they are, and how they are reached. */
const attested: ReadonlySet<string> = new Set(['firstName', 'lastName', 'email', 'phone'])

/**
 * Keeps approved contracts saying whether their signatory is still who was attested (K12): one who has another name, address or phone number
 * makes them outdated, until signing authority is stated anew or a contract that replaces them is approved.
 */
export const followSignatories = async (event: ActivityEvent): Promise<void> => {
  const { organizationId, action, subject, about, at } = event
  if (action === 'contract.approved') {
    if (isId('contract', about.replaces)) await becomeCurrent(event, about.replaces)
    return
  }
  if (subject === undefined) return
  const signed = (await listAllOf(organizationId, 'approved')).filter(({ decision }) => decision?.profileId === subject)
  if (signed.length === 0) return
  if (action.startsWith('contact-role.')) {
    if (about.contactRole !== 'commercial') return
    for (const { contractId } of signed) await becomeCurrent(event, contractId)
    return
  }
  if (!event.changedFields.some((field) => attested.has(field))) return
  const profile = await getProfile({ organizationId, profileId: subject })
  // It was attested anew since, and that was told before this.
  if ((profile?.contactRoles?.commercial?.attestation?.attestedAt ?? '') > at) return
  for (const { contractId } of signed)
    await change(event, contractId, 'contract.attestation-outdated', (contract) =>
      contract.outdatedAt === undefined ? { ...contract, outdatedAt: at } : undefined,
    )
}

/** A change that came after it keeps the contract outdated. */
const becomeCurrent = (event: ActivityEvent, contractId: ContractId) =>
  change(event, contractId, 'contract.attestation-renewed', (contract) =>
    contract.outdatedAt !== undefined && contract.outdatedAt < event.at
      ? { ...contract, outdatedAt: undefined }
      : undefined,
  )

function change(
  { organizationId, activityId, now, newId }: ActivityEvent,
  contractId: ContractId,
  action: 'contract.attestation-outdated' | 'contract.attestation-renewed',
  to: (contract: Contract) => Contract | undefined,
): Promise<void> {
  return untilDecided(async () => {
    const [contract, organization] = await Promise.all([
      getContract({ organizationId, contractId }),
      getOrganization(organizationId),
    ])
    const after = contract && to(contract)
    if (!contract || !after || !organization || organization.status === 'removed') return
    const by = {
      principal: 'system:follow-signatories',
      organization,
      origin: { requestId: activityId, ipAddress: undefined, userAgent: undefined },
    } as const
    await commit(
      [changeContract(contract, after, now), contractActivity(action, after, { by, now, newId })],
      newId('activity'),
    )
  })
}

export const handler = eventFunction(followSignatories)
