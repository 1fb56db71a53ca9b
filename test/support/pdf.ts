import { inflateSync } from 'node:zlib'

/** What a reader of a PDF finds in it: as much of the format as pdfkit writes. */
export type ReadPdf = {
  readonly pages: number
  /** Everything that is written, each stretch of one font as a line, in the order in which it was drawn. */
  readonly text: string
  /** What parts it consists of, in order: `Document`, `H1`, `P`, … */
  readonly parts: readonly string[]
  readonly links: readonly string[]
  readonly attachments: readonly { readonly name: string; readonly content: string }[]
}

type Part = { readonly dictionary: string; readonly stream: Buffer | undefined }

/** Reads a PDF. */
export function readPdf(file: Buffer): ReadPdf {
  const objects = objectsIn(file)
  const all = [...objects.values()]
  const streamOf = (reference: string | undefined): Buffer | undefined => objects.get(reference ?? '')?.stream
  const fonts = new Map(
    all.flatMap(({ dictionary }) =>
      [...(dictionary.match(/\/Font <<([\s\S]*?)>>/)?.[1] ?? '').matchAll(/\/(F\d+) (\d+) 0 R/g)].map(
        ([, name = '', reference = '']): [string, ReadonlyMap<string, string>] => {
          const map = objects.get(reference)?.dictionary.match(/\/ToUnicode (\d+) 0 R/)?.[1]
          return [name, lettersIn(streamOf(map)?.toString('latin1') ?? '')]
        },
      ),
    ),
  )
  const pages = all.filter(({ dictionary }) => /\/Type \/Page\b/.test(dictionary))
  return {
    pages: pages.length,
    text: pages
      .map(({ dictionary }) => streamOf(dictionary.match(/\/Contents (\d+) 0 R/)?.[1])?.toString('latin1') ?? '')
      .map((content) => writtenIn(content, fonts))
      .join('\n'),
    parts: all.flatMap(
      ({ dictionary }) =>
        dictionary.match(/\/S \/(Document|H\d|P|Span|Link|BlockQuote|LI?|Lbl|LBody|Table|T[RHD])\b/)?.[1] ?? [],
    ),
    links: all.flatMap(({ dictionary }) => dictionary.match(/\/URI \(([^)]*)\)/)?.[1] ?? []),
    attachments: all.flatMap(({ dictionary }) => {
      const name = dictionary.match(/\/Type \/Filespec[\s\S]*?\/F \(([^)]*)\)/)?.[1]
      const content = streamOf(dictionary.match(/\/EF <<\s*\/F (\d+) 0 R/)?.[1])
      return name !== undefined && content ? [{ name, content: content.toString('utf8') }] : []
    }),
  }
}

function objectsIn(file: Buffer): ReadonlyMap<string, Part> {
  const found = file.toString('latin1').matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)
  return new Map(
    [...found].map(([, reference = '', body = '']): [string, Part] => {
      const [dictionary = '', ...rest] = body.split('\nstream\n')
      if (rest.length === 0) return [reference, { dictionary, stream: undefined }]
      const bytes = Buffer.from(rest.join('\nstream\n').replace(/\nendstream$/, ''), 'latin1')
      return [reference, { dictionary, stream: dictionary.includes('/FlateDecode') ? inflateSync(bytes) : bytes }]
    }),
  )
}

/** Which letters the glyphs of a font stand for. */
function lettersIn(map: string): ReadonlyMap<string, string> {
  const letters = new Map<string, string>()
  for (const [, from = '', list = ''] of map.matchAll(/<([0-9a-f]{4})> <[0-9a-f]{4}> \[([^\]]*)\]/gi))
    for (const [position, [, hex = '']] of [...list.matchAll(/<([0-9a-f ]+)>/gi)].entries()) {
      const units = hex.match(/[0-9a-f]{4}/gi)?.map((unit) => Number.parseInt(unit, 16)) ?? []
      letters.set((Number.parseInt(from, 16) + position).toString(16).padStart(4, '0'), String.fromCharCode(...units))
    }
  return letters
}

function writtenIn(content: string, fonts: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  let font: ReadonlyMap<string, string> = new Map()
  const lines: string[] = []
  for (const [, name, shown] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name !== undefined) font = fonts.get(name) ?? new Map()
    const glyphs = [...(shown ?? '').matchAll(/<([0-9a-f]*)>/gi)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
    if (glyphs.length > 0) lines.push(glyphs.map((glyph) => font.get(glyph) ?? '?').join(''))
  }
  return lines.join('\n')
}
