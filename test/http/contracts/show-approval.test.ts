import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { languages } from '../../../shared/domain/language.ts'
import { changeContract, getContract } from '../../../shared/table/contract.ts'
import { commit } from '../../../shared/table/transaction.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { allMails, linkTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type Tenant, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { change, freshContact, putFirst } from '../../support/world-contacts.ts'
import {
  approve,
  codeFor,
  onPage,
  publishedKind,
  readContract,
  type SentContract,
  sentAgreement,
  sentTo,
  signingCustomer,
} from '../../support/world-contracts.ts'
import { linksOf, textOf } from '../../support/world-forms.ts'
import { freshDraft, freshPerson, newToken } from '../../support/world-fresh.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('showApproval')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const open = (link: string, method: 'GET' | 'HEAD' = 'GET') => send({ method, path: link })
const statusOf = async ({ link }: SentContract) => (await open(link)).status

describe('showApproval', () => {
  test('200 with parties, term, deadline and reference, then the summary, the text and a code to ask for', async () => {
    const signing = await signingCustomer(world.provider)
    const documentId = await publishedKind(world.provider, 'service-agreement')
    const sent = await sentTo(signing, documentId, { term: { startsOn: '2027-01-01', months: 12 } })
    const { status, body } = await open(sent.link)
    expect(status).toBe(200)
    const text = textOf(body)
    const { reference } = await readContract(sent.tenant, sent)
    for (const said of [
      'Wingtip',
      'Northwind Managed Services',
      reference,
      '12 months, from 1 January 2027',
      'Robin Claes',
    ])
      expect(text).toContain(said)
    expect(text.indexOf('In short')).toBeLessThan(text.indexOf('What is agreed'))
    expect(text).toContain('It begins with your approval.')
    expect(text).not.toContain('Your decision')
    expect(linksOf(body).filter((link) => link.endsWith('/document'))).toHaveLength(1)
  })

  test('200 in the language of whoever reads it, with the document in that language, else in English', async () => {
    for (const language of languages) {
      const signing = await signingCustomer(world.provider)
      await change(signing.contact, { language })
      const sent = await sentTo(signing, await publishedKind(world.provider, 'service-agreement'))
      const { body } = await open(sent.link)
      expect(body).toContain(`<html lang="${language}">`)
      expect(textOf(body)).toContain(language === 'nl' ? 'Wat is afgesproken' : 'What is agreed')
    }
  })

  test('a scanner that fetches it twenty times, by GET and HEAD, changes nothing and has nothing mailed', async () => {
    const sent = await sentAgreement(world.provider)
    const [before, mails] = [await dumpTable(), allMails().length]
    for (let visit = 0; visit < 20; visit++) await open(sent.link, visit % 2 ? 'HEAD' : 'GET')
    for (const step of ['code', 'decision', 'question', 'hand-over'])
      expect((await send({ method: 'GET', path: `${sent.link}/${step}` })).status).toBe(404)
    await settle()
    expect(await dumpTable()).toEqual(before)
    expect(allMails()).toHaveLength(mails)
  })

  test('200 shows the field for the code again to whoever comes back, and never the code', async () => {
    const sent = await sentAgreement(world.provider)
    const code = await codeFor(sent)
    const { body } = await open(sent.link)
    expect(textOf(body)).toContain('Your decision')
    expect(body).not.toContain(code)
    const late = await atTime(after.minutes(11), () => open(sent.link))
    expect(textOf(late.body)).not.toContain('Your decision')
  })

  test('404 for a link that was never sent, cut short, or changed at any place', async () => {
    const { link } = await sentAgreement(world.provider)
    const token = link.slice('/approve/'.length)
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A'
      expect((await open(`/approve/${token.slice(0, at)}${other}${token.slice(at + 1)}`)).status).toBe(404)
      if (at > 0) expect((await open(`/approve/${token.slice(0, at)}`)).status).toBe(404)
    }
  })

  test('410 after every end, each with a page of its own that says what to do next', async () => {
    const approved = await sentAgreement(world.provider)
    await approve(approved)
    const cancelled = await sentAgreement(world.provider)
    const { organizationId, contractId, tenant } = cancelled
    await call('cancelContract', {
      by: tenant.owner,
      params: { organizationId, contractId },
      body: { reason: 'No more.' },
    })
    const replaced = await sentAgreement(world.provider)
    await call('remindContract', {
      by: replaced.tenant.owner,
      params: { organizationId: replaced.organizationId, contractId: replaced.contractId },
    })
    const titles = await Promise.all(
      [approved, cancelled, replaced].map(async ({ link }) => {
        const { status, body } = await open(link)
        expect(status).toBe(410)
        return /<h1>([^<]*)/.exec(body)?.[1]
      }),
    )
    const expired = await sentAgreement(world.provider)
    const { body } = await atTime(after.days(14) + after.seconds(1), () => open(expired.link))
    titles.push(/<h1>([^<]*)/.exec(body)?.[1])
    expect(titles).toEqual([
      'This is approved',
      'This was cancelled',
      'There is a newer mail',
      'The time to answer is over',
    ])
  })

  test('whoever needs help is told a way that is there: the mail, whoever helps, or an administrator', async () => {
    const signing = await signingCustomer(world.provider)
    const { organizationId, owner: by } = signing.tenant
    const requester = await freshPerson(signing.tenant, { defaultRole: 'rol_admin' })
    const sentBy = async (owner: typeof requester) => {
      const sent = await sentTo({ ...signing, tenant: { ...signing.tenant, owner } }, world.documents.serviceAgreement)
      const params = { organizationId, contractId: sent.contractId }
      await succeed('cancelContract', { by, params, body: { reason: 'No more.' } })
      return async () => textOf((await open(sent.link)).body)
    }
    const said = await sentBy(requester)
    expect(await said()).toContain('If you expected it: reply to the mail.')
    await change(requester, { status: 'deactivated' })
    expect(await said()).toContain('If you expected it: ask an administrator of Wingtip.')
    const helpedBy = async (serviceDesk: object) => {
      const params = { organizationId }
      const { etag = '' } = (await call('getOrganization', { by, params })).headers
      await succeed('changeOrganization', {
        by,
        params,
        headers: { 'if-match': etag },
        body: { help: { serviceDesk } },
      })
    }
    await helpedBy({ name: 'The desk', phone: '+3215000007' })
    expect(await said()).toContain('If you expected it: call The desk at +3215000007, and name the reference')
    await helpedBy({ name: 'The desk', email: 'desk@wingtip.example', phone: '+3215000007' })
    expect(await said()).toContain('If you expected it: write to desk@wingtip.example, and name the reference')
  })

  test('no page of an end, and none of a locked link, promises a reply where nobody reads one', async () => {
    const requestedBy = async () => {
      const signing = await signingCustomer(world.provider)
      const owner = await freshPerson(signing.tenant, { defaultRole: 'rol_admin' })
      const requested = { ...signing, tenant: { ...signing.tenant, owner } }
      return {
        ...(await sentTo(requested, world.documents.serviceAgreement)),
        gone: () => change(owner, { status: 'deactivated' }),
      }
    }
    const [declined, expired, locked] = [await requestedBy(), await requestedBy(), await requestedBy()]
    await onPage(declined.link, 'decision', { decision: 'decline', code: await codeFor(declined), reason: 'No.' })
    for (const { gone } of [declined, expired, locked]) await gone()
    for (let mailed = 0; mailed < 5; mailed++)
      await atTime(after.seconds(31 * mailed), () => onPage(locked.link, 'code'))
    const pages = [
      await open(declined.link),
      await atTime(after.days(15), () => open(expired.link)),
      await atTime(after.minutes(20), () => open(locked.link)),
    ]
    for (const { body } of pages) {
      expect(textOf(body)).toContain('ask an administrator of Wingtip.')
      expect(textOf(body)).not.toMatch(/reply/i)
    }
  })

  test('the document is in its own language, and what stands around it in that of the reader', async () => {
    const signing = await signingCustomer(world.provider)
    await change(signing.contact, { language: 'fr' })
    const sent = await sentTo(signing, await publishedKind(world.provider, 'service-agreement'))
    const { body } = await open(sent.link)
    for (const said of [
      '<html lang="fr">',
      '<h2>En bref</h2><p lang="en">We look after',
      '<div class="agreement" lang="en">',
    ])
      expect(body).toContain(said)
  })

  test('the link lives to the second of its deadline', async () => {
    const sent = await sentAgreement(world.provider)
    const { approver } = await readContract(sent.tenant, sent)
    const deadline = Date.parse(approver?.deadlineAt ?? '')
    expect(await atTime(new Date(deadline - 1000).toISOString(), () => statusOf(sent))).toBe(200)
    expect(await atTime(new Date(deadline).toISOString(), () => statusOf(sent))).toBe(410)
  })

  test('410 at once for whoever may not approve any more, whether or not the workflow has noticed', async () => {
    const changes = {
      'no Commercial Contact': { contactRoles: {} },
      deactivated: { status: 'deactivated' },
      'not who we thought': { addressState: 'disowned' },
      bounced: { addressState: 'undeliverable' },
      'not proved any more': { addressState: 'unverified' },
      'at another address': { email: `new-${Date.now()}@contoso.example` },
    } as const
    for (const [what, to] of Object.entries(changes)) {
      const sent = await sentAgreement(world.provider)
      await change(sent.contact, to as never)
      expect(await statusOf(sent), what).toBe(410)
    }
  })

  test('410 at once when somebody else comes first, whether or not the workflow has noticed; not if it was handed over', async () => {
    const sent = await sentAgreement(world.provider)
    const colleague = await freshContact(sent.tenant, ['commercial'])
    await putFirst(sent.tenant, colleague)
    expect(await statusOf(sent)).toBe(410)
    await settle()
    const theirs = { ...sent, contact: colleague, link: linkTo(colleague.email) }
    expect(await statusOf(theirs)).toBe(200)

    const code = await codeFor(theirs)
    const { status } = await onPage(theirs.link, 'hand-over', { code, to: sent.contact.profileId })
    expect(status).toBe(200)
    await settle()
    expect(await statusOf({ ...sent, link: linkTo(sent.contact.email) })).toBe(200)
  })

  test('410 for whoever is somebody of the provider as well, which attests for the customer', async () => {
    const signing = await signingCustomer(world.provider)
    const { email } = world.provider.plain
    await change(signing.contact, { email: email as never })
    await sentToNobody(signing)
    await freshContact(signing.tenant, ['commercial'])
  })

  test('410 for whoever is somebody of the reseller as well, or of whoever requested it, which attest as well', async () => {
    const { provider, reseller, twin } = world
    const signing = await signingCustomer(reseller)
    const { email } = reseller.owner
    await change(signing.contact, { email: email as never })
    await sentToNobody(signing, reseller.owner)

    const sent = await sentTo(await signingCustomer(reseller), world.documents.serviceAgreement)
    await freshDraft(reseller, {}, sent.contact.email)
    expect(await statusOf(sent)).toBe(410)

    const elsewhere = await sentAgreement(provider)
    await freshDraft(twin, {}, elsewhere.contact.email)
    expect(await statusOf(elsewhere), 'an organization that has nothing to do with it').toBe(200)
    await requestedFrom(elsewhere, twin)
    expect(await statusOf(elsewhere)).toBe(410)
  })

  /** As if somebody of another organization had requested it, who may do so by a role that no test gives. */
  async function requestedFrom({ organizationId, contractId }: SentContract, { owner }: Tenant): Promise<void> {
    const contract = await getContract({ organizationId, contractId: id('contract', contractId) })
    if (!contract) throw new Error('the contract is not there')
    const requestedByProfile = { organizationId: owner.organizationId, profileId: owner.profileId }
    const write = changeContract(contract, { ...contract, requestedByProfile }, contract.updatedAt)
    await commit([write], newToken())
  }

  async function sentToNobody(signing: Awaited<ReturnType<typeof signingCustomer>>, by = signing.tenant.owner) {
    const { organizationId } = signing.tenant
    const body = { documentId: world.documents.serviceAgreement }
    const { contractId } = JSON.parse((await call('requestContract', { by, params: { organizationId }, body })).body)
    await settle()
    expect(await readContract(signing.tenant, { organizationId, contractId })).toMatchObject({
      state: 'waiting-for-contact',
      waitingFor: 'contact',
    })
  }

  test('409 while the organization is suspended, and 200 with a new link once it is resumed', async () => {
    const sent = await sentAgreement(world.provider)
    const { organizationId } = sent
    const by = world.provider.owner
    await call('suspendOrganization', { by, params: { organizationId } })
    expect(await statusOf(sent)).toBe(409)
    await settle()
    expect((await onPage(sent.link, 'code')).status).not.toBe(200)
    await call('resumeOrganization', { by, params: { organizationId } })
    await settle()
    expect(await readContract(sent.tenant, sent)).toMatchObject({ state: 'sent' })
    expect(await statusOf(sent)).toBe(410)
  })
})
