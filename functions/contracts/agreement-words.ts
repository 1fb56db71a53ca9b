import type { AgreementInline } from '../../shared/domain/agreement-text.ts'
import { type Drawing, ink, said } from './drawing.ts'

type Run = { readonly text: string; readonly bold: boolean; readonly slanted: boolean; readonly link: string | null }
type Manner = Omit<Run, 'text'>

/** Where text is drawn, and how. */
type Place = {
  readonly left: number
  /** The rest of the page, where it is missing. */
  readonly width?: number
  readonly size?: number
  readonly color?: string
  readonly bold?: boolean
  readonly align?: 'left' | 'right' | 'center' | undefined
}

/**
 * Draws the text of a block from where the drawing stands, each run as it is written: DejaVu is drawn slanted where it is emphasised. pdfkit
 * would run lines that are continued into one another, so each line is drawn of its own.
 */
export function drawInlines(drawing: Drawing, inlines: readonly AgreementInline[], place: Place): void {
  const { pdf } = drawing
  const { left, size = 10, color = ink, bold = false, align = 'left' } = place
  const width = place.width ?? pdf.page.width - pdf.page.margins.right - left
  for (const runs of linesOf(inlines, bold)) {
    const taken = runs.reduce((sum, run) => sum + widthOf(pdf, run, size), 0)
    // pdfkit aligns each run of a line by itself: a line that fits is put in its place as a whole, and another begins on the left.
    const spare = Math.max(0, width - taken)
    const before = align === 'right' ? spare : align === 'center' ? spare / 2 : 0
    pdf.x = left + before
    for (const [position, run] of runs.entries())
      said(drawing, run.link === null ? 'Span' : 'Link', () =>
        fontOf(pdf, run, size)
          .fillColor(color)
          .text(run.text, {
            // A hair more than it takes, since what is measured as a whole may be rounded in parts.
            width: before > 0 ? taken + 1 : width,
            lineGap: 3,
            continued: position < runs.length - 1,
            underline: run.link !== null,
            oblique: run.slanted,
            link: run.link,
          }),
      )
  }
}

const fontOf = (pdf: Drawing['pdf'], run: Run, size: number) => pdf.font(run.bold ? 'bold' : 'plain').fontSize(size)
const widthOf = (pdf: Drawing['pdf'], run: Run, size: number): number => fontOf(pdf, run, size).widthOfString(run.text)

/** How high text is as `drawInlines` draws it. */
export function heightOfInlines(
  pdf: Drawing['pdf'],
  inlines: readonly AgreementInline[],
  place: Place & { width: number },
): number {
  const { width, size = 10, bold = false } = place
  // Bold is wider: a line of it alone takes what a line of both takes, or more.
  const font = bold || runsOf(inlines, plain).some((run) => run.bold) ? 'bold' : 'plain'
  return pdf.font(font).fontSize(size).heightOfString(plainText(inlines), { width, lineGap: 3 })
}

/** The text alone. */
export const plainText = (inlines: readonly AgreementInline[]): string =>
  runsOf(inlines, plain)
    .map(({ text }) => text)
    .join('')

const plain: Manner = { bold: false, slanted: false, link: null }

function linesOf(inlines: readonly AgreementInline[], bold: boolean): readonly (readonly Run[])[] {
  const lines: Run[][] = [[]]
  for (const run of runsOf(inlines, { ...plain, bold }))
    for (const [position, text] of run.text.split('\n').entries()) {
      if (position > 0) lines.push([])
      if (text !== '') lines.at(-1)?.push({ ...run, text })
    }
  return lines
}

const runsOf = (inlines: readonly AgreementInline[], manner: Manner): readonly Run[] =>
  inlines.flatMap((inline) => runsOfOne(inline, manner))

function runsOfOne(inline: AgreementInline, manner: Manner): readonly Run[] {
  switch (inline.kind) {
    case 'text':
    case 'code':
      return [{ ...manner, text: inline.text }]
    case 'break':
      return [{ ...manner, text: '\n' }]
    case 'link':
      return runsOf(inline.inlines, { ...manner, link: inline.to })
    case 'strong':
      return runsOf(inline.inlines, { ...manner, bold: true })
    case 'emphasis':
      return runsOf(inline.inlines, { ...manner, slanted: true })
  }
}
