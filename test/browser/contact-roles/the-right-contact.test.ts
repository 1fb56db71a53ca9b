import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { contactTexts, languageNames } from '../../../functions/contact-roles/contact-texts.ts'
import { linkIn, waitForMail } from '../../../infra/local/mailbox.ts'
import { type Language, languages } from '../../../shared/domain/language.ts'
import { expectGoodPage, open, openNothing, readPage, tabTo, typeInto } from '../../support/browser.ts'
import { ordinary, pagesOf } from '../../support/contact-samples.ts'
import { deployed } from '../../support/deployed.ts'
import { succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { aProvider, beginAfresh, type SignedIn } from '../../support/deployed-world.ts'

let owner: SignedIn
let organizationId: string
beforeAll(async () => {
  await beginAfresh()
  ;({ owner, organizationId } = await aProvider())
})

/** Somebody of that language who is named data protection officer; answers the link of their mail. */
async function named(language: Language, firstName = 'Piet'): Promise<URL> {
  const email = `${firstName}.${language}@northwind.example`.toLowerCase()
  noteSecret('address', email)
  const body = { kind: 'person', user: false, email, firstName, lastName: 'Smit', language } as const
  const { profileId } = await succeed('createProfile', { by: owner, params: { organizationId }, body })
  const params = { organizationId, profileId, contactRole: 'dpo' }
  await succeed('assignContactRole', { by: owner, params, body: {} })
  const link = linkIn(await waitForMail({ mailboxUrl: deployed.mailboxUrl, address: email }), '/contact/')
  if (link === undefined) throw new Error(`the mail to ${email} has no link`)
  return link
}

/** Goes to a button with the keyboard alone, and presses it. */
async function press(page: Page, name: string): Promise<void> {
  await tabTo(page, page.getByRole('button', { name, exact: true }))
  await page.keyboard.press('Enter')
}

describe.each(languages)('a contact whose language is %s', (language) => {
  const words = contactTexts[language]

  test('answers in it with the keyboard alone, whatever the browser asks for: confirms, chooses, corrects, and says that it is not them', async () => {
    const page = await open(await named(language), { language: 'it' })
    expect(await readPage(page, words.named.title)).toContain('Northwind Managed Services')
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    expect(await page.locator('script').count()).toBe(0)
    await expectGoodPage(page, `contact asked ${language} deployed`)
    await press(page, words.confirm)
    await readPage(page, words.said.confirmed.title)
    await expectGoodPage(page, `contact confirmed ${language} deployed`)

    await tabTo(page, page.getByLabel(words.categories.audit))
    await page.keyboard.press('Space')
    await press(page, words.preferences.submit)
    await readPage(page, words.said.preferences.title)
    expect(await page.getByLabel(words.categories.audit).isChecked()).toBe(false)
    expect(await page.getByLabel(words.categories.privacy).isChecked()).toBe(true)

    await typeInto(page, page.getByLabel(words.correct.phone), '015 00 00 01')
    await press(page, words.correct.submit)
    await page.getByText(words.faults['not-a-number']).first().waitFor()
    await expectGoodPage(page, `contact fault ${language} deployed`)
    await page.getByLabel(words.correct.phone).fill('+32 15 00 00 01')
    expect(await page.getByLabel(words.correct.language).inputValue()).toBe(language)
    await press(page, words.correct.submit)
    await readPage(page, words.said.corrected.title)
    expect(await page.getByLabel(words.correct.phone).inputValue()).toBe('+3215000001')

    await press(page, words.notMe)
    await readPage(page, words.ends.disowned.title)
    await expectGoodPage(page, `contact disowned ${language} deployed`)
  })
})

test('somebody who chooses another language reads on in it', async () => {
  const page = await open(await named('en', 'Lotte'))
  await press(page, contactTexts.en.confirm)
  await page.getByLabel(contactTexts.en.correct.language).selectOption({ label: languageNames.fr })
  await press(page, contactTexts.en.correct.submit)
  await readPage(page, contactTexts.fr.said.corrected.title)
  expect(await page.locator('html').getAttribute('lang')).toBe('fr')
})

test('every state of the page is good to read on a screen and on a phone', async () => {
  const page = await openNothing()
  for (const [name, html] of pagesOf('en', ordinary)) {
    await page.setContent(html)
    await expectGoodPage(page, name)
  }
})
