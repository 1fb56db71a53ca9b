import { createRequire } from 'node:module'
import PdfDocument from 'pdfkit'

/** A PDF that is being drawn, and the part of it that is being told: whoever hears a page read follows these parts. */
export type Drawing = { readonly pdf: PDFKit.PDFDocument; readonly part: PDFKit.PDFStructureElement }

/** What a part of a PDF is, as readers know it (ISO 32000-1, 14.8.4). */
export type PartKind =
  | `H${1 | 2 | 3 | 4 | 5 | 6}`
  | 'P'
  | 'Span'
  | 'Link'
  | 'BlockQuote'
  | 'L'
  | 'LI'
  | 'Lbl'
  | 'LBody'
  | 'Table'
  | 'TR'
  | 'TH'
  | 'TD'

const resolve = createRequire(import.meta.url).resolve
/** DejaVu has Latin, Greek and Cyrillic letters; the fonts lie beside the bundle as they lie in `node_modules`. */
const fonts = {
  plain: () => resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  bold: () => resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
} as const

export const ink = '#14211f'
export const quiet = '#4f5f5b'
export const line = '#d9e1de'

/** A sheet of A4 with air around it, in a language, with a title that readers show. The same content makes the same file, byte for byte. */
export function newDrawing(about: { readonly title: string; readonly language: string; readonly at: string }): Drawing {
  const pdf = new PdfDocument({
    // Left to itself it begins with Helvetica, whose measures lie in files that no bundle has. Begun with a font of ours it would read that
    // from its file again whenever it is chosen by name.
    font: '',
    size: 'A4',
    margins: { top: 64, bottom: 72, left: 64, right: 64 },
    bufferPages: true,
    tagged: true,
    displayTitle: true,
    lang: about.language,
    pdfVersion: '1.7',
    info: { Title: about.title, CreationDate: new Date(about.at), ModDate: new Date(about.at) },
  })
  pdf.registerFont('plain', fonts.plain())
  pdf.registerFont('bold', fonts.bold())
  pdf.font('plain').fontSize(10).fillColor(ink)
  const part = pdf.struct('Document')
  pdf.addStructure(part)
  return { pdf, part }
}

/** Draws a part that consists of other parts. */
export function within({ pdf, part }: Drawing, kind: PartKind, draw: (inner: Drawing) => void): void {
  const inner = pdf.struct(kind)
  part.add(inner)
  draw({ pdf, part: inner })
  inner.end()
}

/** Draws a part that consists of text. */
export const said = (drawing: Drawing, kind: PartKind, draw: () => void): void =>
  within(drawing, kind, ({ part }) => part.add(draw))

/** Draws what says nothing: lines, and what stands on every page. */
export function unsaid(pdf: Drawing['pdf'], type: 'Layout' | 'Pagination', draw: () => void): void {
  pdf.markContent('Artifact', { type })
  draw()
  pdf.endMarkedContent()
}

/** A thin line from one side of the text to the other. */
export const ruled = (pdf: Drawing['pdf'], from: number, y: number): void =>
  unsaid(pdf, 'Layout', () => {
    pdf
      .moveTo(from, y)
      .lineTo(pdf.page.width - pdf.page.margins.right, y)
      .lineWidth(0.5)
      .strokeColor(line)
      .stroke()
  })

/** Begins another page where less than this is left of the one that is being drawn. */
export function keepRoom(pdf: Drawing['pdf'], height: number): void {
  if (pdf.y + height > pdf.page.height - pdf.page.margins.bottom) pdf.addPage()
}

/** Writes under every page what it is and which of how many, and gives the whole as a file. */
export async function finished({ pdf, part }: Drawing, footer: (page: number, of: number) => string): Promise<Buffer> {
  part.end()
  const { count } = pdf.bufferedPageRange()
  for (let page = 0; page < count; page++) {
    pdf.switchToPage(page)
    const { height, margins, width } = pdf.page
    // Within the margin: text there would begin another page.
    pdf.page.margins = { ...margins, bottom: 0 }
    unsaid(pdf, 'Pagination', () => {
      pdf
        .font('plain')
        .fontSize(8)
        .fillColor(quiet)
        .text(footer(page + 1, count), margins.left, height - 44, {
          width: width - margins.left - margins.right,
          height: 10,
          ellipsis: true,
        })
    })
    pdf.page.margins = margins
  }
  const chunks: Buffer[] = []
  const ended = new Promise<void>((resolveEnd, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk))
    pdf.on('end', resolveEnd)
    pdf.on('error', reject)
  })
  pdf.end()
  await ended
  return Buffer.concat(chunks)
}

/** A heading, kept with what comes after it. */
export function heading(drawing: Drawing, kind: Extract<PartKind, `H${number}`>, text: string, size = 13): void {
  const { pdf } = drawing
  const width = pdf.page.width - pdf.page.margins.right - pdf.x
  pdf.font('bold').fontSize(size)
  keepRoom(pdf, pdf.heightOfString(text, { width }) + 40)
  pdf.moveDown(0.6)
  said(drawing, kind, () => pdf.font('bold').fontSize(size).fillColor(ink).text(text, { width }))
  pdf.moveDown(0.3).font('plain').fontSize(10)
}

const labelWidth = 130

/** Rows of a label and what it says, with a line under each. */
export function facts(drawing: Drawing, rows: readonly (readonly [label: string, value: string])[]): void {
  const { pdf } = drawing
  const { left, right } = pdf.page.margins
  const valueWidth = pdf.page.width - left - right - labelWidth
  within(drawing, 'Table', (table) => {
    for (const [label, value] of rows) {
      const height = Math.max(
        pdf.font('plain').fontSize(10).heightOfString(value, { width: valueWidth }),
        pdf.fontSize(9).heightOfString(label, { width: labelWidth - 12 }),
      )
      keepRoom(pdf, height + 5)
      const top = pdf.y + 5
      within(table, 'TR', (row) => {
        said(row, 'TH', () =>
          pdf
            .font('plain')
            .fontSize(9)
            .fillColor(quiet)
            .text(label, left, top + 1, { width: labelWidth - 12 }),
        )
        said(row, 'TD', () =>
          pdf
            .fontSize(10)
            .fillColor(ink)
            .text(value, left + labelWidth, top, { width: valueWidth }),
        )
      })
      pdf.y = top + height + 5
      ruled(pdf, left, pdf.y)
      pdf.x = left
    }
  })
  pdf.moveDown(0.5)
}
