import { beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { ProblemDocument } from '../../../shared/contract/problem-schemas.ts'
import { isPage } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { largestBodyBytes } from '../../../shared/frame/event.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { callOf, expectProblem, type Request, routeOf } from '../../support/gateway-call.ts'
import { oneCallEach } from '../../support/gateway-one-call.ts'
import { guarded, validCall } from '../../support/gateway-valid-calls.ts'
import {
  type Field,
  fieldIn,
  fieldsOf,
  ofKind,
  pointerTo,
  read,
  sampleOf,
  textOfLength,
  textsOfLength,
  withField,
} from '../../support/schema-fields.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { seedWorld, type World } from '../../support/world.ts'

let world: World
let held = 0
beforeAll(async () => {
  world = await seedWorld()
})
const theCall = oneCallEach(() => world)

type Place = { readonly operationId: OperationId; readonly part: 'query' | 'body'; readonly field: Field }
const places: readonly Place[] = guarded.flatMap((operationId) =>
  (['query', 'body'] as const).flatMap((part) =>
    fieldsOf(routeOf(operationId)[part]).map((field) => ({ operationId, part, field })),
  ),
)
const nameOf = ({ operationId, part, field }: Place): string => `${operationId} ${pointerTo(field.steps, part)}`
const named = (some: readonly Place[]) => some.map((place) => [nameOf(place), place] as const)
const kindOf = ({ field }: Place): string => read(field.takes)._zod.def.type

/** The lengths that the documentation of a field names, in its schema or in words. */
function saidOf({ field }: Place): { readonly least?: number | undefined; readonly most?: number | undefined } {
  const {
    minLength,
    maxLength,
    minItems,
    maxItems,
    minimum,
    maximum,
    description = '',
  } = z.toJSONSchema(field.takes, { io: 'input', reused: 'inline', unrepresentable: 'any' })
  const [, inWords] = /at most ([\d,]+) characters/.exec(description) ?? []
  return {
    least: minLength ?? minItems ?? minimum,
    most: inWords === undefined ? (maxLength ?? maxItems ?? maximum) : Number(inWords.replaceAll(',', '')),
  }
}

const longestTried = 600

/** The longest text that a field takes, as far as it is shorter than anything that needs to be said. */
function longestOf(place: Place): number | undefined {
  const { most = longestTried } = saidOf(place)
  const lengths = most > longestTried ? [most, most + 1] : Array.from({ length: longestTried }, (_, at) => at + 1)
  return lengths.filter((length) => textOfLength(place.field.takes, length) !== undefined).at(-1)
}

/** Ids, moments and the like: what they look like is their whole limit. */
const isFixed = (place: Place): boolean => longestOf(place) === undefined

function put(place: Place, request: Request, value: unknown): Request {
  const { part, field } = place
  const whole = ofKind(Object(request[part]), field.kind)
  return { ...request, [part]: withField(whole, field.steps, value) }
}

async function refused(place: Place, value: unknown): Promise<void> {
  const request = put(place, await theCall(place.operationId), value)
  const answer = await withoutWrites(() => send(callOf(place.operationId, request)))
  const { errors = [] } = expectProblem('invalid', answer)
  const pointer = pointerTo(place.field.steps, place.part)
  expect(
    errors.map((error) => error.pointer),
    JSON.stringify(errors),
  ).toContain(pointer)
  held++
}

/** What schemas say of a field; a rule that has its say says something else. */
const ofSchemas: ReadonlySet<string> = new Set(['too-big', 'too-small', 'invalid', 'invalid-format', 'invalid-type'])

async function taken(place: Place, value: unknown): Promise<Answer> {
  const request = put(place, await validCall(place.operationId, world), value)
  const answer = await send(callOf(place.operationId, request))
  const { errors = [] } = answer.status === 400 ? ProblemDocument.parse(JSON.parse(answer.body)) : {}
  const pointer = pointerTo(place.field.steps, place.part)
  expect(
    errors.filter((error) => error.pointer === pointer && ofSchemas.has(error.code)),
    answer.body,
  ).toEqual([])
  held++
  return answer
}

const texts = places.filter((place) => kindOf(place) === 'string')
const measured = texts.filter((place) => !isFixed(place))

test('every text has a limit, and the one that is described is the one that counts', () => {
  for (const place of measured) {
    const longest = longestOf(place)
    const { most } = saidOf(place)
    expect(longest, `${nameOf(place)} takes any length`).toBeLessThan(Math.max(longestTried, (most ?? 0) + 1))
    if (most !== undefined) expect(longest, nameOf(place)).toBe(most)
  }
})

describe.each(named(measured))('%s', (_, place) => {
  const { takes } = place.field
  const most = longestOf(place) ?? 0

  test(`400 invalid for a text of ${most + 1} characters, of whatever kind`, async () => {
    for (const text of textsOfLength(most + 1)) await refused(place, text)
  })

  test(`takes one of ${most}, whole, and one of ${most - 1}`, async () => {
    for (const length of [most, most - 1]) {
      const text = textOfLength(takes, length)
      if (text === undefined) continue
      const answer = await taken(place, text)
      if (answer.status >= 300 || isPage(routeOf(place.operationId))) continue
      const stored = fieldIn(JSON.parse(answer.body), place.field.steps)
      if (place.part === 'body' && stored !== undefined) expect(stored).toBe(text)
    }
  })

  const wide = '𝒜'
  // A body is told to be too large before anything in it is looked at.
  if (z.safeParse(takes, wide).success && Buffer.byteLength(wide.repeat(most + 1)) < largestBodyBytes)
    test(`counts characters, not what they are made of: ${most} of four bytes, and not one more`, async () => {
      await taken(place, wide.repeat(most))
      await refused(place, wide.repeat(most + 1))
    })
})

describe.each(named(places.filter((place) => kindOf(place) === 'number')))('%s', (_, place) => {
  const { least = Number.NaN, most = Number.NaN } = saidOf(place)

  test(`takes ${least} and ${most}, and 400 invalid for one less, one more, a half, and what is no number`, async () => {
    for (const value of [least, least + 1, most - 1, most]) await taken(place, value)
    for (const value of [least - 1, most + 1, least + 0.5, 'many', 1e30]) await refused(place, value)
  })
})

describe.each(named(places.filter((place) => kindOf(place) === 'array')))('%s', (_, place) => {
  const within = read(place.field.takes)
  const item = within instanceof z.ZodArray ? sampleOf(within.element) : undefined
  const { most = 0 } = saidOf(place)

  test(`400 invalid for ${most + 1}; for ${most} it is not their number that is wrong`, async () => {
    expect(most).toBeGreaterThan(0)
    await refused(
      place,
      Array.from({ length: most + 1 }, () => item),
    )
    await taken(
      place,
      Array.from({ length: most }, () => item),
    )
  })
})

test('there were limits', () => {
  console.log(`S7: ${held} calls at the limits of ${measured.length} texts, ${places.length} fields in all`)
  expect(measured.length).toBeGreaterThan(30)
})
