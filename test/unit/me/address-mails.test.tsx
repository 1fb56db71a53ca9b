import { describe, expect, test } from 'vitest'
import { type Language, languages } from '../../../shared/domain/language.ts'
import { changed, confirm, inUse, link, signInUrl } from '../../support/me-samples.ts'
import { readHtml } from '../../support/read-html.ts'

const when: Record<Language, string> = {
  en: 'Monday, 6 July 2026 at 00:30 (Central European Summer Time)',
  nl: 'maandag 6 juli 2026 om 00:30 (Midden-Europese zomertijd)',
  fr: 'lundi 6 juillet 2026 à 00:30 (heure d’été d’Europe centrale)',
  de: 'Montag, 6. Juli 2026 um 00:30 (Mitteleuropäische Sommerzeit)',
}

const addressesIn = (text: string) => text.match(/https?:\/\/[^\s"<>]+/g) ?? []

describe.each(languages)('in %s', (language) => {
  describe.each([
    ['the link to a new address', confirm(language), [link]],
    ['what an address in use is told', inUse(language), [signInUrl]],
    ['the notice to the old address', changed(language), []],
  ])('%s', (_, mail, leadsTo) => {
    const { tags, text } = readHtml(mail.html)

    test('leads where it should alone, in HTML and in text', () => {
      expect(addressesIn(mail.text)).toEqual(leadsTo)
      expect(addressesIn(text)).toEqual(leadsTo)
      const links = tags.filter(({ name }) => name === 'a').map(({ attributes }) => attributes.href)
      expect([...new Set(links)]).toEqual(leadsTo)
    })

    test('says in HTML all that it says in text', () => {
      const lines = mail.text
        .split('\n')
        .flatMap((line) =>
          line
            .replace(/^(\* |-- ?|\d+\. )/, '')
            .replace(/( \*|\u00a0?:)$/, '')
            .split(/\u00a0?: /),
        )
        .filter((part) => part !== '')
      expect(lines.length).toBeGreaterThan(6)
      const flat = text.replaceAll(/\u00a0?: /g, ' ')
      for (const line of lines) expect(flat).toContain(line)
    })

    test('leaves nothing undefined, and names the deployment in its subject', () => {
      expect(mail.html + mail.text + mail.subject).not.toContain('undefined')
      expect(mail.subject).toContain('Rolecall')
    })
  })

  test('says until when the link works, and when the address was changed', () => {
    for (const { text } of [confirm(language), changed(language)]) expect(text).toContain(when[language])
  })

  test('names nobody to an address that nobody has confirmed', () => {
    for (const { html } of [confirm(language), inUse(language)]) expect(html).not.toMatch(/Peeters|Contoso/)
  })

  test('names the person, both addresses and whom to tell in the notice', () => {
    const { text } = changed(language)
    for (const said of [
      'Peeters,',
      'an@contoso.example',
      'a…@adatum.example',
      'Contoso',
      'Mia Jansen',
      'mia@contoso.example',
    ])
      expect(text).toContain(said)
    const { text: unnamed } = changed(language, { administrators: [{ email: 'it@contoso.example' }] })
    expect(unnamed).toContain('it@contoso.example')
    expect(changed(language, { administrators: [] }).text).toContain('Contoso')
  })

  test('escapes whatever was typed, and begins no header with it', () => {
    const hostile = '<b>"&\r\nBcc: everyone'
    const mails = [
      confirm(language, hostile),
      inUse(language, hostile),
      changed(language, { appName: hostile, lastName: hostile, organizationName: hostile }),
    ]
    for (const mail of mails) {
      const { tags, text } = readHtml(mail.html)
      expect(tags.some(({ name }) => name === 'b')).toBe(false)
      expect(text).toContain('<b>"& Bcc: everyone')
      expect(mail.subject).not.toMatch(/[\r\n]/)
    }
  })
})

describe('translations', () => {
  test.each(['nl', 'fr', 'de'] as const)('no sentence of a mail in %s is English', (language) => {
    for (const write of [confirm, inUse, changed]) {
      const english = new Set(
        write('en')
          .text.split('\n')
          .filter((line) => line.includes(' ') && line !== '-- ' && !line.startsWith('Mia Jansen')),
      )
      const same = write(language)
        .text.split('\n')
        .filter((line) => english.has(line))
      expect(same).toEqual([])
    }
  })
})
