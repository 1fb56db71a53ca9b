import { beforeAll, describe, expect, test } from 'vitest'
import { referenceOf } from '../../../shared/domain/contract.ts'
import { id } from '../../../shared/domain/ids.ts'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo, whileMail } from '../../support/cloud-services-mail.ts'
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
