import { beforeAll, describe, expect, test } from 'vitest'
import { deployed } from '../../support/deployed.ts'
import { call, send, succeed } from '../../support/deployed-requests.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import { aCustomer, aProvider, aUser, beginAfresh, type SignedIn } from '../../support/deployed-world.ts'

let organizationId: string
let owner: SignedIn
let provider: SignedIn
let profileId: string
let key: string

beforeAll(async () => {
  await beginAfresh()
  const above = await aProvider()
  provider = above.owner
  const contoso = await aCustomer(provider, above.organizationId, 'Contoso Bakeries', 'mia.jansen@contoso.example')
  organizationId = contoso.organizationId
  owner = contoso.owner
  const jan = await aUser(owner, organizationId, 'jan.peeters@contoso.example', ['pgr_full-role'])
  const { items } = await succeed('listProfiles', { by: owner, params: { organizationId } })
  profileId = String(items.find(({ email }) => email === jan.email)?.profileId)
  const body = { name: 'Device portal', permissions: ['access:read'] }
  key = (await succeed('createApiKey', { by: owner, params: { organizationId }, body })).key
})

const asked = {
  by: {
    get accessToken() {
      return key
    },
  },
}
const question = (name = 'profiles:manage') => ({
  subject: { type: 'profile', id: profileId },
  action: { name },
  resource: { type: 'organization', id: organizationId },
})

describe('a connected application', () => {
  test('finds where to ask, and asks there with its key and a name for the call, which comes back', async () => {
    const found = await send('/.well-known/authzen-configuration')
    expect([found.status, found.headers.get('content-type')]).toEqual([200, 'application/json'])
    const { policy_decision_point: at, access_evaluation_endpoint: endpoint } = JSON.parse(found.text)
    expect(at).toBe(deployed.ApiUrl)
    const answer = await send(new URL(endpoint), {
      method: 'POST',
      token: key,
      headers: { 'content-type': 'application/json', 'x-request-id': 'bfe9eb29-ab87-4ca3' },
      body: JSON.stringify(question()),
    })
    expect([answer.status, answer.text, answer.headers.get('x-request-id')]).toEqual([
      ...[200, '{"decision":true}', 'bfe9eb29-ab87-4ca3'],
    ])
  })

  test('is answered in the one evaluator’s words about one, about several, and what it searches for', async () => {
    expect(await succeed('evaluateAccess', { ...asked, body: question('organization:remove') })).toEqual({
      decision: false,
    })
    const evaluations = ['profiles:read', 'organization:remove'].map((name) => ({ action: { name } }))
    expect(await succeed('evaluateAccessBatch', { ...asked, body: { ...question(), evaluations } })).toEqual({
      evaluations: [{ decision: true }, { decision: false }],
    })
    const { subject, action, resource } = question()
    const people = await succeed('searchSubjects', {
      ...asked,
      body: { subject: { type: 'profile' }, action, resource },
    })
    expect(people.results).toContainEqual(subject)
    const places = await succeed('searchResources', {
      ...asked,
      body: { subject, action, resource: { type: 'organization' } },
    })
    expect(places.results).toEqual([resource])
    const actions = await succeed('searchActions', { ...asked, body: { subject, resource } })
    expect(actions.results).toContainEqual(action)
  })

  test('is told of whoever acts for the organization, and asks as a person with the organization in its context', async () => {
    const { identityId } = await succeed('getMe', { by: provider })
    const body = { ...question(), subject: { type: 'user', id: identityId }, context: { organizationId } }
    expect(await succeed('evaluateAccess', { ...asked, body })).toEqual({ decision: true })
    expect(await succeed('evaluateAccess', { by: owner, body })).toEqual({ decision: true })
    const { context: _, ...without } = body
    expect((await call('evaluateAccess', { by: owner, body: without })).status).toBe(400)
  })

  test('is told no from the next question on, once it was taken', async () => {
    const params = { organizationId, permissionGroupId: 'pgr_full-role', profileId }
    await succeed('removePermissionGroupMember', { by: owner, params })
    expect(await succeed('evaluateAccess', { ...asked, body: question() })).toEqual({ decision: false })
  })
})

leavesOnlyCleanTraces()
