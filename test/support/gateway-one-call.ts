import type { OperationId } from '../../shared/contract/routes.ts'
import { type ValidCall, validCall } from './gateway-valid-calls.ts'
import type { World } from './world.ts'

/**
 * One valid call a row, for all the tests in which it must come to nothing: it is prepared once. Whoever has used it up takes a
 * fresh one from `validCall`.
 */
export function oneCallEach(world: () => World): (operationId: OperationId) => Promise<ValidCall> {
  const prepared = new Map<OperationId, Promise<ValidCall>>()
  return (operationId) => {
    const known = prepared.get(operationId) ?? validCall(operationId, world())
    prepared.set(operationId, known)
    return known
  }
}
