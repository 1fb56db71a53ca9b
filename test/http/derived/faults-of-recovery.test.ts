import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { newIdAt } from '../../../shared/frame/event.ts'
import { publishNew } from '../../support/cloud-services-bus.ts'
import { directoryUsers, enterUser, keptUsers } from '../../support/cloud-services-directory.ts'
import { expectOutcome, watch } from '../../support/fault-outcome.ts'
import { type Cell, cellsOf, failuresOf, type Run, runWith, sampling } from '../../support/fault-run.ts'
import { succeed } from '../../support/gateway-call.ts'
import { tableViolations } from '../../support/invariants.ts'
import { beginProvider } from '../../support/world.ts'
import { followAll, recoverFrom, takeBackup } from '../../support/world-backup.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer, freshInvitee, freshPerson } from '../../support/world-fresh.ts'
import type { Item } from '../../support/world-table.ts'

const choose = sampling('R1 recovery', 0.025)

let backup: readonly Item[]
let users: ReturnType<typeof keptUsers.keep>
beforeAll(async () => {
  const tenant = await freshCustomer(await beginProvider())
  const { organizationId, owner: by } = tenant
  const { profileId } = await freshPerson(tenant)
  await freshInvitee(tenant)
  await succeed('resetMfa', { by, params: { organizationId, profileId } })
  await publishNew()
  backup = await takeBackup()
  users = structuredClone(keptUsers.keep())
  vi.stubEnv('RECOVERED_AT', new Date(Date.now() + after.minutes(10)).toISOString())
})
afterEach(() => vi.unstubAllEnvs())

test('whoever recovers a table and gets no answer asks again: everything has followed, as if nothing had gone wrong', async () => {
  // A container that has done it once makes fewer calls than the first time: those are listed that are made from then on.
  await recover()
  const reference = await recover()
  const prove = async (cell: Cell): Promise<void> => {
    const { runs, outcome } = await recover(cell)
    expect(runs[0]?.struck, 'there was no such call').toBe(true)
    expect(runs.at(-1)?.error).toBeUndefined()
    expectOutcome(outcome, reference.outcome)
  }
  const { calls = [] } = reference.runs[0] ?? {}
  expect(await failuresOf(choose(cellsOf(calls), 'follow-recovery'), prove)).toEqual([])
})

/** Recovers the table from the backup, and does what follows, as often as it takes. */
async function recover(cell?: Cell) {
  await recoverFrom(backup)
  keptUsers.bringBack(structuredClone(users))
  const unknown = newIdAt(new Date().toISOString())('identity')
  enterUser(unknown, `${randomUUID()}@contoso.example`, randomUUID())
  const outcomeOf = watch()
  const runs: Run<unknown>[] = []
  for (const wait of [0, 1, 2, 3].map(after.minutes))
    if (runs.at(-1)?.answer === undefined)
      runs.push(
        await atTime(after.minutes(20) + wait, () => runWith(runs.length === 0 ? cell : undefined, () => followAll())),
      )
  await runs[0]?.comeLate()
  expect(await tableViolations()).toEqual([])
  expect(directoryUsers().map(({ username }) => username)).not.toContain(unknown)
  const { outcome } = await outcomeOf(runs.flatMap(({ written }) => written))
  await publishNew()
  return { runs, outcome }
}
