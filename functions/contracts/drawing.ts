import { createRequire } from 'node:module'
import PdfDocument from 'pdfkit'

/** A PDF that is being drawn. */
export type Drawing = PDFKit.PDFDocument

const resolve = createRequire(import.meta.url).resolve
/** DejaVu has Latin, Greek and Cyrillic letters; the fonts lie beside the bundle as they lie in `node_modules`. */
const fonts = {
  plain: () => resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: () => resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
} as const

export const ink = '#14211f'
export const quiet = '#4f5f5b'
export const line = '#d9e1de'
export const accent = '#0b5d55'

/** A sheet of A4 with air around it, in a language, with a title that readers show. The same content makes the same file, byte for byte. */
export function newDrawing(about: { readonly title: string; readonly language: string; readonly at: string }): Drawing {
  const drawing = new PdfDocument({
    // Left to itself it begins with Helvetica, whose measures lie in files that no bundle has.
    font: fonts.plain(),
    size: 'A4',
    margins: { top: 64, bottom: 72, left: 64, right: 64 },
    bufferPages: true,
    tagged: true,
    displayTitle: true,
    lang: about.language,
    pdfVersion: '1.7',
    info: { Title: about.title, CreationDate: new Date(about.at), ModDate: new Date(about.at) },
  })
  drawing.registerFont('plain', fonts.plain())
  drawing.registerFont('bold', fonts.bold())
  drawing.font('plain').fontSize(10).fillColor(ink)
  return drawing
}

/** Writes under every page what it is and which of how many, and gives the whole as a file. */
export async function finished(drawing: Drawing, footer: (page: number, of: number) => string): Promise<Buffer> {
  const { count } = drawing.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    drawing.switchToPage(page)
    const { height, margins, width } = drawing.page
    // Within the margin: text there would begin another page.
    drawing.page.margins = { ...margins, bottom: 0 }
    drawing
      .font('plain')
      .fontSize(8)
      .fillColor(quiet)
      .text(footer(page + 1, count), margins.left, height - 44, {
        width: width - margins.left - margins.right,
        lineBreak: false,
      })
    drawing.page.margins = margins
  }
  const chunks: Buffer[] = []
  const ended = new Promise<void>((resolveEnd, reject) => {
    drawing.on('data', (chunk: Buffer) => chunks.push(chunk))
    drawing.on('end', resolveEnd)
    drawing.on('error', reject)
  })
  drawing.end()
  await ended
  return Buffer.concat(chunks)
}

/** A heading, kept with what comes after it. */
export function heading(drawing: Drawing, text: string, size = 13): void {
  if (drawing.y > drawing.page.height - drawing.page.margins.bottom - 60) drawing.addPage()
  drawing.moveDown(0.6).font('bold').fontSize(size).fillColor(ink).text(text).moveDown(0.3)
  drawing.font('plain').fontSize(10)
}

/** Rows of a label and what it says, with a line under each. */
export function facts(drawing: Drawing, rows: readonly (readonly [label: string, value: string])[]): void {
  const { left, right, bottom } = drawing.page.margins
  const labelWidth = 130
  const valueWidth = drawing.page.width - left - right - labelWidth
  for (const [label, value] of rows) {
    const height = Math.max(
      drawing.font('plain').fontSize(10).heightOfString(value, { width: valueWidth }),
      drawing.fontSize(9).heightOfString(label, { width: labelWidth - 12 }),
    )
    if (drawing.y + height > drawing.page.height - bottom) drawing.addPage()
    const top = drawing.y + 5
    drawing
      .fontSize(9)
      .fillColor(quiet)
      .text(label, left, top + 1, { width: labelWidth - 12 })
    drawing
      .fontSize(10)
      .fillColor(ink)
      .text(value, left + labelWidth, top, { width: valueWidth })
    drawing.y = top + height + 5
    drawing
      .moveTo(left, drawing.y)
      .lineTo(drawing.page.width - right, drawing.y)
      .lineWidth(0.5)
      .strokeColor(line)
      .stroke()
    drawing.x = left
  }
  drawing.moveDown(0.5)
}
