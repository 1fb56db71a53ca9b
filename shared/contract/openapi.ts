import * as z from 'zod'
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from 'zod-openapi'
import { type ProblemCode, problems } from '../domain/problems.ts'
import { DryRun } from './dry-run.ts'
import { type Asked, askedBy, changes, isPage, organizationFieldOf, publicReasonOf, type Route } from './route.ts'
import { allRoutes, type FeatureName } from './routes.ts'

/** A problem document (RFC 9457) as every error answers it. */
export const ProblemDocument = z
  .strictObject({
    type: z.url().meta({ description: 'A page that explains the code and what to do' }),
    title: z.string(),
    status: z.int(),
    code: z.string().meta({ description: 'Never changes its meaning; decide by it' }),
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

const etag = z.string().meta({ description: 'The version that was answered; send it in If-Match', examples: ['"1"'] })

/** Every problem code a route can give: its own, and those that follow from what kind of route it is. */
export function problemCodesOf(route: Route): readonly ProblemCode[] {
  const codes = new Set<ProblemCode>(route.fails)
  const asksPermission = askedBy(route).length > 0
  codes.add('internal-error')
  if (publicReasonOf(route) === undefined) codes.add('unauthenticated')
  if (asksPermission) codes.add('not-found')
  if (asksPermission && organizationFieldOf(route) === undefined) codes.add('forbidden')
  if (!isPage(route)) codes.add('invalid')
  if (route.body && !isPage(route))
    for (const code of ['malformed-body', 'body-too-large', 'unsupported-media-type'] as const) codes.add(code)
  if (changes(route) && !isPage(route)) for (const code of ['key-reused', 'busy'] as const) codes.add(code)
  if (route.secretReply) codes.add('already-answered')
  if (route.ifMatch) for (const code of ['if-match-required', 'stale'] as const) codes.add(code)
  return [...codes].sort()
}

/** The OpenAPI 3.1 document of all routes, as it is committed in `openapi.json` and served. */
export function openApiDocument(serverUrl: string) {
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
    servers: [{ url: serverUrl }],
    tags: [...new Set(allRoutes().map(({ feature }) => feature))].map((name) => ({ name })),
    paths,
    components: {
      schemas: { Problem: ProblemDocument },
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'An access token of the portal, from the hosted sign-in (authorization code with PKCE).',
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
    security: reason === undefined ? [{ accessToken: [] }] : [],
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
        content:
          route.reply === 'page'
            ? { 'text/html': { schema: z.string() } }
            : {
                'application/json': {
                  schema: route.dryRun && route.status === 200 ? z.union([route.reply, DryRun]) : route.reply,
                  example: example.reply,
                },
              },
      },
      ...(route.dryRun && route.status !== 200
        ? {
            '200': {
              description: 'With `dryRun=true`: what the call would do.',
              content: { 'application/json': { schema: DryRun } },
            },
          }
        : {}),
      ...(isPage(route) ? {} : problemResponses(route)),
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
        content: { 'application/problem+json': { schema: ProblemDocument } },
      },
    ]),
  )
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
  if (route.ifMatch) shape['If-Match'] = z.string().meta({ description: 'The ETag of the version that you read' })
  return Object.keys(shape).length > 0 ? z.object(shape) : undefined
}
