import { beforeAll, describe, expect, test } from 'vitest'
import { approvalMailTexts } from '../../../functions/contracts/approval-mail-texts.ts'
import { referenceOf } from '../../../shared/domain/contract.ts'
import { id } from '../../../shared/domain/ids.ts'
import { languages } from '../../../shared/domain/language.ts'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo, whileMail } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, succeed } from '../../support/gateway-call.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { change, freshContact } from '../../support/world-contacts.ts'
import {
  codeFor,
  onPage,
  requestedContract,
  type SentContract,
  sendDeferredApprovals,
  sentAgreement,
  signingCustomer,
  waitsEnd,
} from '../../support/world-contracts.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import { happenedToday } from '../../support/world-limits.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const asked = (address: string) => mailsTo(address).filter(({ text }) => text.includes('/approve/'))
const lastEvent = (action: string) => {
  const event = busEvents().findLast(({ detailType }) => detailType === action)
  if (!event) throw new Error(`no ${action} was published`)
  return event
}
const remind = ({ tenant: { owner: by }, organizationId, contractId }: Omit<SentContract, 'contact' | 'link'>) =>
  succeed('remindContract', { by, params: { organizationId, contractId } })

describe('whoever can approve is mailed', () => {
  test.each(languages)(
    'in their language (%s): who asks, for whom, what, who requested it, and the reference',
    async (language) => {
      const signing = await signingCustomer(world.provider)
      await change(signing.contact, { language })
      const { contractId } = await requestedContract(signing, world.documents.serviceAgreement)
      const [mail, ...others] = asked(signing.contact.email)
      expect(others).toEqual([])
      const texts = approvalMailTexts[language]
      for (const said of [
        texts.asks['service-agreement']('Northwind Managed Services', 'Wingtip'),
        texts.first.why(undefined),
        'Robin Claes (Wingtip)',
        texts.genuineTitle,
        referenceOf(id('contract', contractId)),
        linkTo(signing.contact.email),
      ])
        expect(mail?.text).toContain(said)
    },
  )

  test('such that an answer reaches whoever requested it', async () => {
    const sent = await sentAgreement(world.provider)
    const [mail] = asked(sent.contact.email)
    expect(mail?.replyTo).toBe(sent.tenant.owner.email)
    expect(mail?.text).toContain(approvalMailTexts.en.reply('Robin Claes'))
  })

  test('with whom to call, and whom an answer reaches when whoever requested it is gone', async () => {
    const { tenant, contact } = await signingCustomer(world.provider)
    const { organizationId, owner: by } = tenant
    const requester = await freshPerson(tenant, { defaultRole: 'rol_admin' })
    const asRequester = { tenant: { ...tenant, owner: requester } }
    const requested = await requestedContract(asRequester, world.documents.serviceAgreement)
    expect(asked(contact.email)[0]?.replyTo).toBe(requester.email)
    const params = { organizationId }
    const { etag = '' } = (await call('getOrganization', { by, params })).headers
    const help = {
      customerSuccessManager: { name: 'Sven Maes', phone: '+3215000007', email: 'sven@northwind.example' },
    }
    await succeed('changeOrganization', { by, params, headers: { 'if-match': etag }, body: { help } })
    await change(requester, { status: 'deactivated' })
    await remind({ tenant, ...requested })
    await settle()
    const mail = asked(contact.email).at(-1)
    expect(mail?.replyTo).toBe('sven@northwind.example')
    expect(mail?.text).toContain('Sven Maes at +3215000007')
    expect(mail?.text).toContain(approvalMailTexts.en.reply('Sven Maes'))
    expect(mail?.text).not.toContain(approvalMailTexts.en.requestedBy)
  })

  test('that days are left, with a new link, by a reminder', async () => {
    const sent = await sentAgreement(world.provider)
    await atTime(after.days(3) + after.minutes(1), waitsEnd)
    const mail = asked(sent.contact.email).at(-1)
    expect(mail?.text).toContain(approvalMailTexts.en.reminder.heading)
    expect(mail?.text).toContain('11 days are left.')
    expect(mail?.text).not.toContain(sent.link)
  })

  test('who handed it over to them', async () => {
    const sent = await sentAgreement(world.provider)
    const colleague = await freshContact(sent.tenant, ['commercial'])
    const { status } = await onPage(sent.link, 'hand-over', { code: await codeFor(sent), to: colleague.profileId })
    expect(status).toBe(200)
    await settle()
    expect(asked(colleague.email)).toHaveLength(1)
    expect(asked(colleague.email)[0]?.text).toContain(approvalMailTexts.en['handed-over'].why('An Wouters'))
  })

  test('that it came to them because they are the Commercial Contact now', async () => {
    const sent = await sentAgreement(world.provider)
    const next = await freshContact(sent.tenant, ['commercial'])
    await change(sent.contact, { contactRoles: {} })
    await waitsEnd()
    expect(asked(next.email)[0]?.text).toContain(approvalMailTexts.en.moved.heading)
  })

  test('once, however often the event comes, and nothing by the event of before', async () => {
    const sent = await sentAgreement(world.provider)
    const first = lastEvent('contract.sent')
    await deliver(first)
    expect(asked(sent.contact.email)).toHaveLength(1)
    await remind(sent)
    await deliver(first)
    await settle()
    await deliver(first)
    expect(asked(sent.contact.email)).toHaveLength(2)
    expect((await send({ method: 'GET', path: linkTo(sent.contact.email) })).status).toBe(200)
  })

  test('not once it is cancelled, they are deactivated or have another address, or the organization is removed', async () => {
    const ends: readonly ((sent: SentContract) => Promise<unknown>)[] = [
      ({ tenant: { owner: by }, organizationId, contractId }) =>
        succeed('cancelContract', { by, params: { organizationId, contractId }, body: { reason: 'A mistake.' } }),
      ({ contact }) => change(contact, { status: 'deactivated' }),
      ({ organizationId }) => succeed('removeOrganization', { by: world.provider.owner, params: { organizationId } }),
    ]
    for (const end of ends) {
      const sent = await sentAgreement(world.provider)
      await remind(sent)
      await end(sent)
      await settle()
      expect(asked(sent.contact.email)).toHaveLength(1)
    }
  })

  test('again when SES could not be asked, by the same link', async () => {
    const sent = await sentAgreement(world.provider)
    await remind(sent)
    await expect(whileMail('is-down', settle)).rejects.toThrow()
    await atTime(after.minutes(1), () => deliver(lastEvent('contract.reminded')))
    expect(asked(sent.contact.email)).toHaveLength(2)
    expect((await send({ method: 'GET', path: linkTo(sent.contact.email) })).status).toBe(200)
  })
})

describe('a mail waits', () => {
  test('while the organization is suspended, and goes with a new link once it is resumed', async () => {
    const sent = await sentAgreement(world.provider)
    const of = { by: world.provider.owner, params: { organizationId: sent.organizationId } }
    await remind(sent)
    await succeed('suspendOrganization', of)
    await settle()
    await atTime(after.days(1), sendDeferredApprovals)
    expect(asked(sent.contact.email)).toHaveLength(1)
    await succeed('resumeOrganization', of)
    await settle()
    await atTime(after.days(2), sendDeferredApprovals)
    expect(asked(sent.contact.email)).toHaveLength(2)
    expect((await send({ method: 'GET', path: linkTo(sent.contact.email) })).status).toBe(200)
  })

  test('until tomorrow when its address has had ten mails with links', async () => {
    const sent = await sentAgreement(world.provider)
    await happenedToday('address-link-mails', sent.contact.email)
    await remind(sent)
    await settle()
    await sendDeferredApprovals()
    expect(asked(sent.contact.email)).toHaveLength(1)
    await atTime(after.days(1), sendDeferredApprovals)
    expect(asked(sent.contact.email)).toHaveLength(2)
  })
})
