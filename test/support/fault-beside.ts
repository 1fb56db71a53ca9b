import type { ActivityAction } from '../../shared/domain/catalog.ts'
import { type ContractId, id, isId, type OrganizationId } from '../../shared/domain/ids.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { type ContractKey, getContract } from '../../shared/table/contract.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { commit } from '../../shared/table/transaction.ts'
import { removeWebhook, type WebhookRecord } from '../../shared/table/webhook.ts'
import { keepTask } from '../../shared/table/workflow-task.ts'
import type { BusEvent } from './cloud-services-bus.ts'
import { beginWaiting, tokenOf } from './cloud-services-workflow.ts'
import type { World } from './world.ts'
import { after } from './world-clock.ts'
import { approvedContract, cancelledContract, freshContract } from './world-contract-records.ts'
import { freshWebhook } from './world-webhooks.ts'

/*
 * WHAT A FUNCTION FINDS BESIDE AN EVENT
 *
 * Most of what happens to people and organizations matters to a function only where there is a contract that it matters to. Its line puts one
 * there after it has happened, so that the function has something to do.
 */
export const beside: Readonly<Record<string, (event: BusEvent, world: World) => Promise<unknown>>> = {
  'make-deliveries': async (event) => {
    const { organizationId, action, at } = read(event)
    // It was there before it happened.
    if (laidWebhook) await commit(removeWebhook(laidWebhook), newIdAt(at)('activity'))
    laidWebhook = await freshWebhook(organizationId, { actions: [action], createdAt: at })
  },

  'wake-contracts': async (event, { provider: { owner } }) => {
    const { organizationId, about, subject } = read(event)
    const own = isId('contract', about.contractId) ? about.contractId : undefined
    // It was sent to whomever it befell.
    const approver = subject === undefined ? owner : { ...owner, profileId: id('profile', subject) }
    await endLaid()
    await waiting(organizationId, own ?? (await lay({ organizationId, owner: approver })))
  },

  'follow-signatories': async (event, { provider: { owner } }) => {
    const { organizationId, subject, action, at } = read(event)
    if (subject === undefined) return
    const key = { organizationId, profileId: id('profile', subject) }
    const { profileId, email } = (await getProfile(key)) ?? { ...key, email: owner.email }
    const before = new Date(Date.parse(at) - after.hours(1)).toISOString()
    const decision = { outcome: 'approved', at: before, profileId } as const
    const outdatedAt = action.startsWith('contact-role.') ? before : undefined
    await approvedContract(
      { organizationId, owner },
      { profileId, email },
      { decision, ...(outdatedAt && { outdatedAt }) },
    )
  },
}

type Detail = {
  readonly organizationId: OrganizationId
  readonly action: ActivityAction
  readonly at: string
  readonly subject?: string
  readonly about: Readonly<Record<string, unknown>>
}
const read = ({ detail }: BusEvent): Detail => JSON.parse(detail) as Detail

let laid: ContractKey | undefined
/** The only one that is told of what happened: those of before are removed. */
let laidWebhook: WebhookRecord | undefined

/** A contract that was sent. */
async function lay(tenant: Parameters<typeof freshContract>[0]): Promise<ContractId> {
  const contractId = await freshContract(tenant, { state: 'sent' })
  laid = { organizationId: tenant.organizationId, contractId }
  return contractId
}

/** Ends the contract of the last time: otherwise there is one more each time, and a function has ever more to do. */
async function endLaid(): Promise<void> {
  if (laid) await cancelledContract(laid)
  laid = undefined
}

/** Has the workflow of a contract wait for whatever becomes of it, if it does not wait already. */
async function waiting(organizationId: OrganizationId, contractId: ContractId): Promise<void> {
  if (tokenOf(contractId) !== undefined) return
  const key = { organizationId, contractId }
  const contract = await getContract(key)
  if (!contract) throw new Error(`there is no ${contractId}`)
  const newId = newIdAt(new Date().toISOString())
  await keepTask({ ...key, taskToken: beginWaiting(key) }, contract.version, newId('activity'))
}
