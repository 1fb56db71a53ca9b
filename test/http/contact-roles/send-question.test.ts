import { beforeAll, describe, expect, test } from 'vitest'
import { contactTexts } from '../../../functions/contact-roles/contact-texts.ts'
import { questionMailTexts } from '../../../functions/contact-roles/question-mail-texts.ts'
import { roleTexts } from '../../../functions/contact-roles/role-texts.ts'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, succeed } from '../../support/gateway-call.ts'
import { seedWorld, setStatus, type World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { nameContact } from '../../support/world-coverage.ts'
import { formsOf } from '../../support/world-forms.ts'
import { freshCustomer, type MadeTenant } from '../../support/world-fresh.ts'
import { happenedToday } from '../../support/world-limits.ts'
import { freshEmail, join, submit } from '../../support/world-people.ts'
import {
  answer,
  askedContact,
  confirmedContact,
  newContact,
  sendDeferredQuestions,
} from '../../support/world-questions.ts'

let world: World
let customer: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  customer = await freshCustomer(world.provider)
  await settle()
})

const of = ({ organizationId, owner: by }: MadeTenant, { profileId }: { readonly profileId: string }) => ({
  by,
  params: { organizationId, profileId },
})
const named = (email: string) => mailsTo(email).filter(({ text }) => text.includes('/contact/'))
const deputyFor = async (tenant: MadeTenant, holder: { readonly profileId: string }, deputy: string) => {
  const { by, params } = of(tenant, holder)
  const until = new Date(Date.now() + after.days(9)).toISOString()
  const body = { deputy, from: new Date().toISOString(), until }
  return succeed('setDeputy', { by, params: { ...params, contactRole: 'dpo' }, body })
}

describe('whoever is named is mailed', () => {
  test.each(['en', 'nl', 'fr', 'de'] as const)(
    'once, in their language (%s), with who named them, where and as what',
    async (language) => {
      const contact = await askedContact(customer, ['dpo'], { language })
      const [mail, ...others] = mailsTo(contact.email)
      expect(others).toEqual([])
      expect(mail?.subject).toBe(questionMailTexts[language].named.subject('Wingtip'))
      const { name, means } = roleTexts[language].dpo
      for (const said of [contactTexts[language].named.leadBy('Robin Claes', 'Wingtip'), name, means, contact.link])
        expect(mail?.text).toContain(said)
    },
  )

  test('once, however often the event comes, and nothing by the event of before once they are asked anew', async () => {
    const contact = await newContact(customer)
    await nameContact(customer, contact, 'dpo')
    await settle()
    const [first] = busEvents()
      .filter(({ detailType }) => detailType === 'contact-role.assigned')
      .slice(-1)
    if (!first) throw new Error('nothing was published')
    await deliver(first)
    expect(named(contact.email)).toHaveLength(1)
    await nameContact(customer, contact, 'commercial')
    await settle()
    await deliver(first)
    expect(named(contact.email)).toHaveLength(2)
  })

  test('when they are made somebody’s deputy, and when they succeed somebody', async () => {
    const holder = await confirmedContact(customer)
    const [deputy, successor] = [await newContact(customer, { language: 'fr' }), await newContact(customer)]
    await deputyFor(customer, holder, deputy.profileId)
    await settle()
    expect(named(deputy.email)[0]?.text).toContain(contactTexts.fr.deputy(roleTexts.fr.dpo.name))
    await succeed('removeProfile', { ...of(customer, holder), query: { successor: successor.profileId } })
    await settle()
    expect(named(successor.email)).toHaveLength(1)
    expect((await answer(linkTo(successor.email), { answer: 'confirm' })).status).toBe(200)
  })

  test('once their draft is confirmed, and not before; the invitation is a mail of its own', async () => {
    const email = freshEmail()
    const { organizationId, owner: by } = customer
    const body = { kind: 'person', user: true, email, firstName: 'An', lastName: 'Wouters', language: 'en' }
    const { profileId } = await succeed('createProfile', { by, params: { organizationId }, body })
    await nameContact(customer, { profileId }, 'dpo')
    await settle()
    expect(mailsTo(email)).toEqual([])
    const draft = of(customer, { profileId })
    const { etag } = (await call('getProfile', draft)).headers
    await succeed('changeProfile', { ...draft, headers: { 'if-match': etag ?? '' }, body: { confirm: true } })
    await settle()
    expect(
      mailsTo(email)
        .map(({ text }) => /\/(contact|activate)\//.exec(text)?.[1])
        .sort(),
    ).toEqual(['activate', 'contact'])
  })

  test('not when they have answered, stand for nothing any more, are removed, or the organization is', async () => {
    const tenant = await freshCustomer(world.provider)
    await settle()
    const gone = [
      async (contact: { profileId: string }) => {
        const { by, params } = of(tenant, contact)
        await succeed('withdrawContactRole', { by, params: { ...params, contactRole: 'dpo' } })
      },
      async (contact: { profileId: string }) => void (await succeed('removeProfile', of(tenant, contact))),
      async () =>
        void (await succeed('removeOrganization', {
          by: world.provider.owner,
          params: { organizationId: tenant.organizationId },
        })),
    ]
    for (const end of gone) {
      const contact = await newContact(tenant)
      await nameContact(tenant, contact, 'dpo')
      await end(contact)
      await settle()
      expect(named(contact.email)).toEqual([])
    }
  })
})

describe('a mail waits', () => {
  test('while the organization is suspended, from day to day', async () => {
    const tenant = await freshCustomer(world.provider)
    await settle()
    const contact = await newContact(tenant)
    await nameContact(tenant, contact, 'dpo')
    await setStatus(tenant.organizationId, 'suspended')
    await settle()
    await atTime(after.days(1), sendDeferredQuestions)
    expect(named(contact.email)).toEqual([])
    await setStatus(tenant.organizationId, 'active')
    await atTime(after.days(2), sendDeferredQuestions)
    await atTime(after.days(2) + after.minutes(1), sendDeferredQuestions)
    expect(named(contact.email)).toHaveLength(1)
  })

  test('until tomorrow when its address has had ten mails with links, and whoever names them learns nothing', async () => {
    const contact = await newContact(customer)
    await happenedToday('address-link-mails', contact.email)
    await nameContact(customer, contact, 'dpo')
    await settle()
    await sendDeferredQuestions()
    expect(named(contact.email)).toEqual([])
    await atTime(after.days(1), sendDeferredQuestions)
    expect(named(contact.email)).toHaveLength(1)
  })
})

describe('whoever moves to another address by themselves', () => {
  test('is mailed nothing, and links that went to the old one lead nowhere', async () => {
    const person = await join(customer.owner, customer.organizationId)
    await nameContact(customer, person, 'dpo')
    await settle()
    const old = linkTo(person.email)
    await answer(old, { answer: 'confirm' })
    const email = freshEmail()
    await succeed('changeMyEmail', { by: person, body: { email } })
    await settle()
    const [form] = formsOf((await send({ method: 'GET', path: linkTo(email) })).body)
    if (!form) throw new Error('no form')
    expect((await submit(form, {})).status).toBe(200)
    await settle()
    expect(named(email)).toEqual([])
    expect((await send({ method: 'GET', path: old })).status).toBe(410)
    expect((await profileOf(person)).addressState).toBe('verified')
  })

  test('is mailed there what they have not answered yet', async () => {
    const person = await join(customer.owner, customer.organizationId)
    await nameContact(customer, person, 'dpo')
    await settle()
    const old = linkTo(person.email)
    const email = freshEmail()
    await succeed('changeMyEmail', { by: person, body: { email } })
    await settle()
    const [form] = formsOf((await send({ method: 'GET', path: linkTo(email) })).body)
    if (!form) throw new Error('no form')
    await submit(form, {})
    await settle()
    expect((await send({ method: 'GET', path: old })).status).toBe(410)
    expect((await answer(linkTo(email), { answer: 'confirm' })).status).toBe(200)
  })
})
