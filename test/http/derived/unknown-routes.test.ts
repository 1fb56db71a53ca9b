import { beforeAll, describe, expect, test } from 'vitest'
import { changes, isShown, publicReasonOf } from '../../../shared/contract/route.ts'
import { allRoutes } from '../../../shared/contract/routes.ts'
import { idPrefixes } from '../../../shared/domain/ids.ts'
import { send } from '../../support/gateway.ts'
import { expectProblem, withoutRequestId } from '../../support/gateway-call.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { dumpTable } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']
const routes = allRoutes().map(({ route }) => route)
const id = '01k2r8v6m0q3s5t7w9x1y3z5a6'
const idOf: Readonly<Record<string, string>> = {
  organizationId: `${idPrefixes.organization}_${id}`,
  profileId: `${idPrefixes.profile}_${id}`,
}
const filled = (path: string) => path.replace(/\{(\w+)\}/g, (_, name: string) => idOf[name] ?? 'x')

/** Whether another row takes it: `GET …/invitations/import` asks for the invitation of that name. */
const isOfAnother = (method: string, path: string): boolean =>
  routes.some(
    (route) => route.method === method && new RegExp(`^${route.path.replace(/\{\w+\}/g, '[^/]+')}$`).test(path),
  )

/** Every method on every path of the table, where that is no row. */
const wrongMethods = [...new Set(routes.map(({ path }) => path))].flatMap((path) => {
  const bound = routes
    .filter((route) => route.path === path)
    .flatMap((route) => [
      route.method,
      ...(publicReasonOf(route) && isShown(route) && route.method === 'GET' ? ['HEAD'] : []),
    ])
  return methods
    .filter((method) => !bound.some((known) => known === method) && !isOfAnother(method, filled(path)))
    .map((method) => [method, filled(path)] as const)
})

const wrongPaths = [
  '/',
  '/v1',
  '/v1/',
  '/v2/me',
  '/V1/me',
  '/v1/me/',
  '//v1/me',
  '/v1//me',
  '/v1/me/../me',
  '/v1/me%2F',
  '/v1/organization',
  '/v1/organizations/',
  `/v1/organizations/org_${id}/`,
  `/v1/organizations/org_${id}/unknown`,
  `/v1/organizations/org_${id}/profiles/prf_${id}/unknown`,
  '/activate',
  '/activate/',
  '/activate/x/y',
  '/activate/x/password/y',
  '/welcome/',
  '/favicon.ico',
  '/robots.txt',
  '/.env',
  '/.well-known/security.txt',
  '/$default',
]

describe('what is no route', () => {
  test.each(wrongMethods)('404 not-found for %s %s', async (method, path) => {
    const answer = await send({ method, path })
    expect(answer.from).toBe('$default')
    if (method === 'HEAD') expect(answer.status).toBe(404)
    else expectProblem('not-found', answer)
  })

  test.each(wrongPaths)('404 not-found for %s', async (path) => {
    for (const method of ['GET', 'POST']) {
      const answer = await send({ method, path })
      expect(answer.from).toBe('$default')
      expectProblem('not-found', answer)
    }
  })

  test('answers the same with a token or without, whatever is sent, and changes nothing', async () => {
    const before = await dumpTable()
    const reference = withoutRequestId(await send({ method: 'GET', path: '/nowhere' }))
    for (const headers of [
      {},
      bearer(accessToken(world.provider.owner.identityId)),
      { authorization: 'x', cookie: 'y' },
    ])
      for (const method of methods.filter((name) => name !== 'HEAD'))
        for (const body of [undefined, {}, 'x'.repeat(300_000)])
          expect(withoutRequestId(await send({ method, path: '/nowhere', headers, body, query: { a: '1' } }))).toEqual(
            reference,
          )
    expect(await dumpTable()).toEqual(before)
  })

  test('400 by the gateway itself for a path that cannot be read', async () => {
    expect((await send({ method: 'GET', path: '/activate/%E0%A4%A' })).from).toBe('gateway')
  })

  test('rows that only read are bound to GET, and those that change to another method', () => {
    for (const route of routes.filter(({ asks }) => !asks)) expect(changes(route)).toBe(route.method !== 'GET')
    for (const route of routes.filter(({ asks }) => asks)) expect(route.method).toBe('POST')
  })
})
