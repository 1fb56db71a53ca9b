import { describe, expect, test } from 'vitest'
import { languages } from '../../../shared/domain/language.ts'
import { type ProblemCode, problems } from '../../../shared/domain/problems.ts'
import { problemPage } from '../../../shared/frame/problem-page.tsx'
import { readHtml } from '../../support/read-html.ts'

const codes = Object.keys(problems).filter((code): code is ProblemCode => code in problems)
const titleOf = (html: string) => /<h1>(.*?)<\/h1>/.exec(html)?.[1]

describe.each(languages)('in %s', (language) => {
  test.each(codes)('%s has a page that names no code and gives the reference', (code) => {
    const { text } = readHtml(problemPage({ language, appName: 'Rolecall', code, requestId: 'req-<1>' }))
    expect(text).toContain('req-<1>')
    expect(text).not.toContain('internal-error')
  })

  test('a fault of ours, a full house, an empty address, no room for an owner, too much of a form and a bad one are told apart', () => {
    const titles = (
      ['internal-error', 'busy', 'not-found', 'too-many-owners', 'body-too-large', 'invalid'] as const
    ).map((code) => titleOf(problemPage({ language, appName: 'Rolecall', code })))
    expect(new Set(titles).size).toBe(6)
  })
})

test('without a reference none is promised', () => {
  expect(problemPage({ language: 'en', appName: 'Rolecall', code: 'busy' })).not.toContain('<dl')
})
