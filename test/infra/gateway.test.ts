import { describe, expect, test } from 'vitest'
import { isShown, publicReasonOf, routeKeyOf } from '../../shared/contract/route.ts'
import { allRoutes } from '../../shared/contract/routes.ts'
import { at, lambdasOf, listOf, ofType, type Resource, synthesise, targetOf, theOnly } from './templates.ts'

const synthesised = synthesise()

/** What the route table asks for: where each route goes, and whether the authorizer stands before it. */
const asked = new Map([
  ...allRoutes().flatMap(({ feature, route }) => {
    const bound = {
      function: `${feature}/${route.runsIn?.function ?? 'index'}`,
      isPublic: publicReasonOf(route) !== undefined,
    }
    const keys = [routeKeyOf(route)]
    if (bound.isPublic && isShown(route) && route.method === 'GET') keys.push(`HEAD ${route.path}`)
    return keys.map((key) => [key, bound] as const)
  }),
  ['$default', { function: 'portal/index', isPublic: true }] as const,
])

const routes = new Map(
  ofType(synthesised, 'ApiGatewayV2::Route').map((route) => [String(at(route.Properties, 'RouteKey')), route]),
)

describe('routes', () => {
  test('are those of the route table, HEAD of its public pages, and one for the rest', () => {
    expect([...routes.keys()].sort()).toEqual([...asked.keys()].sort())
    expect(routes.size).toBe(ofType(synthesised, 'ApiGatewayV2::Route').length)
  })

  test.each([...asked])('%s goes to %o', (key, { function: name, isPublic }) => {
    const route = routes.get(key)
    expect(functionBehind(route)).toBe(name)
    if (isPublic) {
      expect(at(route?.Properties, 'AuthorizationType')).toBe('NONE')
      expect(at(route?.Properties, 'AuthorizerId')).toBeUndefined()
    } else {
      expect(at(route?.Properties, 'AuthorizationType')).toBe('CUSTOM')
      expect(targetOf(at(route?.Properties, 'AuthorizerId'))).toBe(theOnly(synthesised, 'ApiGatewayV2::Authorizer').id)
    }
  })

  test('have one integration a function, in payload format 2.0', () => {
    const integrations = ofType(synthesised, 'ApiGatewayV2::Integration')
    expect(integrations).toHaveLength(new Set([...asked.values()].map((bound) => bound.function)).size)
    for (const { Properties } of integrations) {
      expect(Properties).toMatchObject({ IntegrationType: 'AWS_PROXY', PayloadFormatVersion: '2.0' })
    }
  })

  test('are allowed with one permission a function, or its policy overflows', () => {
    const permissions = invokers('apigateway.amazonaws.com')
    expect(permissions).toHaveLength(new Set([...asked.values()].map((bound) => bound.function)).size + 1)
    for (const permission of permissions)
      expect(JSON.stringify(at(permission.Properties, 'SourceArn'))).toContain('Gateway')
  })
})

test('the authorizer is asked with the Authorization header, and its answer is kept for a minute', () => {
  const authorizer = theOnly(synthesised, 'ApiGatewayV2::Authorizer')
  expect(authorizer.Properties).toMatchObject({
    AuthorizerType: 'REQUEST',
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    IdentitySource: ['$request.header.Authorization'],
    AuthorizerResultTtlInSeconds: 60,
  })
  expect(functionIn(JSON.stringify(at(authorizer.Properties, 'AuthorizerUri')))).toBe('access/authorizer')
})

describe('the stage', () => {
  const stage = theOnly(synthesised, 'ApiGatewayV2::Stage')

  test('is $default, so that route keys stay clean', () => {
    expect(stage.Properties).toMatchObject({ StageName: '$default', AutoDeploy: true })
  })
  test('logs ids, names and numbers, and nothing that a caller sent', () => {
    const format: unknown = JSON.parse(String(at(stage.Properties, 'AccessLogSettings', 'Format')))
    expect(Object.values(format ?? {}).sort()).toEqual([
      '$context.authorizer.status',
      '$context.integrationStatus',
      '$context.requestId',
      '$context.responseLatency',
      '$context.routeKey',
      '$context.status',
    ])
  })
  test('limits every route, and public ones more', () => {
    const all = at(stage.Properties, 'DefaultRouteSettings')
    expect(all).toEqual({ ThrottlingRateLimit: expect.any(Number), ThrottlingBurstLimit: expect.any(Number) })
    const each: Record<string, unknown> = { ...Object(at(stage.Properties, 'RouteSettings')) }
    expect(Object.keys(each).sort()).toEqual(
      [...asked].flatMap(([key, { isPublic }]) => (isPublic ? [key] : [])).sort(),
    )
    for (const [key, limits] of Object.entries(each)) {
      expect(Number(at(limits, 'ThrottlingRateLimit')), key).toBeLessThan(Number(at(all, 'ThrottlingRateLimit')))
      expect(Number(at(limits, 'ThrottlingBurstLimit')), key).toBeLessThan(Number(at(all, 'ThrottlingBurstLimit')))
      expect(stage.DependsOn, `${key} has to be there before its limits are`).toContain(routes.get(key)?.id)
    }
  })
})

test('other origins are told nothing', () => {
  const api = theOnly(synthesised, 'ApiGatewayV2::Api')
  expect(at(api.Properties, 'CorsConfiguration')).toBeUndefined()
  expect(api.Properties).toMatchObject({ ProtocolType: 'HTTP' })
})

test('only the gateway, the bus, the user pool and the workflow may invoke functions, and nobody those that are for whoever deploys', () => {
  const permissions = ofType(synthesised, 'Lambda::Permission')
  expect(permissions).toHaveLength(
    ['apigateway', 'events', 'cognito-idp'].flatMap((service) => invokers(`${service}.amazonaws.com`)).length,
  )
  const invocable = permissions.map((permission) => targetOf(at(permission.Properties, 'FunctionName')))
  for (const name of ['organizations/first-administrator', 'profiles/follow-recovery'] as const) {
    const forDeployers = lambdasOf(synthesised).get(name)?.id
    expect(forDeployers).toBeDefined()
    expect(invocable).not.toContain(forDeployers)
  }
  expect(ofType(synthesised, 'Lambda::Url')).toEqual([])
  expect(JSON.stringify(synthesised.resources)).not.toContain('lambda:Invoke"')
})

function invokers(principal: string): Resource[] {
  return ofType(synthesised, 'Lambda::Permission').filter(({ Properties }) => at(Properties, 'Principal') === principal)
}

function functionBehind(route: Resource | undefined): string | undefined {
  const integration = listOf(at(route?.Properties, 'Target', 'Fn::Join', 1)).find((part) => typeof part === 'object')
  const found = synthesised.resources.find(({ id }) => id === targetOf(integration))
  return functionIn(JSON.stringify(at(found?.Properties, 'IntegrationUri')))
}

function functionIn(text: string): string | undefined {
  return [...lambdasOf(synthesised)].find(([, { id }]) => text.includes(`"${id}"`))?.[0]
}
