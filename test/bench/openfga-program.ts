import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
/** Go's own installation place stands beside the path, where few have put it on it. */
const path = `${process.env.PATH}:/usr/local/go/bin`

/** OpenFGA of that version, built from its source once, outside the project; undefined, with the reason said, where Go is not there. */
export async function openFga(version: string): Promise<string | undefined> {
  const directory = join(homedir(), '.cache', 'rolecall', `openfga-${version}`)
  const program = join(directory, 'openfga')
  if (existsSync(program)) return program
  const go = { env: { ...process.env, PATH: path, GOBIN: directory, GOFLAGS: '-mod=mod' } }
  try {
    await run('go', ['version'], go)
  } catch {
    console.log('OpenFGA is left out: it is built from its source, and Go (https://go.dev/dl) is not installed here.')
    return undefined
  }
  console.log(`→ OpenFGA ${version}: building it from its source (once, for several minutes)`)
  await run('nice', ['-n', '15', 'go', 'install', `github.com/openfga/openfga/cmd/openfga@${version}`], {
    ...go,
    maxBuffer: 2 ** 26,
  })
  return program
}
