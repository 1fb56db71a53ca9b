import { describe, expect, test } from 'vitest'
import { type Language, languages } from '../../../shared/domain/language.ts'
import { signInUrl, newPassword as written } from '../../support/me-samples.ts'
import { readHtml } from '../../support/read-html.ts'

const when: Record<Language, string> = {
  en: 'Monday, 6 July 2026 at 00:30 (Central European Summer Time)',
  nl: 'maandag 6 juli 2026 om 00:30 (Midden-Europese zomertijd)',
  fr: 'lundi 6 juillet 2026 à 00:30 (heure d’été d’Europe centrale)',
  de: 'Montag, 6. Juli 2026 um 00:30 (Mitteleuropäische Sommerzeit)',
}
const addressesIn = (text: string) => text.match(/https?:\/\/[^\s"<>]+/g) ?? []

describe.each(languages)('the notice of a new password in %s', (language) => {
  const mail = written(language)
  const { tags, text } = readHtml(mail.html)

  test('leads to the sign-in page and nowhere else: a forgery that leads elsewhere looks different', () => {
    expect(addressesIn(mail.text)).toEqual([signInUrl])
    expect(addressesIn(text)).toEqual([signInUrl])
    const links = tags.filter(({ name }) => name === 'a').map(({ attributes }) => attributes.href)
    expect([...new Set(links)]).toEqual([signInUrl])
  })

  test('says when, whose sign-in, and whom to tell, in HTML and in text', () => {
    for (const said of [
      when[language],
      'Peeters',
      'an@contoso.example',
      'Contoso',
      'Mia Jansen',
      'mia@contoso.example',
    ])
      for (const body of [mail.text, text]) expect(body).toContain(said)
    expect(mail.html + mail.text + mail.subject).not.toContain('undefined')
    expect(mail.subject).toContain('Rolecall')
    expect(written(language, { administrators: [] }).text).toContain('Contoso')
  })

  test('escapes whatever was typed, and begins no header with it', () => {
    const hostile = '<b>"&\r\nBcc: everyone'
    for (const field of ['appName', 'lastName', 'organizationName'] as const) {
      const { html, subject } = written(language, { [field]: hostile })
      const read = readHtml(html)
      expect(read.tags.some(({ name }) => name === 'b')).toBe(false)
      expect(read.text).toContain('<b>"& Bcc: everyone')
      expect(subject).not.toMatch(/[\r\n]/)
    }
  })
})

test.each(['nl', 'fr', 'de'] as const)('no sentence in %s is English', (language) => {
  const sentences = (text: string) => text.split('\n').filter((line) => line.includes(' ') && line !== '-- ')
  const english = new Set(sentences(written('en').text))
  expect(sentences(written(language).text).filter((line) => english.has(line) && !line.startsWith('Mia'))).toEqual([])
})
