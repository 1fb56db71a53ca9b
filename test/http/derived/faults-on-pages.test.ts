import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changes, publicReasonOf } from '../../../shared/contract/route.ts'
import { allRoutes } from '../../../shared/contract/routes.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { bookkeeping, effectOf, expectWhole } from '../../support/fault-effects.ts'
import { isOnTheWire } from '../../support/fault-kinds.ts'
import { type Visit, visits } from '../../support/fault-pages.ts'
import { type Cell, cellsOf, failuresOf, type Run, runWith, sampling } from '../../support/fault-run.ts'
import type { Answer } from '../../support/gateway.ts'
import { tableViolations } from '../../support/invariants.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { nothingHappenedToday } from '../../support/world-limits.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})
beforeEach(() => nothingHappenedToday('organization-link-mails', world.customer.organizationId))

const open = allRoutes().filter(({ route }) => changes(route) && publicReasonOf(route) !== undefined)
const choose = sampling('R1 pages', 0.2)

/** Whoever began an attempt that came to nothing has it for half a minute. */
const patience = [0, after.seconds(1), after.seconds(31), after.seconds(62)]

const withoutBookkeeping = (runs: readonly Run<Answer>[]) =>
  effectOf(
    runs.flatMap(({ written }) => written),
    { without: bookkeeping },
  )

const forms = open.flatMap(({ operationId }) => {
  const known = Object.keys(visits).filter((name) => name.split(' ')[0] === operationId)
  return known.length > 0 ? known : [operationId]
})

describe.each(forms)('the form of %s, sent again after a fault', (form) => {
  async function visitor(): Promise<Visit> {
    const visit = await visits[form]?.(world)
    if (visit) return visit
    throw new Error(
      `say in test/support/fault-pages.ts how somebody comes to the form of ${form}, and when they are done`,
    )
  }

  test('has done the same as without a fault, at whichever of its calls and whatever it was', async () => {
    // A container that has done it once makes fewer calls than the first time: those are listed that are made from then on.
    const warm = await visitor()
    await atTime(warm.at ?? 0, () => runWith(undefined, warm.send))
    const visit = await visitor()
    const now = <Result>(act: () => Promise<Result>, more = 0) => atTime((visit.at ?? 0) + more, act)
    const reference = await now(() => runWith(undefined, visit.send))
    expect(visit.isDone(reference.answer), reference.answer?.body).toBe(true)
    const whole = await withoutBookkeeping([reference])
    const outcome = await visit.outcome()

    const prove = async (cell: Cell): Promise<void> => {
      const again = await visitor()
      const first = await now(() => runWith(cell, again.send))
      expect(first.struck, 'there was no such call').toBe(true)
      if (first.answer && isOnTheWire(cell.kind)) expect(first.answer.status).toBeLessThan(500)
      if (first.answer) expect([200, 400, 409, 410, 500, 503]).toContain(first.answer.status)
      if (cell.kind === 'killed after') expect(await tableViolations()).toEqual([])
      const runs = [first]
      for (const wait of patience)
        if (!again.isDone(runs.at(-1)?.answer)) runs.push(await now(() => runWith(undefined, again.send), wait))
      expect(again.isDone(runs.at(-1)?.answer), runs.map(({ answer }) => answer?.status).join(', ')).toBe(true)
      await first.comeLate()
      expectWhole(await withoutBookkeeping(runs), whole)
      expect(await again.outcome()).toEqual(outcome)
    }
    expect(await failuresOf(choose(cellsOf(reference.calls), form), prove)).toEqual([])
  })
})
