import { beforeAll, describe, expect, test } from 'vitest'
import { questionMailTexts } from '../../../functions/contact-roles/question-mail-texts.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { succeed } from '../../support/gateway-call.ts'
import { seedWorld, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { change, freshContact } from '../../support/world-contacts.ts'
import { coverageTold } from '../../support/world-coverage.ts'
import { textOf } from '../../support/world-forms.ts'
import { freshCustomer, type MadeTenant } from '../../support/world-fresh.ts'
import { answer, askContacts, confirmedContact, newContact, problemsOf } from '../../support/world-questions.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const freshTenant = async (): Promise<MadeTenant> => {
  const tenant = await freshCustomer(world.provider)
  await settle()
  return tenant
}
const year = after.days(365)
const soon = after.minutes(5)
/** What contacts are asked so many milliseconds from now. */
const askedAt = (at: number) => atTime(at, askContacts)
const questions = (email: string) => {
  const { yearly, reminder } = questionMailTexts.en
  return mailsTo(email).flatMap(({ subject }) => {
    if (subject === yearly.subject('Wingtip')) return ['yearly']
    return subject === reminder.subject('Wingtip') ? ['reminder'] : []
  })
}

describe('contacts are asked again', () => {
  test('after a year, once, and reminded on days 10 and 20 while they do not answer', async () => {
    const { email } = await confirmedContact(await freshTenant())
    await askedAt(year - soon)
    expect(questions(email)).toEqual([])
    await askedAt(year + soon)
    await askedAt(year + 2 * soon)
    expect(questions(email)).toEqual(['yearly'])
    await askedAt(year + after.days(9))
    expect(questions(email)).toEqual(['yearly'])
    await askedAt(year + after.days(10) + 2 * soon)
    await askedAt(year + after.days(11))
    expect(questions(email)).toEqual(['yearly', 'reminder'])
    await askedAt(year + after.days(20) + 2 * soon)
    await askedAt(year + after.days(40))
    expect(questions(email)).toEqual(['yearly', 'reminder', 'reminder'])
    await askedAt(2 * year + 2 * soon)
    expect(questions(email)).toEqual(['yearly', 'reminder', 'reminder', 'yearly'])
  })

  test('with the page that shows what is known, by a link that replaces the first, and no reminder after an answer', async () => {
    const tenant = await freshTenant()
    const contact = await confirmedContact(tenant)
    await askedAt(year + soon)
    const link = linkTo(contact.email)
    expect(link).not.toBe(contact.link)
    await atTime(year + after.days(1), async () => {
      expect((await answer(contact.link, { answer: 'confirm' })).status).toBe(410)
      const { status, body } = await answer(link, { answer: 'correct', firstName: 'Anna', lastName: 'Wouters' })
      expect([status, textOf(body).includes('Wingtip')]).toEqual([200, true])
    })
    await askedAt(year + after.days(11))
    expect(questions(contact.email)).toEqual(['yearly'])
    await askedAt(2 * year + 2 * soon)
    expect(questions(contact.email)).toEqual(['yearly', 'yearly'])
  })

  test('after as many days as their organization says, from the next question on', async () => {
    const tenant = await freshTenant()
    const { organizationId } = tenant
    const by = world.provider.owner
    const before = await confirmedContact(tenant)
    const headers = { 'if-match': '"1"' }
    const body = { contactQuestionDays: 90 }
    const reply = await succeed('changeOrganization', { by, params: { organizationId }, headers, body })
    expect(reply.contactQuestionDays).toBe(90)
    const since = await confirmedContact(tenant)
    await askedAt(after.days(90) + soon)
    expect([questions(before.email), questions(since.email)]).toEqual([[], ['yearly']])
  })

  test('not while nobody can answer: deactivated, removed, not named, undeliverable, not them', async () => {
    const tenant = await freshTenant()
    const { organizationId, owner: by } = tenant
    const [deactivated, removed, unnamed, undeliverable, disowned] = [
      await confirmedContact(tenant),
      await confirmedContact(tenant),
      await confirmedContact(tenant),
      await confirmedContact(tenant),
      await confirmedContact(tenant),
    ]
    const params = (profileId: string) => ({ organizationId, profileId })
    await succeed('deactivateProfile', { by, params: params(deactivated.profileId) })
    await succeed('removeProfile', { by, params: params(removed.profileId) })
    await succeed('withdrawContactRole', { by, params: { ...params(unnamed.profileId), contactRole: 'dpo' } })
    await change(undeliverable, { addressState: 'undeliverable' })
    await answer(disowned.link, { answer: 'not-me' })
    await askedAt(year + soon)
    for (const { email } of [deactivated, removed, unnamed, undeliverable, disowned])
      expect(questions(email)).toEqual([])
    await atTime(year + after.days(1), async () => {
      await succeed('reactivateProfile', { by, params: params(deactivated.profileId) })
      await change(undeliverable, { addressState: 'verified' })
    })
    await askedAt(year + after.days(1) + soon)
    expect([questions(deactivated.email), questions(undeliverable.email)]).toEqual([['yearly'], ['yearly']])
  })

  test('once they stand in for somebody again, where their dates were over when the year was', async () => {
    const tenant = await freshTenant()
    const { organizationId, owner: by } = tenant
    const [holder, deputy] = [await freshContact(tenant, ['dpo']), await newContact(tenant)]
    const standIn = async () => {
      const [from, until] = [0, after.days(9)].map((later) => new Date(Date.now() + later).toISOString())
      const params = { organizationId, profileId: holder.profileId, contactRole: 'dpo' }
      await succeed('setDeputy', { by, params, body: { deputy: deputy.profileId, from, until } })
      await settle()
    }
    await standIn()
    await answer(linkTo(deputy.email), { answer: 'confirm' })
    const before = mailsTo(deputy.email).length
    await askedAt(year + soon)
    expect(mailsTo(deputy.email)).toHaveLength(before)
    await atTime(year + after.days(30), standIn)
    expect(mailsTo(deputy.email)).toHaveLength(before + 1)
  })

  test('once, when the days of two reminders went by while nobody could be asked', async () => {
    const tenant = await freshTenant()
    const { email } = await confirmedContact(tenant)
    await askedAt(year + soon)
    await setStatus(tenant.organizationId, 'suspended')
    for (let day = 10; day < 25; day++) await askedAt(year + after.days(day) + 2 * soon)
    await setStatus(tenant.organizationId, 'active')
    await askedAt(year + after.days(25) + 2 * soon)
    await askedAt(year + after.days(25) + 3 * soon)
    expect(questions(email)).toEqual(['yearly', 'reminder'])
  })

  test('once an organization that was suspended is back, and once', async () => {
    const tenant = await freshTenant()
    const { email } = await confirmedContact(tenant)
    await setStatus(tenant.organizationId, 'suspended')
    await askedAt(year + soon)
    expect(questions(email)).toEqual([])
    await setStatus(tenant.organizationId, 'active')
    await askedAt(year + after.days(1) + 2 * soon)
    await askedAt(year + after.days(2) + 2 * soon)
    expect(questions(email)).toEqual(['yearly'])
  })
})

describe('a yearly question that is not answered', () => {
  test('shows after 30 days, is told once, and takes nothing away; an answer closes it', async () => {
    const tenant = await freshTenant()
    const contact = await confirmedContact(tenant)
    const at = (days: number) => year + 2 * soon + after.days(days)
    await askedAt(year + soon)
    await atTime(at(29), async () => expect(await problemsOf(tenant, 'dpo')).toEqual([]))
    const told = async () => (await coverageTold(tenant)).length
    const before = await told()
    const look = async () => {
      await invoke(await loadHandler('contact-roles', 'look-at-coverage'), {})
      await settle()
    }
    await atTime(at(30), look)
    await atTime(at(30) + soon, look)
    expect((await told()) - before).toBe(1)
    expect((await coverageTold(tenant)).at(-1)?.about.opened).toBe(`dpo unverified ${contact.profileId}`)
    await atTime(at(31), async () => {
      expect(await problemsOf(tenant, 'dpo')).toEqual(['unverified'])
      const { recipients } = await succeed('resolveRecipients', {
        by: world.provider.owner,
        params: { organizationId: tenant.organizationId },
        body: { category: 'data-breach' },
      })
      expect(recipients.map(({ profileId }) => profileId)).toContain(contact.profileId)
      await answer(linkTo(contact.email), { answer: 'confirm' })
      expect(await problemsOf(tenant, 'dpo')).toEqual([])
    })
  })
})
