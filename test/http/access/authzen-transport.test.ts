import { beforeAll, describe, expect, test } from 'vitest'
import { allRoutes, type OperationId } from '../../../shared/contract/routes.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { callOf, expectProblem, routeOf } from '../../support/gateway-call.ts'
import { expectSuccess, validCall } from '../../support/gateway-valid-calls.ts'
import { seedWorld, type World } from '../../support/world.ts'

/*
 * OpenID AuthZEN Authorization API 1.0, sections 9 to 11: metadata, the HTTPS binding with its errors and headers, and security, as far as they
 * demand anything of whoever decides. Each is asked of every row that follows the standard.
 */

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const rows = allRoutes().flatMap(({ operationId, route }) => (route.follows === 'authzen' ? [operationId] : []))
const wellKnown = '/.well-known/authzen-configuration'

const wire = async (operationId: OperationId, headers: Readonly<Record<string, string>> = {}) => {
  const call = callOf(operationId, await validCall(operationId, world))
  return { ...call, headers: { ...call.headers, ...headers } }
}
const metadata = () => send({ method: 'GET', path: wellKnown })

describe('9 Policy Decision Point Metadata', () => {
  test('9.2.2 is answered with 200 as application/json, a JSON object', async () => {
    const { status, headers, body } = await metadata()
    expect([status, headers['content-type']]).toEqual([200, 'application/json'])
    expect(JSON.parse(body)).toBeTypeOf('object')
  })

  test('9.1.1 names the decision point and the evaluation endpoint, by https and without query or fragment', async () => {
    const parameters = JSON.parse((await metadata()).body)
    expect(Object.keys(parameters)).toEqual(
      expect.arrayContaining(['policy_decision_point', 'access_evaluation_endpoint']),
    )
    for (const address of Object.values<string>(parameters)) {
      const { protocol, search, hash } = new URL(address)
      expect([protocol, search, hash]).toEqual(['https:', '', ''])
    }
  })

  test('9.2.3 its identifier is the very one into which the well-known path was put', async () => {
    const { policy_decision_point: identifier } = JSON.parse((await metadata()).body)
    expect(identifier).toBe(settings.PUBLIC_URL)
    expect(new URL(wellKnown, identifier).href).toBe(`${identifier}${wellKnown}`)
  })

  test('9.2.2 leaves out what has no value', async () => {
    for (const value of Object.values(JSON.parse((await metadata()).body))) expect(value).toMatch(/./)
  })

  test('9.2.1 is for GET', async () => {
    expect((await send({ method: 'POST', path: wellKnown, body: {} })).status).toBe(404)
  })

  test('11.9 may be kept for a while', async () => {
    expect((await metadata()).headers['cache-control']).toBe('public, max-age=3600')
  })
})

describe('10.1 HTTPS JSON Binding', () => {
  test('the endpoints are at their default paths, and the metadata names them', async () => {
    const parameters = JSON.parse((await metadata()).body)
    expect(
      Object.fromEntries(rows.map((operationId) => [operationId, settings.PUBLIC_URL + routeOf(operationId).path])),
    ).toEqual({
      evaluateAccess: parameters.access_evaluation_endpoint,
      evaluateAccessBatch: parameters.access_evaluations_endpoint,
      searchSubjects: parameters.search_subject_endpoint,
      searchResources: parameters.search_resource_endpoint,
      searchActions: parameters.search_action_endpoint,
    })
    expect(rows.map((operationId) => routeOf(operationId).path)).toEqual([
      '/access/v1/evaluation',
      '/access/v1/evaluations',
      '/access/v1/search/subject',
      '/access/v1/search/resource',
      '/access/v1/search/action',
    ])
  })

  describe.each(rows)('%s', (operationId) => {
    test('is a POST that is answered with 200 as application/json, a JSON object', async () => {
      const call = await wire(operationId)
      expect(call.method).toBe('POST')
      const { status, headers, body } = await send(call)
      expect([status, headers['content-type']]).toEqual([200, 'application/json'])
      expect(body).toMatch(/^\{/)
    })

    test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])(
      '400 for a body as %j',
      async (type) => {
        expect((await send(await wire(operationId, { 'content-type': type }))).status).toBe(400)
      },
    )

    test('takes application/json with a character set', async () => {
      const call = await wire(operationId, { 'content-type': 'application/json; charset=utf-8' })
      expectSuccess(operationId, await send(call))
    })

    test('10.1.1 400 for a body that is no JSON object', async () => {
      const { body: _, ...bare } = await wire(operationId, { 'content-type': 'application/json' })
      for (const body of ['', '{', '[]', 'null', '"x"', '7', 'true', undefined])
        expect((await send({ ...bare, ...(body !== undefined && { body }) })).status, body).toBe(400)
    })

    test('10.1.1 fields that are not known are ignored, wherever they stand', async () => {
      const call = await wire(operationId)
      const more = { foo: 'bar', futureField: { nested: true }, decision: true }
      const everywhere = (value: unknown): unknown =>
        typeof value !== 'object' || value === null
          ? value
          : Array.isArray(value)
            ? value.map(everywhere)
            : { ...more, ...Object.fromEntries(Object.entries(value).map(([key, one]) => [key, everywhere(one)])) }
      const plain = await send(call)
      expectSuccess(operationId, plain)
      expect((await send({ ...call, body: everywhere(call.body) })).body).toBe(plain.body)
    })

    test('10.1.1 the order of members says nothing', async () => {
      const call = await wire(operationId)
      const turned = JSON.parse(JSON.stringify(call.body), (_, value) =>
        typeof value === 'object' && !Array.isArray(value)
          ? Object.fromEntries(Object.entries(value).reverse())
          : value,
      )
      expect((await send({ ...call, body: turned })).body).toBe((await send(call)).body)
    })

    test('10.1.2 an error has its status and a message, and is no decision', async () => {
      const call = await wire(operationId)
      const errors: Readonly<Record<number, Answer>> = {
        400: await send({ ...call, body: {} }),
        401: await send({ ...call, headers: { ...call.headers, authorization: 'Bearer x' } }),
        403: await send(callOf(operationId, { ...(await validCall(operationId, world)), by: world.customer.plain })),
        500: await whileMeddling(
          async () => {
            throw new Error('the table fails')
          },
          () => send(call),
        ),
      }
      for (const [status, answer] of Object.entries(errors)) {
        expect(answer.status).toBe(Number(status))
        const { title, detail, decision } = JSON.parse(answer.body)
        expect([typeof title, typeof detail, decision]).toEqual(['string', 'string', undefined])
      }
    })

    const ids = ['bfe9eb29-ab87-4ca3-be83-a1d5d8305716', 'x', 'a b c', '  ', `"{}<>;,'`, 'é', 'x'.repeat(4000)]
    test.each(ids)('10.1.3 X-Request-ID %j comes back with the answer, and with an error', async (id) => {
      for (const name of ['X-Request-ID', 'x-request-id']) {
        const call = await wire(operationId, { [name]: id })
        for (const [one, status] of [
          [call, 200],
          [{ ...call, body: {} }, 400],
          [{ ...call, headers: { ...call.headers, authorization: 'Bearer x' } }, 401],
        ] as const) {
          const answer = await send(one)
          expect([answer.status, answer.headers['x-request-id']]).toEqual([status, id])
        }
      }
    })

    test('10.1.3 without one it works as well', async () => {
      const answer = await send(await wire(operationId))
      expectSuccess(operationId, answer)
      expect(answer.headers['x-request-id']).toBeUndefined()
    })

    test('11.3 401 with WWW-Authenticate for credentials that are none', async () => {
      for (const authorization of ['Bearer x', 'Basic eDp5', 'Bearer'])
        expect((await send(await wire(operationId, { authorization }))).headers['www-authenticate']).toBe('Bearer')
      const { authorization: _, ...headers } = (await wire(operationId)).headers
      expect((await send({ ...(await wire(operationId)), headers })).status).toBe(401)
    })

    test('11.5 what has no value is left out, instead of null', async () => {
      expect((await send(await wire(operationId))).body).not.toContain('null')
    })

    test('11.7 413 for more than 256 KB; deep nesting is taken for what it is, data that decides nothing', async () => {
      const call = await wire(operationId)
      expectProblem(
        'body-too-large',
        await send({ ...call, body: { ...Object(call.body), padding: 'x'.repeat(256 * 1024) } }),
      )
      const text = JSON.stringify({
        ...Object(call.body),
        context: { ...Object(Object(call.body).context), deep: 'here' },
      })
      const deep = text.replace('"here"', '['.repeat(1000) + ']'.repeat(1000))
      expectSuccess(operationId, await send({ ...call, body: deep }))
    })
  })

  test('other routes do not echo what nobody asked them to', async () => {
    const call = callOf('getMe', { by: world.customer.owner, headers: { 'x-request-id': 'mine' } })
    expect((await send(call)).headers['x-request-id']).toBeUndefined()
  })
})
