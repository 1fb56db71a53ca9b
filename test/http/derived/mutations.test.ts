import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { openApiDocument } from '../../../shared/contract/openapi.ts'
import { changes, isShown, publicReasonOf } from '../../../shared/contract/route.ts'
import { allRoutes, type OperationId } from '../../../shared/contract/routes.ts'
import { type Answer, type Call, send } from '../../support/gateway.ts'
import { type Request, routeOf } from '../../support/gateway-call.ts'
import { guarded, validCall } from '../../support/gateway-valid-calls.ts'
import { anyMutationOf, type Mutation, mutated, oneFieldOf, partFields } from '../../support/request-mutations.ts'
import { trials } from '../../support/trials.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { nothingHappenedToday } from '../../support/world-limits.ts'
import { openCall } from '../../support/world-pages.ts'
import { freshPassword } from '../../support/world-people.ts'

let world: World
const answered = new Map<number, number>()
let sent = 0
beforeAll(async () => {
  world = await seedWorld()
})

/** What people are told that a status means. */
const inReadme = new Set(
  [...readFileSync(new URL('../../../README.md', import.meta.url), 'utf8').matchAll(/^\| (\d{3}(?:, \d{3})*) \|/gm)]
    .flatMap(([, statuses = '']) => statuses.split(', '))
    .map(Number),
)
const documented = openApiDocument().paths ?? {}

/** Every status that the description of a row names; pages are described for people, who find all of them in the README. */
function statusesOf(operationId: OperationId): ReadonlySet<number> {
  const route = routeOf(operationId)
  if (isShown(route)) return inReadme
  const described = Object.entries(documented[route.path] ?? {}).find(
    ([method]) => method === route.method.toLowerCase(),
  )
  return new Set(Object.keys(Object(described?.[1]).responses).map(Number))
}

/** A valid request of a row; one that has succeeded may have been used up, so the next one is prepared anew. */
const prepared = new Map<OperationId, Promise<Request>>()
function requestOf(operationId: OperationId): Promise<Request> {
  const known = prepared.get(operationId)
  if (known) return known
  const made =
    publicReasonOf(routeOf(operationId)) === undefined ? validCall(operationId, world) : openRequest(operationId)
  prepared.set(operationId, made)
  return made
}

/** The path of an open call as its parameters again. */
async function openRequest(operationId: OperationId): Promise<Request> {
  const { path, form, query } = await openCall(operationId, world)
  const pattern = routeOf(operationId).path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')
  const { groups = {} } = new RegExp(`^${pattern}$`).exec(path) ?? {}
  const params = Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]))
  return { params, ...(form && { form }), ...(query && { query }) }
}

async function answerTo(operationId: OperationId, mutations: readonly Mutation[]): Promise<Answer> {
  if (++sent % 100 === 0) await beginDay()
  const answer = await send(withPasswordOfItsOwn(mutated(operationId, await requestOf(operationId), mutations)))
  answered.set(answer.status, (answered.get(answer.status) ?? 0) + 1)
  if (answer.status < 300 && changes(routeOf(operationId))) prepared.delete(operationId)
  expect(answer.status, answer.body).toBeLessThan(500)
  if (answer.from !== 'gateway' && answer.from !== '$default')
    expect([...statusesOf(operationId)], `${operationId}: ${answer.body}`).toContain(answer.status)
  return answer
}

/** More is sent here than an organization may have mailed in a day. */
async function beginDay(): Promise<void> {
  for (const { organizationId } of [world.customer, world.twin, world.provider, world.reseller])
    await nothingHappenedToday('organization-link-mails', organizationId)
}

/** No other text is a password, so that one is known wherever it turns up. */
const withPasswordOfItsOwn = (call: Call): Call =>
  (call.form?.password?.length ?? 0) < 6
    ? call
    : { ...call, form: { ...call.form, password: `${call.form?.password}${freshPassword()}` } }

const shown = ({ does }: Mutation): string => does

test('no row has a field of which nothing can be made', () => {
  for (const { operationId } of allRoutes())
    expect(fc.sample(anyMutationOf(operationId), 20).map(shown), operationId).toHaveLength(20)
})

test('whatever is sent to whatever row: no answer of 5xx, no status that is not described, every answer in its shape', async () => {
  // Those that take more say more.
  const rows = allRoutes().flatMap(({ operationId, route: { body } }) =>
    body ? [operationId, operationId, operationId] : [operationId],
  )
  const call = fc
    .constantFrom(...rows)
    .chain((operationId) => fc.tuple(fc.constant(operationId), fc.array(anyMutationOf(operationId), { maxLength: 3 })))
  await fc.assert(
    fc.asyncProperty(call, async ([operationId, mutations]) => {
      await answerTo(operationId, mutations)
    }),
    { ...trials('S5 mutated requests', 10_000), verbose: 0 },
  )
})

describe('a valid request of which one field is another', () => {
  const places = guarded.flatMap((operationId) => partFields(operationId).map((field) => ({ operationId, field })))
  const one = fc.constantFrom(...places.map((_, at) => at)).chain((at) => {
    const place = places[at]
    return place
      ? oneFieldOf(place.operationId, place.field).map((mutation) => [place.operationId, mutation] as const)
      : fc.constant(undefined)
  })

  test('is taken, or refused by a rule, or with a 400 that points to the field where that can hold no such thing', async () => {
    await fc.assert(
      fc.asyncProperty(one, async (made) => {
        if (!made) return
        const [operationId, mutation] = made
        const { status, body } = await answerTo(operationId, [mutation])
        const { part, field, does } = mutation
        if (!field || field.fits || part === 'params') return
        expect(status, `${operationId}: ${does}: ${body}`).toBeGreaterThanOrEqual(400)
        if (status !== 400) return
        const { errors = [] } = JSON.parse(body)
        const pointers: readonly string[] = errors.map(({ pointer }: { readonly pointer: string }) => pointer)
        expect(
          pointers.some((other) => other.startsWith(field.pointer) || field.pointer.startsWith(other)),
          `${operationId}: ${does}: ${body}`,
        ).toBe(true)
      }),
      { ...trials('S5 one field', 3000), verbose: 0 },
    )
  })
})

test('both were answered in every way: taken, refused for what they said, and refused by a rule', () => {
  console.log(
    `S5: ${[...answered]
      .sort(([a], [b]) => a - b)
      .map(([status, count]) => `${count} × ${status}`)
      .join(', ')}`,
  )
  for (const status of [200, 201, 400, 401, 404, 415])
    expect(answered.get(status) ?? 0, String(status)).toBeGreaterThan(0)
})
