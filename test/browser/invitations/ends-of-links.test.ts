import { beforeAll, describe, expect, test } from 'vitest'
import { activationTexts } from '../../../functions/invitations/activation-texts.ts'
import { activationLink } from '../../../infra/local/activate-person.ts'
import { expectGoodPage, open, readPage, tabTo } from '../../support/browser.ts'
import { deployed } from '../../support/deployed.ts'
import { succeed } from '../../support/deployed-requests.ts'
import { changeItem } from '../../support/deployed-table.ts'
import {
  aCustomer,
  activate,
  ada,
  beginAfresh,
  inviteFirst,
  mails,
  newestMail,
  type SignedIn,
  signIn,
} from '../../support/deployed-world.ts'

const { ends, signIn: signInWords, ask: askWords } = activationTexts.en
const day = 24 * 60 * 60 * 1000

let provider: SignedIn
let providerId: string
let customer: { readonly organizationId: string; readonly owner: SignedIn }
let replaced: URL
let used: URL

const linkOf = (address: string, except: readonly string[] = []): Promise<URL> =>
  activationLink({ mailboxUrl: deployed.mailboxUrl, address, except: new Set(except) })

/** The id of an invitation by the customer, and its link. */
async function invited(address: string): Promise<{ readonly invitationId: string; readonly link: URL }> {
  const { owner: by, organizationId } = customer
  const except = (await mails(address)).map(({ id }) => id)
  const body = { addresses: [address] }
  const { items } = await succeed('inviteUsers', { by, params: { organizationId }, body })
  const [item] = items
  if (item?.outcome !== 'invited') throw new Error(`${address} is ${item?.outcome}`)
  return { invitationId: String(item.invitationId), link: await linkOf(address, except) }
}

beforeAll(async () => {
  await beginAfresh()
  await inviteFirst()
  const first = await newestMail(ada.email, 1)
  replaced = await linkOf(ada.email)
  const again = await inviteFirst()
  if ('refused' in again) throw new Error(again.refused)
  providerId = again.organizationId
  await newestMail(ada.email, 2)
  used = await linkOf(ada.email, [first.id])
})

describe('a link at its end', () => {
  test('replaced: says when the newer mail went', async () => {
    const page = await open(replaced)
    expect(await readPage(page, ends.replaced.title)).toMatch(/A new link was sent to you on \w+day, \d/)
    await expectGoodPage(page, 'replaced')
  })

  test('used: leads to the sign-in', async () => {
    provider = await signIn(await activate(ada.email))
    customer = await aCustomer(provider, providerId, 'Contoso Bakeries', 'mia.jansen@contoso.example')
    const page = await open(used)
    await readPage(page, ends.used.title)
    await expectGoodPage(page, 'used')
    await page.getByRole('link', { name: signInWords }).click()
    await page.locator('input[name=password]').waitFor()
  })

  test('expired: says since when, and asks for a new one with one press', async () => {
    const { invitationId, link } = await invited('lotte.smets@contoso.example')
    const expiresAt = new Date(Date.now() - day).toISOString()
    await changeItem('invitation', { invitationId }, { expiresAt })
    const page = await open(link)
    expect(await readPage(page, ends.expired.title)).toContain('Mia Jansen')
    await expectGoodPage(page, 'expired')
    await tabTo(page, page.getByRole('button', { name: askWords }))
    await page.keyboard.press('Enter')
    expect(await readPage(page, ends.asked.title)).toContain('Mia Jansen')
    await expectGoodPage(page, 'asked')
  })

  test('revoked: says whom to ask', async () => {
    const { invitationId, link } = await invited('piet.smit@contoso.example')
    const { owner: by, organizationId } = customer
    await succeed('revokeInvitation', { by, params: { organizationId, invitationId } })
    const page = await open(link)
    expect(await readPage(page, ends.revoked.title)).toContain('Mia Jansen')
    await expectGoodPage(page, 'revoked')
  })

  test('of somebody who signs in already: offers that, and no password; declined there, it says so', async () => {
    const { invitationId, link } = await invited(ada.email)
    const page = await open(link)
    expect(await readPage(page, ends.signInInstead.title)).toContain('Contoso Bakeries')
    await page.getByRole('link', { name: signInWords }).waitFor()
    expect(await page.getByRole('textbox').count()).toBe(0)
    await expectGoodPage(page, 'sign in instead')
    await succeed('declineInvitation', { by: provider, params: { invitationId } })
    await page.reload()
    expect(await readPage(page, ends.declined.title)).toContain('Mia Jansen')
    await expectGoodPage(page, 'declined')
  })

  test('of a suspended organization: says so', async () => {
    const { link } = await invited('saar.maes@contoso.example')
    const { organizationId } = customer
    await changeItem('organization', { organizationId }, { status: 'suspended' })
    const page = await open(link)
    expect(await readPage(page, ends.suspended.title)).toContain('Contoso Bakeries')
    await expectGoodPage(page, 'suspended')
    await changeItem('organization', { organizationId }, { status: 'active' })
  })

  test('unknown: tells nothing about anybody', async () => {
    const page = await open(`${deployed.ApiUrl}/activate/Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2`)
    expect(await readPage(page, ends.unknown.title)).not.toMatch(/Northwind|Contoso/)
    await expectGoodPage(page, 'unknown')
  })

  test('no link at all: says that part of the address may be missing', async () => {
    const page = await open(`${deployed.ApiUrl}/activate/${'A'.repeat(513)}`)
    await readPage(page, 'There is nothing at this address')
    await expectGoodPage(page, 'nothing here')
  })
})
