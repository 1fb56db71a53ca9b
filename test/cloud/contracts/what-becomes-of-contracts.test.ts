import { beforeAll, describe, expect, test } from 'vitest'
import { approvalEndTexts } from '../../../functions/contracts/approval-end-texts.ts'
import { approvalTexts } from '../../../functions/contracts/approval-texts.ts'
import { textOfPage } from '../../../infra/local/page-form.ts'
import {
  answer,
  approvalLink,
  approve,
  ask,
  becomes,
  type Contact,
  type Customer,
  commercialContact,
  decline,
  handOver,
  hears,
  inside,
  publishedDocument,
  putInOrder,
  readContract,
  type SentContract,
  sentTo,
  show,
  succeedOnPage,
} from '../../support/deployed-contracts.ts'
import { forgetContainers } from '../../support/deployed-functions.ts'
import { tellOf } from '../../support/deployed-mails.ts'
import { succeed } from '../../support/deployed-requests.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import { aCustomer, aProvider, beginAfresh } from '../../support/deployed-world.ts'

const [words, ends] = [approvalTexts.en, approvalEndTexts.en]

const decides = ['contract.approved', 'contract.declined']

let provider: Customer
/** The service agreement, which nothing has to wait for. */
let document: string

beforeAll(async () => {
  await beginAfresh()
  await forgetContainers('contracts')
  provider = await aProvider()
  document = await publishedDocument(provider.owner, 'service-agreement')
})

const customer = (name: string, owner: string): Promise<Customer> =>
  aCustomer(provider.owner, provider.organizationId, name, owner)

const withdraw = (at: Customer, { profileId }: Contact) =>
  succeed('withdrawContactRole', inside(at, { profileId, contactRole: 'commercial' }))

/** Expects that a link is dead, and that its page says so in these words. */
async function expectDead(link: URL, { title }: { readonly title: string }): Promise<void> {
  const { status, text } = await show(link)
  expect(status, text).toBe(410)
  expect(text).toContain(title)
}

describe('an approver who does not simply approve', () => {
  let contoso: Customer
  let jan: Contact
  let noor: Contact
  let sent: SentContract

  beforeAll(async () => {
    contoso = await customer('Contoso', 'mia.jansen@contoso.example')
    jan = await commercialContact(contoso, 'Jan', 'Peeters')
    noor = await commercialContact(contoso, 'Noor', 'Maes')
    sent = await sentTo(contoso, jan, document)
  })

  test('asks a question: the requester is mailed, and the deadline stays', async () => {
    const { approver: before } = await readContract(contoso, sent.contractId)
    const text = await succeedOnPage(jan, sent.link, ask('Does this replace the one of last year?'))
    expect(text).toContain(words.asked.title)
    await hears(contoso.owner.email, 'question', 'Contoso')
    const { state, approver, questions } = await readContract(contoso, sent.contractId)
    expect(state).toBe('sent')
    expect(approver?.deadlineAt).toBe(before?.deadlineAt)
    expect(questions).toMatchObject([{ name: jan.name, text: 'Does this replace the one of last year?' }])
  })

  test('hands over: the other contact gets a link of their own and all days anew, and the old link is dead', async () => {
    const { approver: before } = await readContract(contoso, sent.contractId)
    const text = await succeedOnPage(jan, sent.link, handOver(noor))
    expect(text).toContain(words.done.handedOver.lead(noor.name))
    await expectDead(sent.link, ends.moved)
    await hears(contoso.owner.email, 'handed-over', 'Contoso')
    const { approver } = await readContract(contoso, sent.contractId)
    expect(approver).toMatchObject({ profileId: noor.profileId, handedOver: true })
    expect(String(approver?.deadlineAt) > String(before?.deadlineAt)).toBe(true)
    sent = { ...sent, link: await approvalLink(noor) }
  })

  test('declines: the reason stands in the contract, and both sides have it by mail', async () => {
    await succeedOnPage(noor, sent.link, decline('We look for another partner.'))
    await becomes(contoso, sent.contractId, 'declined')
    const { decision, reason } = await readContract(contoso, sent.contractId)
    expect({ ...decision, reason }).toMatchObject({ name: noor.name, reason: 'We look for another partner.' })
    for (const { email } of [noor, contoso.owner]) await hears(email, 'declined', 'Contoso')
    await expectDead(sent.link, ends.declined)
  })

  test('is told that what they have was cancelled, and its link is dead', async () => {
    const { contractId, link } = await sentTo(contoso, jan, document)
    await succeed('cancelContract', { ...inside(contoso, { contractId }), body: { reason: 'Ordered by mistake.' } })
    await expectDead(link, ends.cancelled)
    await hears(jan.email, 'cancelled', 'Contoso')
  })

  test('approves and declines at the same moment: one counts', async () => {
    const { contractId, link } = await sentTo(contoso, jan, document)
    const answers = await answer(jan, link, approve(jan), decline('Not now.'))
    const [approved, declined] = answers.map(({ status }) => status)
    expect([approved, declined].sort(), answers.map(({ text }) => textOfPage(text)).join('\n')).toEqual([200, 410])
    await becomes(contoso, contractId, approved === 200 ? 'approved' : 'declined')
    const { items } = await succeed('listActivities', inside(contoso))
    const decisions = items.filter(({ action, about }) => decides.includes(action) && about.contractId === contractId)
    expect(decisions).toHaveLength(1)
  })
})

describe('another Commercial Contact midway', () => {
  let fabrikam: Customer
  let els: Contact
  let sent: SentContract

  beforeAll(async () => {
    fabrikam = await customer('Fabrikam', 'finn.berg@fabrikam.example')
    els = await commercialContact(fabrikam, 'Els', 'Aerts')
    sent = await sentTo(fabrikam, els, document)
  })

  test('who comes first gets it: the old link is dead, and the new one works', async () => {
    const wim = await commercialContact(fabrikam, 'Wim', 'Claes')
    expect((await show(await approvalLink(els))).status).toBe(200)
    await putInOrder(fabrikam, wim, els)
    const theirs = await approvalLink(wim)
    await expectDead(sent.link, ends.moved)
    expect((await readContract(fabrikam, sent.contractId)).approver?.profileId).toBe(wim.profileId)
    const older = await approvalLink(els)
    await withdraw(fabrikam, wim)
    const back = await approvalLink(els, { after: older })
    await expectDead(theirs, ends.moved)
    await succeedOnPage(els, back, approve(els))
    await becomes(fabrikam, sent.contractId, 'approved')
  })
})

describe('mail that comes back', () => {
  let adatum: Customer
  let piet: Contact
  let sent: SentContract

  beforeAll(async () => {
    adatum = await customer('Adatum', 'ana.costa@adatum.example')
    piet = await commercialContact(adatum, 'Piet', 'Smit')
    sent = await sentTo(adatum, piet, document)
  })

  test('puts the contract on hold: its link is dead, and administrators are told', async () => {
    await tellOf(piet.email, 'bounced')
    await becomes(adatum, sent.contractId, 'on-hold')
    expect((await readContract(adatum, sent.contractId)).waitingFor).toBe('mailbox')
    await hears(adatum.owner.email, 'undeliverable', 'Adatum')
    await expectDead(sent.link, ends.moved)
  })

  test('goes on with another contact, who approves', async () => {
    const lotte = await commercialContact(adatum, 'Lotte', 'Smets')
    await putInOrder(adatum, lotte, piet)
    await succeedOnPage(lotte, await approvalLink(lotte), approve(lotte))
    await becomes(adatum, sent.contractId, 'approved')
    for (const { email } of [lotte, adatum.owner]) await hears(email, 'approved', 'Adatum')
  })
})

leavesOnlyCleanTraces()
