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
    ["'Jan@X.example' <jan@x.example>", ['jan@x.example']],
    ['"a@b.example" <jan@x.example>', ['jan@x.example']],
    ['jan@x.example (jan@x.example)', ['jan@x.example']],
    ['jan @ x.example (Jan Peeters)', ['jan@x.example | Jan | Peeters']],
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

  test.each(['no address', '<a@b.example> <c@d.example>', 'Jan <jan@>', 'Jan <>', `${'x'.repeat(400)} <a@b.example>`])(
    '%j is none, and is told as it stands there',
    (entry) => {
      expect(typedAddresses(entry)).toEqual([{ typed: entry, problem: expect.stringMatching(/^\w/) }])
    },
  )

  test.each([
    'Jan <jan@x.example> a@b.example c@d.example',
    '<jan@x.example>a@b.example',
    'Jan <jan@x.example> a@',
    'Jan <jan@x.example> a @ b.example',
    'Jan <jan@x.example> (a@b.example)',
    'jan@x.example (x) a@b.example',
    'jan@ (x) a@b.example',
    'a@b.example (x) Jan <jan@x.example>',
    'a@b.example Jan <jan@x.example>',
    '"Peeters" <jan@x.example> "Maes" a@b.example',
  ])('%j is several, of which none is taken for the others', (entry) => {
    const problem = expect.stringContaining('stands beside another one')
    expect(typedAddresses(`${entry}, g@h.example`)).toEqual([
      { typed: entry, problem },
      { typed: 'g@h.example', email: 'g@h.example' },
    ])
    expect(typedAddresses([entry])).toEqual([{ typed: entry, problem }])
  })

  test.each([
    ['5" tv, Jan <jan@x.example>, a@b.example', ['5" tv', 'jan', 'a']],
    ['Jan <jan@x.example, a@b.example', ['Jan <jan@x.example', 'a']],
    ['Noor <noor@x.example, Jan <jan@x.example>; a@b.example', ['Noor <noor@x.example', 'jan', 'a']],
    ['"c@d.example, a@b.example', ['"c@d.example', 'a']],
    ['"x\\", a@b.example', ['"x\\"', 'a']],
    ['"Maes, Noor" <jan@x.example>, 5", a@b.example', ['jan', '5"', 'a']],
    ['5" screen <jan@x.example>, a@b.example', ['jan', 'a']],
    ['Noor (x) <noor@x.example, a@b.example', ['Noor (x) <noor@x.example', 'a']],
    ['"x, y\na@b.example"', ['"x', 'y', 'a@b.example"']],
  ])('what a line opens and does not close swallows nothing: %j', (given, found) => {
    const short: Readonly<Record<string, string>> = { jan: 'jan@x.example', a: 'a@b.example' }
    const read = typedAddresses(given)
    expect(read.map(({ typed }) => typed)).toEqual(found.map((one) => short[one] ?? one))
    expect(read.map(({ email }) => email)).toEqual(found.map((one) => short[one]))
  })

  test.each(['www.evil.example x', 'a\u202eb c', `${'x'.repeat(101)} y`, '"<b> c"', 'Peeters, Jan, dr.', 'x://y z'])(
    'a name such as %j is left out',
    (name) => {
      expect(typedAddresses([`${name} <jan@x.example>`])).toEqual([{ typed: 'jan@x.example', email: 'jan@x.example' }])
    },
  )

  test('entries of a list are not divided, and each has its place', () => {
    expect(read(['', 'Peeters, Jan <jan@x.example>', ' ', 'a@b.example,c@d.example'])).toEqual([
      ' is empty',
      'jan@x.example | Jan | Peeters',
      ' is empty',
      'a@b.example,c@d.example has a character before the @ that is not allowed there',
    ])
  })

  test('a text of 30,000 characters is read in no time, whatever it is made of', () => {
    for (const part of ['"', '\\"', '\\', '<', ',', '"\\', '(,', 'a,<', '<>', '<a', 'a@<']) {
      const began = performance.now()
      typedAddresses(part.repeat(30_000 / part.length))
      expect(performance.now() - began, part).toBeLessThan(1500)
    }
  })
})
