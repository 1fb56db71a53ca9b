import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { relative, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { cleanEnvironment } from '../infra/local/clean-environment.ts'
import { LocalProblem, runCommand } from '../infra/local/local-problem.ts'
import { projectDirectory } from '../infra/local/settings.ts'
import { longer, patience, type Suite, suites } from './support/suites.ts'

/** One suite, or some of its files. */
type Wanted = { readonly suite: Suite; readonly files: readonly string[] }

/** What became of a suite: every failure is a line for people. */
type Outcome = { readonly passed: number; readonly failures: readonly string[] }

/** As much as is read of what vitest's JSON reporter writes. */
type Report = {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    /** Of what went wrong outside of its tests. */
    readonly message: string
    readonly assertionResults: readonly {
      readonly fullName: string
      readonly status: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

const secondsToEnd = 10

/** So much of what a suite says last is kept, in characters, and of why a test failed. */
const mostLastWords = 2000
const mostReason = 1500

/** `npm run test:long`: randomised suites run all of their trials, for which everything has longer. */
const longRun = process.argv.includes('--long')

await runCommand(async () => {
  const wanted = read(process.argv.slice(2).filter((arg) => arg !== '--long'))
  const outcomes: Outcome[] = []
  for (const [position, one] of wanted.entries()) {
    console.log(`\n── ${one.suite} (${position + 1} of ${wanted.length}) ${'─'.repeat(60)}`)
    const started = performance.now()
    const outcome = await run(one)
    outcomes.push(outcome)
    const seconds = ((performance.now() - started) / 1000).toFixed(1)
    console.log(`── ${one.suite}: ${inWords([outcome])} (${seconds} s). So far: ${inWords(outcomes)}.`)
  }
  const failures = outcomes.flatMap((outcome) => outcome.failures)
  if (failures.length > 0) console.log(`\nFailed:\n${failures.map((failure) => `  ✗ ${failure}`).join('\n')}`)
  console.log(`\n${inWords(outcomes)}`)
  process.exitCode = failures.length > 0 ? 1 : 0
})

function inWords(outcomes: readonly Outcome[]): string {
  const passed = outcomes.reduce((sum, outcome) => sum + outcome.passed, 0)
  const failed = outcomes.reduce((sum, outcome) => sum + outcome.failures.length, 0)
  return `${passed} passed, ${failed} failed`
}

/** What the command line asks for: nothing for everything, names of suites, or test files. */
function read(args: readonly string[]): Wanted[] {
  if (args.length === 0) {
    const stray = testFilesBelow('test').find((file) => !suites.some((suite) => file.startsWith(`test/${suite}/`)))
    if (stray !== undefined)
      throw new LocalProblem(
        `${stray} belongs to no suite, so nothing would run it: add one to test/support/suites.ts.`,
      )
    return suites.map((suite) => ({ suite, files: [] }))
  }
  const files = new Map<Suite, string[]>()
  for (const arg of args) {
    const path = relative(projectDirectory, resolve(projectDirectory, arg))
    const suite = suites.find((name) => name === arg || path.startsWith(`test/${name}/`))
    if (suite === undefined || (suite !== arg && !testFilesOf(suite).includes(path))) {
      throw new LocalProblem(
        `${arg} is neither a suite (${suites.join(', ')}) nor a test file. Say for example: npm test -- table, or ` +
          'npm test -- test/table/profile.test.ts',
      )
    }
    files.set(suite, [...(files.get(suite) ?? []), ...(suite === arg ? testFilesOf(suite) : [path])])
  }
  return suites.flatMap((suite) => {
    const found = files.get(suite)
    return found === undefined ? [] : [{ suite, files: found.length === testFilesOf(suite).length ? [] : found }]
  })
}

function testFilesOf(suite: Suite): string[] {
  return testFilesBelow(`test/${suite}`)
}

function testFilesBelow(folder: string): string[] {
  return readdirSync(`${projectDirectory}/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.test\.tsx?$/.test(file) && !/(^|\/)(\.state|node_modules)\//.test(file))
    .map((file) => `${folder}/${file}`)
}

async function run({ suite, files }: Wanted): Promise<Outcome> {
  const directory = mkdtempSync(`${tmpdir()}/rolecall-test-`)
  try {
    const report = `${directory}/report.json`
    const ended = await vitest(suite, files, report)
    return outcomeOf(suite, files.length > 0 ? files : testFilesOf(suite), ended, readReport(report))
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** How a suite's process ended: by itself with that code, or because its time was up. */
type Ended = {
  readonly code: number | null
  readonly overtime: boolean
  /** The last of what it said on standard error. */
  readonly lastWords: string
}

async function vitest(suite: Suite, files: readonly string[], report: string): Promise<Ended> {
  const child = spawn(
    `${projectDirectory}/node_modules/.bin/vitest`,
    [
      'run',
      ...['--config', 'test/vitest.config.ts', '--project', suite],
      ...['--reporter', 'default', '--reporter', 'json', `--outputFile.json=${report}`],
      ...files,
    ],
    // A process group of its own, so that all it has started can be ended with it.
    {
      cwd: projectDirectory,
      env: { ...cleanEnvironment(), ...(longRun && { ROLECALL_TRIALS: 'all' }) },
      stdio: ['ignore', 'inherit', 'pipe'],
      detached: true,
    },
  )
  let lastWords = ''
  child.stderr.on('data', (words: Buffer) => {
    process.stderr.write(words)
    lastWords = (lastWords + words.toString('utf8')).slice(-mostLastWords)
  })
  const endAll = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal)
    } catch {
      // Nothing of it is left.
    }
  }
  const endForGood = (signal: NodeJS.Signals) => {
    endAll(signal)
    setTimeout(() => endAll('SIGKILL'), secondsToEnd * 1000).unref()
  }
  let overtime = false
  const limit = setTimeout(() => {
    overtime = true
    endForGood('SIGTERM')
  }, secondsFor(suite) * 1000)
  let interrupted: NodeJS.Signals | undefined
  const interrupt = (signal: NodeJS.Signals) => {
    interrupted = signal
    endForGood('SIGTERM')
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt)
  const code = await new Promise<number | null>((settle, reject) => {
    child.once('error', reject)
    child.once('exit', settle)
  })
  clearTimeout(limit)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, interrupt)
  endAll('SIGKILL')
  if (interrupted !== undefined) {
    console.log(`\n✗ Interrupted (${interrupted}): the suite ${suite} did not finish.`)
    process.exit(1)
  }
  return { code, overtime, lastWords }
}

function secondsFor(suite: Suite): number {
  return patience[suite].whole * (longRun ? longer : 1)
}

function readReport(file: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Report
  } catch {
    return undefined
  }
}

/** Counts what passed; all else is a failure: what failed, what was left out, and what never came to run. */
function outcomeOf(suite: Suite, files: readonly string[], ended: Ended, report: Report | undefined): Outcome {
  if (report === undefined && !ended.overtime)
    return { passed: 0, failures: [`${suite}: did not run; the reason stands above`] }
  const results = (report?.testResults ?? []).map((result) => ({
    ...result,
    file: relative(projectDirectory, result.name),
  }))
  const tests = results.flatMap(({ file, assertionResults }) => assertionResults.map((test) => ({ ...test, file })))
  const failures = [
    ...(ended.overtime ? [`${suite}: not finished after ${secondsFor(suite)} seconds, and ended`] : []),
    ...tests
      .filter(({ status }) => status !== 'passed')
      .map(
        ({ file, fullName, status, failureMessages }) =>
          `${file} › ${fullName}${status === 'failed' ? because(failureMessages.join('\n')) : ` (${status}, not run)`}`,
      ),
    ...results
      .filter(({ assertionResults }) => assertionResults.length === 0)
      .map(({ file, message }) => `${file}: ran no test, or could not be loaded${because(message)}`),
    ...results
      .filter(({ status, assertionResults }) => status !== 'passed' && assertionResults.every(isPassed))
      .filter(({ assertionResults }) => assertionResults.length > 0)
      .map(({ file, message }) => `${file}: failed outside of its tests${because(message)}`),
    ...(ended.overtime
      ? []
      : files.filter((file) => !results.some((result) => result.file === file)).map((file) => `${file}: did not run`)),
  ]
  const passed = tests.filter(isPassed).length
  if (failures.length === 0 && passed === 0) return { passed, failures: [`${suite}: ran no test`] }
  if (failures.length === 0 && ended.code !== 0)
    return {
      passed,
      failures: [`${suite}: ended with the exit code ${ended.code}. It said last:\n${ended.lastWords.trim()}`],
    }
  return { passed, failures }
}

/** Why something failed, and where in our own files, indented below it: whoever reads the end of a long log need not search the rest. */
function because(reason: string): string {
  const lines = stripVTControlCharacters(reason).split('\n')
  const ours = lines.filter((line) => line.trim() && !/^\s+at (?!.*\/test\/)/.test(line))
  const kept = ours.join('\n').slice(0, mostReason).split('\n')
  return kept.map((line) => `\n      ${line.trimEnd()}`).join('')
}

function isPassed({ status }: { readonly status: string }): boolean {
  return status === 'passed'
}
