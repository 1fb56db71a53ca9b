import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { startDynamoDb } from '../support/dynamodb.ts'
import { deployedTable } from '../support/table-definition.ts'
import { type Order, type Report, type Task, tasks } from './contestant.ts'

/** `npm run bench -- <rounds>`: everyone does each task 25 times a round, one contestant after the other, round after round. */
const rounds = Number(process.argv[2] ?? 40)
const timesARound = 25
const warmUp = 50

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
/** How many times as fast as better-auth these are meant to be, with the table in process. */
const aims: Readonly<Partial<Record<Task, number>>> = { 'permission check': 3, 'list 50 members': 3, invite: 3 }
const column = (text: string, width: number) => text.padStart(width)

type Runner = { readonly name: string; readonly child: ChildProcess }

if (!existsSync(path('peers/node_modules'))) {
  console.log('→ Peers: installing them from their own lock file (once)')
  await promisify(execFile)('npm', ['ci'], { cwd: path('peers/') })
}
const local = await startDynamoDb()
const runners: Runner[] = []
try {
  await createTable(local.endpoint)
  runners.push(
    await enter('Rolecall, table in process', 'rolecall.ts', {}),
    await enter('Rolecall, DynamoDB Local', 'rolecall.ts', { AWS_ENDPOINT_URL_DYNAMODB: local.endpoint }),
    await enter('better-auth, SQLite', 'peers/better-auth.ts', { NODE_ENV: 'production' }),
  )
  for (const task of tasks) print(task, await race(task))
} finally {
  for (const { child } of runners) child.kill()
  await local.stop()
}

/** Starts a contestant as a program of its own, and waits until it has seeded what it works with. */
async function enter(name: string, file: string, environment: Readonly<Record<string, string>>): Promise<Runner> {
  console.log(`→ ${name}: making an organization with 60 people`)
  const child = fork(path(file), {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [answer] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (answer !== 'ready') throw new Error(`${name} could not begin`)
  return { name, child }
}

/** Answers are right before anything is timed, and every time after; who goes first changes from round to round. */
async function race(task: Task): Promise<ReadonlyMap<Runner, Report[]>> {
  const reports = new Map(runners.map((runner) => [runner, [] as Report[]]))
  for (const runner of runners) await order(runner, { task, times: warmUp })
  for (let round = 0; round < rounds; round++) {
    const first = round % runners.length
    for (const runner of [...runners.slice(first), ...runners.slice(0, first)])
      reports.get(runner)?.push(await order(runner, { task, times: timesARound }))
  }
  return reports
}

async function order({ name, child }: Runner, work: Order): Promise<Report> {
  child.send(work)
  const [report]: Report[] = await once(child, 'message')
  if (report?.fault !== undefined || report === undefined)
    throw new Error(`${name} answers "${work.task}" wrongly: ${report?.fault}`)
  return report
}

function print(task: Task, measured: ReadonlyMap<Runner, readonly Report[]>): void {
  const rows = [...measured].map(([{ name }, reports]) => {
    const all = reports.flatMap(({ milliseconds }) => milliseconds).toSorted((one, other) => one - other)
    const mean = (of: (report: Report) => number) => reports.reduce((sum, one) => sum + of(one), 0) / reports.length
    return {
      name,
      median: all[Math.floor(all.length / 2)] ?? Number.NaN,
      least: all[0] ?? Number.NaN,
      processor: mean(({ processorMilliseconds }) => processorMilliseconds),
      calls: mean(({ calls = Number.NaN }) => calls),
      memory: Math.max(...reports.map(({ residentMegabytes }) => residentMegabytes)),
    }
  })
  const peer = rows.at(-1)?.median ?? Number.NaN
  console.log(`\n${task}: ${rounds * timesARound} times each, interleaved in ${rounds} rounds`)
  console.log(
    `${''.padEnd(28)}   median ms   minimum ms   processor ms   storage calls   memory MB   times better-auth`,
  )
  for (const { name, median, least, processor, calls, memory } of rows) {
    const cells = [
      column(median.toFixed(3), 12),
      column(least.toFixed(3), 13),
      column(processor.toFixed(3), 15),
      column(calls.toFixed(1), 16),
      column(memory.toFixed(0), 12),
      column(`${(peer / median).toFixed(2)} x`, 20),
    ]
    console.log(name.padEnd(28) + cells.join(''))
  }
  const [aim, reached] = [aims[task], peer / (rows[0]?.median ?? Number.NaN)]
  if (aim !== undefined) console.log(`${reached < aim ? 'Short of' : 'Reaches'} the aim of ${aim} times better-auth.`)
}

async function createTable(endpoint: string): Promise<void> {
  const credentials = { accessKeyId: 'nobody', secretAccessKey: 'nothing' }
  const client = new DynamoDBClient({ endpoint, region: 'eu-west-1', credentials })
  await client.send(new CreateTableCommand({ TableName: 'rolecall-bench', ...deployedTable().definition }))
  client.destroy()
}
