import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import fc from 'fast-check'
import { vi } from 'vitest'
import { type SdkCall, whileMeddling } from './dynamodb-faults.ts'

/**
 * In which order the calls of a race reach the table: whose turn it is, among those who wait; and which transactions, counted from 0,
 * are cancelled by one of somebody else's.
 */
export type Schedule = { readonly turns: readonly number[]; readonly conflicts: readonly number[] }

/** Any order, and some conflicts, which DynamoDB Local never has by itself. */
export const schedules = (): fc.Arbitrary<Schedule> =>
  fc.record({
    turns: fc.array(fc.nat({ max: 59 }), { minLength: 8, maxLength: 60, size: 'max' }),
    conflicts: fc.array(fc.nat({ max: 12 }), { maxLength: 2 }),
  })

/** Whoever takes part in a race: those of their calls that wait to be let go, and how many are on their way. */
type Runner = { readonly waiting: (() => void)[]; underWay: number; done: boolean }

const newRunner = (): Runner => ({ waiting: [], underWay: 0, done: false })
const running = new AsyncLocalStorage<Runner>()

/**
 * Runs several at once so that they interleave at every call of the table, and not by luck: one call goes at a time, and it is the
 * schedule that says whose, whenever everyone waits for the table or is done; the first one where it says nothing. Gives what each
 * came to, in their order. The same schedule is the same race again: nobody waits by chance before trying again.
 */
export async function interleaved<Result>(
  { turns, conflicts }: Schedule,
  acts: readonly (() => Promise<Result>)[],
): Promise<Result[]> {
  const runners = acts.map((act) => ({ act, ...newRunner() }))
  let changed = Promise.withResolvers<void>()
  const tell = () => {
    changed.resolve()
    changed = Promise.withResolvers()
  }
  let [calls, transactions] = [0, 0]

  const turnOf = (runner: Runner): Promise<void> =>
    new Promise((go) => {
      runner.waiting.push(go)
      tell()
    })
  const rest = (runner: Runner) => {
    runner.underWay--
    tell()
  }
  const takeTurn = async ({ input, goOn }: SdkCall) => {
    const runner = running.getStore()
    if (!runner) return goOn()
    await turnOf(runner)
    try {
      if ('TransactItems' in input && conflicts.includes(transactions++))
        throw conflict(input.TransactItems?.length ?? 0)
      return await goOn()
    } finally {
      rest(runner)
    }
  }
  const letOneGo = () => {
    const waiting = runners.filter((runner) => runner.waiting.length > 0)
    const runner = waiting[(turns[calls++] ?? 0) % waiting.length]
    if (!runner) return
    runner.underWay++
    runner.waiting.shift()?.()
  }
  const run = async (runner: (typeof runners)[number]) => {
    try {
      // Whoever begins late begins at a later moment.
      await turnOf(runner)
      rest(runner)
      return await runner.act()
    } finally {
      runner.done = true
      tell()
    }
  }

  const chance = vi.spyOn(Math, 'random').mockReturnValue(0)
  try {
    return await whileMeddling(takeTurn, async () => {
      const results = Promise.all(runners.map((runner) => running.run(runner, () => run(runner))))
      results.catch(tell)
      for (let next = changed.promise; !runners.every(({ done }) => done); next = changed.promise) {
        // Whoever was answered has the rest of this turn to say what they do next.
        await nextTurn()
        if (runners.every(({ waiting, underWay, done }) => done || (waiting.length > 0 && underWay === 0))) letOneGo()
        else await next
      }
      return results
    })
  } finally {
    chance.mockRestore()
  }
}

const conflict = (items: number): TransactionCanceledException =>
  new TransactionCanceledException({
    $metadata: {},
    message: 'Transaction cancelled',
    CancellationReasons: Array.from({ length: items }, (_, at) => ({
      Code: at === 0 ? 'TransactionConflict' : 'None',
    })),
  })
