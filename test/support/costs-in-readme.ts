import { readFileSync } from 'node:fs'

/** The rows of a table in the README of the table, by their first cell. */
export function costsInReadme(heading: 'Questions' | 'Changes'): ReadonlyMap<string, readonly string[]> {
  const readme = readFileSync(new URL('../../shared/table/README.md', import.meta.url), 'utf8')
  return new Map(
    (readme.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
      .slice(1)
      .map((line) =>
        line
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      )
      .map(([first = '', ...others]) => [first, others]),
  )
}
