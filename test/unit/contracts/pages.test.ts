import { describe, expect, test } from 'vitest'
import { languages } from '../../../shared/domain/language.ts'
import { ordinary, pagesOf } from '../../support/contract-page-samples.ts'
import * as mails from '../../support/contract-samples.ts'
import { linksOf, textOf } from '../../support/world-forms.ts'

const mailsIn = (language: 'fr') => [
  ...mails.reasons.map((because) => mails.approval(language, { because, handedOverBy: 'Jan Willems' })),
  mails.approval(language, { call: undefined }),
  mails.code(language),
  ...(['approver', 'requester'] as const).map((as) => mails.certificate(language, { as })),
  ...(['approver', 'requester'] as const).map((as) => mails.certificate(language, { as, outcome: 'declined' })),
  ...mails.everyNews.map((news) => mails.contractNews(language, news)),
]

describe('pages and mails of contracts', () => {
  test('no line in French begins with a sign: the space before it does not break', () => {
    const texts = [
      ...[...pagesOf('fr', ordinary)].map(([name, html]) => [name, textOf(html)] as const),
      ...mailsIn('fr').map(({ subject, text }) => [subject, text.replace(/^-- $/m, '')] as const),
    ]
    for (const [name, text] of texts) expect(text.match(/.{0,20} [;:?!»].*|« .*/), name).toBeNull()
  })

  test.each(languages)(
    'whoever opens one in %s is led to what they can do there, however long the text is',
    (language) => {
      const pages = pagesOf(language, ordinary)
      for (const name of ['contract opened', 'contract code mailed', 'contract opened again', 'contract asked']) {
        const page = pages.get(name) ?? ''
        expect(linksOf(page)).toContain('#decision')
        expect(page.match(/id="decision"/g)).toHaveLength(1)
        expect(page).toContain('/code#decision"')
      }
      // A link that is locked leads to nothing: the page says so before the text.
      const locked = pages.get('contract locked') ?? ''
      expect(linksOf(locked)).not.toContain('#decision')
      expect(locked.indexOf('role="status"')).toBeLessThan(locked.indexOf('<dl'))
    },
  )
})
