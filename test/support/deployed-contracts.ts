import { expect, vi } from 'vitest'
import { approvalEndTexts } from '../../functions/contracts/approval-end-texts.ts'
import type { ContractNews } from '../../functions/contracts/contract-news-mail.ts'
import { contractNewsTexts } from '../../functions/contracts/contract-news-texts.ts'
import { linkIn, type Mail } from '../../infra/local/mailbox.ts'
import { formsOf, textOfPage } from '../../infra/local/page-form.ts'
import { signingAuthorityWording } from '../../shared/domain/contact-roles.ts'
import type { ContractKind } from '../../shared/domain/contract.ts'
import { type Answer, send, succeed } from './deployed-requests.ts'
import { noteSecret } from './deployed-secrets.ts'
import { mails, type SignedIn } from './deployed-world.ts'

/**
 * How long is waited for what a contract does by itself. A day lasts five seconds on this cloud: reminders come 15, 35 and 60 seconds after the
 * link, and after 70 it is over. A workflow looks of its own accord every two.
 */
export const contractPatience = { timeout: 90_000, interval: 250 }

/** An organization, and whoever administers it. */
export type Customer = { readonly organizationId: string; readonly owner: SignedIn }

/** A Commercial Contact, who has no sign-in. */
export type Contact = { readonly profileId: string; readonly email: string; readonly name: string }

/** A contract that somebody has in their mailbox, with the link to it. */
export type SentContract = { readonly contractId: string; readonly link: URL }

/** What the owner of a customer calls there. */
export const inside = ({ organizationId, owner }: Customer, params: Readonly<Record<string, string>> = {}) => ({
  by: owner,
  params: { organizationId, ...params },
})

/** What a document of each kind is called. */
export const titles: Readonly<Record<ContractKind, string>> = {
  'service-agreement': 'Service agreement',
  'csp-contract': 'Microsoft Customer Agreement',
}

/** A document that the provider has written and published. */
export async function publishedDocument(by: SignedIn, kind: ContractKind): Promise<string> {
  const text = '# What is agreed\n\nIt begins with your approval.\n'
  const en = { title: titles[kind], summary: 'In short.', text }
  const { documentId } = await succeed('createDocument', { by, body: { kind, name: en.title, languages: { en } } })
  await succeed('publishDocument', { by, params: { documentId }, headers: { 'if-match': '"1"' }, body: {} })
  return documentId
}

/** Somebody who has confirmed that they are the Commercial Contact of a customer. */
export async function commercialContact(customer: Customer, firstName: string, lastName: string): Promise<Contact> {
  const domain = customer.owner.email.split('@')[1]
  const email = `${firstName}.${lastName}@${domain}`.toLowerCase()
  noteSecret('address', email)
  const body = { kind: 'person', user: false, email, firstName, lastName } as const
  const { profileId } = await succeed('createProfile', { ...inside(customer), body })
  await stateAuthority(customer, profileId)
  const link = await mailedLink(email, '/contact/')
  expect((await send(link, { method: 'POST', body: new URLSearchParams({ answer: 'confirm' }) })).status).toBe(200)
  return { profileId, email, name: `${firstName} ${lastName}` }
}

/** Names somebody Commercial Contact, or states their signing authority anew. */
export async function stateAuthority(customer: Customer, profileId: string): Promise<void> {
  const attestation = { wording: signingAuthorityWording.version }
  const there = inside(customer, { profileId, contactRole: 'commercial' })
  await succeed('assignContactRole', { ...there, body: { attestation } })
}

/** Puts Commercial Contacts into that order, of whom the first is asked. */
export async function putInOrder(customer: Customer, ...contacts: readonly Contact[]): Promise<void> {
  const { version } = await succeed('listContactRoles', inside(customer))
  await succeed('orderContactRole', {
    ...inside(customer, { contactRole: 'commercial' }),
    headers: { 'if-match': `"${version}"` },
    body: { profileIds: contacts.map(({ profileId }) => profileId) },
  })
}

/** Which link of a mail is meant: of which document where the mail is about one, and which one it is not any more. */
type Wanted = { readonly of?: ContractKind | undefined; readonly after?: URL | undefined }

const newestLink = async (email: string, path: '/contact/' | '/approve/', of?: ContractKind) =>
  (await mails(email))
    .filter(({ subject }) => of === undefined || subject.endsWith(titles[of]))
    .flatMap((mail) => linkIn(mail, path) ?? [])
    .at(-1)

/** The link in the newest mail that has one, once there is one. */
async function mailedLink(email: string, path: '/contact/' | '/approve/', { of, after }: Wanted = {}): Promise<URL> {
  let found: URL | undefined
  await vi.waitFor(async () => {
    found = await newestLink(email, path, of)
    expect(found, `no link came to ${email}`).toBeDefined()
    expect(found?.href, `no other link came to ${email}`).not.toBe(after?.href)
  }, contractPatience)
  if (!found) throw new Error('no link came')
  noteSecret('link token', found.pathname.split('/').at(-1) ?? '')
  return found
}

/** The newest link to a contract that was mailed to somebody, once there is one. */
export const approvalLink = ({ email }: Contact, wanted: Wanted = {}): Promise<URL> =>
  mailedLink(email, '/approve/', wanted)

export const requestContract = (customer: Customer, documentId: string) =>
  succeed('requestContract', { ...inside(customer), body: { documentId } })

export const readContract = (customer: Customer, contractId: string) =>
  succeed('getContract', inside(customer, { contractId }))

/** Waits until a contract has come to a state. */
export const becomes = (customer: Customer, contractId: string, state: string) =>
  vi.waitFor(async () => expect((await readContract(customer, contractId)).state).toBe(state), contractPatience)

/** Requests a document, of which the contact then has the link. */
export async function sentTo(customer: Customer, contact: Contact, documentId: string): Promise<SentContract> {
  const after = await newestLink(contact.email, '/approve/')
  const { contractId } = await requestContract(customer, documentId)
  await becomes(customer, contractId, 'sent')
  return { contractId, link: await approvalLink(contact, { after }) }
}

/** What a link shows: its status, and what stands on the page. */
export async function show(link: URL): Promise<{ readonly status: number; readonly text: string }> {
  const { status, text } = await send(link)
  return { status, text: textOfPage(text) }
}

type Step = 'code' | 'decision' | 'question' | 'hand-over'
type Form = Readonly<Record<string, string>>

const onPage = (link: URL, step: Step, form: Form = {}): Promise<Answer> =>
  send(new URL(`${link.href}/${step}`), { method: 'POST', body: new URLSearchParams(form) })

const codeMailsTo = async (email: string): Promise<readonly Mail[]> =>
  (await mails(email)).filter(({ subject }) => subject.startsWith('Your code for'))

/**
 * Has a code mailed, and reads it; where the page says that one went just now, that one. Undefined where a reminder has brought another
 * link.
 */
async function codeFor(link: URL, email: string): Promise<string | undefined> {
  const before = (await codeMailsTo(email)).length
  const page = await onPage(link, 'code')
  if (isReplaced(page)) return undefined
  const wentBefore = page.status === 429
  if (!wentBefore) expect(page.status, textOfPage(page.text)).toBe(200)
  let mail: Mail | undefined
  await vi.waitFor(async () => {
    const all = await codeMailsTo(email)
    expect(all.length, `no code came to ${email}`).toBe(wentBefore ? before : before + 1)
    mail = all.at(-1)
  }, contractPatience)
  const code = /\b(\d{6})\b/.exec(mail?.text ?? '')?.[1] ?? ''
  noteSecret('code', code)
  return code
}

/** What the page has filled in itself, for whoever decides. */
export async function shownOn(link: URL): Promise<Form> {
  const decision = formsOf((await send(link)).text, link).find(({ action }) => action.pathname.endsWith('/decision'))
  const shown = decision?.fields.get('shown')
  return shown === undefined ? {} : { shown }
}

const isReplaced = ({ status, text }: Answer): boolean =>
  status === 410 && textOfPage(text).includes(approvalEndTexts.en.replaced.title)

/** A form of the page, and where it is sent. */
type Said = readonly [Exclude<Step, 'code'>, Form]

export const approve = ({ name }: Contact): Said => ['decision', { decision: 'approve', name, authority: 'on' }]
export const decline = (reason: string): Said => ['decision', { decision: 'decline', reason }]
export const ask = (question: string): Said => ['question', { question }]
export const handOver = ({ profileId }: Contact): Said => ['hand-over', { to: profileId }]

/**
 * Has a code mailed and sends forms with it, all at the same moment. On a slow machine a reminder may end the link meanwhile: then
 * whoever reads the mailbox goes on with the new one.
 */
export async function answer(contact: Contact, link: URL, ...said: readonly Said[]): Promise<readonly Answer[]> {
  const code = await codeFor(link, contact.email)
  if (code !== undefined) {
    const shown = await shownOn(link)
    const answers = await Promise.all(said.map(([step, form]) => onPage(link, step, { ...shown, ...form, code })))
    if (!answers.every(isReplaced)) return answers
  }
  return answer(contact, await approvalLink(contact, { after: link }), ...said)
}

/** Does one thing with a link, which succeeds; answers what the page then says. */
export async function succeedOnPage(contact: Contact, link: URL, said: Said): Promise<string> {
  const [page] = await answer(contact, link, said)
  const text = textOfPage(page?.text ?? '')
  expect(page?.status, text).toBe(200)
  return text
}

/** Waits until somebody has heard what became of a document, by one mail. */
export async function hears(
  email: string,
  news: ContractNews,
  organization: string,
  kind: ContractKind = 'service-agreement',
): Promise<void> {
  const subject = contractNewsTexts.en.news[news].subject(titles[kind], organization)
  await vi.waitFor(async () => {
    expect((await mails(email)).filter((mail) => mail.subject === subject)).toHaveLength(1)
  }, contractPatience)
}
