import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findPython, pipInstall } from '../../infra/local/python.ts'
import { step } from '../../infra/local/step.ts'

const requirements = fileURLToPath(new URL('cfn-lint-requirements.txt', import.meta.url))
const directory = fileURLToPath(new URL('../.state/cfn-lint', import.meta.url))

/** Something that AWS' own linter of templates has to say. */
export type Finding = { readonly level: string; readonly rule: string; readonly message: string; readonly at: string }

type Match = {
  readonly Level: string
  readonly Message: string
  readonly Rule: { readonly Id: string }
  readonly Location: { readonly Path?: readonly (string | number)[] | null }
}

/** What cfn-lint finds in templates; it is installed below `test/.state` the first time. Throws where it could not look. */
export async function lintTemplates(files: readonly string[], region: string): Promise<readonly Finding[]> {
  const { command, packages } = await installed()
  const args = [
    '-c',
    'import sys; from cfnlint import runner; sys.exit(runner.main())',
    '--format',
    'json',
    '--regions',
    region,
    '--',
    ...files,
  ]
  const { status, stdout, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, PYTHONPATH: packages, PYTHONDONTWRITEBYTECODE: '1' },
    maxBuffer: 64 * 1024 * 1024,
  })
  // Its exit code says of which levels there were findings: errors 2, warnings 4, notes 8.
  if (status === null || (status & ~14) !== 0) throw new Error(`cfn-lint did not run: ${stderr || stdout}`)
  const matches: readonly Match[] = JSON.parse(stdout || '[]')
  return matches.map(({ Level: level, Message: message, Rule, Location }) => ({
    level,
    message,
    rule: Rule.Id,
    at: (Location.Path ?? []).join('/'),
  }))
}

async function installed(): Promise<{ readonly command: string; readonly packages: string }> {
  const { command, version } = findPython()
  const wanted = createHash('sha256').update(readFileSync(requirements)).update(version).digest('hex').slice(0, 16)
  const packages = `${directory}/${wanted}`
  if (existsSync(packages)) return { command, packages }
  await step('cfn-lint', 'downloading it from PyPI, 30 MB, once', async () => {
    // Made beside its place and moved there whole, so that an interrupted installation is never taken for a good one.
    const fresh = `${directory}/${process.pid}`
    mkdirSync(directory, { recursive: true })
    await pipInstall(command, 'cfn-lint', ['-r', requirements], fresh)
    try {
      renameSync(fresh, packages)
    } catch (error) {
      // Another test run was quicker.
      if (!existsSync(packages)) throw error
      rmSync(fresh, { recursive: true, force: true })
    }
  })
  return { command, packages }
}
