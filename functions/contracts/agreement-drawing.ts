import { type AgreementBlock, type AgreementInline, readAgreement } from '../../shared/domain/agreement-text.ts'
import type { Language } from '../../shared/domain/language.ts'
import { type Drawing, facts, finished, heading, ink, line, newDrawing, quiet } from './drawing.ts'

/** A document as whoever approves it keeps it: a first page of parties and summary, and then the text. */
export type DrawnAgreement = {
  readonly language: Language
  readonly title: string
  readonly summary: string
  readonly summaryLabel: string
  /** Who and what: labels with their values. */
  readonly rows: readonly (readonly [string, string])[]
  /** The Markdown source. */
  readonly source: string
  /** When it was published or sent: the file says it was made then. */
  readonly at: string
  readonly footer: (page: number, of: number) => string
}

/** Draws a document as a PDF. */
export async function drawAgreement(agreement: DrawnAgreement): Promise<Buffer> {
  const { language, title, summary, summaryLabel, rows, source, at, footer } = agreement
  const drawing = newDrawing({ title, language, at })
  drawing.font('bold').fontSize(20).text(title).moveDown(0.6)
  facts(drawing, rows)
  heading(drawing, summaryLabel)
  drawing.text(summary, { lineGap: 3 }).moveDown(0.8)
  const read = readAgreement(source)
  if (read.ok) for (const block of read.blocks) drawBlock(drawing, block, 0)
  return finished(drawing, footer)
}

const step = 18

function drawBlock(drawing: Drawing, block: AgreementBlock, depth: number): void {
  const left = drawing.page.margins.left + depth * step
  switch (block.kind) {
    case 'heading':
      heading(drawing, plainText(block.inlines), [15, 13, 12, 11, 10, 10][block.level - 1])
      return
    case 'paragraph':
      drawInlines(drawing, block.inlines, left)
      drawing.moveDown(0.5)
      return
    case 'quote': {
      for (const inner of block.blocks) drawBlock(drawing, inner, depth + 1)
      return
    }
    case 'list': {
      for (const [position, item] of block.items.entries()) {
        const mark = block.from === undefined ? '•' : `${block.from + position}.`
        keepRoom(drawing)
        const { y } = drawing
        drawing
          .font('plain')
          .fontSize(10)
          .fillColor(ink)
          .text(mark, left, y, { width: step + 6, lineBreak: false })
        drawing.y = y
        for (const inner of item) drawBlock(drawing, inner, depth + 1)
      }
      return
    }
    case 'table':
      drawTable(
        drawing,
        [block.head, ...block.rows].map((row) => row.map(plainText)),
      )
      return
    case 'rule': {
      keepRoom(drawing)
      drawing
        .moveTo(left, drawing.y + 4)
        .lineTo(drawing.page.width - drawing.page.margins.right, drawing.y + 4)
        .lineWidth(0.5)
        .strokeColor(line)
        .stroke()
        .moveDown(0.8)
      return
    }
  }
}

/** Room for a line at least: what hangs before a paragraph stays with it. */
function keepRoom(drawing: Drawing): void {
  if (drawing.y > drawing.page.height - drawing.page.margins.bottom - 24) drawing.addPage()
}

type Run = { readonly text: string; readonly bold: boolean; readonly link?: string }

/** Runs of text, each as it is written; a line break is one. DejaVu is drawn slanted where a text is emphasised. */
function drawInlines(drawing: Drawing, inlines: readonly AgreementInline[], left: number): void {
  const runs = runsOf(inlines, false)
  const width = drawing.page.width - drawing.page.margins.right - left
  drawing.x = left
  for (const [position, { text, bold, link }] of runs.entries()) {
    drawing
      .font(bold ? 'bold' : 'plain')
      .fontSize(10)
      .fillColor(ink)
      .text(text, {
        width,
        lineGap: 3,
        continued: position < runs.length - 1,
        underline: link !== undefined,
        link: link ?? null,
      })
  }
  drawing.x = drawing.page.margins.left
}

function runsOf(inlines: readonly AgreementInline[], bold: boolean, link?: string): readonly Run[] {
  return inlines.flatMap((inline) => runsOfOne(inline, bold, link))
}

function runsOfOne(inline: AgreementInline, bold: boolean, link: string | undefined): readonly Run[] {
  const of = (text: string): Run => ({ text, bold, ...(link !== undefined && { link }) })
  switch (inline.kind) {
    case 'text':
    case 'code':
      return [of(inline.text)]
    case 'break':
      return [of('\n')]
    case 'link':
      return runsOf(inline.inlines, bold, inline.to)
    case 'strong':
      return runsOf(inline.inlines, true, link)
    case 'emphasis':
      return runsOf(inline.inlines, bold, link)
  }
}

const plainText = (inlines: readonly AgreementInline[]): string =>
  runsOf(inlines, false)
    .map(({ text }) => text)
    .join('')

function drawTable(drawing: Drawing, rows: readonly (readonly string[])[]): void {
  const { left, right, bottom } = drawing.page.margins
  const columns = Math.max(1, rows[0]?.length ?? 1)
  const width = (drawing.page.width - left - right) / columns
  for (const [position, row] of rows.entries()) {
    drawing.font(position === 0 ? 'bold' : 'plain').fontSize(9)
    const height = Math.max(...row.map((cell) => drawing.heightOfString(cell, { width: width - 10 })))
    if (drawing.y + height + 8 > drawing.page.height - bottom) drawing.addPage()
    const top = drawing.y
    for (const [column, cell] of row.entries())
      drawing
        .fillColor(position === 0 ? quiet : ink)
        .text(cell, left + column * width + 4, top + 4, { width: width - 10 })
    drawing.y = top + height + 8
    drawing
      .moveTo(left, drawing.y)
      .lineTo(drawing.page.width - right, drawing.y)
      .lineWidth(0.5)
      .strokeColor(line)
      .stroke()
  }
  drawing.x = left
  drawing.font('plain').fontSize(10).fillColor(ink).moveDown(0.6)
}
