import * as z from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { isProblemCode, type ProblemCode, problems } from '../domain/problems.ts'
import { DryRun } from './dry-run.ts'
import { exampleAddresses } from './openapi-addresses.ts'
import {
  type Asked,
  askedBy,
  changes,
  exportTypes,
  hidesOrganization,
  isPage,
  isShown,
  publicReasonOf,
  type Route,
  tellsOnPage,
} from './route.ts'
import { allRoutes, type FeatureName } from './routes.ts'

const problemCodes = Object.keys(problems).filter(isProblemCode)

const ProblemCodeText = z.enum(problemCodes).meta({
  id: 'ProblemCode',
  description: [
    'Never changes its meaning; decide by it.',
    ...problemCodes.map(
      (code) => `- \`${code}\` (${problems[code].status}): ${problems[code].title}. ${problems[code].advice}`,
    ),
  ].join('\n'),
})

/** A problem document (RFC 9457) as every error answers it. */
export const ProblemDocument = z
  .strictObject({
    type: z.url().meta({ description: 'A page that explains the code and what to do' }),
    title: z.string(),
    status: z.int(),
    code: ProblemCodeText,
    detail: z.string(),
    requestId: z.string().meta({ description: 'Names the call to whoever runs this service' }),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().meta({
            description:
              'The field: `#/addresses/0` in the body, `query#/limit` in the query, `header#/Idempotency-Key`',
          }),
          code: z.string(),
          detail: z.string(),
        }),
      )
      .optional()
      .meta({ description: 'Every field that is wrong' }),
  })
  .meta({ id: 'Problem', description: 'What went wrong, and what to do next (RFC 9457)' })

const link = z
  .string()
  .optional()
  .meta({ description: 'Leads to the next part, where there is one', examples: ['<https://…?cursor=…>; rel="next"'] })
const retryAfter = z.string().meta({ description: 'Seconds to wait before the same call goes on', examples: ['1'] })
const requestId = z
  .string()
  .optional()
  .meta({
    description: 'Your own name for this call: every answer to it bears the same',
    examples: ['bfe9eb29-ab87-4ca3'],
  })
const etag = z.string().meta({ description: 'The version that was answered; send it in If-Match', examples: ['"1"'] })

/** Every problem code a route can give: its own, and those that follow from what kind of route it is. */
export function problemCodesOf(route: Route): readonly ProblemCode[] {
  const codes = new Set<ProblemCode>(route.fails)
  const asksPermission = askedBy(route).length > 0
  codes.add('internal-error')
  if (publicReasonOf(route) === undefined) codes.add('unauthenticated')
  if (asksPermission) codes.add('not-found')
  if (asksPermission && !hidesOrganization(route)) codes.add('forbidden')
  if (!isShown(route)) codes.add('invalid')
  if (route.body && !isPage(route)) for (const code of ['malformed-body', 'body-too-large'] as const) codes.add(code)
  if (route.body && !isPage(route) && !route.follows) codes.add('unsupported-media-type')
  if (changes(route) && !isPage(route)) for (const code of ['key-reused', 'busy'] as const) codes.add(code)
  if (route.secretReply) codes.add('already-answered')
  if (route.inParts) codes.add('request-in-progress')
  if (route.ifMatch) for (const code of ['if-match-required', 'stale'] as const) codes.add(code)
  return [...codes].sort()
}

/**
 * The OpenAPI 3.1 document of all routes, as it is committed in `openapi.json`. A deployment serves it with its own addresses in
 * place of the example's.
 */
export function openApiDocument() {
  const { publicUrl, hostedUiUrl } = exampleAddresses
  const paths: ZodOpenApiPathsObject = {}
  for (const { feature, operationId, route } of allRoutes()) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(feature, operationId, route) }
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Rolecall',
      version: '1.0.0',
      description: 'Who is this person, what may they do, who must hear about it, and who must sign for it.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    externalDocs: { url: `${publicUrl}/docs/problems`, description: 'Every problem code, and what to do about it' },
    tags: [...new Set(allRoutes().map(({ feature }) => feature))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: ProblemDocument },
      examples: Object.fromEntries(problemCodes.map((code) => [code, problemExample(code, publicUrl)])),
      securitySchemes: {
        signIn: {
          type: 'oauth2',
          description:
            'Sign in at the hosted page: authorization code with PKCE, for a client without a secret. Send the access token as `Authorization: Bearer`.',
          flows: {
            authorizationCode: {
              authorizationUrl: `${hostedUiUrl}/oauth2/authorize`,
              tokenUrl: `${hostedUiUrl}/oauth2/token`,
              refreshUrl: `${hostedUiUrl}/oauth2/token`,
              scopes: { openid: 'Say who signed in', 'rolecall/api': 'Call the API as the person who signed in' },
            },
          },
        },
      },
    },
  })
}

function operationOf(feature: FeatureName, operationId: string, route: Route): ZodOpenApiOperationObject {
  const { params, query, body, summary, example } = route
  const reason = publicReasonOf(route)
  const headers = headerSchemas(route)
  return {
    operationId,
    tags: [feature],
    summary,
    description:
      reason === undefined
        ? `${askedBy(route).length === 0 ? 'For anyone who is signed in.' : `Takes ${askedBy(route).map(inWords).join(', or ')}.`}`
        : `Open to anyone: ${reason}.`,
    security: reason === undefined ? [{ signIn: ['openid', 'rolecall/api'] }] : [],
    requestParams: {
      ...(params && { path: params }),
      ...(route.dryRun ? { query: (query ?? z.strictObject({})).extend(dryRunQuery) } : query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && {
      requestBody: {
        required: true,
        content: isPage(route)
          ? { 'application/x-www-form-urlencoded': { schema: body, example: example.body } }
          : { 'application/json': { schema: body, example: example.body } },
      },
    }),
    responses: {
      [String(route.status)]: {
        description: summary,
        ...(route.etag && { headers: z.object({ ETag: etag }) }),
        ...(route.reply === 'export' && { headers: z.object({ Link: link }) }),
        ...(route.follows && { headers: z.object({ 'X-Request-ID': requestId }) }),
        content:
          route.reply === 'export'
            ? Object.fromEntries(Object.values(exportTypes).map((type) => [type, { schema: z.string() }]))
            : typeof route.reply === 'string'
              ? { [isPage(route) ? 'text/html' : '*/*']: { schema: z.string() } }
              : {
                  'application/json': {
                    schema: route.dryRun && route.status === 200 ? z.union([route.reply, DryRun]) : route.reply,
                    example: example.reply,
                  },
                },
      },
      ...(route.inParts === 'for-a-while' && typeof route.reply !== 'string'
        ? {
            '202': {
              description: 'There was no time for all of it: the same call, under the same Idempotency-Key, goes on.',
              headers: z.object({ 'Retry-After': retryAfter }),
              content: { 'application/json': { schema: route.reply } },
            },
          }
        : {}),
      ...(route.dryRun && route.status !== 200
        ? {
            '200': {
              description: 'With `dryRun=true`: what the call would do.',
              content: { 'application/json': { schema: DryRun } },
            },
          }
        : {}),
      ...(tellsOnPage(route) ? {} : problemResponses(route)),
    },
  }
}

const inWords = ({ permission, in: place }: Asked): string =>
  `the permission \`${permission}\`${place === undefined ? '' : place === 'parent' ? ' in its parent organization' : ' in the provider'}`

const dryRunQuery = {
  dryRun: z.enum(['true', 'false']).optional().meta({
    description: 'With `true` nothing is changed; the answer says what the call would do to access, or what forbids it',
  }),
}

/** One response a status, naming every code that it can bear. */
function problemResponses(route: Route): ZodOpenApiOperationObject['responses'] {
  const byStatus = Map.groupBy(problemCodesOf(route), (code) => problems[code].status)
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join('\n\n'),
        content: {
          'application/problem+json': {
            schema: ProblemDocument,
            examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
          },
        },
      },
    ]),
  )
}

/** What a caller receives with that code, where its operation says nothing more. */
function problemExample(code: ProblemCode, publicUrl: string) {
  const { status, title, advice } = problems[code]
  const errors = [{ pointer: '#/email', code: 'required', detail: 'This field is required.' }]
  return {
    summary: title,
    value: {
      type: `${publicUrl}/docs/problems/${code}`,
      title,
      status,
      code,
      detail: advice,
      requestId: 'JKJaXhcwDoEEPxA=',
      ...(code === 'invalid' && { errors }),
    } satisfies z.output<typeof ProblemDocument>,
  }
}

function headerSchemas(route: Route): z.ZodObject | undefined {
  const shape: Record<string, z.ZodType> = {}
  if (changes(route) && !isPage(route))
    shape['Idempotency-Key'] = z
      .string()
      .min(1)
      .max(255)
      .optional()
      .meta({ description: 'Your own key for this call: repeated within 24 hours, it gives the first answer again' })
  if (route.follows) shape['X-Request-ID'] = requestId
  if (route.ifMatch) shape['If-Match'] = z.string().meta({ description: 'The ETag of the version that you read' })
  return Object.keys(shape).length > 0 ? z.object(shape) : undefined
}
