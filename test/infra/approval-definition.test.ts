import { describe, expect, test } from 'vitest'
import { contractTimesOf } from '../../infra/config.ts'
import { approvalDefinition, mostLooks } from '../../infra/constructs/approval-definition.ts'
import { contractSteps, type Look } from '../../shared/domain/contract-lifecycle.ts'
import { type Called, type Definition, runMachine, type State } from '../support/state-machine.ts'
import { production } from './templates.ts'

const { waitSeconds } = contractTimesOf(production)
const definition = approvalDefinition({ look: 'look', takeStep: 'step', keepToken: 'keep', waitSeconds })
const machine: Definition = definition
const states = Object.entries(machine.States)
const tasks = states.filter(([, { Type }]) => Type === 'Task')
const waiting = 'Wait for a decision or a change'

const contract = {
  organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7',
  contractId: 'ctr_01k2r8v6m0q3s5t7w9x1y3z5aa',
}

/** Where a state can lead to. */
const nextOf = ({ Next, Default, Choices = [], Catch = [] }: State): string[] =>
  [Next, Default, ...Choices.map((choice) => choice.Next), ...Catch.map((caught) => caught.Next)].filter(
    (name) => name !== undefined,
  )

/** Runs it for a contract whose looks find those words, one after the other. `happens` says what the call with that number comes to. */
async function runWith(
  looks: readonly string[],
  happens: (functionName: string, number: number) => Called | undefined,
) {
  const found = [...looks]
  const calls: { readonly functionName: string; readonly payload: unknown; readonly waits: boolean }[] = []
  const run = await runMachine(machine, contract, async (functionName, payload, waits) => {
    calls.push({ functionName, payload, waits })
    const special = happens(functionName, calls.filter((one) => one.functionName === functionName).length)
    if (special !== undefined) return special
    if (functionName === 'look') return { answer: { outcome: found.shift() ?? 'done', contractVersion: calls.length } }
    return { answer: {} }
  })
  return { ...run, names: run.way.map(({ state }) => state), calls }
}
const asPlanned = () => undefined

describe('the drawing', () => {
  test('leads to every state, and from each to an end', () => {
    const reached = new Set([machine.StartAt])
    for (const name of reached) for (const next of nextOf(machine.States[name] ?? { Type: '' })) reached.add(next)
    expect([...reached].sort()).toEqual(states.map(([name]) => name).sort())
    const ends = states.filter(([, { Type }]) => ['Succeed', 'Fail'].includes(Type)).map(([name]) => name)
    expect(ends).toEqual(['Everyone is told', 'Go on in another execution', 'The approval stopped'])
    for (const [name, state] of states) if (!ends.includes(name)) expect(nextOf(state).length, name).toBeGreaterThan(1)
  })
  test('has a state for every word that a look answers, and anything else is loud', () => {
    const looks: readonly Look[] = [...contractSteps, 'wait', 'done']
    const { Choices: [tired, ...Choices] = [], Default } = machine.States['What is due?'] ?? {}
    expect(tired).toEqual({
      Condition: expect.stringContaining(`looks > ${mostLooks}`),
      Next: 'Go on in another execution',
    })
    expect(Choices.map(({ Condition }) => Condition)).toEqual(
      looks.map((word) => expect.stringContaining(`outcome = '${word}'`)),
    )
    expect(new Set(Choices.map(({ Next }) => Next)).size).toBe(looks.length)
    expect(Default).toBe('The approval stopped')
  })
  test.each(tasks)('%s tries again, and is loud when that does not help', (_, { Retry = [], Catch = [] }) => {
    expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals)).toContain('States.TaskFailed')
    expect(Catch.at(-1)).toMatchObject({ ErrorEquals: ['States.ALL'], Next: 'The approval stopped' })
  })
  test.each(tasks)('%s ends some day, after a number of seconds that stands there', (_, { TimeoutSeconds }) => {
    expect(Number.isInteger(TimeoutSeconds)).toBe(true)
    expect(TimeoutSeconds).toBeGreaterThan(30)
  })
  test('waits for a token in one state alone, a quarter of a day', () => {
    const waits = states.filter(([, { Resource = '' }]) => Resource.endsWith('.waitForTaskToken'))
    expect(waits.map(([name, { TimeoutSeconds }]) => [name, TimeoutSeconds])).toEqual([[waiting, 21_600]])
  })
  test('ends before its history is full, which has room for 25,000 events', () => {
    // A look and a wait are scheduled, started and ended, and entered and left, as the choice between them is; some are tried again.
    expect(mostLooks * 16).toBeLessThan(25_000 * 0.7)
    // Woken by nobody, it outlasts everything that a contract can wait for, and the year that an execution may take outlasts it.
    expect(mostLooks * waitSeconds).toBeGreaterThan(180 * 24 * 3600)
    expect(mostLooks * (waitSeconds + 600)).toBeLessThan(365 * 24 * 3600)
  })
})

describe('a contract', () => {
  test('that is sent, reminded of and approved', async () => {
    const { end, names } = await runWith(['send', 'wait', 'remind', 'wait', 'done'], asPlanned)
    expect(end).toBe('SUCCEEDED')
    expect(names.filter((name) => !['Look at the contract', 'What is due?'].includes(name))).toEqual([
      'Send the link',
      waiting,
      'Remind',
      waiting,
      'Everyone is told',
    ])
  })
  test.each(contractSteps)('for which %s is due has that done once, and is looked at again', async (step) => {
    const { end, calls, names } = await runWith([step, 'done'], asPlanned)
    expect(end).toBe('SUCCEEDED')
    expect(calls.map(({ functionName }) => functionName)).toEqual(['look', 'step', 'look'])
    expect(calls[1]).toEqual({ functionName: 'step', payload: { ...contract, step }, waits: false })
    expect(names[3]).toBe('Look at the contract')
  })
  test('that waits leaves its token, with the version that was looked at', async () => {
    const { calls } = await runWith(['send', 'wait', 'done'], asPlanned)
    const kept = { ...contract, contractVersion: 3, taskToken: expect.stringMatching(/^task-/) }
    expect(calls.filter(({ waits }) => waits)).toEqual([{ functionName: 'keep', payload: kept, waits: true }])
  })
  test.each([
    ['woken by a call-back', asPlanned],
    ['by itself', (name: string) => (name === 'keep' ? { error: 'States.Timeout' } : undefined)],
  ])('that has been looked at a thousand times, each time %s, goes on in another execution', async (_, happens) => {
    const { end, names, calls } = await runWith(
      Array.from({ length: mostLooks + 1 }, () => 'wait'),
      happens,
    )
    expect([end, names.at(-1)]).toEqual(['SUCCEEDED', 'Go on in another execution'])
    expect(calls.filter(({ functionName }) => functionName === 'look')).toHaveLength(mostLooks + 1)
    expect(calls.filter(({ waits }) => waits)).toHaveLength(mostLooks)
  })
  test('for which a step is due again and again, which it never should be, ends as well', async () => {
    const { names } = await runWith(
      Array.from({ length: mostLooks + 1 }, () => 'remind'),
      asPlanned,
    )
    expect(names.at(-1)).toBe('Go on in another execution')
  })
  test('that nobody calls back for is looked at all the same', async () => {
    const { end, names, calls } = await runWith(['wait', 'expire', 'done'], (name) =>
      name === 'keep' ? { error: 'States.Timeout' } : undefined,
    )
    expect(end).toBe('SUCCEEDED')
    expect(names).toContain('Expire')
    expect(calls.filter(({ waits }) => waits)).toHaveLength(1)
  })
})

describe('a function that fails', () => {
  const words = ['send', 'wait', 'done']

  test.each(['look', 'step', 'keep'])('%s: for a while, and nothing is lost', async (failing) => {
    const { end, names } = await runWith(words, (name, number) =>
      name === failing && number < 8 ? { error: 'Lambda.TooManyRequestsException' } : undefined,
    )
    expect(end).toBe('SUCCEEDED')
    expect(names).toContain('Send the link')
  })
  test.each(['look', 'step', 'keep'])('%s: for good, and the execution fails', async (failing) => {
    const { end, names, calls } = await runWith(words, (name) =>
      name === failing ? { error: 'TypeError' } : undefined,
    )
    expect([end, names.at(-1)]).toEqual(['FAILED', 'The approval stopped'])
    expect(calls.filter(({ functionName }) => functionName === failing)).toHaveLength(9)
  })
  test('by answering a word that nobody knows fails the execution', async () => {
    expect((await runWith(['celebrate'], asPlanned)).end).toBe('FAILED')
  })
})

test('what states hand to each other is ids, a version, a count and a word of what is due, whatever a function answers', async () => {
  const secret = { address: 'jan.peeters@contoso.example' }
  const { way } = await runWith([], (name, number) =>
    name === 'look'
      ? { answer: { ...secret, outcome: ['send', 'wait', 'done'][number - 1], contractVersion: number } }
      : { answer: secret },
  )
  expect(JSON.stringify(way)).not.toContain('contoso')
  const keys = new Set(way.flatMap(({ input }) => Object.keys(input)))
  expect([...keys].sort()).toEqual(['contractId', 'contractVersion', 'looks', 'organizationId', 'outcome'])
})
