import { expect, test } from 'vitest'
import { greeting } from '../../../shared/frame/greeting.ts'

const anna = { firstName: 'Anna', lastName: 'van den Berg' }

test.each([
  ['en', 'ms', anna, 'Dear Ms van den Berg,'],
  ['en', 'mr', anna, 'Dear Mr van den Berg,'],
  ['en', 'mx', anna, 'Dear Anna van den Berg,'],
  ['en', 'none', anna, 'Dear Anna van den Berg,'],
  ['nl', 'ms', anna, 'Geachte mevrouw Van den Berg,'],
  ['nl', 'mr', anna, 'Geachte heer Van den Berg,'],
  ['nl', 'mx', anna, 'Beste Anna van den Berg,'],
  ['fr', 'ms', anna, 'Bonjour Madame van den Berg,'],
  ['fr', 'mr', anna, 'Bonjour Monsieur van den Berg,'],
  ['de', 'ms', anna, 'Guten Tag Frau van den Berg,'],
  ['de', 'mr', anna, 'Guten Tag Herr van den Berg,'],
  ['de', 'none', anna, 'Guten Tag Anna van den Berg,'],
  ['en', 'none', {}, 'Hello,'],
  ['nl', 'ms', {}, 'Goedendag,'],
  ['fr', 'mr', { firstName: 'Luc' }, 'Bonjour Luc,'],
  ['de', 'mx', { lastName: 'Roth' }, 'Guten Tag Roth,'],
] as const)('in %s, %s, %o', (language, salutation, names, expected) => {
  expect(greeting(language, { salutation, ...names })).toBe(expected)
})
