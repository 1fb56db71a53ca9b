import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundleFunctions, projectDirectory } from '../../infra/constructs/bundle.ts'
import { commitRows, committedRows, writesBudgets } from '../support/committed-table.ts'

const heading = 'Functions'
const mostDrift = 1 / 50
const mostRounds = 10

const directory = mkdtempSync(join(tmpdir(), 'rolecall-starts-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))
const { directories } = bundleFunctions(`${directory}/functions`)
const names = [...directories.keys()]
const committed = committedRows(heading)

const kilobytesOf = (name: string): number => statSync(`${directories.get(name)}/index.mjs`).size / 1024
/** Of small ones a tenth is more than they may drift by rounding. */
const writtenSize = (name: string): string => kilobytesOf(name).toFixed(kilobytesOf(name) < 100 ? 1 : 0)

if (writesBudgets) {
  test('the size of each is written down', () => {
    commitRows(
      heading,
      names.map((name) => [name, writtenSize(name)]),
    )
  })
} else {
  test.each(names)('%s is as large as test/bench/budgets.md says', (name) => {
    const [written] = committed.get(name) ?? []
    const drift = Math.abs(kilobytesOf(name) / Number(written) - 1)
    expect(
      drift <= mostDrift,
      `${writtenSize(name)} KB instead of ${written}: npm run budgets writes it anew, if it may`,
    ).toBe(true)
  })
  test('it says nothing of functions that are not there', () => {
    expect([...committed.keys()]).toEqual(names)
  })
}

describe('starting, compared with a function that has a DynamoDB client and nothing else', () => {
  /** Those draw PDFs: infra/decisions/functions-that-draw-are-larger.md says why they may take longer. */
  const draws: ReadonlySet<string> = new Set([
    'contracts/approval-document',
    'contracts/certificate',
    'contracts/certify-contract',
  ])
  const limitOf = (name: string) => (name === 'access/authorizer' ? 1.35 : draws.has(name) ? 4.5 : 2.5)
  const quickest = new Map<string, number>()
  const ratioOf = (name: string) => (quickest.get(name) ?? Number.NaN) / (quickest.get('control') ?? Number.NaN)

  beforeAll(() => {
    const all = [['control', bareFunction()] as const, ...directories]
    // The quickest start of each counts, since other work on the machine makes some slower and none quicker.
    for (let round = 0; round < mostRounds; round++) {
      const wanted = round < 2 ? all : all.filter(([name]) => name === 'control' || ratioOf(name) > limitOf(name))
      if (wanted.length === 1) break
      for (const [name, folder] of wanted)
        quickest.set(name, Math.min(quickest.get(name) ?? Number.POSITIVE_INFINITY, startOf(folder)))
    }
    console.log(names.map((name) => `${name} ${ratioOf(name).toFixed(2)}`).join('\n'))
  })

  test.each(names)('%s', (name) => {
    expect(ratioOf(name)).toBeLessThanOrEqual(limitOf(name))
  })
})

/** Bundled like all others, from a project of its own. */
function bareFunction(): string {
  const project = join(directory, 'control')
  mkdirSync(join(project, 'functions/control'), { recursive: true })
  symlinkSync(join(projectDirectory, 'node_modules'), join(project, 'node_modules'))
  writeFileSync(
    join(project, 'functions/control/index.ts'),
    `import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
const client = new DynamoDBClient({})
export const handler = () => client.send(new GetItemCommand({ TableName: 'any', Key: {} }))`,
  )
  const [folder = ''] = bundleFunctions(`${directory}/bare`, project).directories.values()
  return folder
}

/**
 * Milliseconds of processor time from nothing loaded to a handler that can be called, in a process of its own: on one thread, where it is
 * the time that somebody waits, however busy this machine is.
 */
function startOf(folder: string): number {
  const script = `const before = process.cpuUsage()
  const { handler } = await import(${JSON.stringify(`${folder}/index.mjs`)})
  if (typeof handler !== 'function') throw new Error('no handler')
  const { user, system } = process.cpuUsage(before)
  process.stdout.write(String((user + system) / 1000))`
  const settings = ['TABLE_NAME', 'USER_POOL_ID', 'PORTAL_CLIENT_ID', 'PUBLIC_URL', 'APP_NAME']
  const given = Object.fromEntries(settings.map((setting) => [setting, 'us-east-1_000000000']))
  const node = `${projectDirectory}/node_modules/.bin/node`
  const env = { ...given, AWS_REGION: 'us-east-1' }
  return Number(execFileSync(node, ['--single-threaded', '--input-type=module', '--eval', script], { env }))
}
