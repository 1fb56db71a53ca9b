import { randomUUID } from 'node:crypto'
import type { Operation } from '../../shared/frame/operation.ts'
import { plannedRow } from './import-reply.ts'
import { importSteps } from './import-steps.ts'

/** Says what importing a CSV would do, row by row, and everything that is wrong with it; it does nothing. */
export const planImport: Operation<'planImport'> = async ({ body, caller, now, newId }) => {
  const inviting = { caller, now, newId, requestKey: randomUUID(), resendPending: false, reason: undefined }
  const { rows } = await importSteps(body.csv, inviting)
  return { rows: rows.map(plannedRow) }
}
