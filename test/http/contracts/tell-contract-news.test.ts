import { beforeAll, describe, expect, test } from 'vitest'
import type { ContractNews } from '../../../functions/contracts/contract-news-mail.ts'
import { contractNewsTexts } from '../../../functions/contracts/contract-news-texts.ts'
import { type Language, languages } from '../../../shared/domain/language.ts'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo, tell, whileMail } from '../../support/cloud-services-mail.ts'
import { succeed } from '../../support/gateway-call.ts'
import { changeAs, seedWorld, type Tenant, type World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { change, freshContact } from '../../support/world-contacts.ts'
import {
  approve,
  codeFor,
  onPage,
  readContract,
  requestedContract,
  type SentContract,
  sentAgreement,
  sentTo,
  signingCustomer,
  waitsEnd,
} from '../../support/world-contracts.ts'
import { nameContact } from '../../support/world-coverage.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

/** The news that an address was told, by the headings of their mails, in whatever language, the oldest first. */
const newsTo = (address: string): readonly ContractNews[] =>
  mailsTo(address).flatMap(({ text, attachments }) => {
    const heading = text.split('\n')[0]
    const words = languages.flatMap((language) => Object.entries(contractNewsTexts[language].news))
    const found = words.find(([, news]) => news.heading === heading)?.[0]
    return found === undefined || attachments ? [] : [found as ContractNews]
  })
const newest = (address: string, news: ContractNews, language: Language) =>
  mailsTo(address).findLast(({ text }) => text.startsWith(contractNewsTexts[language].news[news].heading))
const as = (sent: SentContract, by = sent.tenant.owner) => ({
  by,
  params: { organizationId: sent.organizationId, contractId: sent.contractId },
})

/** An agreement that an administrator requested, beside the owner. */
async function requestedByAdmin(): Promise<SentContract & { readonly admin: Tenant['owner'] }> {
  const signing = await signingCustomer(world.provider)
  const admin = await freshPerson(signing.tenant, { defaultRole: 'rol_admin' })
  const sent = await sentTo(
    { ...signing, tenant: { ...signing.tenant, owner: admin } },
    world.documents.serviceAgreement,
  )
  return { ...sent, tenant: signing.tenant, admin }
}

describe('whom it concerns is told', () => {
  test('nobody, of what was sent', async () => {
    const sent = await sentAgreement(world.provider)
    expect([...newsTo(sent.tenant.owner.email), ...newsTo(sent.contact.email)]).toEqual([])
  })

  test('that nobody can approve: administrators and the requester, each once', async () => {
    const tenant = await freshCustomer(world.provider)
    const admin = await freshPerson(tenant, { defaultRole: 'rol_admin' })
    await requestedContract({ tenant }, world.documents.serviceAgreement)
    for (const { email } of [tenant.owner, admin]) expect(newsTo(email)).toEqual(['waits-for-contact'])
    expect(newsTo(tenant.plain.email)).toEqual([])
  })

  test('that mail came back: administrators and the requester', async () => {
    const sent = await requestedByAdmin()
    await tell(mailsTo(sent.contact.email).at(-1), 'bounced')
    await settle()
    for (const { email } of [sent.tenant.owner, sent.admin]) expect(newsTo(email)).toEqual(['undeliverable'])
  })

  test('that mail to whoever it was handed over to came back: the same, and it goes out again once that is mended', async () => {
    const sent = await requestedByAdmin()
    const colleague = await freshContact(sent.tenant, ['commercial'])
    await onPage(sent.link, 'hand-over', { code: await codeFor(sent), to: colleague.profileId })
    await settle()
    await tell(mailsTo(colleague.email).at(-1), 'bounced')
    await settle()
    expect(await readContract(sent.tenant, sent)).toMatchObject({ state: 'on-hold', waitingFor: 'mailbox' })
    expect(newsTo(sent.tenant.owner.email)).toEqual(['undeliverable'])
    expect(newsTo(sent.admin.email)).toEqual(['handed-over', 'undeliverable'])
    await change(colleague, { addressState: 'verified' })
    await waitsEnd()
    const { profileId } = colleague
    expect(await readContract(sent.tenant, sent)).toMatchObject({ state: 'sent', approver: { profileId } })
  })

  test('nobody, of a hold because the organization is suspended', async () => {
    const sent = await sentAgreement(world.provider)
    await succeed('suspendOrganization', { by: world.provider.owner, params: { organizationId: sent.organizationId } })
    await settle()
    await waitsEnd()
    expect(newsTo(sent.tenant.owner.email)).toEqual([])
  })

  test('of a question: the requester alone, who answers the approver by replying, and reads it in the contract alone', async () => {
    const sent = await requestedByAdmin()
    await onPage(sent.link, 'question', { code: await codeFor(sent), question: 'Is this +3215000009 new?' })
    await settle()
    expect([newsTo(sent.admin.email), newsTo(sent.tenant.owner.email)]).toEqual([['question'], []])
    const mail = newest(sent.admin.email, 'question', 'nl')
    expect(mail?.replyTo).toBe(sent.contact.email)
    expect(mail?.text).toContain('An Wouters')
    expect(`${mail?.text}${mail?.html}`).not.toContain('3215000009')
  })

  test('of a question when the requester is deactivated: the administrators in their place', async () => {
    const sent = await requestedByAdmin()
    await change(sent.admin, { status: 'deactivated' })
    await onPage(sent.link, 'question', { code: await codeFor(sent), question: 'Is this new?' })
    await settle()
    expect([newsTo(sent.tenant.owner.email), newsTo(sent.admin.email)]).toEqual([['question'], []])
    expect(newest(sent.tenant.owner.email, 'question', 'nl')?.replyTo).toBe(sent.contact.email)
  })

  test('of a question when the requester’s organization is suspended: the administrators of the customer', async () => {
    const { tenant, contact } = await signingCustomer(world.reseller)
    const organizationOfRequester = { organizationId: world.reseller.organizationId }
    const by = world.provider.owner
    const requesting = { ...tenant, owner: world.reseller.owner }
    const { contractId } = await requestedContract({ tenant: requesting }, world.documents.serviceAgreement)
    const sent = { tenant, contact, contractId, organizationId: tenant.organizationId, link: linkTo(contact.email) }
    const before = newsTo(world.reseller.owner.email)
    await onPage(sent.link, 'question', { code: await codeFor(sent), question: 'Is this new?' })
    await succeed('suspendOrganization', { by, params: organizationOfRequester })
    await settle()
    await succeed('resumeOrganization', { by, params: organizationOfRequester })
    expect(newsTo(tenant.owner.email)).toEqual(['question'])
    expect(newsTo(world.reseller.owner.email)).toEqual(before)
  })

  test('of a question that was handed over since: an answer reaches whoever asked it, whose name it bears', async () => {
    const sent = await requestedByAdmin()
    const colleague = await freshContact(sent.tenant, ['commercial'], { lastName: 'Smets' })
    const code = await codeFor(sent)
    await onPage(sent.link, 'question', { code, question: 'Is this new?' })
    await onPage(sent.link, 'hand-over', { code, to: colleague.profileId })
    await settle()
    const mail = newest(sent.admin.email, 'question', 'nl')
    expect(mail?.replyTo).toBe(sent.contact.email)
    expect(mail?.text).toContain('An Wouters')
  })

  test('of a hand-over: the requester, and who decides now', async () => {
    const sent = await requestedByAdmin()
    const colleague = await freshContact(sent.tenant, ['commercial'], { lastName: 'Smets' })
    await onPage(sent.link, 'hand-over', { code: await codeFor(sent), to: colleague.profileId })
    await settle()
    expect([newsTo(sent.admin.email), newsTo(sent.tenant.owner.email)]).toEqual([['handed-over'], []])
    expect(newest(sent.admin.email, 'handed-over', 'nl')?.text).toContain('An Smets')
  })

  test.each(['approved', 'declined'] as const)(
    'that it was %s: administrators; its approver and its requester have the certificate',
    async (outcome) => {
      const sent = await requestedByAdmin()
      const reason = 'Because +3215000009.'
      if (outcome === 'approved') await approve(sent)
      else await onPage(sent.link, 'decision', { decision: 'decline', code: await codeFor(sent), reason })
      await settle()
      expect(newsTo(sent.tenant.owner.email)).toEqual([outcome])
      for (const { email } of [sent.admin, sent.contact]) {
        expect(newsTo(email)).toEqual([])
        expect(mailsTo(email).filter(({ attachments }) => attachments)).toHaveLength(1)
      }
      const told = [sent.tenant.owner, sent.admin, sent.contact].flatMap(({ email }) => mailsTo(email))
      for (const { html, text } of told) expect(html + text).not.toContain('3215000009')
    },
  )

  test('that nobody answered: the requester, administrators and whoever was asked, who is not told to sign in', async () => {
    const sent = await requestedByAdmin()
    await atTime(after.days(14) + after.minutes(1), waitsEnd)
    for (const { email } of [sent.tenant.owner, sent.admin, sent.contact]) expect(newsTo(email)).toEqual(['expired'])
    const texts = contractNewsTexts.en
    const mail = newest(sent.contact.email, 'expired', 'en')
    expect(mail?.text).toContain(texts.news.expired.nextOfApprover)
    expect(mail?.text).not.toContain(texts.button)
  })

  test('that it was cancelled: all but whoever did it, and no reason', async () => {
    const sent = await requestedByAdmin()
    await succeed('cancelContract', { ...as(sent), body: { reason: 'Because +3215000009.' } })
    await settle()
    expect(newsTo(sent.tenant.owner.email)).toEqual([])
    for (const { email } of [sent.admin, sent.contact]) {
      expect(newsTo(email)).toEqual(['cancelled'])
      expect(mailsTo(email).at(-1)?.text).not.toContain('3215000009')
    }
  })

  test('that a contract ended with the service agreement that it waited for', async () => {
    const agreement = await requestedByAdmin()
    await requestedContract(agreement, world.documents.cspContract)
    await succeed('cancelContract', { ...as(agreement), body: { reason: 'A mistake.' } })
    await settle()
    expect(newsTo(agreement.tenant.owner.email)).toEqual(['agreement-not-signed'])
    expect(newsTo(agreement.contact.email)).toEqual(['cancelled'])
  })

  test('that it ended with its organization: whoever requested it from elsewhere, and nobody there', async () => {
    const { tenant, contact } = await signingCustomer(world.provider)
    const partner = await freshPerson(world.provider, { defaultRole: 'rol_owner' })
    const requester = { tenant: { ...tenant, owner: partner } }
    await requestedContract(requester, world.documents.serviceAgreement)
    const before = newsTo(partner.email)
    await succeed('removeOrganization', {
      by: world.provider.owner,
      params: { organizationId: tenant.organizationId },
    })
    await settle()
    expect([before, newsTo(partner.email)]).toEqual([[], ['organization-removed']])
    for (const { email } of [tenant.owner, contact]) expect(newsTo(email)).toEqual([])
  })

  test('that a signatory has changed: administrators here and at the provider; nobody once that is stated anew', async () => {
    const sent = await sentAgreement(world.provider)
    await approve(sent)
    const atProvider = () => newsTo(world.provider.owner.email).filter((news) => news === 'outdated').length
    const before = atProvider()
    const { organizationId, profileId } = sent.contact
    await changeAs('profile.changed', { organizationId, profileId }, (profile) => ({ ...profile, lastName: 'Claes' }))
    await settle()
    expect(newsTo(sent.tenant.owner.email)).toEqual(['outdated'])
    expect(atProvider()).toBe(before + 1)
    expect(newest(sent.tenant.owner.email, 'outdated', 'nl')?.text).toContain('An Claes')
    expect(newsTo(sent.contact.email)).toEqual([])
    await nameContact(sent.tenant, sent.contact, 'commercial')
    await settle()
    expect((await readContract(sent.tenant, sent)).attestation).toBe('current')
    expect(newsTo(sent.tenant.owner.email)).toEqual(['outdated'])
  })
})

describe('each is told once', () => {
  test('at one address, whatever else they are, and as somebody who can sign in where they can', async () => {
    const tenant = await freshCustomer(world.provider)
    const admin = await freshPerson(tenant, { defaultRole: 'rol_admin' })
    const contact = await freshContact(tenant, ['commercial'])
    const { contactRoles, question } = await profileOf(contact)
    await change(contact, { contactRoles: {} })
    await change(admin, { contactRoles, question, addressState: 'verified' })
    await requestedContract({ tenant: { ...tenant, owner: admin } }, world.documents.serviceAgreement)
    await atTime(after.days(14) + after.minutes(1), waitsEnd)
    for (const { email } of [tenant.owner, admin]) expect(newsTo(email)).toEqual(['expired'])
    expect(newest(admin.email, 'expired', 'nl')?.text).toContain(contractNewsTexts.nl.button)
  })

  test('however often the event comes, also when SES could not be asked at first', async () => {
    const sent = await sentAgreement(world.provider)
    await onPage(sent.link, 'question', { code: await codeFor(sent), question: 'Is this new?' })
    await expect(whileMail('is-down', settle)).rejects.toThrow()
    const event = busEvents().findLast(({ detailType }) => detailType === 'contract.question-asked')
    if (!event) throw new Error('nothing was published')
    await atTime(after.minutes(1), () => deliver(event))
    await atTime(after.minutes(2), () => deliver(event))
    expect(newsTo(sent.tenant.owner.email)).toEqual(['question'])
  })
})
