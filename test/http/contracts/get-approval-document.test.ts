import { beforeAll, describe, expect, test } from 'vitest'
import { send } from '../../support/gateway.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { approve, sentAgreement } from '../../support/world-contracts.ts'
import { textOf } from '../../support/world-forms.ts'

provesOperation('getApprovalDocument')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('getApprovalDocument', () => {
  test('200 with a PDF that nobody else keeps', async () => {
    const { link } = await sentAgreement(world.provider)
    const { status, headers, body } = await send({ method: 'GET', path: `${link}/document` })
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    // Whoever keeps it finds it again.
    expect(headers['content-disposition']).toMatch(/^inline; filename\*=UTF-8''Service%20agreement%20\w{4}-\w{4}\.pdf$/)
    expect(body.slice(0, 5)).toBe('%PDF-')
  })

  test('410 with a page that says what became of it, and 404 for a link that was never sent', async () => {
    const sent = await sentAgreement(world.provider)
    await approve(sent)
    const { status, headers, body } = await send({ method: 'GET', path: `${sent.link}/document` })
    expect(status).toBe(410)
    expect(headers['content-type']).toContain('text/html')
    expect(textOf(body)).toContain('This is approved')
    expect((await send({ method: 'GET', path: '/approve/nonsense/document' })).status).toBe(404)
  })
})
