import { createConfig, lintFromString } from '@redocly/openapi-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { textOf } from './source-files.ts'

/**
 * What Redocly's recommended rules say and we leave as it is, with the reason; whatever is no longer found has to go from here. No rule is
 * switched off.
 */
const takesNothing = 'it takes nothing of whoever calls it, so nothing can be wrong with the call'
const left: Readonly<Record<string, string>> = {
  'operation-4xx-response GET /.well-known/authzen-configuration': takesNothing,
  'operation-4xx-response GET /.well-known/rolecall-keys.json': takesNothing,
  'operation-4xx-response GET /docs': takesNothing,
  'operation-4xx-response GET /docs/oauth2-redirect.html': takesNothing,
  'operation-4xx-response GET /docs/problems': takesNothing,
  'operation-4xx-response GET /openapi.json': takesNothing,
  'operation-4xx-response GET /verify': takesNothing,
  'operation-4xx-response GET /welcome': takesNothing,
}

type Found = { readonly severity: string; readonly what: string }

/** `#/paths/~1docs/get/responses` as `GET /docs`; what is of no operation as it is. */
function whereOf(pointer: string): string {
  const [, path, method] = /^#\/paths\/([^/]+)\/([a-z]+)/.exec(pointer) ?? []
  if (path === undefined || method === undefined) return pointer
  return `${method.toUpperCase()} ${path.replaceAll('~1', '/').replaceAll('~0', '~')}`
}

let found: readonly Found[]
beforeAll(async () => {
  const config = await createConfig({ extends: ['recommended'] })
  const problems = await lintFromString({ source: textOf('shared/contract/openapi.json'), config })
  found = problems.map(({ severity, ruleId, message, location }) => {
    const where = whereOf(location[0]?.pointer ?? '')
    return { severity, what: severity === 'error' ? `${ruleId} ${where}: ${message}` : `${ruleId} ${where}` }
  })
})

describe("openapi.json by Redocly's recommended rules", () => {
  test('has no error', () => {
    expect(found.filter(({ severity }) => severity === 'error').map(({ what }) => what)).toEqual([])
  })

  test('has no warning but those that are left for a written reason', () => {
    expect(
      found
        .filter(({ severity }) => severity !== 'error')
        .map(({ what }) => what)
        .sort(),
    ).toEqual(Object.keys(left).sort())
  })

  test('is really judged: what is wrong is found', async () => {
    const config = await createConfig({ extends: ['recommended'] })
    const broken = textOf('shared/contract/openapi.json')
      .replace('"#/components/schemas/Problem"', '"#/components/schemas/Nothing"')
      .replace('"in": "path"', '"in": "nowhere"')
      .replace('"operationId": "listProfiles"', '"operationId": "createProfile"')
    const rules = (await lintFromString({ source: broken, config })).flatMap(({ severity, ruleId }) =>
      severity === 'error' ? ruleId : [],
    )
    expect(rules).toEqual(expect.arrayContaining(['no-unresolved-refs', 'operation-operationId-unique', 'struct']))
  })
})
