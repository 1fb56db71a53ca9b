import { CsvError, parse } from 'csv-parse/sync'
import { type ImportColumn, importColumns } from '../../shared/contract/import-schemas.ts'
import { type FieldError, Problem } from '../../shared/domain/problems.ts'

/** The cells of a row by their columns, without those that are empty; `row` as a spreadsheet counts. */
export type CsvRow = {
  readonly row: number
  readonly cells: Readonly<Partial<Record<ImportColumn, string>>>
  /** There are more cells than columns. */
  readonly isTooLong: boolean
}

const mostRows = 1000
/** Whoever reads so many of them needs no more: they have another file in hand. */
const mostUnknownNamed = 20

/** Reads a CSV of people. Throws 400, with everything that is wrong with the file as a whole. */
export function csvTable(csv: string): readonly CsvRow[] {
  if (csv.includes('\ufffd')) throw new Problem('invalid', { errors: [wrong('not-utf-8', 'Save the file as UTF-8.')] })
  const [names = [], ...records] = recordsIn(csv)
  const columns = names.map((name) => columnByName.get(folded(name)))
  const rows = records.flatMap((record, position): CsvRow[] => {
    const cells = record.map(plainCell)
    if (cells.every((cell) => cell === '')) return []
    const named = cells.flatMap((cell, at) => (columns[at] && cell !== '' ? [[columns[at], cell] as const] : []))
    const isTooLong = cells.slice(columns.length).some((cell) => cell !== '')
    return [{ row: position + 2, cells: Object.fromEntries(named), isTooLong }]
  })
  const errors = [...problemsOfColumns(names, columns), ...problemsOfNameless(names, records), ...problemsOfRows(rows)]
  if (errors.length > 0) throw new Problem('invalid', { errors })
  return rows
}

function recordsIn(csv: string): readonly (readonly string[])[] {
  try {
    return parse(csv, { bom: true, delimiter: delimiterOf(csv), relax_column_count: true, trim: true })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const detail = `Line ${String(error.lines ?? 1)} is no CSV: quotes stand around a whole cell, and a quote in it is written twice.`
    throw new Problem('invalid', { errors: [wrong('not-csv', detail)] })
  }
}

/** Between cells stands what stands most often in the row of column names. */
function delimiterOf(csv: string): string {
  const [line = ''] = csv.split(/\r?\n/, 1)
  const count = (delimiter: string) => line.split(delimiter).length
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best))
}

/** A cell as it was typed: our exports put an apostrophe before what a spreadsheet would run. */
const plainCell = (cell: string): string => cell.replace(/^'(?=[=+\-@])/, '').trim()

const folded = (name: string): string => name.toLowerCase().replaceAll(/[\s_-]/g, '')
const otherNames = { 'e-mail address': 'email', role: 'defaultRole' } as const
const columnByName: ReadonlyMap<string, ImportColumn> = new Map([
  ...importColumns.map((column) => [folded(column), column] as const),
  ...Object.entries(otherNames).map(([name, column]) => [folded(name), column] as const),
])

function problemsOfColumns(names: readonly string[], columns: readonly (ImportColumn | undefined)[]): FieldError[] {
  const unknown = names.flatMap((name, at) => (!columns[at] && name !== '' ? [columnInWords(name, at)] : []))
  const twice = new Set(columns.filter((column, at) => column && columns.indexOf(column) !== at))
  return [
    ...unknown
      .slice(0, mostUnknownNamed)
      .map((name) => wrong('unknown-column', `There is no column ${name}; there are ${importColumns.join(', ')}.`)),
    ...[...twice].map((column) => wrong('column-twice', `The column ${column} is there more than once.`)),
    ...(columns.includes('email') ? [] : [wrong('column-missing', 'The first row names no column email.')]),
  ]
}

/** Where the first row of names is missing, an address stands in its place: problems quote none (T3), so that column is named by its number. */
const columnInWords = (name: string, at: number): string =>
  name.includes('@') ? `like the one at place ${at + 1}` : `“${name.slice(0, 100)}”`

/** Spreadsheets save empty columns too; what stands in one without a name must not be lost unseen. */
function problemsOfNameless(names: readonly string[], records: readonly (readonly string[])[]): FieldError[] {
  const filled = records.flatMap((record) =>
    record.flatMap((cell, at) => (names[at] === '' && plainCell(cell) !== '' ? [at] : [])),
  )
  return [...new Set(filled)]
    .slice(0, mostUnknownNamed)
    .map((at) => wrong('unknown-column', `Column ${at + 1} has cells with text, and no name in the first row.`))
}

function problemsOfRows(rows: readonly CsvRow[]): FieldError[] {
  if (rows.length === 0) return [wrong('no-rows', 'No row follows upon the row of column names.')]
  return rows.length > mostRows
    ? [wrong('too-many-rows', `There are ${rows.length} rows, and at most ${mostRows}.`)]
    : []
}

const wrong = (code: string, detail: string): FieldError => ({ pointer: '#/csv', code, detail })
