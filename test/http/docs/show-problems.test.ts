import { describe, expect, test } from 'vitest'
import { problems } from '../../../shared/domain/problems.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { send } from '../../support/gateway.ts'
import { call } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import '../../support/world-after.ts'
import { linksOf, textOf } from '../../support/world-forms.ts'

provesOperation('showProblems')

describe('showProblems', () => {
  test('200 with every code, its status, its title and what to do', async () => {
    const { status, body } = await call('showProblems')
    expect(status).toBe(200)
    for (const [code, { status: answered, title, advice }] of Object.entries(problems))
      for (const text of [`${answered} ${code}`, title, advice.replaceAll('`', '')])
        expect(textOf(body)).toContain(text)
  })

  test('200 with a link to the page of each, which is there', async () => {
    const links = linksOf((await call('showProblems')).body).filter((link) => link.includes('/docs/problems/'))
    expect(links).toHaveLength(Object.keys(problems).length)
    for (const link of links) {
      expect(link.startsWith(`${settings.PUBLIC_URL}/`)).toBe(true)
      expect((await send({ method: 'GET', path: link.slice(settings.PUBLIC_URL.length) })).status).toBe(200)
    }
  })
})
