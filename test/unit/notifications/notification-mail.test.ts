import { describe, expect, test } from 'vitest'
import { type NotificationMail, notificationMail } from '../../../functions/notifications/notification-mail.ts'
import { id } from '../../../shared/domain/ids.ts'
import { type Language, languages } from '../../../shared/domain/language.ts'
import type { Why } from '../../../shared/domain/recipients.ts'
import { readHtml } from '../../support/read-html.ts'

const operations = { name: 'Northwind SOC', email: 'soc@northwind.example', phone: '+3215000009' }
const help = { securityOperations: operations, serviceDesk: { email: 'servicedesk@northwind.example' } }
const holder: Why = { as: 'holder', contactRole: 'technical' }
const mail = (more: Partial<NotificationMail> = {}, reader: Partial<NotificationMail['reader']> = {}) =>
  notificationMail({
    notification: {
      category: 'change',
      subject: { en: 'Mail moves', nl: 'De mail verhuist' },
      text: { en: 'On Sunday.\n\nNothing to do.', nl: 'Op zondag.\n\nU hoeft niets te doen.' },
    },
    reader: {
      email: 'mia.jansen@contoso.example',
      language: 'en',
      salutation: 'ms',
      lastName: 'Jansen',
      user: true,
      why: holder,
      ...reader,
    },
    organization: { name: 'Contoso Bakeries' },
    provider: { name: 'Northwind Managed Services', help },
    appName: 'Rolecall',
    ...more,
  })
const escalated = {
  category: 'security-incident',
  severity: 'critical',
  subject: { en: 'An attack' },
  text: { en: 'We see an attack.' },
} as const

const everyReason: readonly Why[] = [
  holder,
  { as: 'holder', contactRole: 'technical', insteadOf: 'security-escalation' },
  { as: 'holder', contactRole: 'watchlist' },
  { as: 'deputy', contactRole: 'dpo', deputyOf: id('profile', 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8') },
  { as: 'administrator', insteadOf: 'commercial' },
  { as: 'addressee' },
]
const whyWords: Record<Language, RegExp> = {
  en: /You get|wrote this mail/,
  nl: /U krijgt|heeft u deze mail/,
  fr: /Vous recevez|vous a écrit/,
  de: /Sie erhalten|hat diese E-Mail/,
}

describe.each(languages)('in %s', (language) => {
  test.each(everyReason)('says why, for which organization, and the same in HTML as in text: %j', (why) => {
    const { html, text } = mail({}, { language, why })
    expect(text).toMatch(whyWords[language])
    expect(text.split('\n-- ')[1]).toContain('Contoso Bakeries')
    expect(text).toContain('Northwind Managed Services')
    const flat = readHtml(html).text.replaceAll(/\u00a0?: /g, ' ')
    for (const line of text.split('\n').flatMap((one) =>
      one
        .replace(/^(\* |-- ?)/, '')
        .replace(/( \*|\u00a0?:)$/, '')
        .split(/\u00a0?: /),
    ))
      expect(flat).toContain(line)
  })

  test('says what it says in that language, or in English', () => {
    const { subject, text } = mail({}, { language })
    expect(subject).toBe(language === 'nl' ? 'De mail verhuist' : 'Mail moves')
    expect(text).toContain(language === 'nl' ? 'U hoeft niets te doen.' : 'Nothing to do.')
  })

  test('names the security operations centre, where answers go, of a grave incident alone', () => {
    const grave = mail({ notification: escalated }, { language })
    for (const said of Object.values(operations)) expect(grave.text).toContain(said)
    expect(grave.replyTo).toBe(operations.email)
    const mild = mail({ notification: { ...escalated, severity: 'low' } }, { language })
    for (const said of Object.values(operations)) expect(mild.text).not.toContain(said)
    expect(mild.replyTo).toBe(help.serviceDesk.email)
  })
})

describe('a notification', () => {
  test('makes a paragraph of every line of the text, and nothing live of what stands in it', () => {
    const text = { en: 'One <b>bold</b>\n\n<script>alert(1)</script>\nhttps://northwind.example/status' }
    const { html, text: plain } = mail({ notification: { category: 'change', subject: { en: 'A <i>' }, text } })
    const { tags } = readHtml(html)
    expect(tags.map(({ name }) => name)).not.toContain('script')
    for (const name of ['b', 'i', 'a']) expect(tags.map((tag) => tag.name)).not.toContain(name)
    expect(plain).toContain('One <b>bold</b>\n\n<script>alert(1)</script>\n\nhttps://northwind.example/status')
  })

  test('says how to switch it off to whoever may, and to nobody else', () => {
    const switchOff = /You may switch off/
    expect(mail().text).toContain('sign in to Rolecall and choose')
    expect(mail({}, { user: false }).text).toContain('use the link in the mail')
    for (const why of everyReason.filter(({ as }) => as !== 'holder' && as !== 'deputy'))
      expect(mail({}, { why }).text).not.toMatch(switchOff)
    expect(mail({ notification: { ...escalated } }).text).not.toMatch(switchOff)
  })

  test('says that nobody reads answers where the provider says no address', () => {
    const silent = mail({ provider: { name: 'Northwind Managed Services', help: {} } })
    expect(silent.replyTo).toBeUndefined()
    expect(silent.text).toContain('nobody would read it')
    const phone = mail({
      notification: escalated,
      provider: { name: 'Northwind', help: { ...help, securityOperations: { phone: '+3215000009' } } },
    })
    expect(phone.replyTo).toBeUndefined()
    expect(phone.text).toContain('+3215000009')
  })

  test('greets whoever has no name', () => {
    expect(mail({}, { salutation: 'none', lastName: undefined }).text).toContain('Hello,')
  })
})
