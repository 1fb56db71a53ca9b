import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { openApiDocument } from '../../../shared/contract/openapi.ts'
import { problemCodesOf } from '../../../shared/contract/openapi-problems.ts'
import { routeKeyOf, tellsOnPage } from '../../../shared/contract/route.ts'
import { allRoutes } from '../../../shared/contract/routes.ts'
import { problems } from '../../../shared/domain/problems.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { send } from '../../support/gateway.ts'
import { call } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import '../../support/world-after.ts'

provesOperation('showOpenApi')

const Document = z.object({
  openapi: z.literal('3.1.0'),
  servers: z.array(z.object({ url: z.string() })),
  paths: z.record(z.string(), z.record(z.string(), z.object({ operationId: z.string(), security: z.array(z.any()) }))),
  components: z.object({
    schemas: z.object({ ProblemCode: z.object({ enum: z.array(z.string()), description: z.string() }) }),
    examples: z.record(z.string(), z.object({ value: z.object({ code: z.string(), type: z.string() }) })),
    securitySchemes: z.object({
      signIn: z.object({ type: z.literal('oauth2'), flows: z.object({ authorizationCode: z.any() }) }),
      apiKey: z.object({ type: z.string(), scheme: z.string() }),
    }),
  }),
})

const served = async () => Document.parse(JSON.parse((await call('showOpenApi')).body))

describe('showOpenApi', () => {
  test('200 with every route of the table, at the address of this deployment', async () => {
    const { servers, paths } = await served()
    expect(servers).toEqual([{ url: settings.PUBLIC_URL }])
    const listed = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => `${operationId}: ${method.toUpperCase()} ${path}`),
    )
    const known = allRoutes().map(({ operationId, route }) => `${operationId}: ${routeKeyOf(route)}`)
    expect(listed.sort()).toEqual(known.sort())
  })

  test('200 with the hosted sign-in, with which every call that is not public can be made', async () => {
    const { paths, components } = await served()
    expect(components.securitySchemes.signIn.flows).toEqual({
      authorizationCode: {
        authorizationUrl: `${settings.HOSTED_UI_URL}/oauth2/authorize`,
        tokenUrl: `${settings.HOSTED_UI_URL}/oauth2/token`,
        refreshUrl: `${settings.HOSTED_UI_URL}/oauth2/token`,
        scopes: { openid: expect.any(String), 'rolecall/api': expect.any(String) },
      },
    })
    expect(components.securitySchemes.apiKey).toMatchObject({ type: 'http', scheme: 'bearer' })
    const programsMay = (path: string) => paths[path]?.get?.security.some((one) => 'apiKey' in one)
    expect(programsMay('/v1/organizations/{organizationId}/activities')).toBe(true)
    expect(programsMay('/v1/me'), 'a key is nobody').toBe(false)
    expect(paths['/v1/me']?.get?.security).toContainEqual({ signIn: ['openid', 'rolecall/api'] })
    expect(paths['/welcome']?.get?.security).toEqual([])
  })

  test('200 with every problem code, its status, title and advice, and an example of each that a call can answer', async () => {
    const { ProblemCode } = (await served()).components.schemas
    const { examples } = (await served()).components
    expect(ProblemCode.enum).toEqual(Object.keys(problems))
    for (const [code, { status, title, advice }] of Object.entries(problems))
      expect(ProblemCode.description).toContain(`\`${code}\` (${status}): ${title}. ${advice}`)
    const answered = new Set(
      allRoutes().flatMap(({ route }) => (tellsOnPage(route) ? [] : problemCodesOf(route).map(String))),
    )
    expect(Object.keys(examples).sort()).toEqual([...answered].sort())
    for (const [code, { value }] of Object.entries(examples))
      expect(value).toMatchObject({ code, type: `${settings.PUBLIC_URL}/docs/problems/${code}` })
  })

  test('200 with the document that is committed', async () => {
    const { body } = await call('showOpenApi')
    expect(JSON.parse(body)).toEqual(JSON.parse(JSON.stringify(openApiDocument())))
  })

  test('200 for programs that ask again every five minutes', async () => {
    const { headers } = await call('showOpenApi')
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'public, max-age=300' })
    expect(await send({ method: 'HEAD', path: '/openapi.json' })).toMatchObject({ status: 200, body: '' })
  })
})
