import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { send } from '../../support/gateway.ts'
import { succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { justBeforeWriting } from '../../support/just-before.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { change, freshContact } from '../../support/world-contacts.ts'
import {
  approve,
  codeFor,
  onPage,
  readContract,
  type SentContract,
  sentAgreement,
  waitsEnd,
} from '../../support/world-contracts.ts'

provesOperation('handOverApproval')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

async function withColleague() {
  const sent = await sentAgreement(world.provider)
  return { ...sent, colleague: await freshContact(sent.tenant, ['commercial']) }
}

describe('handOverApproval', () => {
  test('200 gives it to a colleague, with a link of their own and all days to answer; it stays with them', async () => {
    const sent = await withColleague()
    const code = await codeFor(sent)
    const later = after.days(2)
    await atTime(later, async () => {
      const fresh = await codeFor(sent)
      expect(fresh).toMatch(/^\d{6}$/)
      const { status } = await onPage(sent.link, 'hand-over', { code: fresh, to: sent.colleague.profileId })
      expect(status).toBe(200)
      await settle()
      expect((await send({ method: 'GET', path: sent.link })).status).toBe(410)
    })
    expect(code).toMatch(/^\d{6}$/)
    const { approver, state } = await readContract(sent.tenant, sent)
    expect(state).toBe('sent')
    expect(approver).toMatchObject({ profileId: sent.colleague.profileId, handedOver: true, reminders: 0 })
    expect(Date.parse(approver?.deadlineAt ?? '') - Date.now()).toBeGreaterThan(after.days(15))
    const contract = { ...sent, contact: sent.colleague, link: linkTo(sent.colleague.email) }
    await atTime(later, () => approve(contract))
    expect(await readContract(sent.tenant, sent)).toMatchObject({
      state: 'approved',
      decision: { profileId: sent.colleague.profileId },
    })
  })

  test('400 to whoever cannot decide: themselves, nobody, a stranger, somebody unproved', async () => {
    const sent = await withColleague()
    const code = await codeFor(sent)
    await change(sent.colleague, { addressState: 'unverified' })
    for (const to of [sent.contact.profileId, '', sent.tenant.owner.profileId, sent.colleague.profileId])
      expect((await onPage(sent.link, 'hand-over', { code, to })).status).toBe(400)
    expect(mailsTo(sent.colleague.email)).toEqual([])
  })

  test('is nothing once they may not decide any more, or all is on hold, though that was a moment ago', async () => {
    const ends: readonly (readonly [number, (sent: SentContract) => Promise<unknown>])[] = [
      [410, ({ contact }) => change(contact, { status: 'deactivated' })],
      [
        409,
        ({ organizationId }) =>
          succeed('suspendOrganization', { by: world.provider.owner, params: { organizationId } }),
      ],
    ]
    for (const [status, end] of ends) {
      const sent = await withColleague()
      const form = { code: await codeFor(sent), to: sent.colleague.profileId }
      const handedOver = await justBeforeWriting(
        () => end(sent),
        () => onPage(sent.link, 'hand-over', form),
      )
      expect(handedOver.status).toBe(status)
    }
  })

  test('400 without the right code', async () => {
    const sent = await withColleague()
    const code = await codeFor(sent)
    const wrong = code === '000000' ? '000001' : '000000'
    for (const form of [{ to: sent.colleague.profileId }, { code: wrong, to: sent.colleague.profileId }])
      expect((await onPage(sent.link, 'hand-over', form)).status).toBe(400)
  })

  test('goes back to the primary contact when whoever got it may not approve any more', async () => {
    const sent = await withColleague()
    await onPage(sent.link, 'hand-over', { code: await codeFor(sent), to: sent.colleague.profileId })
    await settle()
    await change(sent.colleague, { contactRoles: {} })
    await settle()
    await waitsEnd()
    expect(await readContract(sent.tenant, sent)).toMatchObject({
      state: 'sent',
      approver: { profileId: sent.contact.profileId, handedOver: false },
    })
    await approve({ ...sent, link: linkTo(sent.contact.email) })
  })
})
