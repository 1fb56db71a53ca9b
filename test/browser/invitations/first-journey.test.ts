import { beforeAll, describe, expect, test } from 'vitest'
import { activationTexts } from '../../../functions/invitations/activation-texts.ts'
import { totpCode } from '../../../infra/local/totp-code.ts'
import { expectGoodPage, open, readPage, tabTo, typeInto } from '../../support/browser.ts'
import { deployed } from '../../support/deployed.ts'
import { ada, beginAfresh, inviteFirst, newestMail } from '../../support/deployed-world.ts'

const texts = activationTexts.en
const password = 'copper lantern over the harbour'

beforeAll(beginAfresh)

describe('the first administrator, with the keyboard alone', () => {
  test('goes from the mail to being signed in, on pages that are good to read and to hear', async () => {
    await inviteFirst()
    const { id } = await newestMail(ada.email, 1)
    const page = await open(`${deployed.mailboxUrl}/api/email/${id}/html`)
    await page.getByRole('link', { name: 'Activate your access' }).focus()
    await page.keyboard.press('Enter')

    expect(await readPage(page, texts.password.title)).toContain('Northwind Managed Services')
    expect(page.url()).toContain(`${deployed.ApiUrl}/activate/`)
    await expectGoodPage(page, 'password')
    await typeInto(page, page.getByLabel(texts.password.password, { exact: true }), password)
    await tabTo(page, page.getByRole('button', { name: texts.password.submit }))
    await page.keyboard.press('Enter')

    await readPage(page, texts.factor.title)
    await expectGoodPage(page, 'factor')
    await page.getByRole('img', { name: texts.factor.qrCode(ada.email) }).waitFor()
    const key = await page.locator('#totp-key').innerText()
    const code = page.getByLabel(texts.factor.codeTitle)
    await typeInto(page, code, totpCode(key.replaceAll(/\s/g, '')))
    await page.keyboard.press('Enter')

    expect(await readPage(page, texts.activated.title)).toContain(ada.email)
    await expectGoodPage(page, 'activated')
    await tabTo(page, page.getByRole('link', { name: texts.signIn }))
    await page.keyboard.press('Enter')

    await page.locator('input[name=username]').fill(ada.email)
    await page.locator('input[name=password]').fill(password)
    await page.keyboard.press('Enter')
    expect(await readPage(page, 'You are signed in')).toContain(deployed.ApiUrl)
    await expectGoodPage(page, 'welcome')
    await tabTo(page, page.getByRole('link', { name: 'Read the documentation' }))
    await page.keyboard.press('Enter')
    await readPage(page, 'The Rolecall API')
  })
})
