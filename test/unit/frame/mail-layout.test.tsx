import { describe, expect, test } from 'vitest'
import { languages } from '../../../shared/domain/language.ts'
import { type Mail, renderMail } from '../../../shared/frame/mail-layout.tsx'
import { readHtml } from '../../support/read-html.ts'

const url = 'https://example.test/a?b=1&c=%3C2%3E'
const mail: Mail = {
  language: 'en',
  appName: 'Rolecall',
  subject: 'The subject',
  preheader: 'What the list shows',
  heading: 'The heading',
  to: { salutation: 'ms', lastName: 'Jansen' },
  blocks: [
    { kind: 'paragraph', text: 'A paragraph.' },
    { kind: 'button', label: 'Go on', url, orCopy: 'Or copy:' },
    { kind: 'facts', rows: [{ label: 'Until', value: 'Monday' }] },
    { kind: 'heading', text: 'Steps to take' },
    { kind: 'steps', items: ['First this.', 'Then that.'] },
  ],
  footer: ['The small print.', 'And more of it.'],
}

describe('the text', () => {
  test('says everything in order', () => {
    expect(renderMail(mail).text).toBe(
      [
        'The heading',
        'Dear Ms Jansen,',
        'A paragraph.',
        `Go on:\n${url}`,
        'Until: Monday',
        '* Steps to take *',
        '1. First this.\n2. Then that.',
        '-- \nRolecall\nThe small print.\nAnd more of it.\n',
      ].join('\n\n'),
    )
  })

  test('is one line a paragraph, whatever somebody is called', () => {
    const { text } = renderMail({ ...mail, to: { salutation: 'ms', lastName: 'Jansen\r\n\r\nPay here:\u2028now' } })
    expect(text).toContain('Dear Ms Jansen Pay here: now,')
  })
})

describe('the HTML', () => {
  const { html } = renderMail(mail)
  const { tags, text } = readHtml(html)

  test('says what the text says', () => {
    const words = ['The heading', 'Dear Ms Jansen,', 'A paragraph.', 'Go on', 'Until', 'Monday', 'Steps to take']
    for (const word of [...words, 'First this.', 'Then that.', 'The small print.', 'And more of it.', 'Rolecall'])
      expect(text).toContain(word)
  })

  test('shows the list what the mail is about before anything else', () => {
    expect(text.replace('The subject', '').trim().startsWith('What the list shows')).toBe(true)
  })

  test('has the one address, in the button and to copy', () => {
    expect(tags.filter(({ name }) => name === 'a').map(({ attributes }) => attributes.href)).toEqual([url, url])
    expect(text).toContain(url)
  })

  test('loads nothing and runs nothing', () => {
    for (const { name, attributes } of tags) {
      expect(['script', 'img', 'link', 'iframe', 'form', 'object']).not.toContain(name)
      expect(Object.keys(attributes).filter((key) => key === 'src' || key.startsWith('on'))).toEqual([])
    }
    expect(html).not.toMatch(/url\(|@import/)
  })

  test('knows dark mode', () => {
    expect(html).toContain('<meta name="color-scheme" content="light dark">')
    expect(html).toContain('@media (prefers-color-scheme: dark)')
  })

  test.each(languages)('says its language: %s', (language) => {
    expect(renderMail({ ...mail, language }).html).toContain(`<html lang="${language}" dir="ltr">`)
  })
})

describe('what people typed', () => {
  const hostile = '<b>"&\'</b><script>'
  const written = renderMail({
    ...mail,
    appName: hostile,
    subject: hostile,
    preheader: hostile,
    heading: hostile,
    to: { salutation: 'none', firstName: hostile },
    blocks: [
      { kind: 'paragraph', text: hostile },
      { kind: 'heading', text: hostile },
      { kind: 'steps', items: [hostile] },
      { kind: 'facts', rows: [{ label: hostile, value: hostile }] },
      { kind: 'button', label: hostile, url: `https://example.test/"${hostile}`, orCopy: hostile },
    ],
    footer: [hostile],
  })

  test('is escaped wherever it stands in the HTML', () => {
    const { tags, text } = readHtml(written.html)
    expect(tags.filter(({ name }) => name === 'b' || name === 'script')).toEqual([])
    expect(text.split(hostile)).toHaveLength(1 + 14)
    expect(tags.find(({ name }) => name === 'a')?.attributes.href).toBe(`https://example.test/"${hostile}`)
  })

  test('cannot begin another header', () => {
    const { subject } = renderMail({ ...mail, subject: 'Hello\r\nBcc: all@example.test\n\0' })
    expect(subject).toBe('Hello Bcc: all@example.test')
  })
})
