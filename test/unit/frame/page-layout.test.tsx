import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { languages } from '../../../shared/domain/language.ts'
import { Field } from '../../../shared/frame/page-fields.tsx'
import { contentSecurityPolicy, renderPage } from '../../../shared/frame/page-layout.tsx'
import { readHtml } from '../../support/read-html.ts'

const plain = { language: 'en', appName: 'Rolecall', title: 'A title', children: <p>Words</p> } as const

describe('the Content-Security-Policy', () => {
  test('allows the style block that stands in the page, by its hash', () => {
    const [style = ''] = readHtml(renderPage(plain)).styles
    const hash = createHash('sha256').update(style).digest('base64')
    expect(contentSecurityPolicy).toContain(`style-src 'sha256-${hash}'`)
  })

  test('allows nothing else', () => {
    const directives = contentSecurityPolicy.split('; ').filter((directive) => !directive.startsWith('style-src'))
    expect(directives).toEqual([
      "default-src 'none'",
      'img-src data:',
      "form-action 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
    ])
    expect(contentSecurityPolicy).not.toContain('unsafe')
  })

  test('is met by a style sheet that loads nothing', () => {
    const [style = ''] = readHtml(renderPage(plain)).styles
    expect(style).not.toMatch(/url\(|@import|@font-face/)
  })
})

describe('a page', () => {
  test.each(languages)('says its language: %s', (language) => {
    expect(readHtml(renderPage({ ...plain, language })).tags[0]).toEqual({
      name: 'html',
      attributes: { lang: language },
    })
  })

  test('begins with the doctype and is named after its title and the application', () => {
    const html = renderPage(plain)
    expect(html.startsWith('<!doctype html><html')).toBe(true)
    expect(html).toContain('<title>A title – Rolecall</title>')
  })

  test('says in its title and in an alert that something is wrong, with a link to the field', () => {
    const html = renderPage({ ...plain, faults: [{ field: 'code', text: 'Six digits, please.' }] })
    expect(html).toContain('<title>Error: A title – Rolecall</title>')
    const { tags } = readHtml(html)
    expect(tags.some(({ attributes }) => attributes.role === 'alert')).toBe(true)
    expect(tags.some(({ name, attributes }) => name === 'a' && attributes.href === '#code')).toBe(true)
  })

  test('has no alert when nothing is wrong', () => {
    expect(renderPage(plain)).not.toContain('role="alert"')
  })

  test('marks the step it is, and ticks the ones before', () => {
    const steps = (current: number) =>
      readHtml(renderPage({ ...plain, steps: { labels: ['One', 'Two', 'Three'], current } }))
    const marks = steps(1)
      .tags.filter(({ name }) => name === 'li')
      .map(({ attributes }) => Object.keys(attributes))
    expect(marks).toEqual([['data-done'], ['aria-current'], []])
    expect(steps(1).text).toContain('Step 2 of 3')
    expect(steps(3).text).not.toContain('Step')
    expect(steps(3).tags.filter(({ attributes }) => 'data-done' in attributes)).toHaveLength(3)
  })

  test('escapes its title, the application and what it is about', () => {
    const hostile = '<b>"&\'</b>'
    const { tags, text } = readHtml(renderPage({ ...plain, title: hostile, appName: hostile, about: hostile }))
    expect(tags.some(({ name }) => name === 'b')).toBe(false)
    expect(text.split(hostile)).toHaveLength(1 + 5)
  })
})

describe('a field', () => {
  const html = renderPage({
    ...plain,
    children: (
      <Field
        name="code"
        label="Code"
        hint="Six digits"
        faults={[
          { field: 'other', text: 'Not about this' },
          { field: 'code', text: 'Too short' },
        ]}
        input={{ type: 'text', value: '"><script>' }}
      />
    ),
  })
  const { tags, text } = readHtml(html)
  const input = tags.find(({ name }) => name === 'input')?.attributes

  test('is tied to its label, its hint and its own fault', () => {
    expect(tags.find(({ name }) => name === 'label')?.attributes).toEqual({ for: 'code' })
    expect(input).toMatchObject({
      id: 'code',
      name: 'code',
      'aria-describedby': 'code-hint code-fault',
      'aria-invalid': 'true',
    })
    expect(tags.map(({ attributes }) => attributes.id)).toEqual(expect.arrayContaining(['code-hint', 'code-fault']))
    expect(text).toContain('Too short')
    expect(text).not.toContain('Not about this')
  })

  test('keeps what was typed in its quotes', () => {
    expect(input?.value).toBe('"><script>')
  })
})
