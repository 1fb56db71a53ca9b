import { describe, expect, test } from 'vitest'
import { roleTexts } from '../../../functions/contact-roles/role-texts.ts'
import type { ApprovalMail } from '../../../functions/contracts/approval-mail.ts'
import { type Language, languages } from '../../../shared/domain/language.ts'
import type { WrittenMail } from '../../../shared/frame/mail-layout.tsx'
import {
  approval,
  certificate,
  code,
  contractNews,
  everyNews,
  link,
  reasons,
  signInUrl,
} from '../../support/contract-samples.ts'
import { readHtml } from '../../support/read-html.ts'

const when: Record<Language, string> = {
  en: 'Monday, 6 July 2026 at 00:30 (Central European Summer Time)',
  nl: 'maandag 6 juli 2026 om 00:30 (Midden-Europese zomertijd)',
  fr: 'lundi 6 juillet 2026 à 00:30 (heure d’été d’Europe centrale)',
  de: 'Montag, 6. Juli 2026 um 00:30 (Mitteleuropäische Sommerzeit)',
}
const addressesIn = (text: string) => text.match(/https?:\/\/[^\s"<>]+/g) ?? []
const preheaderOf = ({ html }: WrittenMail) => /opacity:0;">([^<]*?)\u00a0/.exec(html)?.[1]
const paragraphs = (text: string) => text.split('\n\n')

/** Every mail of contracts, with the addresses that it leads to. */
const mailsIn = (language: Language): readonly (readonly [string, WrittenMail, readonly string[]])[] => [
  ...reasons.map((because) => [`asks: ${because}`, approval(language, { because }), [link]] as const),
  ['asks about a service agreement', approval(language, { kind: 'service-agreement' }), [link]],
  ['brings the code', code(language), []],
  ...(['approver', 'requester'] as const).flatMap((as) =>
    (['approved', 'declined'] as const).map(
      (outcome) => [`certifies: ${outcome} to the ${as}`, certificate(language, { as, outcome }), []] as const,
    ),
  ),
  ...everyNews.map((news) => [`tells: ${news}`, contractNews(language, news), [signInUrl]] as const),
  ...(['expired', 'cancelled'] as const).map(
    (news) => [`tells the approver: ${news}`, contractNews(language, news, { as: 'approver' }), []] as const,
  ),
]

describe.each(languages)('in %s', (language) => {
  describe.each(mailsIn(language))('the mail that %s', (_, mail, addresses) => {
    const { tags, text } = readHtml(mail.html)

    test('leads nowhere else, in HTML and in text', () => {
      expect(addressesIn(mail.text)).toEqual(addresses)
      expect(addressesIn(text)).toEqual(addresses)
      const hrefs = tags.filter(({ name }) => name === 'a').map(({ attributes }) => attributes.href)
      expect(new Set(hrefs)).toEqual(new Set(addresses))
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
      expect(lines.length).toBeGreaterThan(8)
      const flat = text.replaceAll(/\u00a0?: /g, ' ')
      for (const line of lines) expect(flat).toContain(line.replaceAll(' : ', ' '))
    })

    test('names document and reference, greets its reader, and leaves nothing undefined', () => {
      expect(mail.subject).toContain('Microsoft Customer Agreement 2026')
      for (const said of ['Microsoft Customer Agreement 2026', 'M7QX-3Z9B', 'Peeters,'])
        expect(mail.text).toContain(said)
      expect(mail.html + mail.text + mail.subject).not.toMatch(/undefined|\[object|=>/)
    })

    test('calls who approves what the mails of contact roles call them', () => {
      if (language !== 'en') expect(mail.text + mail.subject).not.toContain('Commercial Contact')
    })
  })

  describe('whoever is asked to approve, and has never heard of us, reads', () => {
    test('who asks, for whom, what, who requested it, until when, and how to refer to it', () => {
      const { text, subject } = approval(language)
      expect(paragraphs(text)[2]).toContain('Northwind BV')
      expect(paragraphs(text)[2]).toContain('Contoso NV')
      expect(text).toContain('Mia Jansen (Northwind)')
      expect(text).toContain(when[language])
      expect(subject).toContain('Contoso NV')
    })

    test('what kind of document it is', () => {
      const [agreement, csp] = (['service-agreement', 'csp-contract'] as const).map((kind) =>
        approval(language, { kind }),
      )
      expect(csp?.text).toContain('Microsoft')
      expect(paragraphs(agreement?.text ?? '')[2]).not.toContain('Microsoft')
    })

    test('whom to call to check it: by name and number, else their provider at the number that they know', () => {
      expect(approval(language).text).toMatch(/Sven Claes[^\n]*\+32 15 00 00 01[^\n]*M7QX-3Z9B/)
      const { text } = approval(language, { call: { name: 'Sven Claes', email: 'sven@northwind.example' } })
      expect(text).not.toContain('Sven Claes')
      expect(text).toMatch(/Northwind BV[^\n]*M7QX-3Z9B/)
      expect(approval(language, { call: undefined }).text).toMatch(/Northwind BV[^\n]*M7QX-3Z9B/)
    })

    test('who reads an answer, where anybody does', () => {
      const footer = (mail: WrittenMail) => mail.text.split('\n-- \n')[1] ?? mail.text.split('-- \n')[1]
      expect(footer(approval(language))).toContain('Mia Jansen')
      expect(footer(approval(language, { answeredBy: undefined }))).not.toContain('Mia Jansen')
    })

    test('nothing of a requester whom nobody knows, and of one without a name where they work', () => {
      expect(approval(language, { requester: undefined, answeredBy: undefined }).text).not.toContain('Mia Jansen')
      const { text } = approval(language, { requester: { name: undefined, organizationName: 'Fabrikam' } })
      expect(text).toMatch(/: Fabrikam\n/)
    })

    test('why it comes', () => {
      const texts = reasons.map((because) => approval(language, { because }).text)
      expect(new Set(texts.map((text) => paragraphs(text)[0])).size).toBe(reasons.length)
      const handedOver = (given: Partial<ApprovalMail>) => approval(language, { because: 'handed-over', ...given }).text
      expect(handedOver({ handedOverBy: 'Jan Willems' })).toContain('Jan Willems')
      expect(approval(language, { handedOverBy: 'Jan Willems' }).text).not.toContain('Jan Willems')
    })

    test.each([
      ['2026-06-24T22:31:00.000Z', '11'],
      ['2026-07-03T22:29:00.000Z', '2'],
    ])('in a reminder of %s that %s days are left', (now, days) => {
      const reminder = approval(language, { because: 'reminder', now }).text
      expect(reminder.match(/\d+ (days|dagen|jours|Tage)/g)?.map((said) => said.split(' ')[0])).toEqual([days])
    })

    test('in the last reminder that a day is left, or not even that', () => {
      const at = (now: string) => approval(language, { because: 'reminder', now }).text
      const [day, less] = [at('2026-07-04T22:30:00.000Z'), at('2026-07-05T12:30:00.000Z')]
      expect(day).not.toBe(less)
      for (const text of [day, less]) expect(text).not.toMatch(/\b[01] (days|dagen|jours|Tage)/)
    })
  })

  describe('the mail with the code', () => {
    const mail = code(language)

    test('brings it in the first line that a phone shows, and not in its subject', () => {
      expect(preheaderOf(mail)).toMatch(/^048213 /)
      expect(paragraphs(mail.text)[0]).toMatch(/048213$/)
      expect(mail.subject).not.toMatch(/\d{6}/)
    })

    test('says whom to call if somebody else asked for it, as far as anybody is known', () => {
      expect(mail.text).toMatch(/Sven Claes[^\n]*\+32 15 00 00 01[^\n]*M7QX-3Z9B/)
      expect(code(language, { call: undefined }).text).not.toContain('Sven Claes')
    })
  })

  test.each(['approver', 'requester'] as const)('the certificate says to the %s when it was decided', (as) => {
    expect(certificate(language, { as }).text).toContain(when[language])
  })

  test('news name the approver where they are about them, and ask nobody to sign in who may have no account', () => {
    expect(contractNews(language, 'question').text).toContain(`${roleTexts[language].commercial.name}`)
    expect(contractNews(language, 'question').text).toContain('Jan Willems')
    expect(contractNews(language, 'question', { approverName: undefined }).text).not.toContain('Jan Willems')
    for (const news of ['expired', 'cancelled'] as const) {
      const [other, approver] = [contractNews(language, news), contractNews(language, news, { as: 'approver' })]
      expect(approver.text).not.toContain(signInUrl)
      expect(paragraphs(approver.text).at(-2)).not.toBe(paragraphs(other.text).at(-3))
    }
  })

  const hostile = '<b>"&\r\nBcc: everyone'
  test.each([
    'organizationName',
    'providerName',
    'title',
    'lastName',
    'appName',
    'answeredBy',
    'handedOverBy',
  ] as const)('what stands in %s is escaped, and begins no header', (prop) => {
    expectDefused(approval(language, { because: 'handed-over', handedOverBy: 'Jan Willems', [prop]: hostile }))
  })

  test('what stands in names of whoever requested, can be called or approves is escaped as well', () => {
    expectDefused(approval(language, { requester: { name: hostile, organizationName: 'Northwind' } }))
    expectDefused(approval(language, { requester: { name: 'Mia Jansen', organizationName: hostile } }))
    expectDefused(approval(language, { call: { name: hostile, phone: '+32' } }))
    expectDefused(code(language, { call: { name: hostile, phone: '+32' } }))
    expectDefused(contractNews(language, 'question', { approverName: hostile }))
    for (const prop of ['organizationName', 'title', 'lastName'] as const) {
      expectDefused(code(language, { [prop]: hostile }))
      expectDefused(certificate(language, { [prop]: hostile }))
      expectDefused(contractNews(language, 'approved', { [prop]: hostile }))
    }
  })

  function expectDefused(mail: WrittenMail): void {
    const { tags, text } = readHtml(mail.html)
    expect(tags.some(({ name }) => name === 'b')).toBe(false)
    expect(text).toContain('<b>"& Bcc: everyone')
    expect(mail.text).toContain('<b>"& Bcc: everyone')
    expect(mail.text).not.toMatch(/^Bcc/m)
    expect(mail.subject).not.toMatch(/[\r\n]/)
  }
})

describe('translations', () => {
  test.each(['nl', 'fr', 'de'] as const)('no sentence of a mail in %s is English', (language) => {
    const english = new Set(mailsIn('en').flatMap(([, { text }]) => sentences(text)))
    expect(mailsIn(language).flatMap(([, { text }]) => sentences(text).filter((line) => english.has(line)))).toEqual([])
  })

  /** A document is called one in Dutch as well. */
  const isSame = (line: string) => line === '-- ' || line.startsWith('Document: ')
  const sentences = (text: string) => text.split('\n').filter((line) => line.includes(' ') && !isSame(line))

  test('what is told is told in other words each time', () => {
    for (const language of languages) {
      const subjects = everyNews.map((news) => contractNews(language, news).subject)
      expect(new Set(subjects).size).toBe(everyNews.length)
    }
  })
})
