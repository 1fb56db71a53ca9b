import type { Locator, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { allRoutes, type OperationId } from '../../../shared/contract/routes.ts'
import { problems } from '../../../shared/domain/problems.ts'
import { expectGoodPage, open, readPage, tabTo, typeInto } from '../../support/browser.ts'
import { deployed } from '../../support/deployed.ts'
import { succeed } from '../../support/deployed-requests.ts'
import { aProvider, beginAfresh, type SignedIn } from '../../support/deployed-world.ts'

let owner: SignedIn
let organizationId: string
beforeAll(async () => {
  await beginAfresh()
  ;({ owner, organizationId } = await aProvider())
})

async function openDocs(): Promise<Page> {
  const page = await open(`${deployed.ApiUrl}/docs`)
  await page.getByRole('button', { name: 'Authorize' }).waitFor()
  return page
}

/** The part of the page that is about one operation. */
const operation = (page: Page, feature: string, operationId: OperationId) =>
  page.locator(`[id="operations-${feature}-${operationId}"].opblock`)

/** Unfolds a feature, or folds it up again. */
const press = (page: Page, feature: string) =>
  page.locator(`[id="operations-tag-${feature}"]`).getByRole('button').press('Enter')

/** Unfolds the part about an operation, and waits until all of it is there. */
async function unfold(page: Page, feature: string, operationId: OperationId): Promise<Locator> {
  const part = operation(page, feature, operationId)
  if ((await part.count()) === 0) await press(page, feature)
  await part.getByRole('button', { expanded: false }).first().press('Enter')
  await part.getByRole('button', { name: 'Execute' }).waitFor()
  await part.locator('.opblock-loading-animation').waitFor({ state: 'detached' })
  return part
}

describe('the documentation', () => {
  test('shows every route, and asks nobody but this deployment', async () => {
    const page = await openDocs()
    await expectGoodPage(page, 'documentation')
    for (const [feature, routes] of Map.groupBy(allRoutes(), ({ feature }) => feature)) {
      await press(page, feature)
      for (const { operationId } of routes) await operation(page, feature, operationId).waitFor()
      await press(page, feature)
      expect(await page.locator('.opblock').count(), feature).toBe(0)
    }
    await press(page, 'contracts')
    await expectGoodPage(page, 'documentation feature')
  })

  test('shows of a route what it takes and what it answers, each problem code included', async () => {
    const page = await openDocs()
    const createProfile = await unfold(page, 'profiles', 'createProfile')
    for (const word of ['profiles:manage', 'organizationId', 'Idempotency-Key', 'address-taken', 'dryRun'])
      expect(await createProfile.getByText(word).count(), word).toBeGreaterThan(0)
    await unfold(page, 'profiles', 'removeProfile')
    await expectGoodPage(page, 'documentation routes')
  })

  test('signs in with PKCE at the hosted sign-in, and calls as that person', async () => {
    const page = await openDocs()
    await tabTo(page, page.getByRole('button', { name: 'Authorize' }))
    await page.keyboard.press('Enter')
    const dialog = page.locator('.dialog-ux')
    await dialog.getByRole('heading', { name: 'Available authorizations' }).waitFor()
    await expectGoodPage(page, 'documentation dialog')
    const asked = page.context().waitForEvent('request', (request) => request.url().includes('/oauth2/token'))
    const opened = page.waitForEvent('popup')
    await tabTo(page, dialog.getByRole('button', { name: 'Authorize' }))
    await page.keyboard.press('Enter')
    const popup = await opened
    const { searchParams } = new URL(popup.url())
    expect(searchParams.get('code_challenge_method')).toBe('S256')
    expect(searchParams.get('scope')).toBe('openid rolecall/api')
    await popup.locator('input[name=username]').fill(owner.email)
    await popup.locator('input[name=password]').fill(owner.password)
    await Promise.all([popup.waitForEvent('close'), popup.keyboard.press('Enter')])
    expect(new URLSearchParams((await asked).postData() ?? '').has('client_secret')).toBe(false)
    await dialog.getByRole('button', { name: 'Logout' }).waitFor()
    await dialog.getByRole('button', { name: 'Close this window' }).click()

    const getMe = await unfold(page, 'me', 'getMe')
    await getMe.getByRole('button', { name: 'Execute' }).press('Enter')
    const answer = getMe.locator('.live-responses-table .response').first()
    await answer.getByText(owner.email).waitFor()
    expect(await answer.locator('.response-col_status').innerText()).toContain('200')
    await expectGoodPage(page, 'documentation answer')
    expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([0, 0, ''])
  })

  test('calls as a program, with an API key', async () => {
    const params = { organizationId }
    const body = { name: 'Documentation', permissions: ['profiles:read'] }
    const { key } = await succeed('createApiKey', { by: owner, params, body })
    const page = await openDocs()
    await page.getByRole('button', { name: 'Authorize' }).press('Enter')
    const dialog = page.locator('.dialog-ux')
    const form = dialog.locator('form', { hasText: 'apiKey' })
    await form.getByText('An API key of an organization, for programs').waitFor()
    await typeInto(page, form.getByLabel('Value:'), key)
    expect(await form.getByLabel('Value:').getAttribute('type')).toBe('password')
    await page.keyboard.press('Enter')
    await form.getByRole('button', { name: 'Logout' }).waitFor()
    await expectGoodPage(page, 'documentation key')
    await dialog.getByRole('button', { name: 'Close this window' }).press('Enter')

    const listProfiles = await unfold(page, 'profiles', 'listProfiles')
    await listProfiles.getByRole('textbox', { name: 'organizationId' }).fill(organizationId)
    await listProfiles.getByRole('button', { name: 'Execute' }).press('Enter')
    const answer = listProfiles.locator('.live-responses-table .response').first()
    await answer.getByText(owner.email).waitFor()
    expect(await page.evaluate('[localStorage.length, sessionStorage.length, document.cookie]')).toEqual([0, 0, ''])
  })

  test('shows without a sign-in what a call without one is answered', async () => {
    const page = await openDocs()
    const getMe = await unfold(page, 'me', 'getMe')
    const answered = page.waitForResponse((response) => response.url().endsWith('/v1/me'))
    await getMe.getByRole('button', { name: 'Execute' }).press('Enter')
    expect((await answered).status()).toBe(401)
  })

  test('has a page that lists the problem codes, and one for each', async () => {
    const page = await openDocs()
    await page.getByRole('link', { name: 'Every problem code' }).first().click()
    await readPage(page, 'Every problem code')
    await expectGoodPage(page, 'problems')
    await page.getByRole('link', { name: 'stale', exact: true }).click()
    expect(await readPage(page, problems.stale.title)).toContain(problems.stale.advice)
    await expectGoodPage(page, 'problem')
  })
})
