import type { InEveryLanguage, Language } from '../domain/language.ts'

const locales: InEveryLanguage<string> = { en: 'en-GB', nl: 'nl-BE', fr: 'fr-FR', de: 'de-DE' }

/**
 * A moment as people read it, with the time zone named: `Sunday 30 November 2025 at 14:05 (Central European Standard Time)`.
 * `at` is an ISO 8601 moment, `timeZone` an IANA name; throws a RangeError on anything else.
 */
export function writtenTime(moment: { at: string; timeZone: string; language: Language }): string {
  const locale = locales[moment.language]
  const at = new Date(moment.at)
  const { timeZone } = moment
  const dayAndTime = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(at)
  const zone = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName: 'long' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')
  return `${dayAndTime} (${zone?.value ?? timeZone})`
}

/** A day as people read it: `1 December 2026`. `day` is an ISO 8601 date, which is the same day everywhere. */
export const writtenDay = (day: string, language: Language): string =>
  new Intl.DateTimeFormat(locales[language], { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
