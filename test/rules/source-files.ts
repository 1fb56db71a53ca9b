import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The project's top folder. */
export const top = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')

/** Every file that is or would be committed, from the top, sorted. */
export const files: readonly string[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard'],
  {
    cwd: top,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => file !== '' && existsSync(`${top}/${file}`))
  .sort()

/** The text of a file. */
export const textOf = (file: string): string => readFileSync(`${top}/${file}`, 'utf8')

/** TypeScript sources below one of these folders. */
export const sources = (...folders: readonly string[]): readonly string[] =>
  files.filter((file) => /\.tsx?$/.test(file) && folders.some((folder) => file.startsWith(`${folder}/`)))

/** What a source imports: files of ours from the top, packages by name; `typeOnly` where nothing of it is left at run time. */
export type Import = {
  readonly from: string
  readonly ours: boolean
  readonly typeOnly: boolean
  readonly names: readonly string[]
}

const statement =
  /(?:^|\n)\s*(?:import|export)\s+(type\s+)?([^'"`;]*?)\s*from\s*['"]([^'"]+)['"]|(?:^|[^.\w])import\(\s*['"]([^'"]+)['"]\s*\)/g

const packages = 'node_modules/'

/** The imports and re-exports of a source. */
export function importsOf(file: string): readonly Import[] {
  return [...textOf(file).matchAll(statement)].map(([, type, clause = '', from, dynamic]) => {
    const target = from ?? dynamic ?? ''
    const path = target.startsWith('.')
      ? fileURLToPath(new URL(target, `file://${top}/${file}`)).slice(top.length + 1)
      : undefined
    // A stand-in takes a part out of a package by its path, since the package's own entry loads all of it.
    const ours = path !== undefined && !path.startsWith(packages)
    const resolved = path?.replace(packages, '') ?? target
    const names = [...clause.matchAll(/(?:type\s+)?([\w$]+)(?:\s+as\s+[\w$]+)?/g)].map((match) => match[1] ?? '')
    return { from: resolved, ours, typeOnly: type !== undefined, names }
  })
}

/** The package that an import specifier names: `@aws-sdk/client-kms`, `zod`, `node:fs`. */
export const packageOf = (specifier: string): string =>
  specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? specifier)
