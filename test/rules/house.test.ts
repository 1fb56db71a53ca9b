import { execFileSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { openApiDocument } from '../../shared/contract/openapi.ts'
import { problems } from '../../shared/domain/problems.ts'
import { files, importsOf, sources, textOf, top } from './source-files.ts'

const run = (command: string, ...args: readonly string[]): string => {
  try {
    execFileSync(`${top}/node_modules/.bin/${command}`, args, { cwd: top, encoding: 'utf8', stdio: 'pipe' })
    return 'passed'
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) : String(error)
  }
}

describe('the house is in order', () => {
  test('the types hold', { timeout: 120_000 }, () => {
    expect(run('tsc', '-p', 'tsconfig.json')).toBe('passed')
  })

  test('the linter and the formatter find nothing', { timeout: 120_000 }, () => {
    expect(run('biome', 'check', '--error-on-warnings', '.')).toBe('passed')
  })

  test('openapi.json is what the route table says (npm run openapi)', () => {
    const fresh = JSON.stringify(openApiDocument(), null, 2)
    expect(textOf('shared/contract/openapi.json').trimEnd()).toBe(fresh)
  })

  test('the top holds what belongs there', () => {
    const expected = [
      'LICENSE',
      'README.md',
      'cdk.json',
      'functions',
      'infra',
      'package-lock.json',
      'package.json',
      'shared',
      'test',
      'tsconfig.json',
    ]
    const found = [...new Set(files.map((file) => file.split('/')[0] ?? ''))].filter((name) => !name.startsWith('.'))
    expect(found.sort()).toEqual(expected)
  })

  test('no drawer has a name that says nothing', () => {
    expect(
      files.filter((file) => /(^|\/)(utils?|helpers?|common|services?|misc|lib|managers?)(\/|\.[a-z]+$)/.test(file)),
    ).toEqual([])
  })

  test('files are named in kebab-case', () => {
    const named = sources('shared', 'functions', 'infra', 'test').map((file) => file.split('/').at(-1) ?? '')
    expect(named.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.test|\.config|\.d)?\.tsx?$/.test(name))).toEqual([])
  })

  test('no file is longer than 300 lines without a reason', () => {
    /** Texts in four languages, the catalog and the problems are lists: cutting them would hide what belongs together. */
    const reasons: ReadonlySet<string> = new Set([
      'functions/contact-roles/contact-texts.ts',
      'functions/contact-roles/coverage-texts.ts',
      'functions/contracts/approval-texts.ts',
      'functions/contracts/contract-news-texts.ts',
      'functions/invitations/activation-texts.ts',
      'shared/domain/catalog.ts',
      'shared/domain/evaluator.ts',
      'shared/domain/problems.ts',
    ])
    const long = sources('shared', 'functions', 'infra').filter((file) => textOf(file).split('\n').length > 301)
    expect(long.filter((file) => !reasons.has(file))).toEqual([])
  })

  test('no path of a machine and no download host stands in it', () => {
    const named = files.filter(
      (file) => !file.endsWith('package-lock.json') && /(^|[^a-z.])\/(work|root|home|Users)\//m.test(textOf(file)),
    )
    expect(named).toEqual([])
    expect(textOf('package-lock.json')).not.toMatch(/"resolved": "https?:/)
  })

  test('what runs in a function may be used commercially', () => {
    const allowed = new Set([
      'MIT',
      'Apache-2.0',
      'BSD-2-Clause',
      'BSD-3-Clause',
      'ISC',
      '0BSD',
      'BlueOak-1.0.0',
      'MIT-0',
      'Unlicense',
    ])
    // Its package.json names none; the file LICENSE beside it is MIT's.
    const saysSoElsewhere = new Set(['node_modules/png-js'])
    expect(textOf('node_modules/png-js/LICENSE')).toMatch(/^MIT License/)
    const lock: { packages: Record<string, { dev?: boolean; license?: string }> } = JSON.parse(
      textOf('package-lock.json'),
    )
    const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev)
    expect(shipped.length).toBeGreaterThan(10)
    expect(
      shipped
        .filter(([path, { license = '' }]) => !allowed.has(license) && !saysSoElsewhere.has(path))
        .map(([path, { license }]) => `${path}: ${license}`),
    ).toEqual([])
  })

  test('every dependency is pinned', () => {
    const { dependencies, devDependencies }: Record<string, Record<string, string>> = JSON.parse(textOf('package.json'))
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
    )
    expect(loose).toEqual([])
  })

  test('every problem code is thrown or named by a route somewhere', () => {
    const code = sources('shared', 'functions')
      .filter((file) => file !== 'shared/domain/problems.ts')
      .map(textOf)
      .join('\n')
    expect(Object.keys(problems).filter((name) => !code.includes(`'${name}'`))).toEqual([])
  })

  test('whatever another room uses of shared says what it gives', () => {
    const used = new Map<string, Set<string>>()
    for (const file of sources('shared', 'functions', 'infra')) {
      const room = file.split('/').slice(0, 2).join('/')
      for (const { ours, from, names } of importsOf(file))
        if (ours && from.startsWith('shared/') && !from.startsWith(`${room}/`))
          for (const name of names) used.set(from, (used.get(from) ?? new Set()).add(name))
    }
    const silent = [...used].flatMap(([file, names]) => {
      const text = textOf(file)
      return [...names]
        .filter((name) => {
          const at = text.search(new RegExp(`^export (async function|function|const|class|type) ${name}\\b`, 'm'))
          if (at < 0) return false
          const before = text.slice(0, at).trimEnd()
          return !(before.endsWith('*/') || /\n?(export [^\n]*|\S[^\n]*\))$/.test(before.split('\n').at(-1) ?? ''))
        })
        .map((name) => `${file}: ${name}`)
    })
    expect(used.size).toBeGreaterThan(20)
    expect(silent).toEqual([])
  })
})
