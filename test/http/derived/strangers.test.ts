import { beforeAll, describe, expect, test } from 'vitest'
import { changes } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { type Answer, type Call, send } from '../../support/gateway.ts'
import { callOf, expectProblem, routeOf, withoutRequestId } from '../../support/gateway-call.ts'
import { callersOf, fieldOfOrganization, permitted, validCall } from '../../support/gateway-valid-calls.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { beginActivation, invite } from '../../support/world-people.ts'

/** Ids that nobody has, one a noun. */
const absent = '01k2r8v6m0q3s5t7w9x1y3z5a6'

let world: World
let strangers: readonly { readonly identityId: string }[]
beforeAll(async () => {
  world = await seedWorld()
  const { customer, twin, reseller, provider } = world
  const pending = await beginActivation(await invite(customer.owner, customer.organizationId))
  strangers = [twin.owner, reseller.owner, provider.plain, { identityId: pending }]
})

/** Every way of sending a body, and headers that other answers depend on. */
function variations(valid: Call): readonly Call[] {
  const { body: _, ...bare } = valid
  const bodies: readonly unknown[] = [
    valid.body,
    { unknown: true },
    null,
    [],
    '{"a":',
    'x'.repeat(300_000),
    `{"a":"${'x'.repeat(262_145)}"}`,
  ]
  const headers: readonly Record<string, string>[] = [
    { 'idempotency-key': 'one' },
    { 'idempotency-key': '' },
    { 'idempotency-key': 'two words' },
    { 'idempotency-key': 'x'.repeat(256) },
    { 'if-match': '"1"' },
    { 'if-match': '*' },
    { 'if-none-match': '"1"' },
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { accept: 'text/html', 'accept-language': 'nl' },
    { 'x-http-method-override': 'DELETE' },
    { origin: 'https://evil.example' },
  ]
  return [
    ...bodies.map((body) => ({ ...bare, body })),
    ...headers.map((more) => ({ ...valid, headers: { ...valid.headers, ...more } })),
    { ...valid, query: { limit: '0', cursor: 'x', unknown: '1' } },
    bare,
  ]
}

const inPath = permitted.filter((operationId) => fieldOfOrganization(operationId) === undefined)
const inBody = permitted.filter((operationId) => fieldOfOrganization(operationId) !== undefined)

/** The call of a row in another organization than the world's customer. */
function elsewhere(operationId: OperationId, by: { readonly identityId: string }, organizationId: string): Call {
  const request = validCall(operationId, world)
  return callOf(operationId, { ...request, by, params: { ...request.params, organizationId } })
}

describe.each(inPath)('%s in an organization of others', (operationId) => {
  test('404 not-found, the same bytes as where there is none, with any body and any header', async () => {
    for (const [position, by] of strangers.entries()) {
      // One of them tries everything; to all of them it is one answer, whatever they send.
      const few = position === 0 ? undefined : 2
      const there = variations(elsewhere(operationId, by, world.customer.organizationId)).slice(0, few)
      const nowhere = variations(elsewhere(operationId, by, `org_${absent}`)).slice(0, few)
      const reference = withoutRequestId(await send(elsewhere(operationId, by, `org_${absent}`)))
      for (const [at, call] of there.entries()) {
        const [answer, nothing] = [await send(call), await send(nowhere[at] ?? call)]
        expectProblem('not-found', answer)
        expect(withoutRequestId(answer)).toEqual(reference)
        expect(withoutRequestId(nothing)).toEqual(reference)
      }
    }
  })

  test('404 not-found at the cost of an organization that does not exist, so that time tells nothing', async () => {
    for (const by of strangers) {
      const cost = async (organizationId: string) =>
        (await callsDuring(() => send(elsewhere(operationId, by, organizationId)))).map(({ command, input }) => ({
          command,
          keys: JSON.stringify(input).match(/"pk"/g)?.length,
        }))
      expect(await cost(world.customer.organizationId)).toEqual(await cost(`org_${absent}`))
    }
  })

  test('404 not-found for ids that are malformed, as for those that do not exist', async () => {
    const reference = withoutRequestId(await send(elsewhere(operationId, world.twin.owner, `org_${absent}`)))
    for (const organizationId of ['x', `org_${absent.toUpperCase()}`, `prf_${absent}`, `org_${absent}%23x`])
      expect(withoutRequestId(await send(elsewhere(operationId, world.twin.owner, organizationId)))).toEqual(reference)
  })
})

/** The other ids of a path, beside the organization's. */
const nested = inPath.flatMap((operationId) =>
  Object.keys(routeOf(operationId).example.params ?? {}).flatMap((name) =>
    name === 'organizationId' ? [] : [[operationId, name] as const],
  ),
)

test.each(nested)(
  "%s: another organization's %s answers the same bytes as one that does not exist",
  async (operationId, name) => {
    const request = validCall(operationId, world)
    const by = callersOf(operationId, world)[0]
    const answerTo = (value: string): Promise<Answer> =>
      send(callOf(operationId, { ...request, by, params: { ...request.params, [name]: value } }))
    const foreign: Readonly<Record<string, readonly string[]>> = {
      profileId: [world.twin.owner.profileId, world.provider.owner.profileId, world.resellersCustomer.owner.profileId],
    }
    const ids = foreign[name]
    if (!ids) throw new Error(`the world has no ${name} of another organization; give it one`)
    const prefix = request.params?.[name]?.slice(0, 4)
    const reference = await answerTo(`${prefix}${absent}`)
    expectProblem('not-found', reference)
    for (const value of [...ids, 'x', `${prefix}${absent}0`])
      expect(withoutRequestId(await answerTo(value))).toEqual(withoutRequestId(reference))
  },
)

describe.each(inBody)('%s, whose organization stands in the body', (operationId) => {
  test('404 not-found, the same bytes as where there is none, whatever else stands in it', async () => {
    const field = fieldOfOrganization(operationId) ?? ''
    for (const by of [world.customer.owner, world.twin.owner, world.provider.plain, ...strangers.slice(3)]) {
      const answerTo = (value: string, more: object) =>
        send(callOf(operationId, { by, body: { ...more, [field]: value } }))
      const reference = withoutRequestId(await answerTo(`org_${absent}`, {}))
      for (const more of [Object(validCall(operationId, world).body), {}, { unknown: true }, { name: 7 }])
        for (const value of [world.provider.organizationId, `org_${absent}`]) {
          const answer = await answerTo(value, more)
          expectProblem('not-found', answer)
          expect(withoutRequestId(answer)).toEqual(reference)
        }
    }
  })
})

test('rows that change something are among them', () => {
  expect(permitted.filter((operationId) => changes(routeOf(operationId))).length).toBeGreaterThan(0)
})
