/** The work that everyone is asked to do, in the order in which it is done. */
export const tasks = [
  'access decision',
  'permission check',
  'list 50 members',
  'invite',
  'create organization',
] as const
export type Task = (typeof tasks)[number]

/** Somebody who does the work: `act` does a task once, and answers what came of it, in few words that are the same for all. */
export type Contestant = {
  readonly act: (task: Task) => Promise<string>
  /** Storage calls since the last time this was asked; undefined where they cannot be counted. */
  readonly takeCalls: () => number | undefined
}

/** What a right answer comes down to. Everyone is held against it before anything is timed. */
export const expected: Readonly<Record<Task, string>> = {
  'access decision': 'allowed',
  'permission check': 'allowed',
  'list 50 members': '50',
  invite: 'pending',
  'create organization': 'created',
}

export type Order = { readonly task: Task; readonly times: number }
export type Report = {
  /** Milliseconds of each time. */
  readonly milliseconds: readonly number[]
  /** Milliseconds of processor time for each, on the average. */
  readonly processorMilliseconds: number
  readonly calls: number | undefined
  readonly residentMegabytes: number
  readonly fault: string | undefined
}

/** Makes a program of a contestant: it does what its parent process orders, and reports. */
export function answerOrders(contestant: Contestant): void {
  process.on('message', async (order: Order) => process.send?.(await carryOut(contestant, order)))
  process.send?.('ready')
}

async function carryOut(contestant: Contestant, { task, times }: Order): Promise<Report> {
  contestant.takeCalls()
  const milliseconds: number[] = []
  let fault: string | undefined
  const before = process.cpuUsage()
  for (let time = 0; time < times && fault === undefined; time++) {
    const began = performance.now()
    const answer = await contestant.act(task).catch(String)
    milliseconds.push(performance.now() - began)
    if (answer !== expected[task]) fault = answer
  }
  const { user, system } = process.cpuUsage(before)
  const calls = contestant.takeCalls()
  return {
    milliseconds,
    processorMilliseconds: (user + system) / 1000 / times,
    calls: calls === undefined ? undefined : calls / times,
    residentMegabytes: process.memoryUsage().rss / 2 ** 20,
    fault,
  }
}
