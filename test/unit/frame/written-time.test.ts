import { expect, test } from 'vitest'
import { writtenTime } from '../../../shared/frame/written-time.ts'

const at = '2026-07-05T22:30:00.000Z'

test.each([
  ['en', 'Europe/Brussels', 'Monday, 6 July 2026 at 00:30 (Central European Summer Time)'],
  ['nl', 'Europe/Brussels', 'maandag 6 juli 2026 om 00:30 (Midden-Europese zomertijd)'],
  ['fr', 'Europe/Brussels', 'lundi 6 juillet 2026 à 00:30 (heure d’été d’Europe centrale)'],
  ['de', 'Europe/Brussels', 'Montag, 6. Juli 2026 um 00:30 (Mitteleuropäische Sommerzeit)'],
  ['en', 'UTC', 'Sunday, 5 July 2026 at 22:30 (Coordinated Universal Time)'],
  ['de', 'America/New_York', 'Sonntag, 5. Juli 2026 um 18:30 (Nordamerikanische Ostküsten-Sommerzeit)'],
] as const)('in %s, %s', (language, timeZone, expected) => {
  expect(writtenTime({ at, timeZone, language })).toBe(expected)
})

test('a time zone that does not exist is a RangeError', () => {
  expect(() => writtenTime({ at, timeZone: 'Europe/Atlantis', language: 'en' })).toThrow(RangeError)
})
