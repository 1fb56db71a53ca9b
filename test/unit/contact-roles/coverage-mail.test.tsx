import { describe, expect, test } from 'vitest'
import { coverageMail } from '../../../functions/contact-roles/coverage-mail.tsx'
import { contactRoles } from '../../../shared/domain/contact-roles.ts'
import { id } from '../../../shared/domain/ids.ts'
import { type Language, languages } from '../../../shared/domain/language.ts'
import { coverageProblems } from '../../../shared/domain/role-coverage.ts'
import { readHtml } from '../../support/read-html.ts'

const [anna, bert, gone] = ['1', '2', '3'].map((last) => id('profile', `prf_01k2r8v6m0q3s5t7w9x1y3z5a${last}`))
const names = new Map([
  [anna, 'Anna Peeters'],
  [bert, 'Bert Claes'],
])
const signInUrl = 'https://sign-in.example.test/login?client_id=1&scope=openid'
const nothing = { opened: [], closed: [], waiting: [], waited: [], open: 0, whole: false }

const mail = (language: Language, news: object, tells: 'lost' | 'whole' = 'lost') =>
  coverageMail({
    tells,
    news: { ...nothing, ...news },
    language,
    appName: 'Rolecall',
    salutation: 'ms',
    firstName: 'Mia',
    lastName: 'Jansen',
    organizationName: 'Contoso',
    nameOf: (profileId) => names.get(profileId),
    noticedAt: '2026-07-05T22:30:00.000Z',
    timeZone: 'Europe/Brussels',
    signInUrl,
  })

const lost = {
  opened: [
    `technical prerequisite-lost ${anna}`,
    `technical prerequisite-lost ${bert}`,
    `technical deactivated ${bert}`,
    'dpo missing',
  ],
  closed: ['commercial missing', `security-escalation undeliverable ${anna}`],
  open: 5,
}

test('in English it says what was lost, whose, what it costs, what to do, and what is covered again', () => {
  const { subject, text } = mail('en', lost)
  expect(subject).toBe('Contact roles of Contoso need your attention')
  expect(text).toContain('Dear Ms Jansen,')
  expect(text).toContain('* Technical Contact *')
  expect(text).toContain(
    'Has no role in the Service Desk: Anna Peeters, Bert Claes\nIs deactivated: Bert Claes\nWhat you',
  )
  expect(text).toContain('nobody is told first of incidents')
  expect(text).toContain('* Data Protection Officer *\n\nMissing: Nobody holds this contact role\n')
  expect(text).toContain(
    'No longer a gap: Commercial Contact, Security Incident Escalation Contact (Anna Peeters)\nGaps that are open in all: 5\n',
  )
  expect(text).toContain('Noticed on: Monday, 6 July 2026 at 00:30 (Central European Summer Time)')
})

test('once nothing is open it says so, and asks for nothing', () => {
  const { subject, text } = mail('en', { closed: ['dpo missing'] }, 'whole')
  expect(subject).toBe('All contact roles of Contoso are covered')
  expect(text).toContain('You need not do anything.')
  expect(text).toContain('No longer a gap: Data Protection Officer')
  expect(text).not.toContain('What you can do')
})

test('whoever is not known any more is somebody who has left', () => {
  expect(mail('en', { opened: [`dpo undeliverable ${gone}`], open: 1 }).text).toContain(
    'Mail does not arrive: Somebody who has left',
  )
})

describe.each(languages)('in %s', (language) => {
  const everything = coverageProblems
    .filter((problem) => problem !== 'advice')
    .flatMap((problem) => contactRoles.map((role) => `${role.id} ${problem}${problem === 'missing' ? '' : ` ${anna}`}`))

  test.each([
    ['what was lost', mail(language, { opened: everything, open: everything.length })],
    ['what was lost and closed', mail(language, lost)],
    ['that all is covered', mail(language, { closed: ['dpo missing'] }, 'whole')],
  ])('the mail about %s leads to one address, and says in HTML all that it says in text', (_, { html, text }) => {
    const read = readHtml(html)
    expect(text.match(/https?:\/\/[^\s"<>]+/g)).toEqual([signInUrl])
    expect(read.tags.filter(({ name }) => name === 'a').map(({ attributes }) => attributes.href)).toEqual([
      signInUrl,
      signInUrl,
    ])
    const flat = read.text.replaceAll(/\u00a0?: /g, ' ')
    const lines = text.split('\n').flatMap((line) =>
      line
        .replace(/^(\* |-- ?|\d+\. )/, '')
        .replace(/( \*|\u00a0?:)$/, '')
        .split(/\u00a0?: /),
    )
    for (const line of lines) expect(flat).toContain(line)
    expect(text).not.toContain('undefined')
    expect(text).not.toContain('prf_')
  })

  test('every role and every problem has words of its own', () => {
    const { text } = mail(language, { opened: everything, open: everything.length })
    const headings = text.match(/^\* .* \*$/gm) ?? []
    expect(new Set(headings).size).toBe(contactRoles.length + 1)
  })
})
