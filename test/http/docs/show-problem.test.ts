import { describe, expect, test } from 'vitest'
import { isProblemCode, problems } from '../../../shared/domain/problems.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { send } from '../../support/gateway.ts'
import { call, expectProblem } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import '../../support/world-after.ts'
import { textOf } from '../../support/world-forms.ts'

provesOperation('showProblem')

const codes = Object.keys(problems)
  .filter(isProblemCode)
  .map((code) => [code, problems[code]] as const)

describe('showProblem', () => {
  test.each(codes)('200 for %s, with its status and what to do', async (code, { status, title, advice }) => {
    const answer = await call('showProblem', { params: { code } })
    expect(answer.status).toBe(200)
    for (const text of [title, advice.replaceAll('`', ''), `status ${status}`, code])
      expect(textOf(answer.body)).toContain(text)
  })

  test('200 where the type of a problem document leads', async () => {
    const { type } = expectProblem('not-found', await send({ method: 'GET', path: '/nowhere' }))
    expect(type.startsWith(settings.PUBLIC_URL)).toBe(true)
    const page = await send({ method: 'GET', path: type.slice(settings.PUBLIC_URL.length) })
    expect(textOf(page.body)).toContain(problems['not-found'].advice)
  })

  test.each(['no-such-code', '', 'NOT-FOUND', '__proto__', 'toString', 'constructor', 'x'.repeat(65)])(
    '404 for %j',
    async (code) => {
      expect((await call('showProblem', { params: { code } })).status).toBe(404)
    },
  )
})
