import { randomUUID } from 'node:crypto'

/** A state, as much of it as our definitions say. */
export type State = {
  readonly Type: string
  readonly Resource?: string
  readonly Arguments?: { readonly FunctionName: string; readonly Payload: Readonly<Record<string, string>> }
  readonly Output?: Values
  readonly TimeoutSeconds?: unknown
  readonly Retry?: readonly { readonly ErrorEquals: readonly string[]; readonly MaxAttempts: number }[]
  readonly Catch?: readonly {
    readonly ErrorEquals: readonly string[]
    readonly Output: Values
    readonly Next: string
  }[]
  readonly Choices?: readonly { readonly Condition: string; readonly Next: string }[]
  readonly Default?: string
  readonly Next?: string
}
type Values = Readonly<Record<string, string>>
type Data = Readonly<Record<string, unknown>>

/** A definition that is written in JSONata. */
export type Definition = { readonly StartAt: string; readonly States: Readonly<Record<string, State>> }

/** What a function did that a state called: it answered, threw, or, where a token was handed out, nobody called back in time. */
export type Called = { readonly answer: Data } | { readonly error: string }

/** A state as it was entered, with what it was handed. */
export type Entered = { readonly state: string; readonly input: Data }

/** Where a run ended, and every state on its way. */
export type Run = { readonly end: 'SUCCEEDED' | 'FAILED'; readonly way: readonly Entered[] }

const mostStates = 10_000

/**
 * Runs a definition as Step Functions would, without ever waiting: `call` answers for the functions, and says of a state that waits for a
 * token what came of it.
 */
export async function runMachine(
  { StartAt, States }: Definition,
  input: Data,
  call: (functionName: string, payload: Data, waits: boolean) => Promise<Called>,
): Promise<Run> {
  const way: Entered[] = []
  let [name, handed]: [string, Data] = [StartAt, input]
  while (way.length < mostStates) {
    way.push({ state: name, input: handed })
    const state = States[name]
    if (state === undefined) throw new Error(`there is no state ${name}`)
    if (state.Type === 'Succeed') return { end: 'SUCCEEDED', way }
    if (state.Type === 'Fail') return { end: 'FAILED', way }
    ;[name, handed] = state.Type === 'Choice' ? [chosen(state, handed), handed] : await taken(state, handed, call)
  }
  throw new Error(`it goes on for more than ${mostStates} states`)
}

const chosen = ({ Choices = [], Default = '' }: State, input: Data): string =>
  Choices.find(({ Condition }) => {
    const [, path = '', word, most] = /^\{% \$states\.(\S+) (?:= '([\w-]+)'|> (\d+)) %\}$/.exec(Condition) ?? []
    const value = found({ input }, path)
    return most === undefined ? value === word : Number(value) > Number(most)
  })?.Next ?? Default

async function taken(
  { Resource = '', Arguments, Retry = [], Catch = [], Output = {}, Next = '' }: State,
  input: Data,
  call: Parameters<typeof runMachine>[2],
): Promise<[string, Data]> {
  if (Arguments === undefined) throw new Error('a task that asks nobody')
  const context = { Task: { Token: `task-${randomUUID()}` } }
  for (let tries = 1; ; tries++) {
    const payload = filled(Arguments.Payload, { input, context })
    const called = await call(Arguments.FunctionName, payload, Resource.endsWith('.waitForTaskToken'))
    if ('answer' in called) return [Next, filled(Output, { input, result: { Payload: called.answer } })]
    if (Retry.some((retry) => isFor(retry, called.error) && tries <= retry.MaxAttempts)) continue
    const caught = Catch.find((one) => isFor(one, called.error))
    if (caught === undefined) throw new Error(`${called.error} is caught by nothing`)
    return [caught.Next, filled(caught.Output, { input })]
  }
}

/** Every error of a task but its time-out is also States.TaskFailed. */
const isFor = ({ ErrorEquals }: { readonly ErrorEquals: readonly string[] }, error: string): boolean =>
  ErrorEquals.some(
    (one) => one === error || one === 'States.ALL' || (one === 'States.TaskFailed' && error !== 'States.Timeout'),
  )

const filled = (values: Values, states: Data): Data =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, evaluated(value, states)]))

function evaluated(text: string, states: Data): unknown {
  const [, path] = /^\{% \$states\.(\S+) %\}$/.exec(text) ?? []
  if (path !== undefined) return found(states, path)
  const [, counted, more] = /^\{% \$sum\(\[\$states\.(\S+), (\d+)\]\) %\}$/.exec(text) ?? []
  // What is not there is nothing in a list.
  if (counted !== undefined) return Number(valueAt(states, counted) ?? 0) + Number(more)
  if (text.includes('{%')) throw new Error(`${text} is an expression that is not understood here`)
  return text
}

/** What stands there; Step Functions fails where nothing does. */
function found(states: Data, path: string): unknown {
  const value = valueAt(states, path)
  if (value === undefined) throw new Error(`States.QueryEvaluationError: $states.${path} is not there`)
  return value
}

const valueAt = (states: Data, path: string): unknown =>
  path.split('.').reduce<unknown>((from, key) => Reflect.get(Object(from), key), states)
