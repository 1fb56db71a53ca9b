import type { Operation } from '../../shared/frame/operation.ts'
import { importedRow } from './import-reply.ts'
import { importSteps } from './import-steps.ts'
import { inviteInParts } from './invite-in-parts.ts'

/**
 * Invites everybody in a CSV, as it was planned: rows that cannot be done are left, and spoil none of the rest. It works for as long as there
 * is time, then answers what remains; the same call goes on, with the same outcomes. Done again, it changes nothing.
 */
export const applyImport: Operation<'applyImport'> = async (request) => {
  const { body, caller, now, newId, requestKey, commit, commitPart, hasTime, goOnLater } = request
  const inviting = { caller, now, newId, requestKey, resendPending: false, reason: undefined }
  const { rows, linkMailsLeft } = await importSteps(body.csv, inviting)
  const doing = { ...inviting, alone: false, commitPart, hasTime, linkMailsLeft }
  const steps = rows.map(({ step }) => step)
  const { settled, coverageChanges, last } = await inviteInParts(doing, steps)
  const done = rows.flatMap((row, position) => {
    const one = settled[position]
    return one ? [importedRow(row, one)] : []
  })
  const remaining = rows.length - done.length
  const reply = { rows: done, remaining, coverageChanges: [...coverageChanges] }
  return remaining > 0 ? goOnLater(reply) : commit(last.writes, reply, last.affected)
}
