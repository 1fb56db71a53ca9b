const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y

/** Reads CSV as RFC 4180 says, and nothing else: throws on a quote where there may be none, and on a line that ends in another way. */
export function readCsv(csv: string): readonly (readonly string[])[] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < csv.length || row.length > 0) {
    cell.lastIndex = at
    const found = cell.exec(csv)
    if (!found) throw new Error(`no CSV from ${JSON.stringify(csv.slice(at, at + 40))} on`)
    const [whole, quoted, plain = '', separator] = found
    row.push(quoted?.replaceAll('""', '"') ?? plain)
    at += whole.length
    if (separator === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
