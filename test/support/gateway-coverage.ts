import { afterAll, expect } from 'vitest'
import type { OperationId } from '../../shared/contract/routes.ts'
import { routeOf } from './gateway-call.ts'
import { seenOf } from './gateway-contract.ts'

type Task = { readonly mode: string; readonly tasks?: readonly Task[] }
const ranWhole = ({ mode, tasks = [] }: Task): boolean => mode === 'run' && tasks.every(ranWhole)

/**
 * Says that a file holds the tests of an operation: when all of them have run, it must have answered with its success and with
 * every problem code that its row names. What every row can answer is asked of all of them together, in `derived/`.
 */
export function provesOperation(operationId: OperationId): void {
  // biome-ignore lint/correctness/noEmptyPattern: the names of the fixtures that are wanted are read out of it
  afterAll(({}, suite) => {
    if (!ranWhole(suite)) return
    const { status, fails } = routeOf(operationId)
    const missing = [String(status), ...fails].filter((what) => !seenOf(operationId).has(what))
    expect(missing, `${operationId} was never seen to answer this`).toEqual([])
  })
}
