import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import * as z from 'zod'
import { column, type Entry, enter, leave, medianOf, path, type Runner } from './runner.ts'
import { Served } from './served.ts'

/** Those who answer access decisions over HTTP. */
type Servers = { readonly rolecall: Entry; readonly betterAuth: Entry; readonly openFga: Entry | undefined }

const connections = [1, 16] as const
type Connections = (typeof connections)[number]
const secondsARound = 2
/** The kernel counts processor time in hundredths of a second. */
const ticksASecond = 100
/** How many times as many as better-auth we are meant to answer. */
const timesBetterAuth = 10

type Measured = { readonly requestsASecond: number; readonly processor: number }
type Results = Readonly<Record<Connections, Measured>>

/** Load on one server at a time, one after the other, round after round; every answer is compared with the right one. */
export async function raceOverHttp({ rolecall, betterAuth, openFga }: Servers, rounds: number): Promise<void> {
  const entered: (Runner & { readonly served: Served })[] = []
  const measured = new Map<string, Measured[]>()
  try {
    for (const entry of [rolecall, betterAuth, ...(openFga ? [openFga] : [])]) {
      const { name, child, said } = await enter(entry)
      entered.push({ name, child, served: Served.parse(said) })
    }
    // Node and SQLite take tens of thousands of calls to come to their full speed.
    for (let warming = 0; warming < 5; warming++) for (const { name, served } of entered) await load(name, served, 16)
    for (let round = 0; round < rounds; round++)
      for (const count of connections)
        for (const { name, served } of entered) {
          const key = `${name} ${count}`
          measured.set(key, [...(measured.get(key) ?? []), await load(name, served, count)])
        }
  } finally {
    await Promise.all(entered.map(leave))
  }
  const middle = (name: string, count: Connections): Measured => {
    const all = measured.get(`${name} ${count}`) ?? []
    return {
      requestsASecond: medianOf(all.map(({ requestsASecond }) => requestsASecond)),
      processor: medianOf(all.map(({ processor }) => processor)),
    }
  }
  const results = new Map(entered.map(({ name }) => [name, { 1: middle(name, 1), 16: middle(name, 16) } as const]))
  console.log(
    `\naccess decision over HTTP: ${rounds} rounds of ${secondsARound} s at 1 connection and at 16, interleaved`,
  )
  print(results)
  judge(results, { rolecall, betterAuth, openFga })
}

const Outcome = z.object({
  requests: z.object({ total: z.int() }),
  duration: z.number(),
  non2xx: z.int(),
  errors: z.int(),
  mismatches: z.int(),
})

/** The load comes from a process of its own, whose processor time is nobody's. */
async function load(name: string, { pid, url, headers, body, answer }: Served, count: number): Promise<Measured> {
  const before = processorSeconds(pid)
  const said = Object.entries(headers).flatMap(([header, value]) => ['-H', `${header}=${value}`])
  const { stdout } = await promisify(execFile)(process.execPath, [
    path('peers/node_modules/autocannon/autocannon.js'),
    ...['--json', '-m', 'POST', '-c', String(count), '-d', String(secondsARound), '-b', body, '-E', answer],
    ...said,
    url,
  ])
  const outcome = Outcome.parse(JSON.parse(stdout))
  if (outcome.non2xx + outcome.errors + outcome.mismatches > 0) throw new Error(`${name} answers wrongly: ${stdout}`)
  return {
    requestsASecond: outcome.requests.total / outcome.duration,
    processor: ((processorSeconds(pid) - before) * 1000) / outcome.requests.total,
  }
}

/** What a process has used of the processors, in itself and in the kernel; not a number where there is no /proc. */
function processorSeconds(pid: number): number {
  if (!existsSync(`/proc/${pid}/stat`)) return Number.NaN
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksASecond
}

function print(results: ReadonlyMap<string, Results>): void {
  const heads = connections.map((count) => `requests/s at ${count}`.padStart(18) + 'processor ms'.padStart(15))
  console.log(''.padEnd(28) + heads.join(''))
  for (const [name, of] of results) {
    const cells = connections.map(
      (count) => column(of[count].requestsASecond.toFixed(0), 18) + column(of[count].processor.toFixed(3), 15),
    )
    console.log(name.padEnd(28) + cells.join(''))
  }
  console.log(
    [
      'Each is one process, loaded by another, and its processor time is all of its own: the HTTP server, the caller judged, the store in',
      'memory, the line in the log. In front of ours stands a bare node:http server in the gateway’s place, and its table speaks DynamoDB’s',
      'protocol without the network: on AWS both are Amazon’s. Node answers on one processor, OpenFGA on as many as there are.',
    ].join('\n'),
  )
}

/** Says in words whether what is aimed at is reached. */
function judge(results: ReadonlyMap<string, Results>, { rolecall, betterAuth, openFga }: Servers): void {
  const [ours, theirs] = [results.get(rolecall.name), results.get(betterAuth.name)]
  const goFigures = openFga && results.get(openFga.name)
  for (const count of connections) {
    const at = `at ${count} ${count === 1 ? 'connection' : 'connections'}`
    if (ours && theirs) {
      const times = ours[count].requestsASecond / theirs[count].requestsASecond
      const word = times < timesBetterAuth ? 'Short of' : 'Reaches'
      console.log(
        `${word} the aim of ${timesBetterAuth} times better-auth’s requests ${at}: ${times.toFixed(1)} times.`,
      )
    }
    if (!ours || !goFigures) continue
    // No finer than the rounds differ among themselves.
    const share = Math.round((ours[count].processor / goFigures[count].processor) * 100) / 100
    if (Number.isNaN(share)) console.log('Processor times are not known here: there is no /proc.')
    else
      console.log(
        `${share > 1 ? 'Short of' : 'Reaches'} the aim of at most OpenFGA’s processor time ${at}: ${share.toFixed(2)} times as much.`,
      )
  }
}
