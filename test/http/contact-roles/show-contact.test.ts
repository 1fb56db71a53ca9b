import { beforeAll, describe, expect, test } from 'vitest'
import { contactTexts } from '../../../functions/contact-roles/contact-texts.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { nameContact } from '../../support/world-coverage.ts'
import { formsOf, textOf } from '../../support/world-forms.ts'
import { freshCustomer, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { invite } from '../../support/world-people.ts'
import { answer, askedContact, confirmedContact } from '../../support/world-questions.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('showContact')

let world: World
let customer: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  customer = await freshCustomer(world.provider)
  await settle()
})

const show = (link: string, headers = {}) => send({ method: 'GET', path: link, headers })
const answersIn = (body: string) => formsOf(body).map(({ fields }) => fields.answer)

describe('showContact', () => {
  test('200 with who named them, for which organization, as what and what that means, and both answers', async () => {
    const { link, email } = await askedContact(customer, ['commercial', 'dpo'])
    const { status, body } = await show(link)
    expect(status).toBe(200)
    const text = textOf(body)
    const { leadBy } = contactTexts.en.named
    for (const said of [
      leadBy('Robin Claes', 'Wingtip'),
      'Commercial Contact',
      'Data Protection Officer',
      'data breaches',
      email,
    ])
      expect(text).toContain(said)
    expect(answersIn(body)).toEqual(['confirm', 'not-me'])
    for (const { path } of formsOf(body)) expect(path).toBe(link)
  })

  test('200 and says from where they were named, where that is another organization', async () => {
    const { organizationId } = customer
    const { link } = await askedContact({ organizationId, owner: world.provider.owner })
    const { leadFrom } = contactTexts.en.named
    expect(textOf((await show(link)).body)).toContain(leadFrom('Ada Peeters', 'Northwind Managed Services', 'Wingtip'))
  })

  test('200 and nothing is changed, however often a scanner looks, HEAD included (I4)', async () => {
    const { link } = await askedContact(customer)
    const before = await dumpTable()
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD']) expect((await send({ method, path: link })).status).toBe(200)
    expect(await dumpTable()).toEqual(before)
  })

  test('200 once they have confirmed, with what they may correct and choose from then on', async () => {
    const { link } = await confirmedContact(customer, ['dpo'])
    const { status, body } = await show(link)
    expect(status).toBe(200)
    expect(answersIn(body).sort()).toEqual(['correct', 'not-me', 'preferences'])
    expect(textOf(body)).toContain(contactTexts.en.categories.privacy)
    expect(textOf(body)).not.toContain(contactTexts.en.categories.licensing)
  })

  test('200 for somebody who signs in, who chooses what they are told when they do', async () => {
    const person = await freshPerson(customer)
    await nameContact(customer, person, 'dpo')
    await settle()
    const link = linkTo(person.email)
    await answer(link, { answer: 'confirm' })
    const { body } = await show(link)
    expect(answersIn(body)).not.toContain('preferences')
    expect(textOf(body)).toContain(contactTexts.nl.signIn('Rolecall'))
  })

  test('404 in the language of the browser for a link we never sent, and for one of an invitation', async () => {
    const { link } = await invite(customer.owner, customer.organizationId)
    const invitation = link.replace('/activate/', '/contact/')
    for (const path of ['/contact/x', `/contact/${'A'.repeat(43)}`, invitation]) {
      const { status, body } = await show(path, { 'accept-language': 'de' })
      expect(status).toBe(404)
      expect(textOf(body)).toContain('Dieser Link funktioniert nicht')
    }
  })

  test('404 for a link of a contact where a password or another address is asked for', async () => {
    const { link } = await askedContact(customer)
    for (const other of ['/activate/', '/confirm-address/'])
      expect((await show(link.replace('/contact/', other))).status).toBe(404)
  })

  test('404 once the organization is removed', async () => {
    const tenant = await freshCustomer(world.provider)
    const { link } = await askedContact(tenant)
    const { organizationId } = tenant
    await succeed('removeOrganization', { by: world.provider.owner, params: { organizationId } })
    expect((await show(link)).status).toBe(404)
  })

  test('409 while the organization is suspended, and the link works again after', async () => {
    const tenant = await freshCustomer(world.provider)
    const { link } = await askedContact(tenant)
    await setStatus(tenant.organizationId, 'suspended')
    const { status, body } = await show(link)
    expect([status, textOf(body).includes(contactTexts.en.ends.suspended.next('Wingtip'))]).toEqual([409, true])
    await setStatus(tenant.organizationId, 'active')
    expect((await show(link)).status).toBe(200)
  })

  test('410 for whoever is no contact any more, was deactivated or is removed', async () => {
    const person = (contact: { profileId: string }) => ({
      by: customer.owner,
      params: { organizationId: customer.organizationId, profileId: contact.profileId },
    })
    const ends = {
      'is named no more': async (contact: { profileId: string }) => {
        const { by, params } = person(contact)
        await succeed('withdrawContactRole', { by, params: { ...params, contactRole: 'dpo' } })
      },
      'is deactivated': async (contact: { profileId: string }) =>
        void (await succeed('deactivateProfile', person(contact))),
      'is removed': async (contact: { profileId: string }) => void (await succeed('removeProfile', person(contact))),
    }
    for (const [name, end] of Object.entries(ends)) {
      const contact = await askedContact(customer)
      await end(contact)
      expect([name, (await show(contact.link)).status]).toEqual([name, 410])
    }
  })

  test('410 for whose dates as a deputy are over', async () => {
    const holder = await confirmedContact(customer, ['dpo'])
    const deputy = await freshPerson(customer)
    await succeed('setDeputy', {
      by: customer.owner,
      params: { organizationId: customer.organizationId, profileId: holder.profileId, contactRole: 'dpo' },
      body: {
        deputy: deputy.profileId,
        from: new Date().toISOString(),
        until: new Date(Date.now() + after.days(3)).toISOString(),
      },
    })
    await settle()
    const link = linkTo(deputy.email)
    expect(textOf((await show(link)).body)).toContain(contactTexts.nl.deputy('Functionaris voor gegevensbescherming'))
    await atTime(after.days(4), async () => expect((await show(link)).status).toBe(410))
  })

  test('410 once 60 days have gone by without an answer, and not a moment before; with an answer it goes on', async () => {
    const [silent, heard] = [await askedContact(customer), await confirmedContact(customer)]
    await atTime(after.days(60) - after.minutes(5), async () => expect((await show(silent.link)).status).toBe(200))
    await atTime(after.days(60) + after.minutes(5), async () => {
      const { status, body } = await show(silent.link)
      expect([status, textOf(body).includes(contactTexts.en.ends.expired.next('Wingtip'))]).toEqual([410, true])
      expect((await show(heard.link)).status).toBe(200)
    })
  })
})
