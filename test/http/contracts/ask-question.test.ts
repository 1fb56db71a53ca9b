import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { getContract } from '../../../shared/table/contract.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { justBeforeWriting } from '../../support/just-before.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { change } from '../../support/world-contacts.ts'
import {
  approving,
  codeFor,
  onPage,
  readContract,
  type SentContract,
  sentAgreement,
} from '../../support/world-contracts.ts'
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

  test('is nothing once they may not decide any more, or all is on hold, though that was a moment ago', async () => {
    const ends: readonly (readonly [number, (sent: SentContract) => Promise<unknown>])[] = [
      [410, ({ contact }) => change(contact, { status: 'deactivated' })],
      [409, ({ organizationId }) => suspend(organizationId)],
    ]
    for (const [status, end] of ends) {
      const sent = await sentAgreement(world.provider)
      const code = await codeFor(sent)
      const asked = await justBeforeWriting(
        () => end(sent),
        () => onPage(sent.link, 'question', { code, question: 'What?' }),
      )
      expect(asked.status).toBe(status)
      const contractId = id('contract', sent.contractId)
      expect((await getContract({ ...sent, contractId }))?.questions).toEqual([])
    }
  })
  const suspend = (organizationId: string) =>
    succeed('suspendOrganization', { by: world.provider.owner, params: { organizationId } })

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
