import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { cleanEnvironment } from './clean-environment.ts'
import { LocalProblem } from './local-problem.ts'
import { portVariables } from './settings.ts'

/** A program that runs beside the command that started it; its pid file and its log lie in the state directory. */
export type BackgroundProgram = {
  readonly name: 'cloud' | 'mailbox'
  /** What its command line contains, so that a pid that another program got after a reboot is not taken for it. */
  readonly recognisedBy: string
  readonly command: string
  readonly args: readonly string[]
  readonly settings: Readonly<Record<string, string>>
  readonly stateDirectory: string
  readonly ports: readonly { readonly port: number; readonly variable: keyof typeof portVariables }[]
  readonly survives: boolean
  readonly isReady: () => Promise<boolean>
  /** How long it may take to save its state when it is asked to stop. */
  readonly stopSeconds: number
}

type PidFile = { readonly pid: number; readonly ports: readonly number[]; readonly fingerprint: string }

const readySeconds = 30

/** How a program came to run. After a crash, what it had not saved is lost. */
export type Started = 'started' | 'started again after a crash' | 'was running'

/** Starts the program unless it runs already, and waits until it answers. */
export async function startBackground(program: BackgroundProgram): Promise<Started> {
  const running = findRunning(program)
  if (running !== undefined) {
    if (running.fingerprint === fingerprintOf(program)) {
      await untilReady(program)
      return 'was running'
    }
    // Its ports or its version have changed since it was started; what it holds is saved when it stops.
    await stopBackground(program)
  }
  // Whoever stops it removes the pid file; a machine that was switched off, or a kill, leaves it.
  const crashed = readPidFile(pidFileOf(program)) !== undefined
  for (const { port, variable } of program.ports) await refuseTakenPort(program, port, portVariables[variable])

  // What it unpacks and leaves behind is of no use to the next run.
  const scratch = `${program.stateDirectory}/scratch/${program.name}`
  rmSync(scratch, { recursive: true, force: true })
  mkdirSync(scratch, { recursive: true, mode: 0o700 })
  // Below this project, whose own files are modules; what the local cloud unpacks here says for itself what it is.
  writeFileSync(`${scratch}/package.json`, '{ "type": "commonjs" }')
  const log = openSync(logFile(program), 'a')
  const child = spawn(program.command, program.args, {
    cwd: program.stateDirectory,
    env: { ...cleanEnvironment(), ...program.settings, TMPDIR: scratch },
    detached: program.survives,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  if (!program.survives) endWithThisProcess(child)
  if (child.pid !== undefined) {
    const pidFile: PidFile = {
      pid: child.pid,
      ports: program.ports.map(({ port }) => port),
      fingerprint: fingerprintOf(program),
    }
    writeFileSync(pidFileOf(program), JSON.stringify(pidFile))
  }
  await untilReady(program, child)
  return crashed ? 'started again after a crash' : 'started'
}

/** Stops the program if it runs, giving it the time to save its state. Says whether it ran. */
export async function stopBackground(
  program: Pick<BackgroundProgram, 'name' | 'recognisedBy' | 'stateDirectory' | 'stopSeconds'>,
): Promise<boolean> {
  const running = findRunning(program)
  if (running === undefined) {
    rmSync(pidFileOf(program), { force: true })
    return false
  }
  process.kill(running.pid, 'SIGTERM')
  const patience = Date.now() + program.stopSeconds * 1000
  while (isAlive(running.pid) && Date.now() < patience) await wait(50)
  if (isAlive(running.pid)) {
    // Its pid file stays, so that the next start knows that not everything may have been saved.
    process.kill(running.pid, 'SIGKILL')
    while (isAlive(running.pid)) await wait(50)
  } else {
    rmSync(pidFileOf(program), { force: true })
  }
  return true
}

/** The pid file of the program when the process it names is alive and is indeed that program. */
export function findRunning(
  program: Pick<BackgroundProgram, 'name' | 'recognisedBy' | 'stateDirectory'>,
): PidFile | undefined {
  const pidFile = readPidFile(pidFileOf(program))
  if (pidFile === undefined || !isAlive(pidFile.pid)) return undefined
  return commandLineOf(pidFile.pid).includes(program.recognisedBy) ? pidFile : undefined
}

/** Ports on 127.0.0.1 that nothing listens on at the moment, each another one. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listenOn(0)))
  return Promise.all(
    servers.map(async (server) => {
      const address = server?.address()
      if (server) await close(server)
      if (!address || typeof address === 'string') throw new Error('no port is free on 127.0.0.1')
      return address.port
    }),
  )
}

async function untilReady(program: BackgroundProgram, child?: ChildProcess): Promise<void> {
  let ended = false
  child?.once('exit', () => {
    ended = true
  })
  child?.once('error', () => {
    ended = true
  })
  const patience = Date.now() + readySeconds * 1000
  while (Date.now() < patience && !ended) {
    if (await program.isReady()) return
    await wait(50)
  }
  const whatHappened = ended ? 'ended by itself' : `did not answer within ${readySeconds} seconds`
  throw new LocalProblem(
    `The ${program.name} ${whatHappened}. Its log is ${logFile(program)}; it ends with:\n${lastLines(logFile(program), 15)}`,
  )
}

async function refuseTakenPort(program: BackgroundProgram, port: number, variable: string): Promise<void> {
  const server = await listenOn(port)
  if (server) return close(server)
  throw new LocalProblem(
    `Port ${port}, which the ${program.name} needs, is taken by another program (lsof -i :${port} names it). ` +
      `Stop that program, or choose another port: ${variable}=${port + 1} npm start`,
  )
}

/** A server that listens on the port, or undefined when it is taken. */
async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer()
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => resolve(server))
  })
}

async function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}

function endWithThisProcess(child: ChildProcess): void {
  const end = () => child.kill('SIGTERM')
  const endOnSignal = (signal: NodeJS.Signals) => {
    end()
    // Whoever sent the signal meant this process as well, which would have ended had we not listened.
    process.kill(process.pid, signal)
  }
  process.once('exit', end)
  process.once('SIGTERM', endOnSignal)
  child.once('exit', () => {
    process.off('exit', end)
    process.off('SIGTERM', endOnSignal)
  })
}

/** Ports, version and surroundings in one short text: another one means that the running program is not the wanted one. */
function fingerprintOf(program: BackgroundProgram): string {
  const { command, args, settings } = program
  return createHash('sha256')
    .update(JSON.stringify([command, args, settings]))
    .digest('hex')
}

function readPidFile(file: string): PidFile | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PidFile
  } catch {
    return undefined
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch {
    return false
  }
}

/** A child that has ended but was not yet waited for still has its pid; only Linux tells. */
function isZombie(pid: number): boolean {
  try {
    return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    // No /proc on macOS.
  }
  try {
    return execFileSync('ps', ['-p', String(pid), '-o', 'command='], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

function lastLines(file: string, count: number): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n')
}

const pidFileOf = (program: Pick<BackgroundProgram, 'name' | 'stateDirectory'>) =>
  `${program.stateDirectory}/${program.name}.pid`
const logFile = (program: Pick<BackgroundProgram, 'name' | 'stateDirectory'>) =>
  `${program.stateDirectory}/${program.name}.log`
