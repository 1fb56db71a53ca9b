import { randomBytes } from 'node:crypto'
import { LocalProblem } from './local-problem.ts'
import { linkIn, type MailQuery, waitForMail } from './mailbox.ts'
import { formsOf, type PageForm, submitForm, textOfElement, textOfPage } from './page-form.ts'
import { totpCode } from './totp-code.ts'

/** How a person signs in. */
export type Person = { readonly email: string; readonly password: string; readonly totpSecret: string }

export type Activation = Omit<MailQuery, 'address'> & {
  readonly email: string
  readonly password?: string
  /** Given when the page asks for them: of a person who was invited by address alone, nobody knows the name yet. */
  readonly firstName?: string
  readonly lastName?: string
}

/** Plays a person who got an invitation: reads the mail, opens its link, chooses a password, sets up the authenticator app. */
export async function activatePerson(activation: Activation): Promise<Person> {
  const { email, password = newPassword(), firstName = 'Sam', lastName = 'Sample' } = activation
  const link = await activationLink({ ...activation, address: email })

  const invitation = await openPage(link)
  const passwordForm = formWith(invitation, 'password')
  const names = passwordForm.fields.has('firstName') ? { firstName, lastName } : {}
  const keyPage = await readPage(await submitForm(passwordForm, { password, ...names }), passwordForm.action)

  const codeForm = formWith(keyPage, 'code')
  const totpSecret = textOfElement(keyPage.html, 'totp-key')?.replace(/\s/g, '')
  if (totpSecret === undefined) throw unexpected(keyPage, 'no key for the authenticator app')
  const done = await readPage(await submitForm(codeForm, { code: totpCode(totpSecret) }), codeForm.action)
  if (done.status !== 200 || formsOf(done.html, done.url).some(({ fields }) => fields.has('code'))) {
    throw unexpected(done, 'the code was not accepted')
  }
  return { email, password, totpSecret }
}

/** Waits for the invitation's mail and answers its link. */
export async function activationLink(query: MailQuery): Promise<URL> {
  const mail = await waitForMail(query, (candidate) => linkIn(candidate, '/activate/') !== undefined)
  const link = linkIn(mail, '/activate/')
  if (link === undefined)
    throw new LocalProblem(`The mail "${mail.subject}" to ${query.address} has no activation link.`)
  return link
}

/** True when the newest link that was mailed to the address can still be used. Looking at it changes nothing. */
export async function isActivationOpen(query: MailQuery): Promise<boolean> {
  const page = await openPage(await activationLink(query))
  return formsOf(page.html, page.url).some(({ fields }) => fields.has('password'))
}

type Page = { readonly url: URL; readonly status: number; readonly html: string }

async function openPage(url: URL): Promise<Page> {
  return readPage(await fetch(url), url)
}

async function readPage(response: Response, url: URL): Promise<Page> {
  return { url, status: response.status, html: await response.text() }
}

function formWith(page: Page, field: string): PageForm {
  const form = formsOf(page.html, page.url).find(({ fields }) => fields.has(field))
  if (form === undefined) throw unexpected(page, `no form that asks for the ${field}`)
  return form
}

function unexpected(page: Page, what: string): LocalProblem {
  const where = `${page.url.origin}${page.url.pathname.replace(/(\/activate\/).{8}.*/, '$1…')}`
  return new LocalProblem(
    `${where} answered ${page.status}, with ${what}. It says: ${textOfPage(page.html).slice(0, 400)}`,
  )
}

/** Random, and with every kind of character that a password policy may ask for. */
function newPassword(): string {
  return `Rolecall-7${randomBytes(12).toString('base64url')}`
}
