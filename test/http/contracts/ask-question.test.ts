import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { approving, codeFor, onPage, readContract, sentAgreement } from '../../support/world-contracts.ts'
import { textOf } from '../../support/world-forms.ts'

provesOperation('askQuestion')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('askQuestion', () => {
  test('200 three times, with the deadline as it was, and no more', async () => {
    const sent = await sentAgreement(world.provider)
    const code = await codeFor(sent)
    const before = await readContract(sent.tenant, sent)
    for (const question of ['One?', 'Two?', 'Three?'])
      expect((await onPage(sent.link, 'question', { code, question })).status).toBe(200)
    const { status, body } = await onPage(sent.link, 'question', { code, question: 'Four?' })
    expect(status).toBe(400)
    expect(textOf(body)).toContain('Three questions were asked already')
    const contract = await readContract(sent.tenant, sent)
    expect(contract.questions.map(({ text }) => text)).toEqual(['One?', 'Two?', 'Three?'])
    expect(contract.approver).toEqual(before.approver)
    await settle()
    expect((await onPage(sent.link, 'decision', approving(code))).status).toBe(200)
    await settle()
  })

  test('200 once for a form that a browser sends twice', async () => {
    const sent = await sentAgreement(world.provider)
    const form = { code: await codeFor(sent), question: 'Once?' }
    await onPage(sent.link, 'question', form)
    expect((await onPage(sent.link, 'question', form)).status).toBe(200)
    expect((await readContract(sent.tenant, sent)).questions).toHaveLength(1)
  })

  test('400 without a question, without a code, and with a wrong one', async () => {
    const sent = await sentAgreement(world.provider)
    const code = await codeFor(sent)
    for (const form of [
      { code },
      { question: 'What?' },
      { code: code === '000000' ? '000001' : '000000', question: 'What?' },
    ])
      expect((await onPage(sent.link, 'question', form)).status).toBe(400)
    expect((await readContract(sent.tenant, sent)).questions).toEqual([])
  })
})
