import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { changes } from '../../../shared/contract/route.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { callOf, expectProblem, type Request, routeOf, withoutRequestId } from '../../support/gateway-call.ts'
import { expectSuccess, guarded, type ValidCall, validCall } from '../../support/gateway-valid-calls.ts'
import { interleaved, type Schedule, schedules } from '../../support/interleaving.ts'
import { activitiesTaken, withoutWrites } from '../../support/table-writes.ts'
import { trials } from '../../support/trials.ts'
import { seedWorld, type World } from '../../support/world.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const countActivities = (): number => activitiesTaken().size
/** Runs a race, and says what was answered and how many activities it made. */
async function race(schedule: Schedule, calls: readonly (() => Promise<Answer>)[]) {
  const before = countActivities()
  const answers = await interleaved(schedule, calls)
  return { answers, happened: countActivities() - before }
}

const versioned = guarded.filter((operationId) => routeOf(operationId).ifMatch)

describe.each(versioned)('%s by two who have read the same version', (operationId) => {
  const all = Math.ceil(1000 / versioned.length)

  test('at once: one changes it, the other is told 412, and nothing of either is lost', async () => {
    await fc.assert(
      fc.asyncProperty(schedules(), async (schedule) => {
        const request = await validCall(operationId, world)
        const [by, other = by] = request.callers
        const as = (who = request.by) => send(callOf(operationId, { ...request, by: who }))
        const { answers, happened } = await race(schedule, [() => as(by), () => as(other)])
        expect(answers.map(({ status }) => status).sort(), answers.map(({ body }) => body).join()).toEqual([
          routeOf(operationId).status,
          412,
        ])
        expect(happened).toBeGreaterThan(0)
        const late = await withoutWrites(() => as(other))
        expectProblem('stale', late)
        // What was read is a version older than what is there, by one change and no more.
        const [won] = answers.filter(({ status }) => status !== 412)
        const next = Number(/\d+/.exec(request.headers?.['if-match'] ?? '')?.[0]) + 1
        if (won && routeOf(operationId).etag) expect(won.headers.etag).toBe(`"${next}"`)
      }),
      trials(`R5 two writers of ${operationId}`, all),
    )
  })
})

const changing = guarded.filter((operationId) => changes(routeOf(operationId)))
let keys = 0
const freshKey = () => `race-${++keys}`

describe.each(changing)('%s ten times at once under one Idempotency-Key', (operationId) => {
  const { status, secretReply } = routeOf(operationId)
  const keyed = (request: Request, key: string) =>
    send(callOf(operationId, { ...request, headers: { ...request.headers, 'Idempotency-Key': key } }))
  const all = 10

  /** How many activities the call makes, when it is made once. */
  async function once(): Promise<number> {
    const request = await validCall(operationId, world)
    const { answers, happened } = await race({ turns: [], conflicts: [] }, [() => keyed(request, freshKey())])
    for (const answer of answers) expectSuccess(operationId, answer)
    return happened
  }

  /** Expects one answer for all of them, byte for byte; whoever gave up is told to come again, and then has it too. */
  async function expectOneAnswer(answers: readonly Answer[], again: () => Promise<Answer>): Promise<void> {
    const last = await withoutWrites(again)
    if (secretReply) expectProblem('already-answered', last)
    else expect(last.status, last.body).toBe(status)
    for (const answer of answers) {
      if (answer.status === 503) expectProblem('busy', answer)
      else if (secretReply && answer.status !== status) expectProblem('already-answered', answer)
      else if (!secretReply) expect(withoutRequestId(answer)).toEqual(withoutRequestId(last))
    }
  }

  test('happens once, with the same body or with another one, whichever comes first', async () => {
    const wanted = await once()
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 10 }), schedules(), async (others, schedule) => {
        const [key, request] = [freshKey(), await validCall(operationId, world)]
        const other = { ...request, body: ` ${JSON.stringify(request.body ?? {})}` }
        const bodies = Array.from({ length: 10 }, (_, position) => (position < others ? other : request))
        const { answers, happened } = await race(
          schedule,
          bodies.map((body) => () => keyed(body, key)),
        )
        expect(happened, answers.map((answer) => answer.status).join()).toBe(wanted)
        const refused = answers.filter((answer) => answer.status === 422)
        for (const answer of refused) expectProblem('key-reused', answer)
        const won = bodies[answers.findIndex((answer) => answer.status === status)] ?? request
        expect(refused.length).toBeLessThanOrEqual(won === other ? 10 - others : others)
        await expectOneAnswer(
          answers.filter((answer) => answer.status !== 422),
          () => keyed(won, key),
        )
      }),
      trials(`R6 one key of ${operationId} at once`, all),
    )
  })

  test('happens once for each of two callers', async () => {
    const wanted = await once()
    await fc.assert(
      fc.asyncProperty(schedules(), async (schedule) => {
        const key = freshKey()
        const [mine, theirs] = [await validCall(operationId, world), await validCall(operationId, world)]
        // The last one is of another organization than the one that is called, if anyone is: that one may be gone afterwards.
        const by = theirs.callers.findLast(({ identityId }) => identityId !== mine.by.identityId) ?? theirs.by
        expect(by.identityId).not.toBe(mine.by.identityId)
        const calls: readonly ValidCall[] = [mine, { ...theirs, by }]
        const { answers, happened } = await race(
          schedule,
          Array.from({ length: 10 }, (_, position) => () => keyed(calls[position % 2] ?? mine, key)),
        )
        expect(happened, answers.map((answer) => answer.status).join()).toBe(2 * wanted)
        for (const [which, request] of calls.entries())
          await expectOneAnswer(
            answers.filter((_, position) => position % 2 === which),
            () => keyed(request, key),
          )
      }),
      trials(`R6 one key of two callers of ${operationId}`, all),
    )
  })
})
