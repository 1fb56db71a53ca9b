import { describe, expect, test } from 'vitest'
import { addressEndPage, statusOfAddressEnd } from '../../../functions/me/address-pages.tsx'
import { languages } from '../../../shared/domain/language.ts'
import { endsOf, formAction, ordinary, pagesOf, signInUrl } from '../../support/me-samples.ts'
import { readHtml } from '../../support/read-html.ts'

const titleOf = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1]

describe.each(languages)('every page in %s', (language) => {
  describe.each([...pagesOf(language, ordinary)])('%s', (_, html) => {
    const { tags, text } = readHtml(html)
    const named = (name: string) => tags.filter((tag) => tag.name === name)

    test('runs nothing, needs no style attribute, and leads nowhere but where it was told', () => {
      expect(named('script')).toEqual([])
      for (const { name, attributes } of tags) {
        expect(Object.keys(attributes).filter((key) => /^on|^style$/.test(key))).toEqual([])
        for (const address of [attributes.href, attributes.src, attributes.action]) {
          if (address === undefined) continue
          if (name === 'link') expect(address).toMatch(/^data:image\/svg\+xml,/)
          else expect([formAction, signInUrl]).toContain(address)
        }
      }
      expect(text).not.toContain('://')
    })

    test('has one main part and one heading, and sends what it sends by POST', () => {
      expect(named('main')).toHaveLength(1)
      expect(named('h1')).toHaveLength(1)
      for (const { attributes } of named('form')) expect(attributes.method).toBe('post')
      expect(html).not.toContain('undefined')
    })
  })

  test('has a heading of its own', () => {
    const titles = [...pagesOf(language, ordinary).values()].map(titleOf)
    expect(new Set(titles).size).toBe(titles.length)
  })

  test('says what changes on the page that asks, and offers it with one button', () => {
    const { tags, text } = readHtml(pagesOf(language, ordinary).get('confirm') ?? '')
    expect(text).toContain('j…@contoso.example')
    expect(text).toContain('jan@adatum.example')
    expect(tags.filter(({ name }) => name === 'button')).toHaveLength(1)
    expect(tags.filter(({ name }) => name === 'input')).toEqual([])
  })

  test('escapes whatever was typed', () => {
    for (const field of ['appName', 'newEmail', 'organizationName'] as const) {
      const hostile = `<b>"&'${field}`
      let found = 0
      for (const [, html] of pagesOf(language, { ...ordinary, [field]: hostile })) {
        const { tags, text } = readHtml(html)
        expect(tags.some(({ name }) => name === 'b')).toBe(false)
        if (text.includes(hostile)) found++
      }
      expect(found).toBeGreaterThan(0)
    }
  })
})

describe('translations', () => {
  test.each(['nl', 'fr', 'de'] as const)('no page in %s has its heading in English', (language) => {
    const english = pagesOf('en', ordinary)
    for (const [name, html] of pagesOf(language, ordinary))
      expect(titleOf(html)).not.toBe(titleOf(english.get(name) ?? ''))
  })
})

describe('the end of a link', () => {
  test('leads to signing in where that is what to do next, and nowhere else', () => {
    for (const end of endsOf(ordinary)) {
      const { tags } = readHtml(addressEndPage({ language: 'en', appName: 'Rolecall', signInUrl, ...end }))
      const actions = tags.filter(({ name }) => name === 'a' || name === 'form')
      const onwards = ['used', 'withdrawn', 'expired', 'taken'].includes(end.end)
      expect(actions.map(({ attributes }) => attributes.href)).toEqual(onwards ? [signInUrl] : [])
    }
  })

  test('names every organization in which somebody else has the address', () => {
    const organizationNames = ['Contoso', 'Adatum', 'Northwind']
    const { text } = readHtml(
      addressEndPage({ language: 'nl', appName: 'R', signInUrl, end: 'taken-here', organizationNames }),
    )
    expect(text).toContain('In Contoso, Adatum en Northwind heeft')
  })

  test('tells a stranger nothing: an unknown link is 404', () => {
    expect(statusOfAddressEnd).toEqual({
      used: 410,
      replaced: 410,
      withdrawn: 410,
      expired: 410,
      unknown: 404,
      taken: 409,
      'taken-here': 409,
    })
  })
})
