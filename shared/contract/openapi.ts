import { type CreateDocumentOptions, createDocument, type ZodOpenApiPathsObject } from 'zod-openapi'
import { exampleAddresses } from './openapi-addresses.ts'
import { featureSentences } from './openapi-features.ts'
import { operationOf } from './openapi-operations.ts'
import { problemExamples, sharedResponses } from './openapi-problems.ts'
import { apiVersion } from './openapi-version.ts'
import { ProblemDocument } from './problem-schemas.ts'
import { allRoutes, featureNames } from './routes.ts'

const description = [
  'Who is this person, what may they do, who must hear about it, and who must sign for it.',
  'Every error is a problem document with a `code` to decide by; each operation names the codes that it can give. The gateway alone answers `{ "message": … }`: 401 where the header `Authorization` is missing, 429 where it throttles, and 5xx where a function does not answer.',
].join('\n\n')

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
  return createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Rolecall',
        version: apiVersion,
        description,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl }],
      externalDocs: { url: `${publicUrl}/docs/problems`, description: 'Every problem code, and what to do about it' },
      tags: featureNames.map((name) => ({ name, description: featureSentences[name] })),
      paths,
      components: {
        schemas: { Problem: ProblemDocument },
        responses: sharedResponses(),
        examples: problemExamples(),
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
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description:
              'An API key of an organization, for programs: send its text (`rk_…`) as `Authorization: Bearer`. It may do there what its permissions say, and nothing anywhere else.',
          },
        },
      },
    },
    { override: sayDefaults },
  )
}

/**
 * Generators take a field that has a default for one that is always there, as it is for whoever receives it; of a request it is said in
 * words instead.
 */
const sayDefaults: NonNullable<CreateDocumentOptions['override']> = ({ jsonSchema, io }) => {
  if (io !== 'input') return
  for (const property of Object.values(jsonSchema.properties ?? {}))
    if (typeof property === 'object' && 'default' in property) {
      const words = `\`${JSON.stringify(property.default)}\` when left out`
      property.description = property.description === undefined ? words : `${property.description}; ${words}`
      delete property.default
    }
}
