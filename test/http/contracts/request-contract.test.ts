import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { documents } from '../../../shared/table/client.ts'
import { countWithin } from '../../../shared/table/limit.ts'
import { tableName } from '../../../shared/table/schema.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { mailsTo } from '../../support/cloud-services-mail.ts'
import { executionsOf, whileWorkflowsAreDown } from '../../support/cloud-services-workflow.ts'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import {
  approve,
  documentOf,
  keepWorkflowsRunning,
  publishedKind,
  readContract,
  requestedContract,
  sentAgreement,
  signedCustomer,
  signingCustomer,
} from '../../support/world-contracts.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('requestContract')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const requesting = (
  { organizationId, owner: by }: { organizationId: string; owner: { identityId: string } },
  body: object,
) => ({
  by,
  params: { organizationId },
  body,
})

describe('requestContract', () => {
  test('409 no-agreement-published while there is none to sign before the first CSP contract', async () => {
    const tenant = await freshCustomer(world.provider)
    const documentId = await publishedKind(world.provider, 'csp-contract')
    const place = { TableName: tableName() }
    const Key = { pk: 'documents', sk: 'newest#service-agreement' }
    const { Item } = await documents.send(new GetCommand({ ...place, Key }))
    await documents.send(new DeleteCommand({ ...place, Key }))
    const before = await dumpTable()
    await fail('no-agreement-published', 'requestContract', requesting(tenant, { documentId }))
    expect(await dumpTable()).toEqual(before)
    await documents.send(new PutCommand({ ...place, Item }))
  })

  test('201 with the newest published version, the term and who requested it, and a link goes out', async () => {
    const signing = await signingCustomer(world.provider)
    const { tenant, contact } = signing
    const documentId = await publishedKind(world.provider, 'service-agreement')
    const term = { startsOn: '2027-01-01', months: 12 }
    const answer = await call('requestContract', requesting(tenant, { documentId, term }))
    expect(answer.status, answer.body).toBe(201)
    expect(answer.headers.etag).toBe('"1"')
    const contract = JSON.parse(answer.body)
    expect(contract).toMatchObject({
      kind: 'service-agreement',
      state: 'requested',
      waitingFor: 'workflow',
      document: { documentId, version: 1, title: { en: 'Service agreement' } },
      term,
      requestedBy: { principal: `user:${tenant.owner.identityId}`, profileId: tenant.owner.profileId },
    })
    await settle()
    expect(await readContract(tenant, contract)).toMatchObject({
      state: 'sent',
      approver: { profileId: contact.profileId, reminders: 0, handedOver: false },
    })
    const [mail] = mailsTo(contact.email)
    expect(mail?.text).toContain(contract.reference)
    expect(mail?.replyTo).toBe(tenant.owner.email)
  })

  test('201 for whoever acts from the provider, who is then named as requester', async () => {
    const { tenant } = await signingCustomer(world.provider)
    const documentId = await publishedKind(world.provider, 'service-agreement')
    const { organizationId } = tenant
    const { requestedBy } = await succeed('requestContract', {
      by: world.provider.owner,
      params: { organizationId },
      body: { documentId },
    })
    expect(requestedBy).toMatchObject({
      organizationId: world.provider.organizationId,
      profileId: world.provider.owner.profileId,
    })
  })

  test('201 for a CSP contract, which waits for the service agreement that is open already', async () => {
    const agreement = await sentAgreement(world.provider)
    const csp = await requestedContract(agreement, await publishedKind(world.provider, 'csp-contract'))
    expect(await readContract(agreement.tenant, csp)).toMatchObject({
      state: 'waiting-for-agreement',
      agreementId: agreement.contractId,
    })
  })

  test('201 for several CSP contracts at once, which wait for one agreement', async () => {
    const signing = await signingCustomer(world.provider)
    await publishedKind(world.provider, 'service-agreement')
    const documentId = await publishedKind(world.provider, 'csp-contract')
    await Promise.all([1, 2, 3].map(() => succeed('requestContract', requesting(signing.tenant, { documentId }))))
    await settle()
    const { organizationId, owner: by } = signing.tenant
    const { items } = await succeed('listContracts', { by, params: { organizationId } })
    expect(items.filter(({ kind }) => kind === 'service-agreement')).toHaveLength(1)
    expect(items.filter(({ state }) => state === 'waiting-for-agreement')).toHaveLength(3)
  })

  test('201 for one that replaces an approved one', async () => {
    const agreement = await sentAgreement(world.provider)
    await approve(agreement)
    const { contractId: replaces } = agreement
    const documentId = await publishedKind(world.provider, 'service-agreement')
    const contract = await succeed('requestContract', requesting(agreement.tenant, { documentId, replaces }))
    expect(contract).toMatchObject({ replaces, state: 'requested' })
  })

  test('409 agreement-open while another service agreement waits for approval', async () => {
    const agreement = await sentAgreement(world.provider)
    const documentId = await publishedKind(world.provider, 'service-agreement')
    await fail('agreement-open', 'requestContract', requesting(agreement.tenant, { documentId }))
  })

  test('409 provider-attests in the provider itself', async () => {
    const documentId = await publishedKind(world.provider, 'service-agreement')
    await fail('provider-attests', 'requestContract', requesting(world.provider, { documentId }))
  })

  test('409 not-approved for one that replaces a contract that was not', async () => {
    const agreement = await sentAgreement(world.provider)
    const documentId = await publishedKind(world.provider, 'csp-contract')
    const body = { documentId, replaces: agreement.contractId }
    await fail('not-approved', 'requestContract', requesting(agreement.tenant, body))
  })

  test('429 too-many-requests after 500 mails with links in a day', async () => {
    const { tenant } = await signingCustomer(world.provider)
    const documentId = await publishedKind(world.provider, 'csp-contract')
    await publishedKind(world.provider, 'service-agreement')
    const now = new Date().toISOString()
    await Promise.all(
      Array.from({ length: 500 }, () =>
        countWithin('organization-link-mails', tenant.organizationId, now.slice(0, 10), now),
      ),
    )
    await fail('too-many-requests', 'requestContract', requesting(tenant, { documentId }))
  })

  test('400 not-found for a document and a contract that are not there, or were not published, or are another organization’s', async () => {
    const signing = await signedCustomer(world.provider)
    const documentId = await publishedKind(world.provider, 'csp-contract')
    const elsewhere = await sentAgreement(world.provider)
    const { documentId: draft } = await succeed('createDocument', {
      by: world.provider.owner,
      body: documentOf('csp-contract'),
    })
    const request = (body: object) => faultsOf('requestContract', requesting(signing.tenant, body))
    expect(await request({ documentId: 'doc_01k2r8v6m0q3s5t7w9x1y3z5aa' })).toEqual(['#/documentId not-found'])
    expect(await request({ documentId: draft })).toEqual(['#/documentId not-found'])
    for (const replaces of ['ctr_01k2r8v6m0q3s5t7w9x1y3z5aa', elsewhere.contractId])
      expect(await request({ documentId, replaces })).toEqual(['#/replaces not-found'])
  })

  test('400 other-kind for one that replaces a contract about another kind of document', async () => {
    const agreement = await sentAgreement(world.provider)
    await approve(agreement)
    const documentId = await publishedKind(world.provider, 'csp-contract')
    const body = { documentId, replaces: agreement.contractId }
    expect(await faultsOf('requestContract', requesting(agreement.tenant, body))).toEqual(['#/replaces other-kind'])
  })

  test('a workflow that could not be started is started within a quarter of an hour, and only one ever runs', async () => {
    const signing = await signedCustomer(world.provider)
    const { organizationId, owner: by } = signing.tenant
    const documentId = await publishedKind(world.provider, 'csp-contract')
    const { contractId } = await succeed('requestContract', { by, params: { organizationId }, body: { documentId } })
    await whileWorkflowsAreDown(() => expect(settle()).rejects.toThrow())
    expect(executionsOf(contractId)).toEqual({})
    await keepWorkflowsRunning()
    await atTime(after.minutes(16), keepWorkflowsRunning)
    expect(Object.values(executionsOf(contractId))).toEqual(['waiting'])
    const { state } = await readContract(signing.tenant, { organizationId, contractId })
    expect(state).toBe('sent')
  })

  test('403 forbidden without the permission', async () => {
    const { tenant } = await signingCustomer(world.provider)
    const viewer = await freshPerson(tenant, { permissionGroups: [] })
    const documentId = await publishedKind(world.provider, 'service-agreement')
    await fail('forbidden', 'requestContract', { ...requesting(tenant, { documentId }), by: viewer })
  })
})
