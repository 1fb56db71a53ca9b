import type { AgreementBlock } from '../../shared/domain/agreement-text.ts'
import { drawInlines, heightOfInlines } from './agreement-words.ts'
import { type Drawing, ink, keepRoom, quiet, ruled, within } from './drawing.ts'

/** Draws a table over the width of the page, its columns as wide as each other. */
export function drawTable(table: Drawing, { align, head, rows }: Extract<AgreementBlock, { kind: 'table' }>): void {
  const { pdf } = table
  const { left, right } = pdf.page.margins
  const column = (pdf.page.width - left - right) / Math.max(1, head.length)
  const width = column - 10
  for (const [position, cells] of [head, ...rows].entries()) {
    const isHead = position === 0
    const look = { width, size: 9, bold: isHead, color: isHead ? quiet : ink }
    const height = Math.max(...cells.map((cell) => heightOfInlines(pdf, cell, { ...look, left })))
    keepRoom(pdf, height + 8)
    const top = pdf.y
    within(table, 'TR', (row) => {
      for (const [at, cell] of cells.entries()) {
        pdf.y = top + 4
        within(row, isHead ? 'TH' : 'TD', (inner) =>
          drawInlines(inner, cell, { ...look, left: left + at * column + 4, align: align[at] }),
        )
      }
    })
    pdf.y = top + height + 8
    ruled(pdf, left, pdf.y)
  }
  pdf.x = left
  pdf.font('plain').fontSize(10).fillColor(ink).moveDown(0.6)
}
