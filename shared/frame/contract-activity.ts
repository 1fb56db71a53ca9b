import type { ActivityAction } from '../domain/catalog.ts'
import type { Contract } from '../domain/contract.ts'
import { type ActivityRecord, type Doer, recordActivity } from '../table/activity.ts'
import type { Write } from '../table/transaction.ts'
import type { NewId } from './operation.ts'

/** What happens to a contract, of the actions of the catalog. */
export type ContractAction = Extract<ActivityAction, `contract.${string}`>

/** By whom something of a contract is done, and when. */
export type Doing = { readonly by: Doer; readonly now: string; readonly newId: NewId }

/**
 * The activity of a contract as it is afterwards: part of its history, which is listed under its id. Its `generation` is the number of the link that
 * is mailed for it.
 */
export const contractActivity = (
  action: ContractAction,
  contract: Contract,
  { by, now, newId }: Doing,
  about: ActivityRecord['about'] = {},
): Write => {
  const { organizationId, contractId, kind, generation, state } = contract
  return recordActivity({
    activityId: newId('activity'),
    organizationId,
    action,
    at: now,
    by,
    contract: contractId,
    about: { contractId, kind, state, generation, ...about },
  })
}
