import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { startDynamoDb } from '../support/dynamodb.ts'
import { deployedTable } from '../support/table-definition.ts'
import { type Order, type Report, type Task, tasks } from './contestant.ts'
import { openFga } from './openfga-program.ts'
import { raceOverHttp } from './over-http.ts'
import { column, enter, leave, medianOf, path, type Runner } from './runner.ts'

/**
 * `npm run bench -- <rounds> <task>`: everyone does each task, or that one, 25 times a round, one contestant after the other, round after
 * round; access decisions are then asked over HTTP as well.
 */
const rounds = Number(process.argv[2] ?? 40)
const wanted = tasks.filter((task) => process.argv[3] === undefined || task === process.argv[3])
const timesARound = 25
const warmUp = 50

/** How many times as fast as better-auth these are meant to be, with the table in process. */
const aims: Readonly<Partial<Record<Task, number>>> = {
  'access decision': 10,
  'permission check': 3,
  'list 50 members': 3,
  invite: 3,
}

if (!existsSync(path('peers/node_modules'))) {
  console.log('→ Peers: installing them from their own lock file (once)')
  await promisify(execFile)('npm', ['ci'], { cwd: path('peers/') })
}
const local = await startDynamoDb()
const runners: Runner[] = []
const production = { NODE_ENV: 'production' }
try {
  await createTable(local.endpoint)
  runners.push(
    await enter({ name: 'Rolecall, table in process', file: 'rolecall.ts' }),
    await enter({
      name: 'Rolecall, DynamoDB Local',
      file: 'rolecall.ts',
      environment: { AWS_ENDPOINT_URL_DYNAMODB: local.endpoint },
    }),
    await enter({ name: 'better-auth, SQLite', file: 'peers/better-auth.ts', environment: production }),
  )
  for (const task of wanted) print(task, await race(task))
} finally {
  await Promise.all(runners.map(leave))
  await local.stop()
}
if (wanted.includes('access decision')) {
  const program = await openFga('v1.22.1')
  const roundsOverHttp = Math.max(3, Math.round(rounds / 8))
  await raceOverHttp(
    {
      rolecall: { name: 'Rolecall, table in process', file: 'rolecall-served.ts' },
      betterAuth: { name: 'better-auth, SQLite', file: 'peers/better-auth-served.ts', environment: production },
      openFga:
        program === undefined ? undefined : { name: 'OpenFGA, memory', file: 'peers/openfga.ts', arguments: [program] },
    },
    roundsOverHttp,
  )
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
    const all = reports.flatMap(({ milliseconds }) => milliseconds)
    const mean = (of: (report: Report) => number) => reports.reduce((sum, one) => sum + of(one), 0) / reports.length
    return {
      name,
      median: medianOf(all),
      least: Math.min(...all),
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
