import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const file = fileURLToPath(new URL('../bench/budgets.md', import.meta.url))

/** `npm run budgets` writes what it measures; everything else holds what it measures against what was written. */
export const writesBudgets = process.env.ROLECALL_BUDGETS === 'write'

/** The rows of the table under a heading of `test/bench/budgets.md`, by their first cell. */
export function committedRows(heading: string): ReadonlyMap<string, readonly string[]> {
  const { rows } = sectionOf(readFileSync(file, 'utf8'), heading)
  return new Map(rows.map(([name = '', ...cells]) => [name, cells]))
}

/** Writes the rows of that table anew, and leaves all that stands around them. */
export function commitRows(heading: string, rows: Iterable<readonly string[]>): void {
  const text = readFileSync(file, 'utf8')
  const { from, to } = sectionOf(text, heading)
  const lines = text.split('\n')
  lines.splice(from, to - from, ...[...rows].map((cells) => `| ${cells.join(' | ')} |`))
  writeFileSync(file, lines.join('\n'))
}

/** Where the rows of the table under a heading begin and end, below its head. */
function sectionOf(text: string, heading: string) {
  const lines = text.split('\n')
  const at = lines.indexOf(`## ${heading}`)
  const from = lines.findIndex((line, number) => number > at && /^\| ?-/.test(line)) + 1
  if (at < 0 || from === 0) throw new Error(`${file} has no table under "${heading}"`)
  const end = lines.findIndex((line, number) => number >= from && !line.startsWith('|'))
  const to = end < 0 ? lines.length : end
  const rows = lines.slice(from, to).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
  return { from, to, rows }
}
