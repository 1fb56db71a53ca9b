import { beforeAll, describe, expect, test } from 'vitest'
import { activationTexts } from '../../../functions/invitations/activation-texts.ts'
import { activationLink } from '../../../infra/local/activate-person.ts'
import { languages } from '../../../shared/domain/language.ts'
import { expectGoodPage, open, readPage } from '../../support/browser.ts'
import { deployed } from '../../support/deployed.ts'
import { succeed } from '../../support/deployed-requests.ts'
import { changeItem } from '../../support/deployed-table.ts'
import { aProvider, beginAfresh, type SignedIn } from '../../support/deployed-world.ts'

let owner: SignedIn
let organizationId: string
beforeAll(async () => {
  await beginAfresh()
  ;({ owner, organizationId } = await aProvider())
})

describe.each(languages)('somebody whose language is %s', (language) => {
  const { password: words, ends, ...texts } = activationTexts[language]
  const address = `somebody.${language}@northwind.example`

  test('reads the first page in it, whatever the browser asks for, and is asked for a name', async () => {
    const body = { addresses: [address], language }
    await succeed('inviteUsers', { by: owner, params: { organizationId }, body })
    const page = await open(await activationLink({ mailboxUrl: deployed.mailboxUrl, address }), { language: 'it' })
    await readPage(page, words.title)
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    for (const label of [words.firstName, words.lastName, words.email, words.password])
      await page.getByLabel(label, { exact: true }).waitFor()
    await page.getByRole('button', { name: words.submit }).waitFor()
    expect(await page.getByRole('listitem').allInnerTexts()).toEqual(texts.steps)
    await expectGoodPage(page, `password ${language}`)
  })

  test('reads in it that the link has expired', async () => {
    const link = await activationLink({ mailboxUrl: deployed.mailboxUrl, address })
    const { items } = await succeed('listProfiles', { by: owner, params: { organizationId }, query: { limit: '100' } })
    const profile = items.find(({ email }) => email === address)
    await changeItem('invitation', { profileId: profile?.profileId }, { expiresAt: new Date().toISOString() })
    const page = await open(link)
    await readPage(page, ends.expired.title)
    await expectGoodPage(page, `expired ${language}`)
  })

  test('reads what is for anybody in the language of the browser', async () => {
    const page = await open(`${deployed.ApiUrl}/welcome`, { language })
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
    await expectGoodPage(page, `welcome ${language}`)
    await page.goto(`${deployed.ApiUrl}/activate/Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2`)
    await readPage(page, ends.unknown.title)
    expect(await page.locator('html').getAttribute('lang')).toBe(language)
  })
})
