import { compactVerify, importJWK } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import {
  approve,
  approving,
  codeFor,
  keepWorkflowsRunning,
  onPage,
  publishedKind,
  type SentContract,
  sentAgreement,
  sentContract,
  sentTo,
  signedCustomer,
  signingCustomer,
} from '../../support/world-contracts.ts'
import { freshPerson } from '../../support/world-fresh.ts'

provesOperation('getContractEvidence')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const reading = ({ organizationId, contractId, tenant }: SentContract) => ({
  by: tenant.owner,
  params: { organizationId, contractId },
})

/** How an organization shows the name of somebody. */
async function nameOf(
  { organizationId, ...of }: { readonly organizationId: string } & (SentContract | World['provider']),
  profileId: string,
): Promise<string> {
  const by = 'tenant' in of ? of.tenant.owner : of.owner
  const { firstName, lastName } = await succeed('getProfile', { by, params: { organizationId, profileId } })
  return `${firstName} ${lastName}`
}

describe('getContractEvidence', () => {
  test('200 with everything that proves it: who, when, how, from where, the text, the statement and the whole trail', async () => {
    const sent = await sentContract(world.provider, { term: { startsOn: '2027-01-01', months: 12 } })
    await onPage(sent.link, 'question', { code: await codeFor(sent), question: 'Is this new?' })
    await atTime(after.minutes(1), () => approve(sent))
    const { evidence } = await succeed('getContractEvidence', reading(sent))
    expect(evidence).toMatchObject({
      schema: 'rolecall.contract-evidence/1',
      contract: { contractId: sent.contractId, kind: 'csp-contract', term: { startsOn: '2027-01-01', months: 12 } },
      document: { version: 1, language: 'en', templateId: '998b88de-aa99-4388-a42c-1b3517d49490' },
      customer: { name: 'Wingtip' },
      provider: { name: 'Northwind Managed Services' },
      decision: {
        outcome: 'approved',
        confirmedBy: { method: 'mailbox-code', sentTo: sent.contact.email },
        statement: { version: '2026-11' },
      },
      approver: { profileId: sent.contact.profileId, email: sent.contact.email, typedName: 'An Wouters' },
      authority: { contactRole: 'commercial', attestedBy: `user:${sent.tenant.owner.identityId}` },
      customerAgreement: {
        primaryContact: { firstName: 'An', lastName: 'Wouters', email: sent.contact.email },
        type: 'MicrosoftCustomerAgreement',
        templateId: '998b88de-aa99-4388-a42c-1b3517d49490',
        dateAgreed: evidence.decision.at,
      },
    })
    expect(evidence.trail.map(({ action }) => action)).toEqual([
      'contract.requested',
      'contract.sent',
      'contract.question-asked',
      'contract.approved',
    ])
    // Whoever reads it later cannot look ids up: it says who everyone was.
    const [owner, contact] = await Promise.all(
      [sent.tenant.owner.profileId, sent.contact.profileId].map((profileId) => nameOf(sent, profileId)),
    )
    expect(evidence.contract.requestedByName).toBe(owner)
    expect(evidence.authority.attestedByName).toBe(owner)
    expect(evidence.trail.map(({ actorName }) => actorName)).toEqual([owner, null, contact, contact])
    expect(evidence.decision.ipAddress).toMatch(/^[\d.]+$/)
  })

  test('200 with the same signed, which holds by the published key, and by no other', async () => {
    const sent = await sentAgreement(world.provider)
    await approve(sent)
    const { evidence, jws } = await succeed('getContractEvidence', reading(sent))
    const { body } = await send({ method: 'GET', path: '/.well-known/rolecall-keys.json' })
    const [key] = JSON.parse(body).keys
    const { payload, protectedHeader } = await compactVerify(jws, await importJWK(key, 'ES256'))
    expect(JSON.parse(Buffer.from(payload).toString('utf8'))).toEqual(evidence)
    expect(protectedHeader).toMatchObject({ alg: 'ES256', kid: key.kid })
    expect((await succeed('getContractEvidence', reading(sent))).jws).toBe(jws)
  })

  test('the partner user who attests is named where somebody of the provider requested it, and nobody else', async () => {
    const { owner } = world.provider
    const ours = await sentContract(world.provider)
    const signing = await signedCustomer(world.provider)
    const documentId = await publishedKind(world.provider, 'csp-contract')
    const theirs = await sentTo({ ...signing, tenant: { ...signing.tenant, owner } }, documentId)
    for (const sent of [ours, theirs]) await approve(sent)
    const [without, withOne] = await Promise.all(
      [ours, theirs].map(async (sent) => (await succeed('getContractEvidence', reading(sent))).evidence),
    )
    expect(without?.customerAgreement?.userId).toBeNull()
    expect(withOne?.customerAgreement?.userId).toBe(owner.identityId)
    const name = await nameOf(world.provider, owner.profileId)
    expect(withOne?.contract.requestedByName).toBe(name)
    expect(withOne?.trail[0]).toMatchObject({ action: 'contract.requested', actorName: name })
  })

  test('200 of a refusal, with its reason and without an agreement', async () => {
    const sent = await sentContract(world.provider)
    await onPage(sent.link, 'decision', { decision: 'decline', code: await codeFor(sent), reason: 'No, thank you.' })
    await settle()
    const { evidence } = await succeed('getContractEvidence', reading(sent))
    expect(evidence.decision).toMatchObject({ outcome: 'declined', reason: 'No, thank you.', statement: null })
    expect(evidence.customerAgreement).toBeNull()
  })

  test('the certificate is mailed to approver and requester, once each, as a PDF that holds the signed evidence', async () => {
    const sent = await sentAgreement(world.provider)
    await approve(sent)
    for (const address of [sent.contact.email, sent.tenant.owner.email]) {
      const certificates = mailsTo(address).filter(({ attachments }) => attachments)
      expect(certificates).toHaveLength(1)
      const [file] = certificates[0]?.attachments ?? []
      expect(file).toMatchObject({ mediaType: 'application/pdf' })
      expect(
        Buffer.from(file?.content ?? '', 'base64')
          .subarray(0, 5)
          .toString(),
      ).toBe('%PDF-')
    }
  })

  test('409 not-decided before anybody has, and 409 evidence-pending until it is signed', async () => {
    const sent = await sentAgreement(world.provider)
    await fail('not-decided', 'getContractEvidence', reading(sent))
    await onPage(sent.link, 'decision', approving(await codeFor(sent)))
    await fail('evidence-pending', 'getContractEvidence', reading(sent))
    await settle()
    expect((await call('getContractEvidence', reading(sent))).status).toBe(200)
  })

  test('200 as before to those who act for its organization, once that is removed and once it is erased; 404 to all others', async () => {
    const { provider, reseller, twin } = world
    const ours = await sentAgreement(provider)
    const theirs = await sentTo(await signingCustomer(reseller), world.documents.serviceAgreement)
    for (const sent of [ours, theirs]) await approve(sent)
    const before = await Promise.all([ours, theirs].map(async (sent) => succeed('getContractEvidence', reading(sent))))
    for (const { organizationId, tenant } of [ours, theirs])
      await succeed('removeOrganization', { by: tenant.owner, params: { organizationId } })
    await settle()
    const asBefore = async () => {
      for (const [at, sent] of [ours, theirs].entries())
        for (const by of sent === theirs ? [provider.owner, reseller.owner] : [provider.owner])
          expect(await succeed('getContractEvidence', { ...reading(sent), by })).toEqual(before[at])
      for (const by of [ours.tenant.owner, reseller.owner, twin.owner, provider.plain])
        await fail('not-found', 'getContractEvidence', { ...reading(ours), by })
      const { contractId } = theirs
      const elsewhere = { ...reading(ours), by: provider.owner, params: { ...reading(ours).params, contractId } }
      await fail('not-found', 'getContractEvidence', elsewhere)
      await fail('not-found', 'getContract', { ...reading(ours), by: provider.owner })
    }
    await asBefore()
    await atTime(after.minutes(16), keepWorkflowsRunning)
    await atTime(after.days(30) + after.minutes(1), async () => {
      await invoke(await loadHandler('organizations', 'erase-organizations'), {})
      await asBefore()
      const { fileName, jws } = await succeed('getContractCertificate', { ...reading(theirs), by: reseller.owner })
      expect(fileName).toMatch(/\.pdf$/)
      expect(jws).toBe(before[1]?.jws)
    })
  })

  test('409 not-decided of a contract that ended with its organization, to those who act for it', async () => {
    const sent = await sentAgreement(world.provider)
    const { organizationId } = sent
    await succeed('removeOrganization', { by: sent.tenant.owner, params: { organizationId } })
    await settle()
    await fail('not-decided', 'getContractEvidence', { ...reading(sent), by: world.provider.owner })
    await fail('not-found', 'getContractEvidence', reading(sent))
  })

  test('403 forbidden for whoever may see contracts, and not their evidence', async () => {
    const sent = await sentAgreement(world.provider)
    const viewer = await freshPerson(sent.tenant, { defaultRole: 'rol_viewer' })
    const { status } = await call('getContract', { ...reading(sent), by: viewer })
    if (status === 200) await fail('forbidden', 'getContractEvidence', { ...reading(sent), by: viewer })
  })
})
