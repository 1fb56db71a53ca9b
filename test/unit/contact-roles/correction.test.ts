import { expect, test } from 'vitest'
import { correctionIn, faultsIn } from '../../../functions/contact-roles/correction.ts'
import { parseEmailAddress } from '../../../shared/domain/address.ts'

const email = parseEmailAddress('ann@contoso.example')
if (!email) throw new TypeError('an address')
const ann = { kind: 'person', user: false, email, firstName: 'Ann', lastName: 'Peeters', language: 'nl' } as const

test.each([
  ['+32 2 555 01 99', '+3225550199'],
  ['0032 2 555.01.99', '+3225550199'],
  ['+32 (0)2/555-01-99', '+3225550199'],
  ['0032(0)2 555 01 99', '+3225550199'],
  ['+1 (425) 555-0100', '+14255550100'],
  ['  ', undefined],
])('a phone number written %s is kept as %s', (phone, kept) => {
  expect(faultsIn({ phone }, ann)).toBeUndefined()
  expect(correctionIn({ phone }, ann).details).toEqual({ phone: kept, language: 'nl' })
})

test.each(['02 555 01 99', '+0 555 01 99', 'call me', '+32 12345 ext. 9', `+${'1'.repeat(16)}`])(
  'a phone number written %s is refused',
  (phone) => {
    expect(faultsIn({ phone }, ann)).toEqual({ phone: 'not-a-number' })
  },
)

test('a name is kept composed and trimmed, and cannot be emptied, too long or more than a line', () => {
  expect(correctionIn({ firstName: '  Zoe\u0308 ' }, ann).details).toEqual({ firstName: 'Zoë', language: 'nl' })
  expect(faultsIn({ firstName: ' ', lastName: 'x'.repeat(101) }, ann)).toEqual({
    firstName: 'missing',
    lastName: 'too-long',
  })
  expect(faultsIn({ firstName: 'Ann\nBcc' }, ann)).toEqual({ firstName: 'not-allowed' })
})

test('another address is asked for, never set, and never by whoever signs in', () => {
  const typed = { email: 'new@contoso.example' }
  expect(correctionIn(typed, ann)).toEqual({ details: { language: 'nl' }, suggested: 'new@contoso.example' })
  expect(correctionIn(typed, { ...ann, user: true }).suggested).toBeUndefined()
  expect(correctionIn({ email: 'ANN@contoso.example' }, ann).suggested).toBeUndefined()
  expect(faultsIn({ email: 'nowhere' }, ann)).toEqual({ email: 'not-an-address' })
})
