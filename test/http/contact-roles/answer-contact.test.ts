import { beforeAll, describe, expect, test } from 'vitest'
import { contactTexts } from '../../../functions/contact-roles/contact-texts.ts'
import { listActivities } from '../../../shared/table/activity-list.ts'
import { between } from '../../../shared/table/activity-order.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setStatus, type World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { change } from '../../support/world-contacts.ts'
import { coverageTold, nameContact } from '../../support/world-coverage.ts'
import { textOf } from '../../support/world-forms.ts'
import { freshCustomer, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshEmail } from '../../support/world-people.ts'
import {
  type AskedContact,
  answer,
  askedContact,
  confirmedContact,
  newContact,
  problemsOf,
} from '../../support/world-questions.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('answerContact')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const freshTenant = async (): Promise<MadeTenant> => {
  const tenant = await freshCustomer(world.provider)
  await settle()
  return tenant
}
const read = ({ organizationId, owner: by }: MadeTenant, { profileId }: Pick<AskedContact, 'profileId'>) =>
  succeed('getProfile', { by, params: { organizationId, profileId } })

/** The actions of an organization about somebody, the oldest first, without what follows from them. */
async function actionsOn({ organizationId }: MadeTenant, { profileId }: Pick<AskedContact, 'profileId'>) {
  const range = between(undefined, undefined)
  const all = { organizationId, filter: {}, order: 'oldest', between: range, limit: 100, after: undefined } as const
  const { items } = await listActivities(all)
  return items.filter(({ subject }) => subject === profileId)
}
const contactActions = async (...of: Parameters<typeof actionsOn>) =>
  (await actionsOn(...of)).map(({ action }) => action).filter((action) => action.startsWith('contact.'))

const unchangedBy = async (act: () => Promise<{ status: number }>) => {
  const before = await dumpTable()
  const { status } = await act()
  expect(await dumpTable()).toEqual(before)
  return status
}

describe('answerContact: confirm', () => {
  test('200 and the address is verified, the gap closes, and the activity says by which link', async () => {
    const tenant = await freshTenant()
    const contact = await askedContact(tenant)
    expect(await problemsOf(tenant, 'dpo')).toEqual(['unverified'])
    const { status, body } = await answer(contact.link, { answer: 'confirm' })
    expect([status, textOf(body).includes('You are a confirmed contact')]).toEqual([200, true])
    expect(await problemsOf(tenant, 'dpo')).toEqual([])
    const [confirmed] = (await actionsOn(tenant, contact)).filter(({ action }) => action === 'contact.confirmed')
    expect(confirmed?.actor).toBe(`link:${contact.profileId}`)
  })

  test('200 twice, and the second time nothing changes', async () => {
    const { link } = await confirmedContact(await freshTenant())
    expect(await unchangedBy(() => answer(link, { answer: 'confirm' }))).toBe(200)
  })

  test('one of five at once is the one that counts', async () => {
    const tenant = await freshTenant()
    const contact = await askedContact(tenant)
    const answers = await Promise.all(Array.from({ length: 5 }, () => answer(contact.link, { answer: 'confirm' })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(await contactActions(tenant, contact)).toEqual(['contact.confirmed'])
  })
})

describe('answerContact: not me', () => {
  test('200, then the link is used up; the gap shows, and the administrators are told once', async () => {
    const tenant = await freshTenant()
    const contact = await askedContact(tenant)
    const before = mailsTo(tenant.owner.email).length
    const { status, body } = await answer(contact.link, { answer: 'not-me' })
    expect([status, textOf(body).includes('It is noted that this is not you')]).toEqual([200, true])
    await settle()
    expect(await problemsOf(tenant, 'dpo')).toEqual(['unverified'])
    expect(mailsTo(tenant.owner.email).length - before).toBe(1)
    for (const said of ['confirm', 'not-me', 'correct', 'preferences'])
      expect(await unchangedBy(() => answer(contact.link, { answer: said }))).toBe(410)
    expect((await send({ method: 'GET', path: contact.link })).status).toBe(410)
    expect((await coverageTold(tenant)).at(-1)?.about.opened).toBe(`dpo unverified ${contact.profileId}`)
  })

  test('200 also by whoever had confirmed', async () => {
    const tenant = await freshTenant()
    const contact = await confirmedContact(tenant)
    expect((await answer(contact.link, { answer: 'not-me' })).status).toBe(200)
    expect(await problemsOf(tenant, 'dpo')).toEqual(['unverified'])
  })

  test('whoever is named again is asked again, and may confirm', async () => {
    const tenant = await freshTenant()
    const contact = await askedContact(tenant)
    await answer(contact.link, { answer: 'not-me' })
    await nameContact(tenant, contact, 'dpo')
    await settle()
    const link = linkTo(contact.email)
    expect(link).not.toBe(contact.link)
    expect((await answer(contact.link, { answer: 'confirm' })).status).toBe(410)
    expect((await answer(link, { answer: 'confirm' })).status).toBe(200)
    expect(await problemsOf(tenant, 'dpo')).toEqual([])
  })

  test('nothing is sent to whoever said so, not even what everybody of the role gets', async () => {
    const tenant = await freshTenant()
    const contact = await confirmedContact(tenant)
    await answer(contact.link, { answer: 'not-me' })
    const params = { organizationId: tenant.organizationId }
    const asked = { by: world.provider.owner, params, body: { category: 'privacy' } }
    const { recipients, passedOver } = await succeed('resolveRecipients', asked)
    expect(recipients.map(({ profileId }) => profileId)).not.toContain(contact.profileId)
    expect(passedOver).toMatchObject([{ profileId: contact.profileId, because: 'unverified' }])
  })
})

describe('answerContact: correct', () => {
  const typed = {
    answer: 'correct',
    firstName: 'Anna',
    lastName: 'Wouters-Maes',
    phone: '0032 (0)15 / 12.34-56',
    language: 'fr',
  }

  test('200 with what was typed, as it is written, sealed in the activity; and it counts as confirmed', async () => {
    const tenant = await freshTenant()
    const contact = await askedContact(tenant)
    const { status, body } = await answer(contact.link, typed)
    expect([status, body.includes('<html lang="fr">')]).toEqual([200, true])
    expect(await read(tenant, contact)).toMatchObject({
      firstName: 'Anna',
      lastName: 'Wouters-Maes',
      phone: '+3215123456',
      language: 'fr',
      email: contact.email,
    })
    expect(await problemsOf(tenant, 'dpo')).toEqual([])
    expect(await contactActions(tenant, contact)).toEqual(['contact.corrected'])
    expect(JSON.stringify(await actionsOn(tenant, contact))).not.toContain('Anna')
  })

  test('200 and nothing changes when the same is sent once more', async () => {
    const { link } = await confirmedContact(await freshTenant())
    await answer(link, typed)
    expect(await unchangedBy(() => answer(link, typed))).toBe(200)
  })

  test('200 with the name of a shared mailbox alone', async () => {
    const tenant = await freshTenant()
    const fields = { kind: 'shared-mailbox', displayName: 'Watch' }
    const contact = await askedContact(tenant, ['watchlist'], fields)
    const sent = { answer: 'correct', displayName: 'All of us', firstName: 'Robin', phone: 'nothing', language: 'nl' }
    expect((await answer(contact.link, sent)).status).toBe(200)
    expect(await read(tenant, contact)).toMatchObject({ displayName: 'All of us', firstName: null, phone: null })
  })

  test.each([
    ['no first name', { firstName: ' ' }, 'missing'],
    ['a name of 101 characters', { lastName: 'x'.repeat(101) }, 'too-long'],
    ['an address for a name', { lastName: 'https://evil.example' }, 'not-allowed'],
    ['a number without a country', { phone: '015 12 34 56' }, 'not-a-number'],
    ['another address that is none', { email: 'nobody@' }, 'not-an-address'],
  ] as const)('400 and nothing is changed for %s', async (_, wrong, fault) => {
    const { link } = await askedContact(await freshTenant())
    const before = await dumpTable()
    const { status, body } = await answer(link, { ...typed, ...wrong })
    expect([status, textOf(body).includes(contactTexts.en.faults[fault])]).toEqual([400, true])
    expect(await dumpTable()).toEqual(before)
  })

  test('400 and nothing is changed for an answer that there is not, and for a field that there is not', async () => {
    const { link } = await askedContact(await freshTenant())
    for (const fields of [{ answer: 'perhaps' }, {}, { answer: 'confirm', email2: 'x' }])
      expect(await unchangedBy(() => answer(link, fields as Record<string, string>))).toBe(400)
  })
})

describe('answerContact: another address', () => {
  const wish = (link: string, email: string) => answer(link, { answer: 'correct', email })

  test('200 and it is never set: the administrators are asked to, in one mail each', async () => {
    const tenant = await freshTenant()
    const contact = await confirmedContact(tenant)
    const admin = await freshPerson(tenant, { defaultRole: 'rol_admin' })
    const email = freshEmail()
    const before = mailsTo(tenant.owner.email).length
    const { status, body } = await wish(contact.link, email)
    expect([status, textOf(body).includes('The administrators were asked')]).toEqual([200, true])
    await settle()
    expect((await read(tenant, contact)).email).toBe(contact.email)
    expect(mailsTo(email)).toEqual([])
    for (const mails of [mailsTo(tenant.owner.email).slice(before), mailsTo(admin.email)]) {
      expect(mails.map(({ text }) => text.includes(email) && text.includes(contact.email))).toEqual([true])
    }
    expect(JSON.stringify(await actionsOn(tenant, contact))).not.toContain(email)
  })

  test('429 within the hour, with what was typed, and nothing is changed', async () => {
    const { link } = await confirmedContact(await freshTenant())
    await wish(link, freshEmail())
    const before = await dumpTable()
    const { status, body } = await wish(link, 'other@contoso.example')
    expect([status, body.includes('other@contoso.example')]).toEqual([429, true])
    expect(await dumpTable()).toEqual(before)
    await atTime(after.minutes(61), async () => expect((await wish(link, freshEmail())).status).toBe(200))
  })

  test('the new mailbox is asked once an administrator has set it, and the old one can answer nothing any more', async () => {
    const tenant = await freshTenant()
    const contact = await confirmedContact(tenant)
    const email = freshEmail()
    await wish(contact.link, email)
    const { organizationId, owner: by } = tenant
    const of = { by, params: { organizationId, profileId: contact.profileId } }
    const { etag } = (await call('getProfile', of)).headers
    await succeed('changeProfile', { ...of, headers: { 'if-match': etag ?? '' }, body: { email } })
    await settle()
    expect(await problemsOf(tenant, 'dpo')).toEqual(['unverified'])
    for (const said of ['confirm', 'not-me'])
      expect(await unchangedBy(() => answer(contact.link, { answer: said }))).toBe(410)
    expect((await answer(linkTo(email), { answer: 'confirm' })).status).toBe(200)
    expect(await problemsOf(tenant, 'dpo')).toEqual([])
  })

  test('whoever signs in changes it there: what they type here goes nowhere', async () => {
    const tenant = await freshTenant()
    const person = await freshPerson(tenant)
    await nameContact(tenant, person, 'dpo')
    await settle()
    const before = mailsTo(tenant.owner.email).length
    expect((await wish(linkTo(person.email), freshEmail())).status).toBe(200)
    await settle()
    expect(await contactActions(tenant, person)).toEqual(['contact.confirmed'])
    const since = mailsTo(tenant.owner.email).slice(before)
    expect(since.filter(({ subject }) => subject.includes('another address'))).toEqual([])
  })
})

describe('answerContact: preferences', () => {
  const muted = async (contact: AskedContact) => (await profileOf(contact)).mutedCategories ?? []

  test('200 with what is not ticked switched off, of what comes to their roles alone', async () => {
    const tenant = await freshTenant()
    const contact = await confirmedContact(tenant, ['commercial'])
    await change(contact, { mutedCategories: ['privacy'] })
    const { status } = await answer(contact.link, { answer: 'preferences', licensing: 'on', audit: 'on' })
    expect(status).toBe(200)
    expect([...(await muted(contact))].sort()).toEqual(['privacy', 'renewal'])
    const switchedBack = await answer(contact.link, { answer: 'preferences', licensing: 'on', renewal: 'on' })
    expect([switchedBack.status, await muted(contact)]).toEqual([200, ['privacy']])
  })

  test('200 and nothing changes for the same choice, before an answer, and for whoever signs in', async () => {
    const tenant = await freshTenant()
    const confirmed = await confirmedContact(tenant)
    await answer(confirmed.link, { answer: 'preferences', audit: 'on' })
    const person = await freshPerson(tenant)
    await nameContact(tenant, person, 'dpo')
    await settle()
    await answer(linkTo(person.email), { answer: 'confirm' })
    const silent = await askedContact(tenant)
    for (const link of [confirmed.link, silent.link, linkTo(person.email)])
      expect(await unchangedBy(() => answer(link, { answer: 'preferences', audit: 'on' }))).toBe(200)
    expect(await muted(confirmed)).toEqual(['privacy'])
  })

  test('a holder who muted counts as served, and mail that came back is forgotten by whoever chooses', async () => {
    const tenant = await freshTenant()
    const contact = await confirmedContact(tenant)
    await change(contact, { addressState: 'undeliverable' })
    await answer(contact.link, { answer: 'preferences' })
    expect(await problemsOf(tenant, 'dpo')).toEqual([])
    const { recipients, passedOver } = await succeed('resolveRecipients', {
      by: world.provider.owner,
      params: { organizationId: tenant.organizationId },
      body: { category: 'privacy' },
    })
    expect([recipients, passedOver]).toMatchObject([[], [{ profileId: contact.profileId, because: 'muted' }]])
  })
})

describe('answerContact: where the link leads nowhere', () => {
  test('404 for a link we never sent', async () => {
    expect((await answer(`/contact/${'A'.repeat(43)}`, { answer: 'confirm' })).status).toBe(404)
  })

  test('409 while the organization is suspended, and nothing changes', async () => {
    const tenant = await freshTenant()
    const { link } = await askedContact(tenant)
    await setStatus(tenant.organizationId, 'suspended')
    expect(await unchangedBy(() => answer(link, { answer: 'confirm' }))).toBe(409)
  })

  test('410 for whoever was asked anew since, who answers by the newer link', async () => {
    const tenant = await freshTenant()
    const contact = await newContact(tenant)
    await nameContact(tenant, contact, 'dpo')
    await settle()
    const first = linkTo(contact.email)
    await nameContact(tenant, contact, 'commercial')
    await settle()
    expect(await unchangedBy(() => answer(first, { answer: 'confirm' }))).toBe(410)
    expect((await answer(linkTo(contact.email), { answer: 'confirm' })).status).toBe(200)
  })
})
