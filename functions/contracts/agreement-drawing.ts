import { type AgreementBlock, publishedAgreement } from '../../shared/domain/agreement-text.ts'
import type { Language } from '../../shared/domain/language.ts'
import { drawTable } from './agreement-table.ts'
import { drawInlines, plainText } from './agreement-words.ts'
import {
  type Drawing,
  facts,
  finished,
  heading,
  ink,
  keepRoom,
  line,
  newDrawing,
  ruled,
  said,
  unsaid,
  within,
} from './drawing.ts'

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
  const { pdf } = drawing
  said(drawing, 'H1', () => pdf.font('bold').fontSize(20).text(title))
  pdf.moveDown(0.6)
  facts(drawing, rows)
  heading(drawing, 'H2', summaryLabel)
  said(drawing, 'P', () => pdf.text(summary, { lineGap: 3 }))
  pdf.moveDown(0.8)
  drawBlocks(drawing, publishedAgreement(source), pdf.page.margins.left)
  return finished(drawing, footer)
}

const indent = 18

function drawBlocks(drawing: Drawing, blocks: readonly AgreementBlock[], left: number): void {
  for (const block of blocks) drawBlock(drawing, block, left)
}

function drawBlock(drawing: Drawing, block: AgreementBlock, left: number): void {
  const { pdf } = drawing
  pdf.x = left
  switch (block.kind) {
    case 'heading':
      drawHeading(drawing, block.level, plainText(block.inlines))
      break
    case 'paragraph':
      within(drawing, 'P', (paragraph) => drawInlines(paragraph, block.inlines, { left }))
      pdf.moveDown(0.5)
      break
    case 'quote':
      within(drawing, 'BlockQuote', (quote) =>
        besideBar(pdf, left, () => drawBlocks(quote, block.blocks, left + indent)),
      )
      break
    case 'list':
      within(drawing, 'L', (list) => drawList(list, block.from, block.items, left))
      break
    case 'table':
      pdf.moveDown(0.3)
      within(drawing, 'Table', (table) => drawTable(table, block))
      break
    case 'rule':
      keepRoom(pdf, 24)
      ruled(pdf, left, pdf.y + 4)
      pdf.moveDown(0.8)
  }
}

/** The title of the document stands above the headings of its text. */
function drawHeading(drawing: Drawing, level: 1 | 2 | 3 | 4 | 5 | 6, text: string): void {
  const looks = { 1: ['H2', 15], 2: ['H3', 13], 3: ['H4', 12], 4: ['H5', 11], 5: ['H6', 10], 6: ['H6', 10] } as const
  const [kind, size] = looks[level]
  heading(drawing, kind, text, size)
}

function drawList(
  list: Drawing,
  from: number | undefined,
  items: readonly (readonly AgreementBlock[])[],
  left: number,
): void {
  const { pdf } = list
  const markOf = (position: number) => (from === undefined ? '•' : `${from + position}.`)
  pdf.font('plain').fontSize(10)
  const room = Math.max(indent, pdf.widthOfString(markOf(items.length - 1)) + 6)
  for (const [position, blocks] of items.entries()) {
    keepRoom(pdf, 24)
    const top = pdf.y
    within(list, 'LI', (item) => {
      said(item, 'Lbl', () =>
        pdf.font('plain').fontSize(10).fillColor(ink).text(markOf(position), left, top, { lineBreak: false }),
      )
      // An item of nothing has a line as well: the next mark stands below it.
      if (blocks.length === 0) pdf.y = top + pdf.currentLineHeight(true) * 1.5
      else pdf.y = top
      within(item, 'LBody', (body) => drawBlocks(body, blocks, left + room))
    })
  }
  pdf.x = left
}

/** Draws something with a bar on its left, on each page that it takes. */
function besideBar(pdf: Drawing['pdf'], left: number, draw: () => void): void {
  keepRoom(pdf, 24)
  const current = () => pdf.bufferedPageRange().count - 1
  const [from, top] = [current(), pdf.y]
  draw()
  const [to, bottom] = [current(), pdf.y]
  for (let page = from; page <= to; page++) {
    pdf.switchToPage(page)
    const { margins, height } = pdf.page
    const [start, end] = [page === from ? top : margins.top, page === to ? bottom - 6 : height - margins.bottom]
    unsaid(pdf, 'Layout', () =>
      pdf
        .moveTo(left + 4, start)
        .lineTo(left + 4, end)
        .lineWidth(2)
        .strokeColor(line)
        .stroke(),
    )
  }
  pdf.y = bottom
}
