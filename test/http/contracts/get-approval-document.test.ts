import { beforeAll, describe, expect, test } from 'vitest'
import { approvalTexts } from '../../../functions/contracts/approval-texts.ts'
import { send } from '../../support/gateway.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { readPdf } from '../../support/pdf.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { change } from '../../support/world-contacts.ts'
import { approve, publishedKind, sentAgreement, sentTo, signingCustomer } from '../../support/world-contracts.ts'
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

  test('200 in the language of the document all through, which the file names to whoever has it read aloud', async () => {
    const signing = await signingCustomer(world.provider)
    await change(signing.contact, { language: 'fr' })
    const { link } = await sentTo(signing, await publishedKind(world.provider, 'service-agreement'))
    const { body } = await send({ method: 'GET', path: `${link}/document` })
    const file = Buffer.from(body, 'latin1')
    expect(file.toString('latin1')).toContain('/Lang (en)')
    const { text } = readPdf(file)
    for (const label of ['summary', 'customer', 'until'] as const) {
      expect(text).toContain(approvalTexts.en[label])
      expect(text).not.toContain(approvalTexts.fr[label])
    }
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
