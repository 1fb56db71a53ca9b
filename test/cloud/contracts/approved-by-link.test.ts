import { compactVerify, importJWK } from 'jose'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { approvalEndTexts } from '../../../functions/contracts/approval-end-texts.ts'
import { textOfPage } from '../../../infra/local/page-form.ts'
import {
  answer,
  approvalLink,
  approve,
  becomes,
  type Contact,
  type Customer,
  commercialContact,
  contractPatience,
  hears,
  inside,
  publishedDocument,
  readContract,
  requestContract,
  type SentContract,
  sentTo,
  show,
  stateAuthority,
  succeedOnPage,
} from '../../support/deployed-contracts.ts'
import { forgetContainers } from '../../support/deployed-functions.ts'
import { send, succeed } from '../../support/deployed-requests.ts'
import { wholeTable } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import { aCustomer, aProvider, beginAfresh, mails } from '../../support/deployed-world.ts'

let provider: Customer
let contoso: Customer
let jan: Contact
let documents: Readonly<Record<'agreement' | 'csp', string>>

/** Sent before anything else, so that its days pass while the others go their way. */
let unanswered: SentContract
let fabrikam: Customer
let els: Contact

beforeAll(async () => {
  await beginAfresh()
  await forgetContainers('contracts')
  provider = await aProvider()
  const { owner, organizationId } = provider
  documents = {
    agreement: await publishedDocument(owner, 'service-agreement'),
    csp: await publishedDocument(owner, 'csp-contract'),
  }
  fabrikam = await aCustomer(owner, organizationId, 'Fabrikam', 'finn.berg@fabrikam.example')
  els = await commercialContact(fabrikam, 'Els', 'Aerts')
  unanswered = await sentTo(fabrikam, els, documents.agreement)
  contoso = await aCustomer(owner, organizationId, 'Contoso', 'mia.jansen@contoso.example')
  jan = await commercialContact(contoso, 'Jan', 'Peeters')
})

/** All that is kept of a contract, but for what its workflow waits by. */
const keptOf = async ({ contractId }: { readonly contractId: string }) =>
  (await wholeTable()).filter((item) => item.__edb_e__ !== 'workflow-task' && JSON.stringify(item).includes(contractId))

describe('a CSP contract, deployed', () => {
  let csp: string
  let agreement: string
  let link: URL

  test('waits for the service agreement, which goes out first', async () => {
    csp = (await requestContract(contoso, documents.csp)).contractId
    await becomes(contoso, csp, 'waiting-for-agreement')
    agreement = (await readContract(contoso, csp)).agreementId ?? ''
    await becomes(contoso, agreement, 'sent')
    link = await approvalLink(jan)
  })

  test('a scanner that visits every address changes nothing', async () => {
    const before = await keptOf({ contractId: agreement })
    expect((await send(link, { method: 'HEAD' })).status).toBe(200)
    const page = await show(link)
    expect(page.status).toBe(200)
    expect(page.text).toContain('Please approve: Service agreement')
    const document = await send(new URL(`${link.href}/document`))
    expect(document.headers.get('content-type')).toBe('application/pdf')
    for (const step of ['code', 'decision', 'question', 'hand-over'])
      expect((await send(new URL(`${link.href}/${step}`))).status).toBe(404)
    expect(before.length).toBeGreaterThan(2)
    expect(await keptOf({ contractId: agreement })).toEqual(before)
    expect((await mails(jan.email)).filter(({ subject }) => subject.startsWith('Your code'))).toEqual([])
  })

  test('reminds by itself, with a new link, and the old one is dead', async () => {
    const reminded = await approvalLink(jan, { after: link })
    const old = await show(link)
    expect(old.status).toBe(410)
    expect(old.text).toContain(approvalEndTexts.en.replaced.title)
    link = reminded
  })

  test('is approved once the agreement is, each with a code; a double decision counts once', async () => {
    await succeedOnPage(jan, link, approve(jan))
    await becomes(contoso, agreement, 'approved')
    await becomes(contoso, csp, 'sent')
    const answers = await answer(jan, await approvalLink(jan, { of: 'csp-contract' }), approve(jan), approve(jan))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 410])
    await becomes(contoso, csp, 'approved')
    const { items } = await succeed('listActivities', { ...inside(contoso), query: { action: 'contract.approved' } })
    expect(items.map(({ about }) => about.contractId)).toEqual([csp, agreement])
  })

  test('is certified: the signed evidence holds by the published key, and the PDF is mailed', async () => {
    let jws = ''
    await vi.waitFor(async () => {
      ;({ jws } = await succeed('getContractEvidence', inside(contoso, { contractId: csp })))
    }, contractPatience)
    const { keys } = JSON.parse((await send('/.well-known/rolecall-keys.json')).text)
    const { payload } = await compactVerify(jws, await importJWK(keys[0], 'ES256'))
    expect(JSON.parse(Buffer.from(payload).toString()).contract.contractId).toBe(csp)
    const checked = await send('/verify', { method: 'POST', body: new URLSearchParams({ certificate: jws }) })
    expect(textOfPage(checked.text)).toContain('This certificate holds')
    const { content } = await succeed('getContractCertificate', inside(contoso, { contractId: csp }))
    expect(Buffer.from(content, 'base64').subarray(0, 5).toString()).toBe('%PDF-')
    for (const { email } of [jan, contoso.owner]) await hears(email, 'approved', 'Contoso', 'csp-contract')
  })

  test('is outdated once its signatory can be called at another number, until their authority is stated anew', async () => {
    const { profileId } = jan
    const { version } = await succeed('getProfile', inside(contoso, { profileId }))
    const headers = { 'if-match': `"${version}"` }
    await succeed('changeProfile', { ...inside(contoso, { profileId }), headers, body: { phone: '+3215000001' } })
    await attested('outdated')
    for (const { email } of [contoso.owner, provider.owner]) {
      await hears(email, 'outdated', 'Contoso', 'csp-contract')
      await hears(email, 'outdated', 'Contoso')
    }
    await stateAuthority(contoso, profileId)
    await attested('current')
  })

  const attested = (attestation: 'current' | 'outdated') =>
    vi.waitFor(async () => {
      for (const contractId of [agreement, csp])
        expect((await readContract(contoso, contractId)).attestation).toBe(attestation)
    }, contractPatience)
})

describe('a contract that nobody answers', () => {
  test('expires: its links end, and whoever requested it and whoever was asked are told', async () => {
    await becomes(fabrikam, unanswered.contractId, 'expired')
    expect((await readContract(fabrikam, unanswered.contractId)).endReason).toBe('unanswered')
    for (const { email } of [fabrikam.owner, els]) await hears(email, 'expired', 'Fabrikam')
    const reminders = (await mails(els.email)).filter(({ subject }) => subject.startsWith('Reminder for Fabrikam'))
    expect(reminders).toHaveLength(3)
    const ended = await show(await approvalLink(els))
    expect(ended.status).toBe(410)
    expect(ended.text).toContain(approvalEndTexts.en.expired.title)
  })
})

leavesOnlyCleanTraces()
