import { beforeAll, describe, expect, test } from 'vitest'
import type { Answer } from '../../support/deployed-requests.ts'
import { call, expectProblem, succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  activate,
  aProvider,
  aUser,
  beginAfresh,
  type SignedIn,
  signIn,
} from '../../support/deployed-world.ts'

/** A well-formed id that nobody has. */
const nobody = { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' }

let provider: { organizationId: string; owner: SignedIn }
let bakeries: { organizationId: string; owner: SignedIn }
let dairies: { organizationId: string; owner: SignedIn }
let plain: SignedIn
let administrator: SignedIn

beforeAll(async () => {
  await beginAfresh()
  provider = await aProvider()
})

/** An answer without what names the very call, to be held against another one byte for byte. */
function anonymous({ status, headers, text }: Answer) {
  const { requestId } = JSON.parse(text)
  const callsOwn = ['date', 'apigw-requestid', 'x-amzn-requestid', 'x-amz-request-id', 'x-amz-id-2']
  return {
    status,
    headers: [...headers].filter(([name]) => !callsOwn.includes(name)),
    text: text.replace(requestId, '…'),
  }
}

describe('a customer comes into being', () => {
  test('with a first owner, who is invited in the same call', async () => {
    const email = 'mia.jansen@contoso.example'
    const { organization, firstOwner } = await succeed('createOrganization', {
      by: provider.owner,
      body: {
        parentId: provider.organizationId,
        name: 'Contoso Bakeries',
        country: 'BE',
        language: 'en',
        firstOwner: { email, firstName: 'Mia', lastName: 'Jansen' },
      },
    })
    expect(organization).toMatchObject({ kind: 'customer', parentId: provider.organizationId, status: 'active' })
    expect(firstOwner.invitationId).toMatch(/^inv_/)
    bakeries = { organizationId: organization.organizationId, owner: await signIn(await activate(email)) }
    const { organizations } = await succeed('getMe', { by: bakeries.owner })
    expect(organizations).toMatchObject([
      { organizationId: bakeries.organizationId, profileId: firstOwner.profileId, status: 'active' },
    ])
  })

  test('beside another one of the same provider', async () => {
    const { organizationId, owner } = provider
    dairies = await aCustomer(owner, organizationId, 'Fabrikam Dairies', 'noor.claes@fabrikam.example')
    expect(dairies.organizationId).not.toBe(bakeries.organizationId)
  })
})

describe('a user without any grant', () => {
  test('is invited by the owner and activates', async () => {
    plain = await aUser(bakeries.owner, bakeries.organizationId, 'jan.peeters@contoso.example')
    expect(plain.accessToken).not.toBe('')
  })

  test('is told who they are (200)', async () => {
    const { email, organizations } = await succeed('getMe', { by: plain })
    expect(email).toBe('jan.peeters@contoso.example')
    expect(organizations).toMatchObject([{ organizationId: bakeries.organizationId, status: 'active' }])
  })

  test('is refused the people of the own organization (403)', async () => {
    const params = { organizationId: bakeries.organizationId }
    const { detail } = expectProblem(await call('listProfiles', { by: plain, params }), 'forbidden')
    expect(detail).toContain('profiles:read')
  })

  test('is refused inviting anybody there (403), and nobody is', async () => {
    const params = { organizationId: bakeries.organizationId }
    noteSecret('address', 'friend@contoso.example')
    const body = { addresses: ['friend@contoso.example'] }
    expectProblem(await call('inviteUsers', { by: plain, params, body }), 'forbidden')
    const { items } = await succeed('listProfiles', { by: bakeries.owner, params })
    expect(items.map(({ email }) => email)).not.toContain('friend@contoso.example')
  })

  test('is told that the other customer does not exist (404)', async () => {
    const params = { organizationId: dairies.organizationId }
    expectProblem(await call('listProfiles', { by: plain, params }), 'not-found')
  })
})

describe('a member of Users & Permissions – Full Role', () => {
  test('is invited with it and activates', async () => {
    const { organizationId, owner } = bakeries
    administrator = await aUser(owner, organizationId, 'lotte.smets@contoso.example', ['pgr_full-role'])
    expect(administrator.accessToken).not.toBe('')
  })

  test('sees everyone of the organization (200)', async () => {
    const { organizationId } = bakeries
    const { items } = await succeed('listProfiles', { by: administrator, params: { organizationId } })
    expect(items.map(({ email }) => email).sort()).toEqual([
      'jan.peeters@contoso.example',
      'lotte.smets@contoso.example',
      'mia.jansen@contoso.example',
    ])
  })

  test('cannot make anybody an owner (403)', async () => {
    const params = { organizationId: bakeries.organizationId }
    const body = { addresses: ['boss@contoso.example'], defaultRole: 'rol_owner' }
    expectProblem(await call('inviteUsers', { by: administrator, params, body }), 'owner-only')
  })

  test('is told that the other customer does not exist (404)', async () => {
    const params = { organizationId: dairies.organizationId }
    expectProblem(await call('listProfiles', { by: administrator, params }), 'not-found')
  })
})

describe('an owner of the provider', () => {
  let profileId: string

  test('sees the people of the customer (200)', async () => {
    const params = { organizationId: bakeries.organizationId }
    const { items } = await succeed('listProfiles', { by: provider.owner, params })
    expect(items).toHaveLength(3)
  })

  test('adds somebody there (201)', async () => {
    const params = { organizationId: bakeries.organizationId }
    const email = 'eva.maes@contoso.example'
    noteSecret('address', email)
    const body = { kind: 'person', user: false, email, firstName: 'Eva', lastName: 'Maes' }
    const added = await succeed('createProfile', { by: provider.owner, params, body })
    expect(added).toMatchObject({ organizationId: bakeries.organizationId, status: 'active' })
    profileId = added.profileId
  })

  test("is named in the customer's activities, with the organization they came from", async () => {
    const params = { organizationId: bakeries.organizationId }
    const { identityId } = await succeed('getMe', { by: provider.owner })
    const { items } = await succeed('listActivities', { by: bakeries.owner, params })
    expect(items.find(({ subject }) => subject === profileId)).toMatchObject({
      action: 'profile.created',
      actor: `user:${identityId}`,
      actingFor: provider.organizationId,
    })
  })

  test('is not named as coming from elsewhere by what the customer does itself', async () => {
    const params = { organizationId: bakeries.organizationId }
    const { items } = await succeed('listActivities', { by: bakeries.owner, params })
    const { identityId } = await succeed('getMe', { by: bakeries.owner })
    const own = items.filter(({ actor }) => actor === `user:${identityId}`)
    expect(own.map(({ action, actingFor }) => ({ action, actingFor }))).toEqual(
      ['invitation.created', 'invitation.created', 'session.started'].map((action) => ({ action, actingFor: null })),
    )
  })

  test('is an owner of the provider alone: the customer has one of its own, and nobody else makes another (409)', async () => {
    const params = { organizationId: bakeries.organizationId }
    const body = { addresses: ['boss@contoso.example'], defaultRole: 'rol_owner' }
    expectProblem(await call('inviteUsers', { by: provider.owner, params, body }), 'has-owner')
  })
})

describe("a customer's owner", () => {
  test('reads the own organization (200)', async () => {
    const { organizationId } = bakeries
    const organization = await succeed('getOrganization', { by: bakeries.owner, params: { organizationId } })
    expect(organization).toMatchObject({ organizationId, name: 'Contoso Bakeries' })
  })

  test.each([
    ['getOrganization', {}],
    ['listProfiles', {}],
    ['listActivities', { query: { limit: '1' } }],
    ['createProfile', { body: { kind: 'person' } }],
    ['inviteUsers', { body: { nonsense: true }, idempotencyKey: 'the-same-key' }],
  ] as const)(
    'gets the same bytes for the provider, another customer and nobody (404): %s',
    async (operationId, request) => {
      const by = bakeries.owner
      const [unknown, ...foreign] = await Promise.all(
        [nobody, provider, dairies].map(({ organizationId }) =>
          call(operationId, { by, params: { organizationId }, ...request }),
        ),
      )
      if (unknown === undefined) throw new Error('nobody answered')
      expectProblem(unknown, 'not-found')
      expect(foreign.map(anonymous)).toEqual([anonymous(unknown), anonymous(unknown)])
    },
  )

  test('cannot create a customer of the provider (404)', async () => {
    const firstOwner = { email: 'x@fabrikam.example', firstName: 'X', lastName: 'Y' }
    const bodies = [provider, nobody].map(({ organizationId }) => ({ parentId: organizationId, name: 'X', firstOwner }))
    const answers = await Promise.all(bodies.map((body) => call('createOrganization', { by: bakeries.owner, body })))
    for (const answer of answers) expectProblem(answer, 'not-found')
    expect(new Set(answers.map((answer) => JSON.stringify(anonymous(answer)))).size).toBe(1)
  })
})

leavesOnlyCleanTraces()
