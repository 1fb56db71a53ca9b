import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { tokenOf } from '../../support/cloud-services-workflow.ts'
import { changeAs, seedWorld, type World } from '../../support/world.ts'
import { freshContact, putFirst } from '../../support/world-contacts.ts'
import { readContract, requestedContract, sentAgreement } from '../../support/world-contracts.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

type Known = Parameters<typeof changeAs>[1]

/** Whether the workflow of a contract has looked again since, and waits anew. */
async function isWokenBy(contractId: string, happens: () => Promise<unknown>): Promise<boolean> {
  const before = tokenOf(contractId)
  if (before === undefined) throw new Error(`the workflow of ${contractId} does not wait`)
  await happens()
  await settle()
  return tokenOf(contractId) !== before
}
const isRenamed = ({ organizationId, profileId }: Known) =>
  changeAs('profile.changed', { organizationId, profileId }, (profile) => ({ ...profile, lastName: 'Claes' }))

describe('the workflow of a contract is woken', () => {
  test('by what befalls its approver and whoever else may approve, and nobody else', async () => {
    const sent = await sentAgreement(world.provider)
    const { tenant, contact, contractId } = sent
    const colleague = await freshContact(tenant, ['commercial'])
    const [officer, plain] = [await freshContact(tenant, ['dpo']), await freshPerson(tenant)]
    expect(await isWokenBy(contractId, () => isRenamed(contact))).toBe(true)
    expect(await isWokenBy(contractId, () => isRenamed(colleague))).toBe(true)
    for (const somebody of [officer, plain, tenant.owner])
      expect(await isWokenBy(contractId, () => isRenamed(somebody))).toBe(false)
    expect(await isWokenBy(contractId, () => putFirst(tenant, colleague))).toBe(true)
    const { approver } = await readContract(tenant, sent)
    expect(approver?.profileId).toBe(colleague.profileId)
  })

  test('by what befalls somebody who has it and is no contact any more', async () => {
    const { contact, contractId } = await sentAgreement(world.provider)
    const { organizationId, profileId } = contact
    const isStripped = () =>
      changeAs('profile.changed', { organizationId, profileId }, (profile) => ({ ...profile, contactRoles: {} }))
    expect(await isWokenBy(contractId, isStripped)).toBe(true)
  })

  test('by somebody who is removed or deactivated, since nobody can tell any more who they were', async () => {
    const tenant = await freshCustomer(world.provider)
    const { contractId } = await requestedContract({ tenant }, world.documents.serviceAgreement)
    for (const action of ['profile.deactivated', 'profile.removed'] as const) {
      const somebody = await freshPerson(tenant)
      const happens = () => changeAs(action, somebody, (profile) => ({ ...profile, status: 'deactivated' }))
      expect(await isWokenBy(contractId, happens)).toBe(true)
    }
  })
})
