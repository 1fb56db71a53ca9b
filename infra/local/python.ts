import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LocalProblem } from './local-problem.ts'
import { pythonDirectory } from './settings.ts'

/** A Python that can run the local cloud, and where its packages are installed. */
export type InstalledPython = { readonly command: string; readonly packages: string }

const requirementsFile = fileURLToPath(new URL('requirements.txt', import.meta.url))
const newestMinor = 16
const oldestMinor = 10

/** Installs the local cloud for this machine's Python, once: again only for another Python or other versions. */
export async function installMiniStack(): Promise<InstalledPython> {
  const stampFile = `${pythonDirectory}/installed.json`
  const packages = `${pythonDirectory}/packages`
  const requirements = createHash('sha256').update(readFileSync(requirementsFile)).digest('hex')
  const stamp = readStamp(stampFile)
  if (stamp?.requirements === requirements && askPython(stamp.command)?.version === stamp.version) {
    return { command: stamp.command, packages }
  }

  const python = findPython()
  // Made beside its place and moved there whole, so that an interrupted installation is never taken for a good one.
  const fresh = `${pythonDirectory}/packages.${process.pid}`
  mkdirSync(pythonDirectory, { recursive: true, mode: 0o700 })
  rmSync(stampFile, { force: true })
  await pipInstall(python.command, 'The local cloud', ['-r', requirementsFile], fresh)
  rmSync(packages, { recursive: true, force: true })
  renameSync(fresh, packages)
  writeFileSync(stampFile, JSON.stringify({ ...python, requirements } satisfies Stamp))
  return { command: python.command, packages }
}

/** A Python, by the path of its own program. */
export type Python = { readonly command: string; readonly version: string; readonly minor: number }
type Stamp = Python & { readonly requirements: string }

function readStamp(file: string): Stamp | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Stamp
  } catch {
    return undefined
  }
}

/** A Python that is new enough and has pip; a LocalProblem says what is missing. */
export function findPython(): Python {
  const names = ['python3', ...minorsFrom(newestMinor).map((minor) => `python3.${minor}`), 'python']
  let withoutPip: Python | undefined
  let tooOld: Python | undefined
  for (const name of names) {
    const python = askPython(name)
    if (python === undefined) continue
    if (python.minor < oldestMinor) tooOld ??= python
    else if (spawnSync(python.command, ['-m', 'pip', '--version']).status === 0) return python
    else withoutPip ??= python
  }
  if (withoutPip !== undefined) {
    throw new LocalProblem(
      `Python ${withoutPip.version} is here, but pip is not. Install pip (Debian and Ubuntu: sudo apt install ` +
        `python3-pip; elsewhere: ${withoutPip.command} -m ensurepip), then run this again.`,
    )
  }
  const what = tooOld === undefined ? 'Python is missing' : `Python ${tooOld.version} is too old`
  throw new LocalProblem(
    `${what}. Install Python 3.10 or newer (https://www.python.org/downloads/), then run this again.`,
  )
}

/** The Python behind a name, by the path of its own program: version managers put shims in between. */
function askPython(name: string): Python | undefined {
  const ask = 'import sys; print("%d.%d.%d" % sys.version_info[:3], sys.executable)'
  const { status, stdout } = spawnSync(name, ['-c', ask], { encoding: 'utf8' })
  const [, version, major, minor, command] = /^((\d+)\.(\d+)\.\d+) (.+)$/m.exec(stdout ?? '') ?? []
  if (status !== 0 || version === undefined || command === undefined || major !== '3') return undefined
  return { command, version, minor: Number(minor) }
}

function minorsFrom(newest: number): number[] {
  return Array.from({ length: newest - oldestMinor + 1 }, (_, index) => newest - index)
}

/** Installs exactly those packages into a folder; a LocalProblem says what could not be installed, and why. */
export async function pipInstall(
  command: string,
  what: string,
  packages: readonly string[],
  target: string,
): Promise<void> {
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check']
  const child = spawn(command, [...args, '--no-deps', '--target', target, ...packages], {
    // A personal pip setting `user = true` cannot be combined with a target. Older pips know no option for the other.
    env: { ...process.env, PIP_USER: '0', PIP_ROOT_USER_ACTION: 'ignore' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString()
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code === 0) return
  rmSync(target, { recursive: true, force: true })
  throw new LocalProblem(
    `${what} could not be installed with ${command} -m pip. Check that this machine reaches the Python package ` +
      `index (https://pypi.org), then run this again. pip said:\n${said.trim()}`,
  )
}
