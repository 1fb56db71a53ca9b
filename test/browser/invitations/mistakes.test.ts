import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { activationTexts } from '../../../functions/invitations/activation-texts.ts'
import { activationLink } from '../../../infra/local/activate-person.ts'
import { totpCode } from '../../../infra/local/totp-code.ts'
import { expectGoodPage, open, readPage, typeInto } from '../../support/browser.ts'
import { deployed } from '../../support/deployed.ts'
import { changeItem } from '../../support/deployed-table.ts'
import { ada, beginAfresh, inviteFirst, newestMail } from '../../support/deployed-world.ts'

const texts = activationTexts.en
const password = 'copper lantern over the harbour'

let link: URL
beforeAll(async () => {
  await beginAfresh()
  await inviteFirst()
  await newestMail(ada.email, 1)
  link = await activationLink({ mailboxUrl: deployed.mailboxUrl, address: ada.email })
})

async function send(page: Page, field: string, text: string): Promise<void> {
  await page.getByLabel(field, { exact: true }).fill(text)
  await page.keyboard.press('Enter')
}

/** A window in which the password has just been chosen. */
async function choosePassword(): Promise<Page> {
  const page = await open(link)
  await send(page, texts.password.password, password)
  await readPage(page, texts.factor.title)
  return page
}

/** Six digits that are not the code of any moment near. */
function wrongCode(key: string): string {
  const near = [-60, -30, 0, 30, 60].map((seconds) => totpCode(key, new Date(Date.now() + seconds * 1000)))
  return ['111111', '222222', '333333', '444444', '555555', '666666'].find((code) => !near.includes(code)) ?? ''
}

const keyOf = async (page: Page): Promise<string> => (await page.locator('#totp-key').innerText()).replaceAll(/\s/g, '')

describe('somebody who makes mistakes', () => {
  test('is told at the top and at the field that a password is too short, with the focus there', async () => {
    const page = await open(link)
    // The browser's own check would stop it; not every browser has one.
    await page.evaluate('document.forms[0].noValidate = true')
    await typeInto(page, page.getByLabel(texts.password.password, { exact: true }), 'elevenchars')
    await page.keyboard.press('Enter')
    const summary = page.getByRole('alert')
    expect(await summary.innerText()).toContain(texts.faults.password['too-short'])
    expect(await summary.and(page.locator(':focus')).count()).toBe(1)
    expect(await page.title()).toMatch(/^Error: /)
    await expectGoodPage(page, 'password too short')

    await page.getByRole('link', { name: texts.faults.password['too-short'] }).press('Enter')
    const field = page.getByRole('textbox', { name: texts.password.password, exact: true })
    expect(await field.and(page.locator(':focus')).count()).toBe(1)
    expect(await field.getAttribute('aria-invalid')).toBe('true')
  })

  test('is told how many codes may still be tried, and starts again after five', async () => {
    const page = await choosePassword()
    const wrong = wrongCode(await keyOf(page))
    await send(page, texts.factor.codeTitle, wrong)
    await readPage(page, texts.factor.againTitle)
    expect(await page.getByRole('alert').innerText()).toContain(texts.factor.triesLeft(4))
    await expectGoodPage(page, 'wrong code')
    for (const left of [3, 2, 1]) {
      await send(page, texts.factor.code, wrong)
      await page.getByRole('alert').getByText(texts.factor.triesLeft(left)).waitFor()
    }
    await send(page, texts.factor.code, wrong)
    await readPage(page, texts.ends.tooManyInAttempt.title)
    await expectGoodPage(page, 'too many codes in attempt')
    await page.getByRole('link', { name: texts.startAgain }).click()
    await readPage(page, texts.password.title)
  })

  test('is told to start again where another window has begun anew', async () => {
    const first = await choosePassword()
    await choosePassword()
    await send(first, texts.factor.codeTitle, '123456')
    await readPage(first, texts.ends.startAgain.title)
    await expectGoodPage(first, 'start again')
  })

  test('is told to wait while another window is setting the password', async () => {
    await choosePassword()
    const leaseUntil = new Date(Date.now() + 60_000).toISOString()
    await changeItem('attempt', {}, { state: 'starting', leaseUntil })
    const page = await open(link)
    await send(page, texts.password.password, password)
    await readPage(page, texts.ends.busy.title)
    await expectGoodPage(page, 'busy')
    await page.getByRole('link', { name: texts.tryAgain }).waitFor()
    await changeItem('attempt', {}, { leaseUntil: new Date().toISOString() })
  })

  test('is told whom to ask after twenty codes with one link', async () => {
    for (;;) {
      const page = await choosePassword()
      const wrong = wrongCode(await keyOf(page))
      await send(page, texts.factor.codeTitle, wrong)
      for (let codes = 1; codes < 5; codes++) {
        await page
          .getByRole('heading', { name: texts.factor.againTitle })
          .or(page.getByRole('heading', { name: texts.ends.tooManyInLink.title }))
          .waitFor()
        if ((await page.getByRole('heading', { name: texts.ends.tooManyInLink.title }).count()) === 1) {
          await expectGoodPage(page, 'too many codes in link')
          return
        }
        await send(page, texts.factor.code, wrong)
      }
      await readPage(page, texts.ends.tooManyInAttempt.title)
    }
  })
})
