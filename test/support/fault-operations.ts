import { expect } from 'vitest'
import type { OperationId } from '../../shared/contract/routes.ts'
import { effectOf, expectWhole } from './fault-effects.ts'
import { isOnTheWire } from './fault-kinds.ts'
import { type Cell, cellsOf, failuresOf, type Run, runWith, type sampling } from './fault-run.ts'
import { type Answer, send } from './gateway.ts'
import { callOf, expectProblem, type Request, routeOf } from './gateway-call.ts'
import { expectSuccess } from './gateway-valid-calls.ts'
import { after, atTime } from './world-clock.ts'

/** A call that is made again under its key until it succeeds. */
export type Case = {
  readonly operationId: OperationId
  readonly fresh: () => Promise<Request>
  /** Throws where what was done of it, when it was broken off, is not what may be there. */
  readonly judgePart: (written: readonly object[], whole: readonly string[]) => Promise<void>
  /** Throws where what is answered in the end is not what would have been answered at first. */
  readonly judgeAnswer?: (answer: Answer) => void
  /** How the effect of one such call is told, so that it is the same every time. */
  readonly effect?: (written: readonly object[]) => Promise<readonly string[]>
}

let keys = 0
const freshKey = (): string => `key-${++keys}`
const mostRetries = 3

/** Makes a call as it should be, then once with each of the faults that are chosen; gives what was not as it should be. */
export async function failuresIn(which: Case, choose: ReturnType<typeof sampling>): Promise<readonly string[]> {
  // A container that has done it once makes fewer calls than the first time: those are listed that are made from then on.
  await make(which, await which.fresh(), freshKey())
  const { calls, answer, error, written } = await make(which, await which.fresh(), freshKey())
  if (!answer) throw error
  expectSuccess(which.operationId, answer)
  const whole = await (which.effect ?? effectOf)(written)
  expect(whole.length, 'what it changes').toBeGreaterThan(1)
  return failuresOf(choose(cellsOf(calls), which.operationId), (cell) => prove(which, cell, whole))
}

const make = ({ operationId }: Case, request: Request, key: string, cell?: Cell): Promise<Run<Answer>> =>
  runWith(cell, () =>
    send(callOf(operationId, { ...request, headers: { ...request.headers, 'Idempotency-Key': key } })),
  )

async function prove(which: Case, cell: Cell, whole: readonly string[]): Promise<void> {
  const [request, key] = [await which.fresh(), freshKey()]
  const first = await make(which, request, key, cell)
  expect(first.struck, 'there was no such call').toBe(true)
  if (first.answer) expectDocumented(which, cell, first.answer)
  if (first.written.length > 0) await which.judgePart(first.written, whole)

  const runs = [first]
  while (!isSuccess(which, runs.at(-1)?.answer) && runs.length <= mostRetries) {
    const again = () => make(which, request, key)
    // Whoever was killed in the middle of several parts holds on to the call until its lease ends.
    runs.push(isHeld(runs.at(-1)?.answer) ? await atTime(after.seconds(31), again) : await again())
  }
  expect(isSuccess(which, runs.at(-1)?.answer), runs.map(({ answer }) => answer?.body).join('\n')).toBe(true)
  const last = runs.at(-1)?.answer
  if (last) which.judgeAnswer?.(last)
  await first.comeLate()
  expectWhole(await (which.effect ?? effectOf)(runs.flatMap(({ written }) => written)), whole)
}

/** What whoever calls is told while it goes wrong: that it has happened, or that it is our fault. */
function expectDocumented(which: Case, { kind }: Cell, answer: Answer): void {
  if (isOnTheWire(kind)) expectSuccess(which.operationId, answer)
  else if (!isSuccess(which, answer)) expectProblem(answer.status === 503 ? 'busy' : 'internal-error', answer)
}

const isHeld = (answer: Answer | undefined): boolean => answer?.body.includes('"request-in-progress"') === true

function isSuccess({ operationId }: Case, answer: Answer | undefined): boolean {
  const { status, secretReply = false } = routeOf(operationId)
  return answer?.status === status || (secretReply && answer?.body.includes('"already-answered"') === true)
}
