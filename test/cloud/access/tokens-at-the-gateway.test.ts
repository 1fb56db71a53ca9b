import { createHmac } from 'node:crypto'
import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  DescribeUserPoolClientCommand,
  paginateListUserPoolClients,
} from '@aws-sdk/client-cognito-identity-provider'
import { beforeAll, describe, expect, test } from 'vitest'
import { totpCode } from '../../../infra/local/totp-code.ts'
import { isPage, publicReasonOf, routeKeyOf } from '../../../shared/contract/route.ts'
import { allRoutes } from '../../../shared/contract/routes.ts'
import { clients, deployed } from '../../support/deployed.ts'
import { expectProblem, pathOf, send } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { wholeTable } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import { aProvider, beginAfresh, type SignedIn, settled, usernames } from '../../support/deployed-world.ts'

const guarded = allRoutes().filter(({ route }) => publicReasonOf(route) === undefined)
const pages = allRoutes().filter(({ route }) => isPage(route) && route.method === 'GET')

let owner: SignedIn
let organizationId: string
let ofActivationClient: { readonly accessToken: string; readonly idToken: string }

beforeAll(async () => {
  await beginAfresh()
  ;({ owner, organizationId } = await aProvider())
  ofActivationClient = await signInWithActivationClient()
  await settled()
})

/** The row's example on the wire, in the provider that exists. */
function exampleOf({ route }: (typeof guarded)[number]): [path: string, init: RequestInit] {
  const { params, query, body } = route.example
  const path = pathOf(route.path, { ...params, ...(params?.organizationId && { organizationId }) })
  return [
    path + (query ? `?${new URLSearchParams(query)}` : ''),
    {
      method: route.method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    },
  ]
}

/** The owner's token, changed in one letter of its signature. */
const forged = (token: string) => token.replace(/.{20}$/, (end) => (end.startsWith('A') ? 'B' : 'A') + end.slice(1))

describe.each(guarded.map((row) => [routeKeyOf(row.route), row] as const))('%s', (_, row) => {
  test('answers 401 by the gateway itself without a token', async () => {
    const [path, init] = exampleOf(row)
    const answer = await send(path, init)
    expect(answer).toMatchObject({ status: 401, text: '{"message":"Unauthorized"}' })
  })

  test.each([
    ['garbage', () => 'garbage'],
    ['three parts of garbage', () => 'Z2Fy.YmFn.ZQ'],
    ['an id token', () => owner.idToken],
    ['a token with another signature', () => forged(owner.accessToken)],
    ["the activation client's access token", () => ofActivationClient.accessToken],
    ["the activation client's id token", () => ofActivationClient.idToken],
    ['a refresh token', () => owner.refreshToken],
  ])('answers 401 to %s, and changes nothing', async (_kind, tokenOf) => {
    const [path, init] = exampleOf(row)
    const before = await wholeTable()
    const token = tokenOf()
    if (token === undefined) throw new Error('there is no such token')
    const answer = await send(path, { ...init, token })
    const { requestId } = expectProblem(answer, 'unauthenticated')
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    expect(requestId).not.toBe('')
    expect(await wholeTable()).toEqual(before)
  })

  test('does not take the token from the query or a cookie', async () => {
    const [path, init] = exampleOf(row)
    const query = `${path.includes('?') ? '&' : '?'}access_token=${owner.accessToken}`
    const headers = { ...Object.fromEntries(new Headers(init.headers)), cookie: `authorization=${owner.accessToken}` }
    expect((await send(path + query, { ...init, headers })).status).toBe(401)
  })
})

describe('the same token that is refused in every other form', () => {
  test('is accepted as it is: a route with a permission', async () => {
    const answer = await send(`/v1/organizations/${organizationId}`, { token: owner.accessToken })
    expect(answer.status).toBe(200)
  })

  test('is accepted as it is: a route for whoever is signed in', async () => {
    expect((await send('/v1/me', { token: owner.accessToken })).status).toBe(200)
  })
})

describe('an address that is no route', () => {
  test.each([
    ['GET', '/'],
    ['GET', '/v1/nothing'],
    ['GET', '/v1/me/'],
    ['POST', '/v1/me'],
    ['DELETE', '/welcome'],
    ['PATCH', '/v1/organizations'],
    ['PUT', '/activate/Zm9yLXRoZS1kb2N1bWVudGF0aW9uLW9ubHktMTIzNDU2'],
  ])('answers 404 with a problem document: %s %s', async (method, path) => {
    const answer = await send(path, { method, headers: { accept: 'application/json' } })
    expectProblem(answer, 'not-found')
  })

  test('answers the same with a good token, and names each call', async () => {
    const answers = [await send('/v1/nothing', { token: owner.accessToken }), await send('/v1/nothing')]
    const [first, second] = answers.map((answer) => expectProblem(answer, 'not-found'))
    expect(first?.requestId).not.toBe(second?.requestId)
    expect({ ...first, requestId: '' }).toEqual({ ...second, requestId: '' })
  })
})

describe.each(pages.map((row) => [routeKeyOf(row.route), row] as const))('the page %s', (_, { route }) => {
  test('answers HEAD as it answers GET, without the page', async () => {
    const path = pathOf(route.path, route.example.params)
    const [head, get] = [await send(path, { method: 'HEAD' }), await send(path)]
    expect(head.status).toBe(get.status)
    expect(head.text).toBe('')
    expect(get.text).toMatch(/^<!doctype html>/i)
    const kept = ['content-type', 'content-security-policy', 'cache-control', 'referrer-policy', 'x-frame-options']
    expect(kept.map((name) => head.headers.get(name))).toEqual(kept.map((name) => get.headers.get(name)))
  })

  test('asks for nobody to be signed in, and minds no token', async () => {
    const path = pathOf(route.path, route.example.params)
    const [with_, without] = [await send(path, { token: 'garbage' }), await send(path)]
    expect(with_.status).toBe(without.status)
    expect(with_.text).toBe(without.text)
  })
})

leavesOnlyCleanTraces()

/** Tokens that Cognito gives to the client by which people are activated, for the provider's owner, with password and code. */
async function signInWithActivationClient(): Promise<{ accessToken: string; idToken: string }> {
  const { UserPoolId } = deployed
  let ClientId = ''
  for await (const { UserPoolClients = [] } of paginateListUserPoolClients({ client: clients.cognito }, { UserPoolId }))
    ClientId = UserPoolClients.find((client) => client.ClientId !== deployed.ClientId)?.ClientId ?? ClientId
  const { UserPoolClient } = await clients.cognito.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId }))
  const [USERNAME = ''] = await usernames()
  const SECRET_HASH = createHmac('sha256', UserPoolClient?.ClientSecret ?? '')
    .update(`${USERNAME}${ClientId}`)
    .digest('base64')
  const { Session, ChallengeName } = await clients.cognito.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: owner.password, SECRET_HASH },
    }),
  )
  expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA')
  const { AuthenticationResult } = await clients.cognito.send(
    new AdminRespondToAuthChallengeCommand({
      UserPoolId,
      ClientId,
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME, SECRET_HASH, SOFTWARE_TOKEN_MFA_CODE: totpCode(owner.totpSecret) },
    }),
  )
  const { AccessToken: accessToken, IdToken: idToken } = AuthenticationResult ?? {}
  if (accessToken === undefined || idToken === undefined) throw new Error('the activation client got no tokens')
  noteSecret('access token', accessToken)
  noteSecret('other token', idToken)
  return { accessToken, idToken }
}
