import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { approvalEndTexts } from '../../../functions/contracts/approval-end-texts.ts'
import { approvalTexts } from '../../../functions/contracts/approval-texts.ts'
import { linkIn, mailsTo, waitForMail } from '../../../infra/local/mailbox.ts'
import { approvalStatement } from '../../../shared/domain/approval-statement.ts'
import { signingAuthorityWording } from '../../../shared/domain/contact-roles.ts'
import { type Language, languages } from '../../../shared/domain/language.ts'
import { expectGoodPage, open, openNothing, phone, readPage, tabTo, typeInto } from '../../support/browser.ts'
import { agreement, ordinary, pagesOf } from '../../support/contract-page-samples.ts'
import { deployed } from '../../support/deployed.ts'
import { send, succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { changeItem, itemsOf } from '../../support/deployed-table.ts'
import { aProvider, beginAfresh, mails, type SignedIn } from '../../support/deployed-world.ts'

let owner: SignedIn
let providerId: string
const documents = { 'service-agreement': '', 'csp-contract': '' }

const titles = {
  'service-agreement': { en: 'Service agreement', nl: 'Serviceovereenkomst', fr: 'Contrat de services', de: 'Vertrag' },
  'csp-contract': { en: 'Customer Agreement', nl: 'Klantovereenkomst', fr: 'Contrat client', de: 'Kundenvertrag' },
}

beforeAll(async () => {
  await beginAfresh()
  ;({ owner, organizationId: providerId } = await aProvider())
  for (const kind of ['service-agreement', 'csp-contract'] as const) documents[kind] = await published(kind)
})

async function published(kind: keyof typeof documents): Promise<string> {
  const inLanguage = (language: Language) => ({
    title: titles[kind][language],
    summary: `${language}: it can be ended with three months of notice.`,
    text: agreement,
  })
  const languagesOf = Object.fromEntries(languages.map((language) => [language, inLanguage(language)]))
  const body = { kind, name: kind, languages: languagesOf }
  const { documentId } = await succeed('createDocument', { by: owner, body })
  const headers = { 'if-match': '"1"' }
  await succeed('publishDocument', { by: owner, params: { documentId }, headers, body: {} })
  return documentId
}

/** A customer with somebody of that language who is its Commercial Contact. */
type Signing = { readonly organizationId: string; readonly email: string }
async function signing(language: Language): Promise<Signing> {
  const firstOwner = { email: `owner.${language}@contoso.example`, firstName: 'Mia', lastName: 'Jansen' }
  const body = { parentId: providerId, name: `Contoso ${language}`, legalName: `Contoso ${language} NV`, firstOwner }
  const { organization } = await succeed('createOrganization', { by: owner, body })
  const { organizationId } = organization
  return { organizationId, email: await commercialContact(organizationId, 'An', language) }
}

/** Somebody who has confirmed that they are the Commercial Contact; answers their address. */
async function commercialContact(organizationId: string, firstName: string, language: Language): Promise<string> {
  const email = `${firstName}.${language}@contoso.example`.toLowerCase()
  noteSecret('address', email)
  const person = { kind: 'person', user: false, email, firstName, lastName: 'Wouters', language } as const
  const { profileId } = await succeed('createProfile', { by: owner, params: { organizationId }, body: person })
  const params = { organizationId, profileId, contactRole: 'commercial' }
  const attestation = { wording: signingAuthorityWording.version }
  await succeed('assignContactRole', { by: owner, params, body: { attestation } })
  const link = linkIn(await waitForMail({ mailboxUrl: deployed.mailboxUrl, address: email }), '/contact/')
  const confirmed = await send(link ?? '', { method: 'POST', body: new URLSearchParams({ answer: 'confirm' }) })
  expect(confirmed.status).toBe(200)
  return email
}

/** Does something that mails a link to an address, and answers that link with whatever doing it has answered. */
async function linkAfter<Done>(email: string, act: () => Promise<Done>): Promise<{ link: URL; done: Done }> {
  const except = new Set((await mails(email)).map(({ id }) => id))
  const done = await act()
  const query = { mailboxUrl: deployed.mailboxUrl, address: email, except }
  const link = linkIn(await waitForMail(query, (mail) => linkIn(mail, '/approve/') !== undefined), '/approve/')
  if (link === undefined) throw new Error(`no link came to ${email}`)
  noteSecret('link token', link.pathname.split('/').at(-1) ?? '')
  return { link, done }
}

const requested = ({ organizationId, email }: Signing, kind: keyof typeof documents) =>
  linkAfter(email, () =>
    succeed('requestContract', { by: owner, params: { organizationId }, body: { documentId: documents[kind] } }),
  )

/** Has a code mailed with the button of that name, and reads it in the mail. */
async function codeAfter(page: Page, email: string, press: () => Promise<void>): Promise<string> {
  const except = new Set((await mailsTo({ mailboxUrl: deployed.mailboxUrl, address: email })).map(({ id }) => id))
  await press()
  await page.getByRole('status').waitFor()
  const mail = await waitForMail({ mailboxUrl: deployed.mailboxUrl, address: email, except })
  const code = /\b\d{6}\b/.exec(mail.text.split('\n')[0] ?? '')?.[0] ?? ''
  noteSecret('code', code)
  return code
}

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
/** Goes to a button with the keyboard alone, and presses it. */
async function press(page: Page, name: string): Promise<void> {
  await tabTo(page, button(page, name))
  await page.keyboard.press('Enter')
}

/** English, who has signed a service agreement by the first test. */
let contoso: Signing

describe.each(languages)('a Commercial Contact with a phone whose language is %s', (language) => {
  const words = approvalTexts[language]
  const title = titles['service-agreement'][language]

  test('approves a service agreement without scripts, mistyping the code first, and hears that the contract follows', async () => {
    const here = await signing(language)
    if (language === 'en') contoso = here
    const { email } = here
    const { link } = await requested(here, 'csp-contract')
    const page = await open(link, { language: 'it', screen: phone, scripts: false })
    const text = await readPage(page, words.title(title))
    for (const said of [`Contoso ${language} NV`, 'Northwind Managed Services', words.untilEnded, 'Ada Peeters'])
      expect(text).toContain(said)
    expect(text.indexOf(`${language}: it can be ended`)).toBeLessThan(text.indexOf('What we do'))
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    expect(await page.locator('script').count()).toBe(0)

    const code = await codeAfter(page, email, () => button(page, words.code.send).click())
    // However long the text is, what comes next is in sight.
    const field = await page.getByLabel(words.code.label).boundingBox()
    expect(field?.y).toBeGreaterThan(0)
    expect(field?.y).toBeLessThan(phone.height)
    const again = await open(link, { screen: phone })
    await again.getByLabel(words.code.label).waitFor()

    await page.getByLabel(words.code.label).fill(code === '000000' ? '000001' : '000000')
    await page.getByLabel(words.name).fill('An Wouters')
    await page.getByLabel(approvalStatement(language, `Contoso ${language} NV`, title)).check()
    await button(page, words.approve).click()
    await page.getByRole('alert').getByText(String(words.faults['code-wrong'])).waitFor()
    await expectGoodPage(page, `contract mistyped ${language} deployed`)
    expect(await page.getByLabel(words.name).inputValue()).toBe('An Wouters')
    await page.getByLabel(words.code.label).fill(`${code.slice(0, 3)} ${code.slice(3)}`)
    await button(page, words.approve).click()
    expect(await readPage(page, words.done.approved.title)).toContain(words.done.cspFollows)
    await again.reload()
    await readPage(again, approvalEndTexts[language].approved.title)
  })
})

describe('a Commercial Contact who does not approve', () => {
  const words = approvalTexts.en
  const ends = approvalEndTexts.en
  const heading = words.title(titles['csp-contract'].en)
  /** The page of another contract, with a code that was mailed for it. */
  async function opened(): Promise<{ page: Page; link: URL; code: string }> {
    const { link } = await requested(contoso, 'csp-contract')
    const page = await open(link, { screen: phone })
    await readPage(page, heading)
    return { page, link, code: await codeAfter(page, contoso.email, () => press(page, words.code.send)) }
  }

  test('keeps the text as a PDF, and declines with a reason, by keyboard', async () => {
    const { page, link, code } = await opened()
    const address = await page.getByRole('link', { name: words.pdf }).getAttribute('href')
    const pdf = await page.request.get(address ?? '')
    expect(pdf.headers()).toMatchObject({ 'content-type': 'application/pdf' })
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-')
    await press(page, words.code.sendAgain)
    await page.getByText(/less than half a minute ago/).waitFor()

    await typeInto(page, page.getByLabel(words.code.label), code)
    await tabTo(page, page.getByText(words.ways.decline))
    await page.keyboard.press('Enter')
    await press(page, words.decline)
    await page.getByRole('alert').getByText(String(words.faults['reason-missing'])).waitFor()
    await typeInto(page, page.getByLabel(words.reason), 'Not this year.')
    await press(page, words.decline)
    expect(await readPage(page, words.done.declined.title)).toContain(words.done.toldWhoAsked)
    await page.goto(String(link))
    await readPage(page, ends.declined.title)
  })

  test('asks a question, decides nothing by it, and hands over to a colleague, who gets a link of their own', async () => {
    const colleague = await commercialContact(contoso.organizationId, 'Noor', 'en')
    const { page, link, code } = await opened()
    await page.getByText(words.ways.ask).click()
    await page.getByLabel(words.code.label).fill(code)
    await page.getByLabel(words.question).fill('Does it replace the one of last year?')
    await button(page, words.ask).click()
    await readPage(page, words.asked.title)
    await expectGoodPage(page, 'contract asked deployed')

    await page.getByText(words.ways.handOver).click()
    await page.getByLabel(words.code.label).fill(code)
    await page.getByLabel(words.to).selectOption({ label: 'Noor Wouters' })
    const { link: handedOver } = await linkAfter(colleague, () => button(page, words.handOver).click())
    expect(await readPage(page, words.done.handedOver.title)).toContain('Noor Wouters')
    await page.goto(String(link))
    await readPage(page, ends.moved.title)
    await page.goto(String(handedOver))
    await readPage(page, heading)
  })
})

describe('the link of a contract', () => {
  const ends = approvalEndTexts.en
  const params = (contractId: string) => ({ by: owner, params: { organizationId: contoso.organizationId, contractId } })

  test('replaced by a reminder says so, and the newer one says when it has expired', async () => {
    const { link, done } = await requested(contoso, 'csp-contract')
    const { link: newer } = await linkAfter(contoso.email, () => succeed('remindContract', params(done.contractId)))
    const page = await open(link, { screen: phone })
    await readPage(page, ends.replaced.title)
    const [contract] = (await itemsOf('contract')).filter(({ contractId }) => contractId === done.contractId)
    const approver = { ...Object(contract?.approver), deadlineAt: new Date(Date.now() - 1000).toISOString() }
    await changeItem('contract', { contractId: done.contractId }, { approver })
    await page.goto(String(newer))
    await readPage(page, ends.expired.title)
  })

  test('says that its organization is suspended; cancelled, and unknown, it says that', async () => {
    const { link, done } = await requested(contoso, 'csp-contract')
    const { organizationId } = contoso
    await changeItem('organization', { organizationId }, { status: 'suspended' })
    const page = await open(link, { screen: phone })
    await readPage(page, ends.suspended.title)
    await changeItem('organization', { organizationId }, { status: 'active' })
    await succeed('cancelContract', { ...params(done.contractId), body: { reason: 'Ordered by mistake.' } })
    await page.reload()
    await readPage(page, ends.cancelled.title)
    await page.goto(`${deployed.ApiUrl}/approve/Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2`)
    expect(await readPage(page, ends.unknown.title)).not.toMatch(/Contoso|Northwind/)
  })
})

test('every state of the page is good to read on a screen and on a phone', async () => {
  const page = await openNothing()
  for (const [name, html] of pagesOf('en', ordinary)) {
    await page.setContent(html)
    await expectGoodPage(page, name)
  }
})
