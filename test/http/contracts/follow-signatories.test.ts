import { beforeAll, describe, expect, test } from 'vitest'
import { deliverTo, publishNew, settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { changeAs, seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import type { MadeContact } from '../../support/world-contacts.ts'
import {
  approve,
  approving,
  codeFor,
  onPage,
  readContract,
  requestedContract,
  type SentContract,
  sentAgreement,
} from '../../support/world-contracts.ts'
import { nameContact } from '../../support/world-coverage.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const follows = { feature: 'contracts', file: 'follow-signatories' }
const rename = ({ organizationId, profileId }: MadeContact, lastName: string) =>
  changeAs('profile.changed', { organizationId, profileId }, (profile) => ({ ...profile, lastName }))
const attestationOf = async ({ tenant, ...contract }: Pick<SentContract, 'tenant' | 'organizationId' | 'contractId'>) =>
  (await readContract(tenant, contract)).attestation

/** Publishes what has happened, hands it to nobody yet, and gives what does so for one kind of event. */
async function heldBack(action: string): Promise<() => Promise<void>> {
  const event = (await publishNew()).findLast(({ detailType }) => detailType === action)
  if (!event) throw new Error(`no ${action} was published`)
  return () => deliverTo(follows, event)
}

describe('an approved contract', () => {
  test('that another one has replaced is not outdated any more, and nobody is told of it', async () => {
    const first = await sentAgreement(world.provider)
    const { tenant, contact, organizationId } = first
    await approve(first)
    const replacing = await requestedContract(first, world.documents.serviceAgreement, { replaces: first.contractId })
    await atTime(after.minutes(1), () => approve({ contact, link: linkTo(contact.email) }))
    const told = mailsTo(tenant.owner.email).length
    await atTime(after.minutes(2), async () => {
      await rename(contact, 'Claes')
      await settle()
    })
    expect(await attestationOf({ ...replacing, tenant })).toBe('outdated')
    expect(await attestationOf({ tenant, organizationId, contractId: first.contractId })).toBe('current')
    expect(mailsTo(tenant.owner.email)).toHaveLength(told + 1)
  })

  test('that was outdated is so no longer once one that replaces it is approved', async () => {
    const first = await sentAgreement(world.provider)
    await approve(first)
    await requestedContract(first, world.documents.serviceAgreement, { replaces: first.contractId })
    const renamed = async () => {
      await rename(first.contact, 'Claes')
      await settle()
    }
    await atTime(after.minutes(1), renamed)
    expect(await attestationOf(first)).toBe('outdated')
    await atTime(after.minutes(2), () => approve({ ...first, link: linkTo(first.contact.email) }))
    expect(await attestationOf(first)).toBe('current')
  })

  test('is outdated as well where its signatory has changed before any list shows that they have signed', async () => {
    const sent = await sentAgreement(world.provider)
    await onPage(sent.link, 'decision', approving(await codeFor(sent)))
    await rename(sent.contact, 'Claes')
    const deliverApproval = await heldBack('contract.approved')
    await deliverApproval()
    expect(await attestationOf(sent)).toBe('outdated')

    await atTime(after.minutes(1), async () => {
      await nameContact(sent.tenant, sent.contact, 'commercial')
      await settle()
    })
    expect(await attestationOf(sent)).toBe('current')
    await deliverApproval()
    expect(await attestationOf(sent), 'when it comes again').toBe('current')
  })

  test('is not outdated by a change that its signatory had signed with, however late that is told', async () => {
    const sent = await sentAgreement(world.provider)
    await rename(sent.contact, 'Claes')
    const deliverChange = await heldBack('profile.changed')
    await atTime(after.minutes(1), () => approve(sent))
    await deliverChange()
    expect(await attestationOf(sent)).toBe('current')
  })

  test('is not outdated where signing authority is stated anew while that is written', async () => {
    const sent = await sentAgreement(world.provider)
    await approve(sent)
    await rename(sent.contact, 'Claes')
    const deliverChange = await heldBack('profile.changed')
    let raced = false
    await atTime(after.minutes(1), () =>
      whileMeddling(async ({ input, goOn }) => {
        if (raced || !JSON.stringify(input).includes('contract.attestation-outdated')) return goOn()
        raced = true
        await nameContact(sent.tenant, sent.contact, 'commercial')
        await settle()
        return goOn()
      }, deliverChange),
    )
    expect(raced).toBe(true)
    expect(await attestationOf(sent)).toBe('current')
  })
})
