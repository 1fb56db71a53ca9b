import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { allRoutes } from '../../../shared/contract/routes.ts'
import { deliver, publishNew, reactions } from '../../support/cloud-services-bus.ts'
import { logOf } from '../../support/cloud-services-log.ts'
import { expectOutcome, watch } from '../../support/fault-outcome.ts'
import { type Cell, cellsOf, failuresOf, mayMailTwice, type Run, runWith, sampling } from '../../support/fault-run.ts'
import { type Trigger, triggers } from '../../support/fault-triggers.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { atTime } from '../../support/world-clock.ts'
import { nothingHappenedToday } from '../../support/world-limits.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await publishNew()
})
beforeEach(() => nothingHappenedToday('organization-link-mails', world.customer.organizationId))

const choose = sampling('R1 jobs and triggers', 0.15)

/** Every function that is deployed, but those behind routes and those on the bus. */
const root = fileURLToPath(new URL('../../../functions/', import.meta.url))
const elsewhere = new Set([
  ...allRoutes().map(({ feature, route }) => `${feature}/${route.runsIn?.function ?? 'index'}`),
  ...reactions.map(({ feature, file }) => `${feature}/${file}`),
])
const called = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /^[\w-]+\/[\w-]+\.ts$/.test(file))
  .filter((file) => /^export (?:const|async function) handler\b/m.test(readFileSync(root + file, 'utf8')))
  .map((file) => file.replace(/\.ts$/, ''))
  .filter((name) => !elsewhere.has(name))

test('there are functions that are called in another way than by route or event', () => {
  expect(called.length).toBeGreaterThan(5)
  expect(Object.keys(triggers).filter((name) => !called.includes(name))).toEqual([])
})

describe.each(called.filter((name) => triggers[name] !== 'elsewhere'))('%s, called again after a fault', (name) => {
  test('leaves what it would have left without one', async () => {
    const trigger = triggers[name]
    if (!trigger || trigger === 'elsewhere')
      throw new Error(`say in test/support/fault-triggers.ts what ${name} is given to do, and how it is called`)
    // A container that has done it once makes fewer calls than the first time: those are listed that are made from then on.
    await go(trigger)
    const reference = await go(trigger)
    expect(reference.done).toBe(true)
    const { sameAs = (outcome) => outcome } = trigger
    const prove = async (cell: Cell): Promise<void> => {
      const { runs, outcome, repeated, done, said } = await go(trigger, cell)
      expect(runs[0]?.struck, 'there was no such call').toBe(true)
      expect(done, `it never comes to an end: ${runs.at(-1)?.error}`).toBe(true)
      if (said) return
      expectOutcome(sameAs(outcome), sameAs(reference.outcome))
      if (!mayMailTwice(cell)) expect(repeated).toEqual([])
      expect(repeated, 'a third time').toEqual([...new Set(repeated)])
    }
    const { calls = [] } = reference.runs[0] ?? {}
    expect(await failuresOf(choose(cellsOf(calls), name), prove)).toEqual([])
  })
})

/** Calls a function, with a fault the first time, as often as it takes. */
async function go({ prepare, again, always = false, orSays }: Trigger, cell?: Cell) {
  const { at = 0, invoke } = await prepare(world)
  const outcomeOf = watch()
  const runs: Run<'done'>[] = []
  const isOver = () => runs.at(-1)?.answer === 'done'
  const log = await logOf(async () => {
    for (const wait of [0, ...again])
      if (always || !isOver())
        runs.push(
          await atTime(at + wait, () =>
            runWith(runs.length === 0 ? cell : undefined, async () => {
              await invoke()
              return 'done' as const
            }),
          ),
        )
  })
  await runs[0]?.comeLate()
  const { outcome, repeated } = await outcomeOf(runs.flatMap(({ written }) => written))
  // Sign-ins of people who are gone go as well, so that the table agrees with itself when everything is over.
  for (const event of await publishNew()) if (event.detailType === 'profile.removed') await deliver(event)
  return { runs, outcome, repeated, done: isOver(), said: log.some(({ event }) => event === orSays) }
}
