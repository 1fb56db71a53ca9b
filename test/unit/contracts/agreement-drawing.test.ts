import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { drawAgreement } from '../../../functions/contracts/agreement-drawing.ts'
import { readPdf } from '../../support/pdf.ts'

const drawn = (source: string) =>
  drawAgreement({
    language: 'en',
    title: 'Service agreement',
    summary: 'You get support.',
    summaryLabel: 'In short',
    rows: [['For', 'Contoso Bakeries NV (BE0123456749)']],
    source,
    at: '2026-11-26T09:00:00.000Z',
    footer: (page, of) => `page ${page} of ${of}`,
  })
const read = async (source: string) => readPdf(await drawn(source))
/** Its text as it was drawn, without the first lines and the footer. */
const linesOf = async (source: string) => {
  const lines = (await read(source)).text.split('\n')
  return lines.slice(lines.indexOf('You get support.') + 1, -1)
}
const words = (times: number) => 'word '.repeat(times).trim()

/** A table as wide as one may be. */
const table = (rows: number, cell: string) =>
  `|${' a |'.repeat(12)}\n|${'--|'.repeat(12)}\n${`|${` ${cell} |`.repeat(12)}\n`.repeat(rows)}`
/** So many words that are like no other, as long as each may be. */
const unlike = (times: number, length: number) =>
  Array.from({ length: times }, (_, one) =>
    createHash('shake256', { outputLength: length / 2 })
      .update(`${one}`)
      .digest('hex'),
  )

const rowsOf = (words: readonly string[]) =>
  words.map((word, at) => (at % 12 === 11 ? `${word}|\n` : `${at % 12 === 0 ? '|' : ''}${word}|`)).join('')

describe('an agreement as a PDF', () => {
  test('begins with its title, the parties and the summary', async () => {
    const { text, parts } = await read('Text.')
    expect(text.split('\n')).toEqual([
      'Service agreement',
      'For',
      'Contoso Bakeries NV (BE0123456749)',
      'In short',
      'You get support.',
      'Text.',
      'page 1 of 1',
    ])
    expect(parts.filter((part) => part.startsWith('H'))).toEqual(['H1', 'H2'])
  })

  test('breaks lines where its source does, and nowhere else', async () => {
    expect(await linesOf('Contoso\\\nKerkstraat 1\\\n**2000** Antwerpen')).toEqual([
      'Contoso',
      'Kerkstraat 1',
      '2000',
      ' Antwerpen',
    ])
  })

  test('keeps links, in a paragraph and in a table', async () => {
    const { links } = await read(
      'See [here](https://example.com/a).\n\n| a |\n|---|\n| [there](mailto:an@example.com) |\n',
    )
    expect(links).toEqual(['https://example.com/a', 'mailto:an@example.com'])
  })

  test('numbers its lists from where they begin, and gives an item of nothing a line as well', async () => {
    expect(await linesOf('9. nine\n10.\n11. eleven\n    - within\n')).toEqual([
      '9.',
      'nine',
      '10.',
      '11.',
      'eleven',
      '•',
      'within',
    ])
  })

  test('says what each part is: headings below its title, lists, quotes, tables', async () => {
    const { parts } = await read('# One\n\n###### Six\n\n- a\n\n> b\n\n| c | d |\n|---|---|\n| e | f |\n')
    const count = (kind: string) => parts.filter((part) => part === kind).length
    expect(['H1', 'H2', 'H6', 'L', 'LI', 'BlockQuote'].map(count)).toEqual([1, 2, 1, 1, 1, 1])
    // The parties are a table, too.
    expect(['Table', 'TR', 'TH', 'TD'].map(count)).toEqual([2, 3, 3, 3])
  })

  test.each([
    ['a text as long as any', Array.from({ length: 100 }, () => words(100)).join('\n\n'), 10_000],
    ['one quote over pages', `> ${words(2000)}`, 2000],
    ['a row of a table higher than a page', `| a | b |\n|---|---|\n| ${words(2000)} | word |\n| word | word |\n`, 2003],
    ['lists within lists', Array.from({ length: 8 }, (_, depth) => `${'  '.repeat(depth)}- word`).join('\n'), 8],
    ['as many columns as there may be', table(1, 'word'), 12],
  ])('loses no word of %s, and numbers its pages', async (_, source, expected) => {
    const { text, pages } = await read(source)
    expect(text.replaceAll(/\s/g, '').match(/word/g)).toHaveLength(expected)
    expect(text).toContain(`page ${pages} of ${pages}`)
  })

  test.each([
    ['cells', `${table(490, 'a')}\n${table(305, 'a')}`],
    ['items of lists', `${'- - - - - - - - a\n'.repeat(495)}`],
    ['quotes', `${'> > > > > > > > a\n>\n'.repeat(240)}\n`.repeat(2).slice(0, 8_700)],
    ['words in a manner of their own', `${'*a*b'.repeat(249)}\n\n`.repeat(26)],
    ['links', `${'<mailto:a@b.c> '.repeat(240)}\n\n`.repeat(16)],
    ['long words', unlike(480, 120).join('\n\n')],
    ['long words in narrow columns', `${table(0, '')}${rowsOf(unlike(480, 120))}`],
    [
      'different words',
      unlike(6_500, 8)
        .join(' ')
        .replaceAll(/(.{9000}) /g, '$1\n\n'),
    ],
  ])('is drawn in time, and small enough to be answered with: as many %s as there may be', async (_, source) => {
    const begun = process.threadCpuUsage()
    const { length } = await drawn(source)
    expect(process.threadCpuUsage(begun).user / 1e6).toBeLessThan(5)
    // A function answers with 6 MB at most, in base64.
    expect(length).toBeLessThan(4_000_000)
  })

  test('is not drawn at all where its text cannot be read: nobody keeps a part of it, or none', async () => {
    await expect(drawn('a\n\n<b>')).rejects.toThrow('cannot be read')
  })

  test('is the same every time it is drawn', async () => {
    expect((await drawn('# A\n\n- b')).equals(await drawn('# A\n\n- b'))).toBe(true)
  })
})
