// Plain JavaScript, because it runs before anything is installed, on whatever Node there is: it makes sure that the project's
// packages are there, then runs the given TypeScript file with the project's own Node 24.
//
//   node infra/local/bootstrap.mjs <script.ts> [arguments…]

import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const oldestNode = 20
const project = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const bin = join(project, 'node_modules', '.bin')
const node = join(bin, 'node')
const stamp = join(project, 'node_modules', '.rolecall-lock')

const major = Number(process.versions.node.split('.')[0])
if (major < oldestNode) {
  giveUp(
    `This is Node ${process.versions.node}; Rolecall needs Node ${oldestNode} or newer: https://nodejs.org/en/download`,
  )
}
if (process.platform === 'win32') {
  giveUp('The local cloud runs on Linux and macOS. On Windows, clone the project inside WSL and run it there.')
}

const [script, ...args] = process.argv.slice(2)
if (script === undefined) giveUp('Say which script to run: node infra/local/bootstrap.mjs <script.ts> [arguments…]')

const lock = readFileSync(join(project, 'package-lock.json'))
const wanted = createHash('sha256').update(lock).digest('hex')
if (!isInstalled()) install()
run()

/** The stamp is written last, and `npm ci` removes it with the rest: an interrupted installation has none. */
function isInstalled() {
  if (!existsSync(node)) return false
  if (read(stamp) === wanted) return true
  if (!holdsTheLockedVersions()) return false
  writeFileSync(stamp, wanted)
  return true
}

/** Someone ran npm by hand: npm's own account of what it installed, which it writes last, names every locked version. */
function holdsTheLockedVersions() {
  const account = read(join(project, 'node_modules', '.package-lock.json'))
  if (account === undefined) return false
  const installed = JSON.parse(account).packages ?? {}
  const locked = JSON.parse(lock.toString()).packages ?? {}
  return Object.entries(locked).every(
    ([place, { version, optional }]) =>
      place === '' || installed[place]?.version === version || (optional === true && installed[place] === undefined),
  )
}

function install() {
  const started = Date.now()
  console.error('→ Packages: installing the exact versions of package-lock.json with npm ci (usually half a minute)')
  const npm = process.env.npm_execpath
  // Everything goes to stderr: the stdout of a command such as `npm run token` belongs to its answer.
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []]
  const { status, error } = spawnSync(command, [...before, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: project,
    stdio: ['ignore', 2, 2],
  })
  if (error !== undefined) giveUp(`npm could not be run (${error.message}). Install npm: it comes with Node.`)
  if (status !== 0) {
    giveUp(
      'npm ci failed; its reason stands above. Check that this machine reaches the npm registry, then run this again.',
    )
  }
  if (spawnSync(node, ['--version']).status !== 0) {
    giveUp('npm ci left no Node 24 in node_modules/.bin. Run `npm config get ignore-scripts`: it has to say false.')
  }
  writeFileSync(stamp, wanted)
  console.error(`✓ Packages (${((Date.now() - started) / 1000).toFixed(1)} s)`)
}

function run() {
  const child = spawn(node, [resolve(script), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: `${bin}:${process.env.PATH ?? ''}` },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // Ctrl-C reaches every process of a terminal by itself; twice would tell a test runner to drop everything.
    const reachesItAnyway = signal === 'SIGINT' && process.stdin.isTTY
    process.on(signal, () => reachesItAnyway || child.kill(signal))
  }
  child.on('error', (error) =>
    giveUp(`${node} could not be run (${error.message}). Delete node_modules and run this again.`),
  )
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 128 + ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal] ?? 0)
  })
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

function giveUp(sentence) {
  console.error(`✗ ${sentence}`)
  process.exit(1)
}
