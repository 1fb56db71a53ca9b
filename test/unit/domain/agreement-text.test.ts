import { describe, expect, test } from 'vitest'
import { readAgreement } from '../../../shared/domain/agreement-text.ts'

const blocksOf = (markdown: string) => {
  const read = readAgreement(markdown)
  if (!read.ok) throw new Error(JSON.stringify(read.refused))
  return read.blocks
}
const refusedIn = (markdown: string): readonly string[] => {
  const read = readAgreement(markdown)
  return read.ok ? [] : read.refused.map(({ line, what }) => `${line}: ${what}`)
}
const text = (of: string) => ({ kind: 'text', text: of })

describe('an agreement', () => {
  test('has headings, paragraphs, emphasis, code and breaks', () => {
    expect(blocksOf('# One\n\nTwo *three* **four** `five`  \nsix\n\n###### Seven')).toEqual([
      { kind: 'heading', level: 1, inlines: [text('One')] },
      {
        kind: 'paragraph',
        inlines: [
          text('Two '),
          { kind: 'emphasis', inlines: [text('three')] },
          text(' '),
          { kind: 'strong', inlines: [text('four')] },
          text(' '),
          { kind: 'code', text: 'five' },
          { kind: 'break' },
          text('six'),
        ],
      },
      { kind: 'heading', level: 6, inlines: [text('Seven')] },
    ])
  })

  test('has lists, numbered from where they begin, quotes and rules, within each other', () => {
    const paragraph = (of: string) => ({ kind: 'paragraph', inlines: [text(of)] })
    expect(blocksOf('3. a\n4. b\n   - c\n\n> d\n\n---')).toEqual([
      {
        kind: 'list',
        from: 3,
        items: [[paragraph('a')], [paragraph('b'), { kind: 'list', from: undefined, items: [[paragraph('c')]] }]],
      },
      { kind: 'quote', blocks: [paragraph('d')] },
      { kind: 'rule' },
    ])
  })

  test('keeps the numbers that its lists bear, whatever stands between', () => {
    const listsOf = (markdown: string) =>
      blocksOf(markdown).flatMap((block) => (block.kind === 'list' ? [[block.from, block.items.length]] : []))
    expect(listsOf('0. a\n1. b\n\n   c\n2.\n')).toEqual([[0, 3]])
    expect(listsOf('  8) a\n  9) b\n  10) c\n  11) d\n')).toEqual([[8, 4]])
    expect(listsOf('1. a\n\nb\n\n2. c\n3. d\n')).toEqual([
      [1, 1],
      [2, 2],
    ])
    expect(listsOf('1. a\r\n2. b\r\n   1. c\r\n   2. d\r\n3. e\r\n')).toEqual([[1, 3]])
  })

  test('has tables, with what their columns are aligned to', () => {
    expect(blocksOf('| a | b | c |\n|---|--:|:-:|\n| 1 | **2** | |\n')).toEqual([
      {
        kind: 'table',
        align: [undefined, 'right', 'center'],
        head: [[text('a')], [text('b')], [text('c')]],
        rows: [[[text('1')], [{ kind: 'strong', inlines: [text('2')] }], []]],
      },
    ])
  })

  test('has links to sites over TLS and to addresses, written out or in angle brackets', () => {
    for (const to of ['https://contoso.example/terms?a=1#b', 'mailto:legal@contoso.example'])
      for (const link of [`[here](${to})`, `<${to}>`])
        expect(blocksOf(link)).toMatchObject([{ kind: 'paragraph', inlines: [{ kind: 'link', to }] }])
    expect(blocksOf('<legal@contoso.example>')).toMatchObject([
      { inlines: [{ kind: 'link', to: 'mailto:legal@contoso.example' }] },
    ])
  })

  test('has an escaped or encoded character as that character, and no more', () => {
    expect(blocksOf('1 \\< 2 \\* 3 &amp; &lt;b&gt;')).toEqual([
      { kind: 'paragraph', inlines: [text('1 < 2 * 3 & <b>')] },
    ])
  })

  test('is read alike with every kind of line end', () => {
    for (const end of ['\n', '\r\n', '\r'])
      expect(blocksOf(['# a', '', 'b', 'c'].join(end)).map(({ kind }) => kind)).toEqual(['heading', 'paragraph'])
    expect(refusedIn('a\r\n\r\n<b>\r\n')).toEqual(['3: HTML: write \\< where a < is meant'])
  })
})

const html = 'HTML: write \\< where a < is meant'
const link = 'a link that does not begin with https:// or mailto:'
const unseen = 'a control character or an invisible one'
const encoded = 'an entity that cannot be seen'
const reference = 'a reference: write the link out, as in [text](https://…)'
const code = 'a block of code: begin the line with fewer than four spaces'
const titled = 'a link with a title, which only some readers would see'
const deep = 'more than 8 quotes and lists within each other'
const number = (written: number | string, next: number) =>
  `the number ${written} where ${next} comes next: numbers of a list count up by one`
const long = 'a word of more than 120 characters'
const marked = 'more than 500 brackets, asterisks, underscores and backticks in one line'

describe('what an agreement may not contain is refused, with its line', () => {
  test.each<[what: string, markdown: string, refused: readonly string[]]>([
    ['a script', 'a\n\n<script>alert(1)</script>', [`3: ${html}`]],
    ['an element with a handler', '<img src=x onerror=alert(1)>', [`1: ${html}`]],
    ['HTML within a line', 'a <b>c</b> d', [`1: ${html}`, `1: ${html}`]],
    ['HTML within a table', '| a |\n|---|\n| <i>b |', [`3: ${html}`]],
    ['HTML within a list in a quote', '> - <u>a', [`1: ${html}`]],
    ['HTML within emphasis', '**<br>**', [`1: ${html}`]],
    ['HTML as the text of a link', '[<b>a</b>](https://a.example)', [`1: ${html}`, `1: ${html}`]],
    ['a comment', 'a\n<!-- nobody reads this -->', [`2: ${html}`]],
    ['a comment that never ends', '<!-- a\n\nb', [`1: ${html}`]],
    ['a processing instruction', '<?php a ?>', [`1: ${html}`]],
    ['a declaration', '<!DOCTYPE html>', [`1: ${html}`]],
    ['character data', '<![CDATA[ a ]]>', [`1: ${html}`]],
    ['a closing element alone', 'a </p>', [`1: ${html}`]],
    ['a style', '<style>*{display:none}</style>', [`1: ${html}`]],
    ['an image', 'a\n\n![b](https://a.example/b.png)', ['3: an image']],
    ['an image that is inline data', '![b](data:image/png;base64,AAAA)', ['1: an image']],
    ['an image by reference', '![b][c]\n\n[c]: https://a.example', ['1: an image', `3: ${reference}`]],
    ['a reference', '[a][b]\n\n[b]: https://a.example', [`1: ${reference}`, `3: ${reference}`]],
    ['a definition that nobody uses', 'a\n\n[b]: https://a.example "hidden words"', [`3: ${reference}`]],
    ['a link that is a script', '[a](javascript:alert(1))', [`1: ${link}`]],
    ['the same in other letters', '[a](JaVaScRiPt:alert(1))', [`1: ${link}`]],
    ['the same, encoded', '[a](&#106;avascript:alert(1))', [`1: ${link}`]],
    ['a link without TLS', '[a](http://a.example)', [`1: ${link}`]],
    ['a link to data', '[a](data:text/html,b)', [`1: ${link}`]],
    ['a link to a file', '[a](file:///etc/passwd)', [`1: ${link}`]],
    ['a link to nowhere in particular', '[a](/b)', [`1: ${link}`]],
    ['a link whose scheme is ours', '[a](//b.example)', [`1: ${link}`]],
    ['an empty link', '[a]()', [`1: ${link}`]],
    ['a link with credentials in it', '[a](https://microsoft.com@b.example)', [`1: ${link}`]],
    ['a link to a bare host', '[a](https://localhost/b)', [`1: ${link}`]],
    ['a link with a blank in it', '[a](<https://a.example/b c>)', [`1: ${link}`]],
    ['a mail that is filled in', '[a](mailto:b@c.example?bcc=d@e.example)', [`1: ${link}`]],
    ['a mail to several', '[a](mailto:b@c.example,d@e.example)', [`1: ${link}`]],
    ['a link with a title', '[a](https://b.example "c")', [`1: ${titled}`]],
    ['a link in angle brackets without TLS', '<http://a.example>', [`1: ${link}`]],
    ['a block of code', 'a\n\n    b', [`3: ${code}`]],
    ['a fenced one', '```js\na\n```', [`1: ${code}`]],
    ['one that never ends', 'a\n\n~~~\nb', [`3: ${code}`]],
    ['a mark that turns the line around', 'a\nb \u202e c', [`2: ${unseen}`]],
    ['a space without width', 'a\u200bb', [`1: ${unseen}`]],
    ['a byte order mark', '\ufeffa', [`1: ${unseen}`]],
    ['a zero byte', 'a\0b', [`1: ${unseen}`]],
    ['half a character', 'a\ud800b', [`1: ${unseen}`]],
    ['a soft hyphen', 'a\u00adb', [`1: ${unseen}`]],
    ['a mark that turns the line around, encoded', 'a &#x202e; b', [`1: ${encoded}`]],
    ['a space without width, by name', 'a &ZeroWidthSpace; b', [`1: ${encoded}`]],
    ['more depth than anybody reads', `${'> '.repeat(9)}a`, [`1: ${deep}`]],
    ['the same without blanks', '>'.repeat(50_000), [`1: ${deep}`]],
    [
      'lists in lists in lists',
      Array.from({ length: 10 }, (_, one) => `${'  '.repeat(one)}- a`).join('\n'),
      [`9: ${deep}`],
    ],
    ['numbers that leave some out', '1. a\n3. b\n7. c', [`2: ${number(3, 2)}`, `3: ${number(7, 3)}`]],
    ['numbers that are all the same', 'a\n\n1. b\n1. c', [`4: ${number(1, 2)}`]],
    ['numbers that count down, within a quote', '> 3. a\n> 2. b', [`2: ${number(2, 4)}`]],
    ['numbers that are out of order within a list', '- a\n\n  1. b\n  3. c', [`4: ${number(3, 2)}`]],
    ['numbers that begin with a zero', '01. a\n02. b', [`1: ${number('01', 1)}`, `2: ${number('02', 2)}`]],
    ['a cell more than the head has', '| a |\n|---|\n| b |\n| c | d |', ['4: a row of 2 cells, under a head of 1']],
    ['a word without end', `a ${'b'.repeat(121)}`, [`1: ${long}`]],
    ['the same with blanks that break no line', 'a\u00a0'.repeat(61), [`1: ${long}`]],
    ['the same of numbers that break no line', '1/1-'.repeat(60), [`1: ${long}`]],
    [
      'a table that is too wide',
      `a\n\n|${'b|'.repeat(13)}\n|${'-|'.repeat(13)}\n`,
      ['3: a table of more than 12 columns'],
    ],
    ['brackets without end', '['.repeat(19_000), [`1: ${marked}`]],
    ['emphasis without end', '*a **b '.repeat(300), [`1: ${marked}`]],
    ['a line without end', 'a'.repeat(20_001), ['1: a line of more than 20000 characters']],
    ['lines without a paragraph', 'a\n'.repeat(501), ['501: more than 500 lines without an empty one']],
    ['more lines than anybody reads', '\n'.repeat(3_001), ['3001: more than 3000 lines']],
    ['more characters than a call has room for', 'a\n\n'.repeat(20_001), ['1: more than 60000 characters']],
    ['nothing', '', ['1: no text at all']],
    ['nothing but lines', '\n \n\n', ['1: no text at all']],
  ])('%s', (_, markdown, refused) => {
    expect(refusedIn(markdown)).toEqual(refused)
  })

  test('more than can be drawn: as many parts as that, and not one more', () => {
    const parts =
      'more than 20000 parts, which are paragraphs, list items, rows, cells, and words in a manner of their own'
    // A table of 12 columns has 25 parts a row, one of a column 3, and each is one by itself.
    const rows = (columns: number, times: number) =>
      `|${'a|'.repeat(columns)}\n|${'-|'.repeat(columns)}\n${`|${'a|'.repeat(columns)}\n`.repeat(times - 1)}\n`
    const almost = `${rows(12, 490)}${rows(12, 309)}`
    // 2 + 799 x 25 = 19,977; a paragraph of a text has 2.
    expect(refusedIn(`${almost}${'a\n\n'.repeat(11)}***`)).toEqual([])
    expect(refusedIn(`${almost}${'a\n\n'.repeat(12)}`)).toEqual([`826: ${parts}`])
    expect(refusedIn(`${almost}${rows(12, 400)}`)).toEqual([`804: ${parts}`])
    expect(refusedIn(`${'*a*b'.repeat(249)}\n\n`.repeat(27))).toEqual([`53: ${parts}`])
  })

  test('more items of lists and quotes than 4,000, before it is read', () => {
    const marks = 'more than 4000 marks that begin a quote or an item of a list'
    const items = (times: number) => `${'- - - - * * 1. 1) a\n'.repeat(times)}\n`
    expect(refusedIn(`${items(250)}${items(250)}`)).toEqual([])
    expect(refusedIn(`${items(250)}${items(250)}> a\n\n- b`)).toEqual([`503: ${marks}`])
    expect(refusedIn('> > > > a\n>>>> a\n\n'.repeat(501))).toEqual([`1501: ${marks}`])
  })

  test('all of it, up to twenty at once', () => {
    expect(refusedIn('a <b>\n\n![c](https://a.example)\n\n[d](ftp://e.example)')).toEqual([
      `1: ${html}`,
      '3: an image',
      `5: ${link}`,
    ])
    expect(refusedIn('<b>\n\n'.repeat(50))).toHaveLength(20)
  })

  test.each([
    ['quotes with blanks between', `${'>'.padEnd(13).repeat(8)}x`],
    ['quotes with more blanks between', `${'>'.padEnd(1_200).repeat(8)}x`],
    ['quotes with tabs between', `${`>${'\t'.repeat(1_200)}`.repeat(8)}x`],
    ['lists with blanks between', `${'-'.padEnd(1_200).repeat(8)}x`],
    ['numbers with blanks between', `${'123456789.'.padEnd(1_200).repeat(8)}x`],
    ['quotes, lists and numbers', `${'>   -  +  1.    '.repeat(2)}${'1'.repeat(9_900)}`],
    ['nothing but digits', '1'.repeat(10_000)],
    ['nothing but blanks', `x${' '.repeat(9_999)}x`],
    ['an address without an end', `[a](mailto:${'a'.repeat(9_900)})`],
    ['an address with many parts', `[a](mailto:a@${'a.'.repeat(4_900)}!)`],
    ['a site with many parts', `[a](https://${'a.'.repeat(4_900)})`],
    ['a site with a long path', `[a](https://a.example/${'%20'.repeat(3_200)})`],
    ['entities', `${'&amp; '.repeat(499)}${'a'.repeat(7_000)}`],
    ['as many marks as there may be', '*a_ '.repeat(249).padEnd(10_000, 'a')],
  ])('%s: a line of them is judged at once', (_, line) => {
    readAgreement('a')
    const begun = process.threadCpuUsage()
    readAgreement(line)
    expect(process.threadCpuUsage(begun).user / 1000).toBeLessThan(100)
  })

  test('in little time, whatever it is made of', () => {
    const hard = [
      ...['a\n=\n', '[a](\n', '*a **b\n', '- a\n', '> a\n', '&a;', '`a\n', '[a]:\n', '<!-- a\n', '| a |\n|---|\n'],
      ...['* * *\n', '1. a\n\n', '_a __b ', '![', '](', '\\*', '\t\ta\n', '> - 1. a\n', 'a\n\n'],
    ]
    for (const part of hard) {
      const begun = process.threadCpuUsage()
      readAgreement(part.repeat(Math.floor(60_000 / part.length)))
      readAgreement(`${part.repeat(100)}\n\n`.repeat(29).slice(0, 60_000))
      expect(process.threadCpuUsage(begun).user / 1000, part).toBeLessThan(3_000)
    }
  })
})
