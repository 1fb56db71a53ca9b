import { beforeAll, describe, expect, test } from 'vitest'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { type Answer, type Call, send, withoutAuthorizerCache } from '../../support/gateway.ts'
import { callOf, expectProblem, routeOf } from '../../support/gateway-call.ts'
import { everyAnswer } from '../../support/gateway-contract.ts'
import { callersOf, fieldOfOrganization, guarded, permitted, validCall } from '../../support/gateway-valid-calls.ts'
import { accessToken, bearer, malformedTokens, timelessTokens } from '../../support/tokens.ts'
import { endSignIns, endTokens, remove, seedWorld, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { beginActivation, invite, join, type Person } from '../../support/world-people.ts'
import { writesAmong } from '../../support/world-table.ts'

/** Who may not call, though their token is as good as any. Each is made for one test file, since some of them are hurt. */
type Denied = {
  readonly removed: Person
  readonly deactivated: Person
  readonly outdated: Person
  readonly pending: { readonly identityId: string }
}

let world: World
let denied: Denied
beforeAll(async () => {
  world = await seedWorld()
  const { owner, organizationId } = world.customer
  const owners = { defaultRole: 'rol_owner' }
  const admins = { defaultRole: 'rol_admin' }
  denied = {
    removed: await remove(await join(owner, organizationId, admins)),
    deactivated: world.customer.deactivated,
    outdated: await join(owner, organizationId, owners),
    pending: { identityId: await beginActivation(await invite(owner, organizationId, owners)) },
  }
})

const wire = (operationId: OperationId, headers: Record<string, string>): Call => {
  const { by: _, ...request } = validCall(operationId, world)
  return callOf(operationId, { ...request, headers })
}
const as = (person: { readonly identityId: string }, more = {}) => bearer(accessToken(person.identityId, more))

/** A call that is denied, and leaves everything as it was. */
async function expectDenied(operationId: OperationId, headers: Record<string, string>, statuses: readonly number[]) {
  let answer: Answer | undefined
  const calls = await callsDuring(async () => {
    answer = await send(wire(operationId, headers))
  })
  expect(writesAmong(calls)).toEqual([])
  if (!answer) throw new Error('nothing was answered')
  expect(statuses, answer.body).toContain(answer.status)
  return answer
}

describe.each(guarded)('%s', (operationId) => {
  const allowed = () => callersOf(operationId, world)[0]

  test('is allowed for whoever may: the cells below would say nothing otherwise', async () => {
    for (const person of callersOf(operationId, world)) {
      const { status, body } = await send(wire(operationId, as(person)))
      expect(status, body).toBe(routeOf(operationId).status)
    }
  })

  test('is refused without a token by the gateway, whose 401 is not ours', async () => {
    for (const headers of [{}, { authorization: '' }]) {
      const { from } = await expectDenied(operationId, headers, [401])
      expect(from).toBe('gateway')
    }
  })

  test.each([...Object.keys(malformedTokens), ...Object.keys(timelessTokens)])(
    'is refused with a token: %s',
    async (name) => {
      const make = malformedTokens[name] ?? timelessTokens[name]
      const answer = await expectDenied(operationId, { authorization: `Bearer ${make?.(allowed().identityId)}` }, [401])
      expectProblem('unauthenticated', answer)
    },
  )

  test('is refused with an expired token that the gateway still remembers', async () => {
    const token = accessToken(allowed().identityId, { exp: Math.floor(Date.now() / 1000) + 30 })
    const headers = bearer(token)
    expect((await send(wire(operationId, headers))).status).toBe(routeOf(operationId).status)
    await atTime(after.seconds(31), async () => {
      const answer = await expectDenied(operationId, headers, [401])
      expect(expectProblem('unauthenticated', answer).detail).toContain('expired')
    })
  })

  test('is refused with a token in any other place', async () => {
    const token = accessToken(allowed().identityId)
    const call = wire(operationId, { 'x-authorization': `Bearer ${token}`, cookie: `access_token=${token}` })
    expect((await send({ ...call, query: { access_token: token } })).status).toBe(401)
  })

  test('is refused with a token from before all of them were ended', async () => {
    const person = allowed()
    const now = Math.floor(Date.now() / 1000)
    const older = as(person, { iat: now - 5 })
    expect((await send(wire(operationId, older))).status).toBe(routeOf(operationId).status)
    await endTokens(person, now - 4)
    await endSignIns(person, now - 4)
    expectProblem('unauthenticated', await expectDenied(operationId, older, [401]))
    // What the gateway remembers and what it asks anew come to the same.
    const answer = await withoutAuthorizerCache(() => expectDenied(operationId, older, [401]))
    expectProblem('unauthenticated', answer)
    expect((await send(wire(operationId, as(person)))).status).toBe(routeOf(operationId).status)
    await endTokens(person, 0)
    await endSignIns(person, 0)
  })
})

describe.each(permitted)('%s', (operationId) => {
  const inBody = fieldOfOrganization(operationId) !== undefined
  const strangers: readonly (readonly [string, () => { readonly identityId: string }])[] = [
    ["another organization's owner, of the same name", () => world.twin.owner],
    ["a reseller's owner", () => world.reseller.owner],
    ["the owner of a reseller's customer", () => world.resellersCustomer.owner],
    ['an Admin whose profile was removed', () => denied.removed],
    ['an Admin who was deactivated', () => denied.deactivated],
    ['somebody invited to be an owner, who has not accepted', () => denied.pending],
    ['a sign-in that nobody has', () => ({ identityId: 'idn_01k2r8v6m0q3s5t7w9x1y3z5aa' })],
    ['a plain user of the provider', () => world.provider.plain],
  ]
  test.each(strangers)('is denied to %s, who learns nothing', async (_, who) => {
    expectProblem('not-found', await expectDenied(operationId, as(who()), [404]))
  })

  test.each([
    ['somebody without any permission', () => world.customer.plain],
    ['somebody whose role allows other things', () => world.customer.developer],
  ])('is denied to %s', async (_, who) => {
    const answer = await expectDenied(operationId, as(who()), [inBody ? 404 : 403])
    expectProblem(inBody ? 'not-found' : 'forbidden', answer)
  })

  test('is denied with a token older than the organization allows, whatever else it is good for', async () => {
    const now = Math.floor(Date.now() / 1000)
    const person = inBody ? world.provider.secondOwner : denied.outdated
    const older = as(person, { iat: now - 5 })
    await endTokens(person, now)
    const answer = await expectDenied(operationId, older, [401])
    expectProblem('unauthenticated', answer)
    expect((await send({ ...callOf('getMe', { headers: older }) })).status).toBe(200)
    await endTokens(person, 0)
  })

  test('is denied to everyone while the organization is suspended, and after it was removed', async () => {
    const { organizationId } = inBody ? world.provider : world.customer
    for (const status of ['suspended', 'removed'] as const) {
      await setStatus(organizationId, status)
      for (const person of [...callersOf(operationId, world), world.provider.owner])
        await expectDenied(operationId, as(person), [403, 404])
      await setStatus(organizationId, 'active')
    }
  })
})

test('nothing was answered with an error of ours', () => {
  expect(everyAnswer().filter(({ status }) => status >= 500)).toEqual([])
})
