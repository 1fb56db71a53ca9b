import type { ListItem, Nodes, PhrasingContent, Root, RootContent, Table, TableRow } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table'
import { gfmTable } from 'micromark-extension-gfm-table'
import { longestDocument } from './document.ts'
import { hidesCharacters } from './name-text.ts'

/** Text of an agreement within a block. */
export type AgreementInline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'emphasis' | 'strong'; readonly inlines: readonly AgreementInline[] }
  /** `to` begins with `https://` or `mailto:`. */
  | { readonly kind: 'link'; readonly to: string; readonly inlines: readonly AgreementInline[] }
  | { readonly kind: 'break' }

/** A cell of a table. */
export type AgreementCell = readonly AgreementInline[]

/** A block of an agreement: all that a page or a PDF has to draw. */
export type AgreementBlock =
  | {
      readonly kind: 'heading'
      readonly level: 1 | 2 | 3 | 4 | 5 | 6
      readonly inlines: readonly AgreementInline[]
    }
  | { readonly kind: 'paragraph'; readonly inlines: readonly AgreementInline[] }
  | { readonly kind: 'quote'; readonly blocks: readonly AgreementBlock[] }
  | {
      readonly kind: 'list'
      /** The number of the first item; undefined where items have no numbers. */
      readonly from: number | undefined
      readonly items: readonly (readonly AgreementBlock[])[]
    }
  | {
      readonly kind: 'table'
      /** By column. */
      readonly align: readonly ('left' | 'right' | 'center' | undefined)[]
      readonly head: readonly AgreementCell[]
      readonly rows: readonly (readonly AgreementCell[])[]
    }
  | { readonly kind: 'rule' }

/** Something that an agreement may not contain, and the line it begins on, from 1. */
export type Refused = { readonly line: number; readonly what: string }

/** An agreement as it was read, or everything that keeps it from being one. */
export type ReadAgreement =
  | { readonly ok: true; readonly blocks: readonly AgreementBlock[] }
  | { readonly ok: false; readonly refused: readonly Refused[] }

/** Lists in quotes in lists: deeper than this nobody reads, and a parser should not have to. */
const deepest = 8
const tooDeep = `more than ${deepest} quotes and lists within each other`
/** As many refusals are told at once. */
const mostRefused = 20
/** How much a text has of what takes long to draw, or makes a file that is too large to be answered with. */
const most = { parts: 20_000, columns: 12, marks: 4_000, word: 120 } as const
const tooManyParts = `more than ${most.parts} parts, which are paragraphs, list items, rows, cells, and words in a manner of their own`

/**
 * Reads the Markdown of an agreement: headings, paragraphs, emphasis, lists, quotes, tables, rules, inline code, and links that are
 * written out. Everything else is refused rather than left out: whoever signs must see all that was written, and nothing else.
 */
export function readAgreement(markdown: string): ReadAgreement {
  const unseen = refusedLines(markdown)
  if (unseen.length > 0) return { ok: false, refused: unseen.slice(0, mostRefused) }
  const reading = new Reading(markdown)
  const root = fromMarkdown(markdown, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] })
  const blocks = reading.blocks(root, 0)
  if (reading.refused.length === 0 && blocks.length === 0) reading.refuse(root, 'no text at all')
  return reading.refused.length > 0
    ? { ok: false, refused: reading.refused.slice(0, mostRefused) }
    : { ok: true, blocks }
}

/**
 * Reads a text that was published, to show or to draw it. Throws where it cannot be read: nobody approves a part of a text, or none.
 */
export function publishedAgreement(markdown: string): readonly AgreementBlock[] {
  const read = readAgreement(markdown)
  if (!read.ok) throw new Error('a text that was published cannot be read')
  return read.blocks
}

/** What is refused before it is parsed: what a reader cannot see, and lines that would take a parser long. */
function refusedLines(markdown: string): readonly Refused[] {
  if ([...markdown].length > longestDocument) return [{ line: 1, what: `more than ${longestDocument} characters` }]
  const lines = markdown.split(/\r\n|\n|\r/)
  let [together, begun] = [0, 0]
  return lines.flatMap((text, index) => {
    const line = index + 1
    together = text.trim() === '' ? 0 : together + 1
    if (together === mostTogether + 1) return [{ line, what: `more than ${mostTogether} lines without an empty one` }]
    if (line === mostLines + 1) return [{ line, what: `more than ${mostLines} lines` }]
    if (hidesCharacters(text.replaceAll('\t', ' '))) return [{ line, what: 'a control character or an invisible one' }]
    if (nestsDeeply.test(text)) return [{ line, what: tooDeep }]
    const before = begun
    begun += beginning.exec(text)?.[0].replaceAll(/[^>.)*+-]/g, '').length ?? 0
    if (before <= most.marks && begun > most.marks)
      return [{ line, what: `more than ${most.marks} marks that begin a quote or an item of a list` }]
    if (text.length > longestLine) return [{ line, what: `a line of more than ${longestLine} characters` }]
    if ((text.match(marks)?.length ?? 0) > mostMarks)
      return [{ line, what: `more than ${mostMarks} brackets, asterisks, underscores and backticks in one line` }]
    return []
  })
}

/** Blanks are taken in one place: two runs of them beside each other, repeated, would be tried in every division. */
const nestsDeeply = new RegExp(`^[ ]*(?:(?:>|(?:[-+]|\\d{1,9}[.)])(?=[ \\t]))[ \\t]*){${deepest + 1}}`)
const beginning = /^[ ]*(?:(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$))[ \t]*)+/
const longestLine = 20_000
const mostTogether = 500
const mostLines = 3_000
const marks = /[[\]*_`!<&]/g
const mostMarks = 500

class Reading {
  readonly refused: Refused[] = []
  private parts = 0
  readonly source: string

  constructor(source: string) {
    this.source = source
  }

  refuse(node: Nodes, what: string): void {
    this.refused.push({ line: node.position?.start.line ?? 1, what })
  }

  /** Counts what is drawn by itself. */
  part(node: Nodes): void {
    this.parts++
    if (this.parts === most.parts + 1) this.refuse(node, tooManyParts)
  }

  blocks({ children }: { readonly children: readonly RootContent[] } | Root, depth: number): readonly AgreementBlock[] {
    return children.flatMap((child) => this.block(child, depth) ?? [])
  }

  block(node: RootContent, depth: number): AgreementBlock | undefined {
    this.part(node)
    switch (node.type) {
      case 'heading':
        return { kind: 'heading', level: node.depth, inlines: this.inlines(node.children, 0) }
      case 'paragraph':
        return { kind: 'paragraph', inlines: this.inlines(node.children, 0) }
      case 'thematicBreak':
        return { kind: 'rule' }
      case 'blockquote':
        return this.within(node, depth, () => ({ kind: 'quote', blocks: this.blocks(node, depth + 1) }))
      case 'list':
        return this.within(node, depth, () => ({
          kind: 'list',
          from: node.ordered ? (node.start ?? 1) : undefined,
          items: node.children.map((item, position) => {
            this.part(item)
            if (node.ordered) this.numbered(item, (node.start ?? 1) + position)
            return this.blocks(item, depth + 1)
          }),
        }))
      case 'table':
        return this.table(node)
      case 'code':
        this.refuse(node, 'a block of code: begin the line with fewer than four spaces')
        return undefined
      default:
        this.refuse(node, refusedWords[node.type] ?? `what Markdown calls ${node.type}`)
        return undefined
    }
  }

  within(node: RootContent, depth: number, read: () => AgreementBlock): AgreementBlock | undefined {
    if (depth < deepest) return read()
    this.refuse(node, tooDeep)
    return undefined
  }

  /** Markdown counts the items of a list by itself: what an item bears in the text must be what a reader sees. */
  numbered(item: ListItem, expected: number): void {
    const written = /^\d+/.exec(this.source.slice(item.position?.start.offset))?.[0]
    if (written !== String(expected))
      this.refuse(item, `the number ${written} where ${expected} comes next: numbers of a list count up by one`)
  }

  table({ align, children: [head, ...rows] }: Table): AgreementBlock | undefined {
    const columns = head?.children.length ?? 0
    if (head && columns > most.columns) this.refuse(head, `a table of more than ${most.columns} columns`)
    for (const row of rows)
      if (row.children.length > columns)
        this.refuse(row, `a row of ${row.children.length} cells, under a head of ${columns}`)
    const cells = (row: TableRow | undefined): readonly AgreementCell[] => {
      if (row) this.part(row)
      return (row?.children ?? []).map((cell) => {
        this.part(cell)
        return this.inlines(cell.children, 0)
      })
    }
    return {
      kind: 'table',
      align: (head?.children ?? []).map((_, column) => align?.[column] ?? undefined),
      head: cells(head),
      rows: rows.map(cells),
    }
  }

  inlines(children: readonly PhrasingContent[], depth: number): readonly AgreementInline[] {
    return children.flatMap((child) => this.inline(child, depth) ?? [])
  }

  inline(node: PhrasingContent, depth: number): AgreementInline | undefined {
    this.part(node)
    switch (node.type) {
      case 'text':
      case 'inlineCode':
        // An entity may stand for what the source did not show.
        if (hidesCharacters(node.value.replaceAll(/[\t\n\r]/g, ' '))) this.refuse(node, 'an entity that cannot be seen')
        if (node.value.split(betweenWords).some((word) => word.length > most.word))
          this.refuse(node, `a word of more than ${most.word} characters`)
        return { kind: node.type === 'text' ? 'text' : 'code', text: node.value }
      case 'emphasis':
      case 'strong':
        if (depth < deepest) return { kind: node.type, inlines: this.inlines(node.children, depth + 1) }
        this.refuse(node, `more than ${deepest} kinds of emphasis within each other`)
        return undefined
      case 'break':
        return { kind: 'break' }
      case 'link':
        if (!leadsSomewhere(node.url)) this.refuse(node, 'a link that does not begin with https:// or mailto:')
        if (typeof node.title === 'string') this.refuse(node, 'a link with a title, which only some readers would see')
        return { kind: 'link', to: node.url, inlines: this.inlines(node.children, depth + 1) }
      default:
        this.refuse(node, refusedWords[node.type] ?? `what Markdown calls ${node.type}`)
        return undefined
    }
  }
}

/** Where a line may end. Where one has to end within a word, that is found by measuring the rest of it again and again. */
const betweenWords = /[ \t\n\r]+|(?<=[/-])(?=\p{Script=Latin})/u
const reference = 'a reference: write the link out, as in [text](https://…)'
const refusedWords: { readonly [Type in string]?: string } = {
  html: 'HTML: write \\< where a < is meant',
  image: 'an image',
  imageReference: 'an image',
  definition: reference,
  linkReference: reference,
}

/** Links lead to a site over TLS or to an address: no scripts, no files, no credentials, nothing that is filled in for the reader. */
function leadsSomewhere(url: string): boolean {
  if (/^mailto:[^\s?&@:/]+@[a-z0-9.-]+$/i.test(url)) return true
  if (!url.startsWith('https://') || hidesCharacters(url) || /[\s\\]/.test(url)) return false
  try {
    const { username, password, hostname } = new URL(url)
    return username === '' && password === '' && hostname.includes('.')
  } catch {
    return false
  }
}
