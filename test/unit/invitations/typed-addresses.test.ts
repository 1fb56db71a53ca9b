import { describe, expect, test } from 'vitest'
import { typedAddresses } from '../../../functions/invitations/typed-addresses.ts'

/** What is read, in short: address and names, or why not. */
const read = (given: string | readonly string[]) =>
  typedAddresses(given).map((one) =>
    one.email === undefined
      ? `${one.typed} ${one.problem}`
      : [one.email, one.firstName, one.lastName].filter((part) => part !== undefined).join(' | '),
  )

describe('addresses as people paste them', () => {
  test.each([
    ['a@b.example', ['a@b.example']],
    [' a@b.example , c@d.example;e@f.example\r\n\n;g@h.example,', ['a', 'c', 'e', 'g']],
    ['"Peeters, Jan" <jan@x.example>, a@b.example', ['jan@x.example | Jan | Peeters', 'a']],
    [
      'Peeters, Jan <jan@x.example>; Maes, Noor <noor@x.example>',
      ['jan@x.example | Jan | Peeters', 'noor@x.example | Noor | Maes'],
    ],
    ['a@b.example, Jan Peeters <jan@x.example>', ['a', 'jan@x.example | Jan | Peeters']],
    ['Jan van den Berg <jan@x.example>', ['jan@x.example | Jan | van den Berg']],
    ['jan@x.example (Jan Peeters)', ['jan@x.example | Jan | Peeters']],
    ["'Jan Peeters' <jan@x.example>", ['jan@x.example | Jan | Peeters']],
    ['<jan@x.example>', ['jan@x.example']],
    ['jan@x.example <jan@x.example>', ['jan@x.example']],
    ['Jan <jan@x.example>', ['jan@x.example']],
    ['a, b, c <jan@x.example>', ['a has no @', 'jan@x.example | c | b']],
  ])('%j', (given, found) => {
    const short: Readonly<Record<string, string>> = {
      a: 'a@b.example',
      c: 'c@d.example',
      e: 'e@f.example',
      g: 'g@h.example',
    }
    expect(read(given)).toEqual(found.map((one) => short[one] ?? one))
  })

  test.each([
    'no address',
    '<a@b.example> <c@d.example>',
    'Jan <jan@>',
    'Jan <>',
    '"a@b.example, c@d.example',
    `${'x'.repeat(400)} <a@b.example>`,
  ])('%j is none, and is told as it stands there', (entry) => {
    expect(typedAddresses(entry)).toEqual([{ typed: entry, problem: expect.stringMatching(/^\w/) }])
  })

  test.each(['www.evil.example x', 'a\u202eb c', `${'x'.repeat(101)} y`, '"<b> c"', 'Peeters, Jan, dr.', 'x://y z'])(
    'a name such as %j is left out',
    (name) => {
      expect(typedAddresses([`${name} <jan@x.example>`])).toEqual([{ typed: 'jan@x.example', email: 'jan@x.example' }])
    },
  )

  test('entries of a list are not divided', () => {
    expect(read(['Peeters, Jan <jan@x.example>', ' ', 'a@b.example,c@d.example'])).toEqual([
      'jan@x.example | Jan | Peeters',
      'a@b.example,c@d.example has a character before the @ that is not allowed there',
    ])
  })

  test('a text of 30,000 characters is read in no time, whatever it is made of', () => {
    for (const part of ['"', '\\"', '<', ',', '"\\', '(,', 'a,<']) {
      const began = performance.now()
      typedAddresses(part.repeat(30_000 / part.length))
      expect(performance.now() - began, part).toBeLessThan(1500)
    }
  })
})
