import { beforeAll, describe, expect, test, vi } from 'vitest'
import { referenceOf } from '../../../shared/domain/contract.ts'
import { id } from '../../../shared/domain/ids.ts'
import { documents } from '../../../shared/table/client.ts'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo, whileMail } from '../../support/cloud-services-mail.ts'
import { succeed } from '../../support/gateway-call.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { change, freshContact } from '../../support/world-contacts.ts'
import {
  approve,
  approving,
  codeFor,
  onPage,
  requestedContract,
  type SentContract,
  sentAgreement,
  sentTo,
  signingCustomer,
} from '../../support/world-contracts.ts'
import { freshCustomer } from '../../support/world-fresh.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const certificatesTo = (address: string) => mailsTo(address).filter(({ attachments }) => attachments)

/** Does something while an activity of a contract does not show in its history yet. */
async function withoutIn({ contractId }: SentContract, action: string, act: () => Promise<unknown>): Promise<void> {
  const deliver = documents.send.bind(documents)
  const isMissing = (item: Readonly<Record<string, unknown>>) =>
    item.action === action || JSON.stringify(item.summary).includes(`"action":"${action}"`)
  const spy = vi.spyOn(documents, 'send').mockImplementation(async (command: Parameters<typeof deliver>[0]) => {
    const answer = await deliver(command)
    const ofHistory = JSON.stringify(command.input).includes(`#subject#${contractId}`)
    return ofHistory && 'Items' in answer
      ? { ...answer, Items: (answer.Items ?? []).filter((item) => !isMissing(item)) }
      : answer
  })
  try {
    await act()
  } finally {
    spy.mockRestore()
  }
}

describe('the certificate of a decision is mailed', () => {
  test('to whoever decided and to whoever requested it, each in their language, under its reference', async () => {
    const signing = await signingCustomer(world.provider)
    await change(signing.contact, { language: 'fr' })
    const sent = await sentTo(signing, world.documents.serviceAgreement)
    await approve(sent)
    const [toApprover, toRequester] = [sent.contact, sent.tenant.owner].map(({ email }) => certificatesTo(email))
    expect(toApprover?.map(({ subject }) => subject.split('\u00a0: ')[0])).toEqual(['Approuvé pour Wingtip'])
    expect(toRequester?.map(({ subject }) => subject.split(': ')[0])).toEqual(['Goedgekeurd voor Wingtip'])
    expect(toApprover?.[0]?.text).toContain('Vous l’avez approuvé au nom de Wingtip')
    expect(toApprover?.[0]?.replyTo).toBe(sent.tenant.owner.email)
    const fileName = `${referenceOf(id('contract', sent.contractId))}.pdf`
    for (const mail of [toApprover?.[0], toRequester?.[0]])
      expect(mail?.attachments?.map((file) => file.fileName)).toEqual([fileName])
  })

  test('once to somebody who did both', async () => {
    const tenant = await freshCustomer(world.provider)
    const contact = await freshContact(tenant, ['commercial'])
    const { contactRoles, question } = await profileOf(contact)
    await change(contact, { contactRoles: {} })
    await change(tenant.owner, { contactRoles, question, addressState: 'verified' })
    await requestedContract({ tenant }, world.documents.serviceAgreement)
    await approve({ contact: tenant.owner, link: linkTo(tenant.owner.email) })
    expect(certificatesTo(tenant.owner.email)).toHaveLength(1)
  })

  test('once its whole trail can be read, and not before: lists are a moment late', async () => {
    const sent = await sentAgreement(world.provider)
    await onPage(sent.link, 'question', { code: await codeFor(sent), question: 'Is this new?' })
    await settle()
    await atTime(after.minutes(1), async () => onPage(sent.link, 'decision', approving(await codeFor(sent))))
    await expect(withoutIn(sent, 'contract.approved', settle)).rejects.toThrow('It failed')
    const event = busEvents().findLast(({ detailType }) => detailType === 'contract.approved')
    if (!event) throw new Error('nothing was published')
    for (const action of ['contract.requested', 'contract.question-asked'])
      await expect(withoutIn(sent, action, () => deliver(event))).rejects.toThrow('It failed')
    expect(certificatesTo(sent.contact.email)).toEqual([])
    await deliver(event)
    await settle()
    expect(certificatesTo(sent.contact.email)).toHaveLength(1)
    const { organizationId, contractId } = sent
    const { evidence } = await succeed('getContractEvidence', {
      by: sent.tenant.owner,
      params: { organizationId, contractId },
    })
    expect(evidence.trail.map(({ action }) => action)).toEqual([
      'contract.requested',
      'contract.sent',
      'contract.question-asked',
      'contract.approved',
    ])
  })

  test('once, however often the event comes, also when SES could not be asked at first', async () => {
    const sent = await sentAgreement(world.provider)
    await onPage(sent.link, 'decision', approving(await codeFor(sent)))
    await expect(whileMail('is-down', settle)).rejects.toThrow()
    await settle()
    const event = busEvents().findLast(({ detailType }) => detailType === 'contract.approved')
    if (!event) throw new Error('nothing was published')
    for (const minutes of [1, 2]) await atTime(after.minutes(minutes), () => deliver(event))
    for (const { email } of [sent.contact, sent.tenant.owner]) expect(certificatesTo(email)).toHaveLength(1)
  })

  test('to nobody while SES refuses it for good, and the event is not tried again for that', async () => {
    const sent = await sentAgreement(world.provider)
    await onPage(sent.link, 'decision', approving(await codeFor(sent)))
    await whileMail('refuses', settle)
    for (const { email } of [sent.contact, sent.tenant.owner]) expect(certificatesTo(email)).toEqual([])
  })
})
