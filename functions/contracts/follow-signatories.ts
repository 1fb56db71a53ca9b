import type { Contract } from '../../shared/domain/contract.ts'
import { type ContractId, id, isId, type ProfileId } from '../../shared/domain/ids.ts'
import { contractActivity } from '../../shared/frame/contract-activity.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { changeContract, getContract, listAllOf } from '../../shared/table/contract.ts'
import { getEvidence } from '../../shared/table/evidence.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { getProfile, whileProfile } from '../../shared/table/profile.ts'
import { commit, type Write } from '../../shared/table/transaction.ts'

/** What of a signatory is attested: who they are, and how they are reached. */
const attested = ['firstName', 'lastName', 'email', 'phone'] as const

/**
 * Keeps approved contracts saying whether their signatory is still who was attested (K12): one who has another name, address or phone number
 * makes them outdated, until signing authority is stated anew or a contract that replaces them is approved.
 */
export const followSignatories = async (event: ActivityEvent): Promise<void> => {
  const { organizationId, action, subject, about, at } = event
  if (action === 'contract.approved') return followApproval(event)
  if (subject === undefined) return
  const approved = await listAllOf(organizationId, 'approved')
  const signed = approved.filter(({ decision }) => decision?.profileId === subject)
  if (action.startsWith('contact-role.')) {
    if (about.contactRole !== 'commercial') return
    // A change that came after it keeps the contract outdated.
    for (const { contractId } of signed) await becomeCurrent(event, contractId, (outdatedAt) => outdatedAt < at)
    return
  }
  if (!event.changedFields.some((field) => attested.some((one) => one === field))) return
  const replaced = replacedAmong(approved)
  // What was decided after it was decided by whoever they are since.
  for (const { contractId, decision } of signed)
    if (!replaced.has(contractId) && decision && decision.at <= at) await becomeOutdated(event, contractId, subject)
}

/** What was approved replaces another one; and its signatory may have changed before a list showed that they had signed. */
async function followApproval(event: ActivityEvent): Promise<void> {
  const { organizationId, about } = event
  if (isId('contract', about.replaces)) await becomeCurrent(event, about.replaces, () => true)
  const contractId = id('contract', String(about.contractId))
  const approver = (await getEvidence({ organizationId, contractId }))?.facts.approver
  const profile = approver && (await getProfile({ organizationId, profileId: approver.profileId }))
  if (!profile || attested.every((field) => approver[field] === profile[field])) return
  // The event may come again when it has been replaced for long.
  if (replacedAmong(await listAllOf(organizationId, 'approved')).has(contractId)) return
  await becomeOutdated(event, contractId, approver.profileId)
}

/** What others that were approved replace needs no attestation any more. */
const replacedAmong = (approved: readonly Pick<Contract, 'replaces'>[]): ReadonlySet<string> =>
  new Set(approved.flatMap(({ replaces }) => replaces ?? []))

/** Unless it was attested anew since, which was told before this, or is while this is written. */
const becomeOutdated = (event: ActivityEvent, contractId: ContractId, profileId: ProfileId) =>
  change(event, contractId, 'contract.attestation-outdated', async (contract) => {
    if (contract.outdatedAt !== undefined) return undefined
    const profile = await getProfile({ organizationId: event.organizationId, profileId })
    if ((profile?.contactRoles?.commercial?.attestation?.attestedAt ?? '') > event.at) return undefined
    return { after: { ...contract, outdatedAt: event.at }, while: profile ? [whileProfile(profile)] : [] }
  })

const becomeCurrent = (event: ActivityEvent, contractId: ContractId, where: (outdatedAt: string) => boolean) =>
  change(event, contractId, 'contract.attestation-renewed', async (contract) =>
    contract.outdatedAt !== undefined && where(contract.outdatedAt)
      ? { after: { ...contract, outdatedAt: undefined }, while: [] }
      : undefined,
  )

type Changed = { readonly after: Contract; readonly while: readonly Write[] }

function change(
  { organizationId, activityId, now, newId }: ActivityEvent,
  contractId: ContractId,
  action: 'contract.attestation-outdated' | 'contract.attestation-renewed',
  to: (contract: Contract) => Promise<Changed | undefined>,
): Promise<void> {
  return untilDecided(async () => {
    const [contract, organization] = await Promise.all([
      getContract({ organizationId, contractId }),
      getOrganization(organizationId),
    ])
    if (!contract || !organization || organization.status === 'removed') return
    const changed = await to(contract)
    if (!changed) return
    const by = {
      principal: 'system:follow-signatories',
      organization,
      origin: { requestId: activityId, ipAddress: undefined, userAgent: undefined },
    } as const
    await commit(
      [
        ...changed.while,
        changeContract(contract, changed.after, now),
        contractActivity(action, changed.after, { by, now, newId }),
      ],
      newId('activity'),
    )
  })
}

export const handler = eventFunction(followSignatories)
