import { describe, expect, test } from 'vitest'
import { welcomePage } from '../../../functions/portal/welcome-page.tsx'
import { languages } from '../../../shared/domain/language.ts'
import { readHtml } from '../../support/read-html.ts'

const apiUrl = 'https://api.example.test'
const docsUrl = 'https://api.example.test/docs'

describe.each(languages)('the welcome page in %s', (language) => {
  test('says where the API is, and where the documentation is if there is any', () => {
    const links = (html: string) =>
      readHtml(html)
        .tags.filter(({ name }) => name === 'a')
        .map(({ attributes }) => attributes.href)
    expect(readHtml(welcomePage({ language, appName: 'Rolecall', apiUrl })).text).toContain(apiUrl)
    expect(links(welcomePage({ language, appName: 'Rolecall', apiUrl }))).toEqual([])
    expect(links(welcomePage({ language, appName: 'Rolecall', apiUrl, docsUrl }))).toEqual([docsUrl])
  })

  test('runs nothing and asks for nothing', () => {
    const { tags } = readHtml(welcomePage({ language, appName: '<b>"&', apiUrl, docsUrl }))
    expect(tags.filter(({ name }) => ['script', 'form', 'b', 'img', 'iframe'].includes(name))).toEqual([])
    expect(tags.filter(({ name }) => name === 'h1')).toHaveLength(1)
  })
})

test('every language has its own heading', () => {
  const titles = languages.map(
    (language) => /<h1>(.*?)<\/h1>/.exec(welcomePage({ language, appName: 'R', apiUrl }))?.[1],
  )
  expect(new Set(titles).size).toBe(languages.length)
})
