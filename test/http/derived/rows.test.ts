import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { problemCodesOf } from '../../../shared/contract/openapi-problems.ts'
import {
  askedBy,
  changes,
  isAboutProvider,
  isPage,
  isShown,
  type Need,
  organizationFieldOf,
  publicReasonOf,
  type Route,
} from '../../../shared/contract/route.ts'
import { allRoutes } from '../../../shared/contract/routes.ts'
import { permissions } from '../../../shared/domain/catalog.ts'
import { problems } from '../../../shared/domain/problems.ts'
import { fieldIn } from '../../support/schema-fields.ts'

const rows = allRoutes().map(({ feature, operationId, route }) => ({ feature, operationId, route }))
const named = rows.map((row) => [row.operationId, row] as const)
const kebab = (operationId: string): string => operationId.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
const top = (path: string): URL => new URL(`../../../${path}`, import.meta.url)
const text = (path: string): string => readFileSync(top(path), 'utf8')

test('there are rows', () => {
  expect(rows.length).toBeGreaterThan(10)
})

test('method and path, and the name of the operation, are one row’s alone', () => {
  expect(new Set(rows.map(({ operationId }) => operationId)).size).toBe(rows.length)
  const shapes = rows.map(({ route }) => `${route.method} ${route.path.replace(/\{\w+\}/g, '{}')}`)
  expect(new Set(shapes).size).toBe(rows.length)
})

describe.each(named)('the row %s', (operationId, { feature, route }) => {
  const { params, query, body, example, reply, status, path, fails } = route

  test('has an example that its own schemas take', () => {
    for (const [schema, given] of [
      [params, example.params],
      [query, example.query],
      [body, example.body],
    ] as const) {
      expect(schema === undefined, 'an example has what the row has').toBe(given === undefined)
      if (schema) expect(z.prettifyError(schema.safeParse(given).error ?? new z.ZodError([]))).toBe('')
    }
  })

  test('has an example of its reply, which its reply schema takes as it is', () => {
    if (typeof reply === 'string') {
      expect(example.reply).toBeUndefined()
      return
    }
    expect(reply.safeParse(example.reply).error?.issues).toBeUndefined()
    expect(reply.parse(example.reply)).toEqual(example.reply)
    const refused = reply.safeParse({ ...Object(example.reply), nonsense: 1 })
    expect(refused.success, 'a reply schema that lets anything more through').toBe(false)
  })

  test('has parameters for its path, each of them once, in camelCase', () => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(Object.keys(params?.shape ?? {}).sort()).toEqual(inPath.sort())
    for (const name of inPath) expect(name).toMatch(/^[a-z][a-zA-Z]*$/)
    expect(path).toMatch(/^(?:\/(?:[a-z0-9.-]+|\{\w+\}))+$/)
  })

  test('asks for what it says: a permission of the catalog in an organization, a sign-in, or a written reason', () => {
    const asked = askedBy(route)
    const reason = publicReasonOf(route)
    if (asked.length > 0) {
      for (const { permission } of asked) expect(permissions.map(({ id }) => id)).toContain(permission)
      const named = organizationFieldOf(route)
      expect(
        path.startsWith('/v1/organizations/{organizationId}') || named !== undefined || isAboutProvider(route),
      ).toBe(true)
      if (named) expect(fieldIn(example[named.part], named.steps)).toMatch(/^org_/)
    } else if (reason === undefined) expect(path).toMatch(/^\/v1\//)
    else expect(reason.split(' ').length).toBeGreaterThan(5)
  })

  test('refuses what it does not know, in its query and its body; where it follows a standard that says so, its body ignores it', () => {
    for (const [schema, given] of [
      [query, example.query],
      [body, example.body],
    ] as const) {
      if (!schema) continue
      const { success, data } = schema.safeParse({ ...Object(given), nonsense: 1 })
      const ignores = schema === body && route.follows !== undefined
      expect(success).toBe(ignores)
      if (ignores) expect(data).toEqual(schema.parse(given))
    }
  })

  test('answers a status that goes with its method', () => {
    const expected = { GET: [200], POST: [200, 201, 202], PUT: [200, 201, 204], PATCH: [200], DELETE: [200, 202, 204] }
    expect(expected[route.method]).toContain(status)
    expect(route.method === 'GET' && body !== undefined).toBe(false)
    if (isShown(route)) expect(publicReasonOf(route)).toBeDefined()
    if (!isPage(route)) expect(route.runsScripts).toBeUndefined()
  })

  test('names each of its codes once, and none that every row of its kind has', () => {
    expect(new Set(fails).size).toBe(fails.length)
    const common = problemCodesOf({ ...route, fails: [] })
    expect(fails.filter((code) => common.includes(code))).toEqual([])
    expect(fails.filter((code) => problems[code].status >= 500)).toEqual([])
    if (isPage(route)) expect(fails).toEqual([])
  })

  test('takes from the platform what it needs and no more', () => {
    // An export is an activity, which is written (V3).
    const reads: readonly Need[] =
      route.reply === 'export' ? ['table:read', 'table:write'] : ['table:read', 'certificate:publish-key']
    if (!changes(route)) expect(route.needs.filter((need) => !reads.includes(need))).toEqual([])
    if (askedBy(route).length > 0) expect(route.needs).toContain('table:read')
    if (route.runsIn) expect(route.runsIn.because.split(' ').length).toBeGreaterThan(5)
  })

  test('has its operation in a file of its name, and its tests in another, which prove it', () => {
    const file = `${feature}/${kebab(operationId)}`
    expect(text(`functions/${file}.ts`)).toContain(`export const ${operationId}:`)
    expect(existsSync(top(`test/http/${file}.test.ts`)), `test/http/${file}.test.ts is missing`).toBe(true)
    const tests = text(`test/http/${file}.test.ts`)
    expect(tests).toContain(`provesOperation('${operationId}')`)
    for (const code of fails) expect(tests, `a test named after ${code}`).toContain(code)
  })
})

/** What is open to the world, with the reason that its row gives. */
const openAmong = (all: readonly { readonly operationId: string; readonly route: Route }[]) =>
  Object.fromEntries(
    all.flatMap(({ operationId, route }) => {
      const reason = publicReasonOf(route)
      return reason === undefined ? [] : [[operationId, { route: `${route.method} ${route.path}`, because: reason }]]
    }),
  )

describe('what is open to the world', () => {
  const agreed: unknown = JSON.parse(text('test/http/derived/public-routes.json'))

  test('is open for the reason that was agreed to', () => {
    // A row that is open and not in the list fails here, and so does one in the list that is open no more.
    expect(openAmong(rows)).toEqual(agreed)
  })

  test('becomes less and never more: a row that opens, one that is added, and another reason are none of it', () => {
    const [guarded] = rows.filter(({ route }) => publicReasonOf(route) === undefined)
    const [open] = rows.filter(({ route }) => publicReasonOf(route) !== undefined)
    if (!guarded || !open) throw new Error('there are rows of both kinds')
    const because = 'it is harmless, and nobody would want to know who calls'
    const opened = { ...guarded, route: { ...guarded.route, access: { public: because } } }
    for (const grown of [
      rows.map((row) => (row === guarded ? opened : row)),
      [...rows, { ...opened, operationId: 'somethingNew' }],
      rows.map((row) => (row === open ? { ...open, route: { ...open.route, access: { public: because } } } : row)),
    ])
      expect(openAmong(grown)).not.toEqual(agreed)
  })

  test('is no more than these: adding to the list is a decision, for which this number is changed as well', () => {
    expect(Object.keys(Object(agreed)).length).toBeLessThanOrEqual(25)
  })
})

test('no page runs scripts but those of the documentation', () => {
  const running = rows.filter(({ route }) => route.runsScripts)
  expect(running.map(({ operationId }) => operationId)).toEqual(['showDocs', 'showDocsSignIn'])
  for (const { route } of running) expect(route.runsScripts?.because.split(' ').length).toBeGreaterThan(5)
})
