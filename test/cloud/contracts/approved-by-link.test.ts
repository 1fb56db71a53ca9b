import { compactVerify, importJWK } from 'jose'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { linkIn, type Mail } from '../../../infra/local/mailbox.ts'
import { formsOf, textOfPage } from '../../../infra/local/page-form.ts'
import { signingAuthorityWording } from '../../../shared/domain/contact-roles.ts'
import { send, succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { wholeTable } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import { aCustomer, aProvider, beginAfresh, mails, type SignedIn } from '../../support/deployed-world.ts'

/** A day of contracts lasts eight seconds here, and a workflow looks again every two. */
const patience = { timeout: 40_000, interval: 250 }

let provider: { organizationId: string; owner: SignedIn }
let contoso: { organizationId: string; owner: SignedIn }
let jan: { profileId: string; email: string }
let documents: Readonly<Record<'agreement' | 'csp', string>>

beforeAll(async () => {
  await beginAfresh()
  provider = await aProvider()
  contoso = await aCustomer(provider.owner, provider.organizationId, 'Contoso', 'mia.jansen@contoso.example')
  documents = { agreement: await published('service-agreement'), csp: await published('csp-contract') }
  jan = await commercialContact('Jan', 'Peeters')
})

async function published(kind: 'service-agreement' | 'csp-contract'): Promise<string> {
  const by = provider.owner
  const title = kind === 'csp-contract' ? 'Microsoft Customer Agreement' : 'Service agreement'
  const en = { title, summary: 'In short.', text: '# What is agreed\n\nIt begins with your approval.\n' }
  const { documentId } = await succeed('createDocument', { by, body: { kind, name: title, languages: { en } } })
  await succeed('publishDocument', { by, params: { documentId }, headers: { 'if-match': '"1"' }, body: {} })
  return documentId
}

const here = (params: object = {}) => ({
  by: contoso.owner,
  params: { organizationId: contoso.organizationId, ...params },
})

/** Somebody without sign-in, who has confirmed that they are the Commercial Contact. */
async function commercialContact(firstName: string, lastName: string) {
  const email = `${firstName}.${lastName}@contoso.example`.toLowerCase()
  noteSecret('address', email)
  const body = { kind: 'person', user: false, email, firstName, lastName } as const
  const { profileId } = await succeed('createProfile', { ...here(), body })
  const attestation = { wording: signingAuthorityWording.version }
  await succeed('assignContactRole', { ...here({ profileId, contactRole: 'commercial' }), body: { attestation } })
  const link = await linkTo(email, '/contact/')
  expect((await send(link, { method: 'POST', body: new URLSearchParams({ answer: 'confirm' }) })).status).toBe(200)
  return { profileId, email }
}

/** The link in the newest mail that has one, once there is one that was not there before. */
async function linkTo(email: string, path: '/contact/' | '/approve/', not?: URL): Promise<URL> {
  let found: URL | undefined
  await vi.waitFor(async () => {
    const links = (await mails(email)).flatMap((mail) => linkIn(mail, path) ?? [])
    found = links.at(-1)
    expect(found).toBeDefined()
    expect(found?.href).not.toBe(not?.href)
  }, patience)
  if (!found) throw new Error('no link came')
  noteSecret('link token', found.pathname.split('/').at(-1) ?? '')
  return found
}

const step = async (link: URL, to: string, form: Record<string, string> = {}) => {
  const opened = to === 'decision' ? await shownOn(link) : {}
  return send(new URL(`${link.href}/${to}`), { method: 'POST', body: new URLSearchParams({ ...opened, ...form }) })
}

/** What the page has filled in itself, for whoever decides. */
async function shownOn(link: URL): Promise<{ readonly shown?: string }> {
  const forms = formsOf((await send(link)).text, link)
  const shown = forms.find(({ action }) => action.pathname.endsWith('/decision'))?.fields.get('shown')
  return shown === undefined ? {} : { shown }
}

/** Has a code mailed and reads it. */
async function code(link: URL, email: string): Promise<string> {
  const before = (await mails(email)).length
  expect((await step(link, 'code')).status).toBe(200)
  let mail: Mail | undefined
  await vi.waitFor(async () => {
    const all = await mails(email)
    expect(all.length).toBeGreaterThan(before)
    mail = all.at(-1)
  }, patience)
  const found = /\b(\d{6})\b/.exec(mail?.text ?? '')?.[1] ?? ''
  noteSecret('code', found)
  return found
}

const request = async (documentId: string) => succeed('requestContract', { ...here(), body: { documentId } })
const read = (contractId: string) => succeed('getContract', here({ contractId }))
const becomes = (contractId: string, state: string, timeout = patience.timeout) =>
  vi.waitFor(async () => expect((await read(contractId)).state).toBe(state), { ...patience, timeout })
const approving = (digits: string) => ({ decision: 'approve', name: 'Jan Peeters', authority: 'on', code: digits })

describe('a CSP contract, deployed', () => {
  let csp: string
  let agreement: string
  let link: URL

  test('waits for the service agreement, which goes out first', async () => {
    csp = (await request(documents.csp)).contractId
    await becomes(csp, 'waiting-for-agreement')
    agreement = (await read(csp)).agreementId ?? ''
    await becomes(agreement, 'sent')
    link = await linkTo(jan.email, '/approve/')
  })

  test('a scanner that visits changes nothing', async () => {
    const before = await wholeTable()
    expect((await send(link, { method: 'HEAD' })).status).toBe(200)
    const page = await send(link)
    expect(page.status).toBe(200)
    expect(textOfPage(page.text)).toContain('Please approve: Service agreement')
    const changed = (await wholeTable()).length - before.length
    expect(changed).toBe(0)
  })

  test('reminds by itself, with a new link, and the old one is dead', async () => {
    const reminded = await linkTo(jan.email, '/approve/', link)
    expect((await send(link)).status).toBe(410)
    link = reminded
  })

  test('is approved once the agreement is, each with a code; a double decision counts once', async () => {
    link = await linkTo(jan.email, '/approve/')
    expect((await step(link, 'decision', approving(await code(link, jan.email)))).status).toBe(200)
    await becomes(agreement, 'approved')
    await becomes(csp, 'sent')
    const next = await linkTo(jan.email, '/approve/', link)
    const digits = await code(next, jan.email)
    const answers = await Promise.all([1, 2].map(() => step(next, 'decision', approving(digits))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    await becomes(csp, 'approved')
    link = next
  })

  test('is certified: the signed evidence holds by the published key, and the PDF is mailed', async () => {
    let jws = ''
    await vi.waitFor(async () => {
      ;({ jws } = await succeed('getContractEvidence', here({ contractId: csp })))
    }, patience)
    const { keys } = JSON.parse((await send('/.well-known/rolecall-keys.json')).text)
    const { payload } = await compactVerify(jws, await importJWK(keys[0], 'ES256'))
    expect(JSON.parse(Buffer.from(payload).toString()).contract.contractId).toBe(csp)
    const checked = await send('/verify', { method: 'POST', body: new URLSearchParams({ certificate: jws }) })
    expect(textOfPage(checked.text)).toContain('This certificate holds')
    const { content } = await succeed('getContractCertificate', here({ contractId: csp }))
    expect(Buffer.from(content, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
    await vi.waitFor(
      async () => expect((await mails(jan.email)).some(({ subject }) => subject.startsWith('Approved for'))).toBe(true),
      patience,
    )
  })

  test('is declined with a reason; or cancelled, and then its link is dead', async () => {
    const declined = (await request(documents.csp)).contractId
    await becomes(declined, 'sent')
    const there = await linkTo(jan.email, '/approve/', link)
    const digits = await code(there, jan.email)
    const answer = await step(there, 'decision', { decision: 'decline', code: digits, reason: 'Not now.' })
    expect(answer.status, answer.text).toBe(200)
    await becomes(declined, 'declined')
    const cancelled = (await request(documents.csp)).contractId
    await becomes(cancelled, 'sent')
    const other = await linkTo(jan.email, '/approve/', there)
    await succeed('cancelContract', { ...here({ contractId: cancelled }), body: { reason: 'Ordered by mistake.' } })
    expect((await send(other)).status).toBe(410)
  })

  test('moves to the next contact when its own is gone, and expires when nobody answers', async () => {
    const moved = (await request(documents.csp)).contractId
    await becomes(moved, 'sent')
    const noor = await commercialContact('Noor', 'Maes')
    await succeed('withdrawContactRole', here({ profileId: jan.profileId, contactRole: 'commercial' }))
    await linkTo(noor.email, '/approve/')
    expect((await read(moved)).approver?.profileId).toBe(noor.profileId)
    await becomes(moved, 'expired', 150_000)
  }, 240_000)
})

leavesOnlyCleanTraces()
