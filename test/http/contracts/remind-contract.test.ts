import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshContract } from '../../support/world-contract-records.ts'
import { approve, readContract, type SentContract, sentAgreement } from '../../support/world-contracts.ts'

provesOperation('remindContract')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const reminding = ({ organizationId, contractId, tenant }: SentContract) => ({
  by: tenant.owner,
  params: { organizationId, contractId },
})

describe('remindContract', () => {
  test('200 sends a new link, ends the one before, and leaves the deadline', async () => {
    const sent = await sentAgreement(world.provider)
    const before = await readContract(sent.tenant, sent)
    const contract = await succeed('remindContract', reminding(sent))
    expect(contract.remindedAt).not.toBeNull()
    expect(contract.approver).toEqual(before.approver)
    await settle()
    const link = linkTo(sent.contact.email)
    expect(link).not.toBe(sent.link)
    expect((await send({ method: 'GET', path: sent.link })).status).toBe(410)
    expect((await send({ method: 'GET', path: link })).status).toBe(200)
    expect(mailsTo(sent.contact.email)).toHaveLength(2)
    await approve({ ...sent, link })
    expect(await readContract(sent.tenant, sent)).toMatchObject({ state: 'approved' })
  })

  test('429 too-many-requests a second time within a day, and 200 a day later', async () => {
    const sent = await sentAgreement(world.provider)
    await succeed('remindContract', reminding(sent))
    const answer = await call('remindContract', reminding(sent))
    expect(answer.status).toBe(429)
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(86_000)
    await atTime(after.days(1) + after.seconds(1), () => succeed('remindContract', reminding(sent)))
  })

  test('one of ten at once is sent', async () => {
    const sent = await sentAgreement(world.provider)
    const answers = await Promise.all(Array.from({ length: 10 }, () => call('remindContract', reminding(sent))))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    await settle()
    expect(mailsTo(sent.contact.email)).toHaveLength(2)
  })

  test('409 not-sent while nobody has it, and once its deadline is over', async () => {
    const sent = await sentAgreement(world.provider)
    const contractId = await freshContract(sent.tenant, { state: 'requested' })
    await fail('not-sent', 'remindContract', {
      ...reminding(sent),
      params: { organizationId: sent.organizationId, contractId },
    })
    await atTime(after.days(14) + after.seconds(1), () => fail('not-sent', 'remindContract', reminding(sent)))
  })

  test('409 contract-ended once it is decided', async () => {
    const sent = await sentAgreement(world.provider)
    await approve(sent)
    await fail('contract-ended', 'remindContract', reminding(sent))
  })
})
