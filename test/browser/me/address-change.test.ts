import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { addressTexts } from '../../../functions/me/address-texts.ts'
import { linkIn, waitForMail } from '../../../infra/local/mailbox.ts'
import { expectGoodPage, open, readPage, tabTo } from '../../support/browser.ts'
import { deployed } from '../../support/deployed.ts'
import { succeed } from '../../support/deployed-requests.ts'
import { changeItem } from '../../support/deployed-table.ts'
import { aCustomer, ada, aProvider, beginAfresh, type SignedIn, settled } from '../../support/deployed-world.ts'

const { confirm, changed, ends, signIn } = addressTexts.en
const minute = 60 * 1000

let owner: SignedIn
let organizationId: string
/** The first link, which the second one ends. */
let older: URL

/** Asks for a link to a new address, as if the last time were long ago, and answers it. */
async function ask(email: string): Promise<URL> {
  await succeed('changeMyEmail', { by: owner, body: { email } })
  const requestedAt = new Date(Date.now() - minute).toISOString()
  await changeItem('address-change', {}, { requestedAt })
  const query = { mailboxUrl: deployed.mailboxUrl, address: email }
  const link = linkIn(await waitForMail(query), '/confirm-address/')
  if (link === undefined) throw new Error(`the mail to ${email} has no link`)
  return link
}

/** Opens the link and presses its one button, with the keyboard alone. */
async function press(page: Page): Promise<void> {
  await readPage(page, confirm.title)
  await tabTo(page, page.getByRole('button', { name: confirm.submit }))
  await page.keyboard.press('Enter')
}

beforeAll(async () => {
  await beginAfresh()
  ;({ owner, organizationId } = await aProvider())
  older = await ask('ada.first@northwind.example')
})

describe('the link to a new sign-in address', () => {
  test('that somebody else has here meanwhile says in which organization', async () => {
    const email = 'ada.contact@northwind.example'
    const link = await ask(email)
    const contact = { kind: 'person', user: false, email, firstName: 'Ada', lastName: 'Contact' } as const
    await succeed('createProfile', { by: owner, params: { organizationId }, body: contact })
    const page = await open(link)
    await press(page)
    expect(await readPage(page, ends.takenHere.title)).toContain('Northwind Managed Services')
    await expectGoodPage(page, 'address taken here')
  })

  test('that signs somebody else in meanwhile says so', async () => {
    const email = 'ada.other@northwind.example'
    const link = await ask(email)
    await aCustomer(owner, organizationId, 'Contoso Bakeries', email)
    const page = await open(link)
    await press(page)
    await readPage(page, ends.taken.title)
    await expectGoodPage(page, 'address taken')
  })

  test('says that a newer one went out', async () => {
    const page = await open(older)
    await readPage(page, ends.replaced.title)
    await expectGoodPage(page, 'address replaced')
  })

  test('says that it is unknown, and tells nothing about anybody', async () => {
    const page = await open(`${deployed.ApiUrl}/confirm-address/Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2`)
    expect(await readPage(page, ends.unknown.title)).not.toMatch(/Northwind|ada/i)
    await expectGoodPage(page, 'address unknown')
  })

  test('says that it has expired; before that it changes the address with one press, and afterwards it is used', async () => {
    const email = 'ada.new@northwind.example'
    const link = await ask(email)
    await changeItem('address-change', {}, { expiresAt: new Date(Date.now() - minute).toISOString() })
    const late = await open(link)
    await readPage(late, ends.expired.title)
    await expectGoodPage(late, 'address expired')
    await changeItem('address-change', {}, { expiresAt: new Date(Date.now() + minute).toISOString() })

    const page = await open(link)
    const words = await readPage(page, confirm.title)
    expect(words).toContain(email)
    expect(words).not.toContain(ada.email)
    await expectGoodPage(page, 'address confirm')
    await press(page)
    expect(await readPage(page, changed.title)).toContain(email)
    await expectGoodPage(page, 'address changed')
    await settled()

    await page.getByRole('link', { name: signIn }).press('Enter')
    await page.locator('input[name=username]').fill(email)
    await page.locator('input[name=password]').fill(owner.password)
    await page.keyboard.press('Enter')
    await readPage(page, 'You are signed in')

    const again = await open(link)
    expect(await readPage(again, ends.used.title)).toContain(email)
    await expectGoodPage(again, 'address used')
  })
})
