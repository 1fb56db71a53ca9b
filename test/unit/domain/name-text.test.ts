import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { problemWithMessage, problemWithNameText } from '../../../shared/domain/name-text.ts'

describe('problemWithNameText', () => {
  it.each([
    'Mia',
    "Seán O'Brien",
    'José Ángel Muñoz-García',
    'Łukasz Żółć',
    'Nguyễn Thị Minh Khai',
    '山田 太郎',
    'محمد',
    'Dr. J. P. van den Berg jr.',
    'IT & Security (EMEA), level 2/3',
    'Head of R&D: sensors',
    '100% Remote #1',
    'www',
    '👩‍💻'.replace('\u200d', ' '),
    'x'.repeat(100),
    '𝄞'.repeat(100),
  ])('accepts %j', (text) => {
    expect(problemWithNameText(text)).toBeUndefined()
  })

  it.each([
    ['', 'is empty'],
    [' \u3000', 'is empty'],
    [' Mia', 'begins or ends with a space'],
    ['Mia\u00a0', 'begins or ends with a space'],
    ['Jose\u0301', 'is not in Unicode normalization form C'],
    ['x'.repeat(101), 'has more than 100 characters'],
    ['𝄞'.repeat(101), 'has more than 100 characters'],
    ['Mia\nBcc: x', 'contains a control character or an invisible one'],
    ['Mia\u0000x', 'contains a control character or an invisible one'],
    ['Mia\u0085x', 'contains a control character or an invisible one'],
    ['Mia\u2028x', 'contains a control character or an invisible one'],
    ['Mia\u202ex', 'contains a control character or an invisible one'],
    ['Mia\u2067x', 'contains a control character or an invisible one'],
    ['Mia\u061cx', 'contains a control character or an invisible one'],
    ['Mia\u200bx', 'contains a control character or an invisible one'],
    ['Mia\u200dx', 'contains a control character or an invisible one'],
    ['Mia\u2060x', 'contains a control character or an invisible one'],
    ['Mia\ufeffx', 'contains a control character or an invisible one'],
    ['Mia\u00adx', 'contains a control character or an invisible one'],
    ['Mia\ufff9x', 'contains a control character or an invisible one'],
    ['Mia\u3164x', 'contains a control character or an invisible one'],
    ['Mia\ufe0fx', 'contains a control character or an invisible one'],
    ['Mia\u{e0041}x', 'contains a control character or an invisible one'],
    ['Mia\u2800x', 'contains a control character or an invisible one'],
    ['\u200b', 'contains a control character or an invisible one'],
    ['Mia\ud800x', 'contains a control character or an invisible one'],
    ['<b>Mia', 'contains <'],
    ['Mia>', 'contains >'],
    ['mia@contoso', 'contains @'],
    ['mia＠contoso', 'contains @'],
    ['see http://contoso', 'contains ://'],
    ['x:／／y', 'contains ://'],
    ['see www.contoso', 'contains www.'],
    ['see WwW.contoso', 'contains www.'],
    ['see ｗｗｗ．contoso', 'contains www.'],
  ])('refuses %j: it %s', (text, problem) => {
    expect(problemWithNameText(text)).toBe(problem)
  })

  it('lets nothing through that a mail program would make a link of, or that a reader cannot see', () => {
    const unit = fc.oneof(
      fc.constantFrom(...'abw.:/@<> W\u200b\u202e\u0007é'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    )
    let accepted = 0
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
        if (problemWithNameText(text) !== undefined) return
        accepted++
        expect(text).not.toMatch(/[<>@]|:\/\/|www\.|\p{Cc}|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/iu)
        expect(text).toBe(text.trim().normalize('NFC'))
        expect(text.isWellFormed()).toBe(true)
      }),
      { numRuns: 5_000 },
    )
    expect(accepted).toBeGreaterThan(300)
  }, 120_000)
})

describe('problemWithMessage', () => {
  it.each([
    ['Mail is slow: https://status.northwind.example, or <write> to us @ desk', 'one'],
    ['x'.repeat(150), 'one'],
    ['𝄞'.repeat(150), 'one'],
    ['One\n\nTwo', 'several'],
  ] as const)('accepts %j', (text, lines) => {
    expect(problemWithMessage(text, { longest: 150, lines })).toBeUndefined()
  })

  it.each([
    ['', 'several', 'is empty'],
    ['\n \n', 'several', 'is empty'],
    ['x'.repeat(151), 'several', 'has more than 150 characters'],
    ['One\nTwo', 'one', 'has more than one line'],
    ['One\rTwo', 'several', 'contains a control character or an invisible one'],
    ['One\ttwo', 'several', 'contains a control character or an invisible one'],
    ['in\u202evisible', 'several', 'contains a control character or an invisible one'],
    ['One\nzero\u200bwidth', 'several', 'contains a control character or an invisible one'],
    ['One\u2028Two', 'one', 'contains a control character or an invisible one'],
  ] as const)('refuses %j', (text, lines, problem) => {
    expect(problemWithMessage(text, { longest: 150, lines })).toBe(problem)
  })
})
