import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { changes } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { everyActivity } from '../../../shared/domain/every-activity.ts'
import {
  type BusEvent,
  busEvents,
  deliverTo,
  publishNew,
  type Reaction,
  reactions,
} from '../../support/cloud-services-bus.ts'
import { beside } from '../../support/fault-beside.ts'
import { happenings } from '../../support/fault-happenings.ts'
import { expectOutcome, watch } from '../../support/fault-outcome.ts'
import { type Cell, cellsOf, failuresOf, mayMailTwice, type Run, runWith, sampling } from '../../support/fault-run.ts'
import { call, routeOf } from '../../support/gateway-call.ts'
import { guarded, validCall } from '../../support/gateway-valid-calls.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { nothingHappenedToday } from '../../support/world-limits.ts'

let world: World
/** Which operation's example leaves which activity. */
const left = new Map<string, OperationId>()
beforeAll(async () => {
  world = await seedWorld()
  await publishNew()
  for (const operationId of guarded.filter((one) => changes(routeOf(one)))) {
    await call(operationId, await validCall(operationId, world))
    for (const { detailType } of await publishNew()) if (!left.has(detailType)) left.set(detailType, operationId)
  }
})
beforeEach(() => nothingHappenedToday('organization-link-mails', world.customer.organizationId))

const choose = sampling('R1 events', 0.12)

/** Lambda hands an event over three times; between them a minute goes by, and then two. */
const attempts = [0, after.minutes(1), after.minutes(3)]

/** Whoever looks at everything that happens does the same with all of it. */
const triedWith = ({ to }: Reaction): readonly string[] => (to === everyActivity ? ['group.created'] : to)

const pairs = reactions.flatMap((reaction) => triedWith(reaction).map((action) => ({ ...reaction, action })))
const directory = reactions.find(({ file }) => file === 'keep-directory')

test('there are functions that react', () => {
  expect(pairs.length).toBeGreaterThan(20)
})

describe.each(pairs)('$file, handed $action again after a fault', ({ action, ...reaction }) => {
  test('leaves what it would have left without one, and mails nobody twice', async () => {
    // A container that has done it once makes fewer calls than the first time: those are listed that are made from then on.
    await react(reaction, await happen(reaction, action))
    const reference = await react(reaction, await happen(reaction, action))
    if (reference.failed) throw reference.failed
    const prove = async (cell: Cell): Promise<void> => {
      const { runs, outcome, repeated } = await react(reaction, await happen(reaction, action), cell)
      expect(runs[0]?.struck, 'there was no such call').toBe(true)
      expect(runs.at(-1)?.error, 'it ends among the dead letters').toBeUndefined()
      expectOutcome(outcome, reference.outcome)
      if (!mayMailTwice(cell)) expect(repeated).toEqual([])
      expect(repeated, 'a third time').toEqual([...new Set(repeated)])
    }
    const { calls = [] } = reference.runs[0] ?? {}
    expect(await failuresOf(choose(cellsOf(calls), `${reaction.file} ${action}`), prove)).toEqual([])
  })
})

/** What a function may have to touch where it comes late: tokens that were given out until then are ended as well. */
const besides: Readonly<Record<string, readonly string[]>> = { 'follow-factor-reset': ['access'] }

/** Lets something happen that leaves this activity, which nobody has been told of yet. */
async function happen({ file }: Reaction, action: string): Promise<BusEvent> {
  const given = happenings[`${file} ${action}`] ?? happenings[action]
  const operationId = left.get(action)
  if (given) await given(world)
  else if (operationId) await call(operationId, await validCall(operationId, world))
  const event = (await publishNew()).findLast(({ detailType }) => detailType === action)
  if (event) {
    await beside[file]?.(event, world)
    return event
  }
  throw new Error(`no example of a row leaves ${action}: say in test/support/fault-happenings.ts how it happens`)
}

/** Hands an event to a function, with a fault the first time, as often as it takes. */
async function react(reaction: Reaction, event: BusEvent, cell?: Cell) {
  const since = busEvents().length
  const outcomeOf = watch()
  const runs: Run<'done'>[] = []
  const isOver = () => runs.at(-1)?.answer === 'done'
  for (const wait of attempts)
    if (!isOver())
      runs.push(
        await atTime(wait, () =>
          runWith(runs.length === 0 ? cell : undefined, async () => {
            await deliverTo(reaction, event)
            return 'done' as const
          }),
        ),
      )
  await runs[0]?.comeLate()
  const { outcome, repeated } = await outcomeOf(
    runs.flatMap(({ written }) => written),
    besides[reaction.file],
  )
  // Whatever became of sign-ins is kept up with, so that the table agrees with itself when everything is over.
  if (directory)
    for (const other of [event, ...busEvents().slice(since)])
      if (directory.to.includes(other.detailType)) await deliverTo(directory, other)
  return { runs, outcome, repeated, failed: isOver() ? undefined : runs.at(-1)?.error }
}
