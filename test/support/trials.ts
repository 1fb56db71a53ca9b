import { expect } from 'vitest'

/** Set by `npm run test:long`: randomised suites run all of their trials, not the tenth that `npm test` has time for. */
export const runsLong = process.env.ROLECALL_TRIALS === 'all'

/** Given by whoever replays a failure: the seed that it printed. */
const givenSeed = process.env.ROLECALL_SEED

/**
 * How a randomised test runs: spread it into the second argument of fast-check's `fc.assert`, or count `numRuns` rounds of a loop of
 * your own, which takes its choices from `seed`. `all` is the count of the long run; what runs in full in under a minute says
 * `everyTime`. Prints what is run, and how to run it again.
 */
export function trials(
  name: string,
  all: number,
  { everyTime = false }: { readonly everyTime?: boolean } = {},
): { readonly numRuns: number; readonly seed: number } {
  const numRuns = runsLong || everyTime ? all : Math.ceil(all / 10)
  const seed = newSeed()
  console.log(`${name}: ${numRuns} of ${all} trials, to be had again with ROLECALL_SEED=${seed}`)
  return { numRuns, seed }
}

/** What is rare is waited for: so many times the trials at most. */
const mostRounds = 6

/**
 * Runs trials, and further ones as long as one of the outcomes that must come about has not: without them a randomised test has shown
 * nothing, and which trials have them is chance. Fails where one never comes.
 */
export async function untilSeen(
  outcomes: readonly string[],
  seen: readonly string[],
  { numRuns, seed }: { readonly numRuns: number; readonly seed: number },
  run: (parameters: { readonly numRuns: number; readonly seed: number }) => Promise<void>,
): Promise<void> {
  const isLacking = () => outcomes.some((outcome) => !seen.includes(outcome))
  for (let round = 0; round === 0 || (isLacking() && round < mostRounds); round++)
    await run({ numRuns, seed: seed + round })
  expect(seen).toEqual(expect.arrayContaining([...outcomes]))
}

/** What a randomised test takes its choices from; whoever takes it prints it. */
export function newSeed(): number {
  const seed = givenSeed === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(givenSeed)
  if (!Number.isInteger(seed)) throw new Error(`ROLECALL_SEED=${givenSeed} is no whole number`)
  return seed
}
