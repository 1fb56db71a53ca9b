import { beforeAll, describe, expect, test, vi } from 'vitest'
import { contactTexts } from '../../../functions/contact-roles/contact-texts.ts'
import { linkIn, type Mail } from '../../../infra/local/mailbox.ts'
import { formsOf, submitForm, textOfPage } from '../../../infra/local/page-form.ts'
import { busEvents, repeatEvent } from '../../support/deployed-events.ts'
import { send, succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { itemsOf, wholeTable } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  aProvider,
  beginAfresh,
  mails,
  newestMail,
  patience,
  type SignedIn,
  settled,
} from '../../support/deployed-world.ts'

const words = contactTexts.en
const needs = 'Contact roles of Contoso need your attention'
const asksFor = 'A contact of Contoso asks for another address'

let contoso: { organizationId: string; owner: SignedIn }

beforeAll(async () => {
  await beginAfresh()
  const provider = await aProvider()
  contoso = await aCustomer(provider.owner, provider.organizationId, 'Contoso', 'mia.jansen@contoso.example')
})

const here = (params: object = {}) => ({
  by: contoso.owner,
  params: { organizationId: contoso.organizationId, ...params },
})

/** Somebody who does not sign in. */
async function contact(firstName: string, lastName: string) {
  const email = `${firstName}.${lastName}@contoso.example`.toLowerCase()
  noteSecret('address', email)
  const body = { kind: 'person', user: false, email, firstName, lastName } as const
  const { profileId } = await succeed('createProfile', { ...here(), body })
  return { profileId, email }
}
type Contact = Awaited<ReturnType<typeof contact>>

const name = (profileId: string, contactRole: string) =>
  succeed('assignContactRole', { ...here({ profileId, contactRole }), body: {} })

/** The problems of a contact role as coverage shows them. */
async function problemsOf(contactRole: string) {
  const { items } = await succeed('getRoleCoverage', here())
  const role = items.find((one) => one.contactRole === contactRole)
  return (role?.problems ?? []).map(({ problem, profileId }) => [problem, profileId])
}
const addressState = async ({ profileId }: Contact) => (await succeed('getProfile', here({ profileId }))).addressState

function linkOf(mail: Mail): URL {
  const link = linkIn(mail, '/contact/')
  if (!link) throw new Error(`there is no link in “${mail.subject}”`)
  return link
}
const show = async (link: URL) => {
  const { status, text } = await send(link)
  return { status, text: textOfPage(text) }
}
/** Opens the link and presses a button of its page, with what is typed beside it. */
async function say(link: URL, answer: string, typed: Readonly<Record<string, string>> = {}) {
  const { text } = await send(link)
  const form = formsOf(text, link).find(({ fields }) => fields.get('answer') === answer)
  if (!form) throw new Error(`the page asks for no ${answer}: ${textOfPage(text)}`)
  const response = await submitForm(form, typed)
  return { status: response.status, text: textOfPage(await response.text()) }
}
const ownersMails = async (subject: string) =>
  (await mails(contoso.owner.email)).filter((mail) => mail.subject === subject)

describe('a contact without sign-in', () => {
  let lotte: Contact
  let link: URL

  test('is asked by mail when an administrator names them, and covers nothing before they answer', async () => {
    lotte = await contact('Lotte', 'Smets')
    const { coverageChanges } = await name(lotte.profileId, 'dpo')
    expect(coverageChanges.map(({ problem, change }) => [change, problem])).toEqual([
      ['opened', 'unverified'],
      ['closed', 'missing'],
    ])
    const mail = await newestMail(lotte.email, 1)
    expect(mail.text.replaceAll(/\s+/g, ' ')).toContain(words.named.leadBy('Mia Jansen', 'Contoso'))
    link = linkOf(mail)
    await settled()
    expect(await problemsOf('dpo')).toEqual([['unverified', lotte.profileId]])
  })

  test('gets no second mail when what happened is told again', async () => {
    const event = (await busEvents()).findLast((one) => one['detail-type'] === 'contact-role.assigned')
    if (!event) throw new Error('nobody was named')
    await repeatEvent(event)
    await settled()
    expect(await mails(lotte.email)).toHaveLength(1)
  })

  test('finds who named them behind the link, and neither they nor a scanner says anything by looking', async () => {
    const before = await wholeTable()
    expect(await send(link, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
    const page = await show(link)
    expect(page.status).toBe(200)
    for (const said of [words.named.leadBy('Mia Jansen', 'Contoso'), words.confirm, words.notMe])
      expect(page.text).toContain(said)
    expect(await wholeTable()).toEqual(before)
  })

  test('confirms, which covers the contact role, and mails nobody', async () => {
    const done = await say(link, 'confirm')
    expect(done.status).toBe(200)
    expect(done.text).toContain(words.said.confirmed.lead('Contoso'))
    expect(await addressState(lotte)).toBe('verified')
    expect(await problemsOf('dpo')).toEqual([])
    await settled()
    expect(await ownersMails(needs)).toEqual([])
  })

  test('switches off by the link what they need not hear', async () => {
    const form = { answer: 'preferences', audit: 'on' }
    const { status, text } = await send(link, { method: 'POST', body: new URLSearchParams(form) })
    expect(status).toBe(200)
    expect(textOfPage(text)).toContain(words.said.preferences.title)
    const { mutedCategories } = (await itemsOf('profile')).find((one) => one.profileId === lotte.profileId) ?? {}
    expect(mutedCategories).toEqual(['privacy'])
  })

  test('says later that it is not them: administrators are told once', async () => {
    const done = await say(link, 'not-me')
    expect(done.text).toContain(words.ends.disowned.title)
    expect(await addressState(lotte)).toBe('disowned')
    expect(await problemsOf('dpo')).toEqual([['unverified', lotte.profileId]])
    await vi.waitFor(async () => expect(await ownersMails(needs)).toHaveLength(1), patience)
    await settled()
    expect(await ownersMails(needs)).toHaveLength(1)
    expect(await show(link)).toMatchObject({ status: 410 })
    const { items } = await succeed('listActivities', { ...here(), query: { action: 'contact.disowned' } })
    expect(items).toMatchObject([{ subject: lotte.profileId, actor: `link:${lotte.profileId}` }])
  })

  test('is asked anew when named again, and the link of before ends', async () => {
    await name(lotte.profileId, 'dpo')
    const anew = linkOf(await newestMail(lotte.email, 2))
    expect(await show(link)).toMatchObject({ status: 410 })
    expect((await show(link)).text).toContain(words.ends.replaced.title)
    await say(anew, 'confirm')
    expect(await addressState(lotte)).toBe('verified')
    expect(await problemsOf('dpo')).toEqual([])
  })
})

describe('a contact who is to be reached elsewhere', () => {
  const elsewhere = 'piet.smit@adatum.example'
  let piet: Contact
  let link: URL

  test('asks for it with what else is wrong; their own is set right, and administrators are mailed the address', async () => {
    piet = await contact('Piet', 'Smit')
    noteSecret('address', elsewhere)
    await name(piet.profileId, 'watchlist')
    link = linkOf(await newestMail(piet.email, 1))
    await say(link, 'confirm')
    const done = await say(link, 'correct', { phone: '+32 15 00 00 01', email: elsewhere })
    expect(done.text).toContain(words.said.suggested.title)
    const { phone, email } = await succeed('getProfile', here({ profileId: piet.profileId }))
    expect({ phone, email }).toEqual({ phone: '+3215000001', email: piet.email })
    await vi.waitFor(async () => expect(await ownersMails(asksFor)).toHaveLength(1), patience)
    const [mail] = await ownersMails(asksFor)
    for (const said of ['Piet Smit', piet.email, elsewhere]) expect(mail?.text).toContain(said)
    await settled()
    expect(await mails(elsewhere)).toEqual([])
  })

  test('is asked there once an administrator has set it, and the link to the old address ends', async () => {
    const { profileId } = piet
    const { version } = await succeed('getProfile', here({ profileId }))
    const headers = { 'if-match': `"${version}"` }
    await succeed('changeProfile', { ...here({ profileId }), headers, body: { email: elsewhere } })
    const there = linkOf(await newestMail(elsewhere, 1))
    expect(await addressState(piet)).toBe('unverified')
    expect(await problemsOf('watchlist')).toEqual([['unverified', profileId]])
    expect(await show(link)).toMatchObject({ status: 410 })
    const late = await send(link, { method: 'POST', body: new URLSearchParams({ answer: 'confirm' }) })
    expect(late.status).toBe(410)
    expect(await addressState(piet)).toBe('unverified')

    await say(there, 'confirm')
    expect(await addressState(piet)).toBe('verified')
    expect(await problemsOf('watchlist')).toEqual([])
    await settled()
    expect(await mails(piet.email)).toHaveLength(1)
    expect(await ownersMails(asksFor)).toHaveLength(1)
  })
})

leavesOnlyCleanTraces()
