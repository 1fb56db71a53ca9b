import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ActivityId } from '../../shared/domain/ids.ts'
import { claimMail, markMailSent, noteOutcome, recipientOf, releaseMail } from '../../shared/table/mail-claim.ts'
import { itemAt, keysOf, later, newId, now, tally } from '../support/table-fixtures.ts'

const address = 'mia.jansen@contoso.example'
const lease = 30
const claim = (activityId: ActivityId, at = now, to = address) => claimMail(activityId, to, at, lease)
const recipient = createHash('sha256').update(address).digest('base64url')

describe('a claim', () => {
  test('stands under its activity and the hash of its recipient', async () => {
    const activityId = newId('activity')
    expect(await claim(activityId)).toBe('claimed')
    const item = await itemAt(activityId, `mail#${recipient}`)
    expect(keysOf(item)).toEqual({ pk: activityId, sk: `mail#${recipient}` })
    expect(item).toMatchObject({ state: 'sending', leaseUntil: later(lease) })
    expect(item?.ttl).toBe(Math.floor(Date.parse(now) / 1000) + 30 * 24 * 3600)
    expect(JSON.stringify(item)).not.toContain('mia.jansen')
  })

  test('is one for each activity and each recipient', async () => {
    const activityId = newId('activity')
    expect(await claim(activityId)).toBe('claimed')
    expect(await claim(activityId, now, 'other@contoso.example')).toBe('claimed')
    expect(await claim(newId('activity'))).toBe('claimed')
  })

  test('is held elsewhere until its lease is over, then taken over, with a new lease', async () => {
    const activityId = newId('activity')
    await claim(activityId)
    expect(await claim(activityId, later(1))).toBe('elsewhere')
    expect(await claim(activityId, later(lease))).toBe('elsewhere')
    expect(await claim(activityId, later(lease + 0.001))).toBe('claimed')
    expect(await claim(activityId, later(2 * lease))).toBe('elsewhere')
  })

  test('goes to one of eight at once, and to one of eight who would take it over', async () => {
    const activityId = newId('activity')
    const first = await Promise.all(Array.from({ length: 8 }, () => claim(activityId)))
    expect(tally(first)).toEqual({ claimed: 1, elsewhere: 7 })
    const second = await Promise.all(Array.from({ length: 8 }, () => claim(activityId, later(lease + 1))))
    expect(tally(second)).toEqual({ claimed: 1, elsewhere: 7 })
  })
})

describe('a mail that was sent', () => {
  test('is never claimed again, not even after its lease', async () => {
    const activityId = newId('activity')
    await claim(activityId)
    await markMailSent(activityId, address, 'message-1')
    expect(await claim(activityId, later(1))).toBe('sent')
    expect(await claim(activityId, later(lease + 1))).toBe('sent')
    expect(await itemAt(activityId, `mail#${recipient}`)).toMatchObject({ state: 'sent', messageId: 'message-1' })
  })

  test('stays sent when it is marked twice, and when somebody would release it', async () => {
    const activityId = newId('activity')
    await claim(activityId)
    await markMailSent(activityId, address, 'message-1')
    await markMailSent(activityId, address, 'message-2')
    await releaseMail(activityId, address)
    expect(await claim(activityId, later(lease + 1))).toBe('sent')
  })
})

describe('a released claim', () => {
  test('can be claimed at once', async () => {
    const activityId = newId('activity')
    await claim(activityId)
    await releaseMail(activityId, address)
    expect(await claim(activityId, later(1))).toBe('claimed')
  })

  test('is released harmlessly twice, and where there was none', async () => {
    const activityId = newId('activity')
    await claim(activityId)
    await releaseMail(activityId, address)
    await releaseMail(activityId, address)
    await releaseMail(newId('activity'), address)
  })
})

describe('what became of a mail', () => {
  const claimed = async () => {
    const activityId = newId('activity')
    const [organizationId, profileId, invitationId] = [newId('organization'), newId('profile'), newId('invitation')]
    const about = { organizationId, reader: { organizationId, profileId }, delivers: { invitationId, generation: 1 } }
    await claimMail(activityId, address, now, lease, about)
    return { key: { activityId, recipient: recipientOf(address), messageId: 'message-1' }, about }
  }

  test('is found by the tags of the mail, whose claim says whose it is and where it is shown', async () => {
    const { key, about } = await claimed()
    expect(await noteOutcome(key, 'delivered', later(5))).toMatchObject({
      ...about,
      outcome: 'delivered',
      outcomeAt: later(5),
    })
  })

  test('is what weighs most, whichever was told first, and changes no more when it is told again', async () => {
    for (const order of [
      ['delivered', 'bounced', 'complained'],
      ['complained', 'delivered', 'bounced'],
      ['bounced', 'complained', 'complained', 'delivered'],
    ] as const) {
      const { key } = await claimed()
      for (const [second, outcome] of order.entries()) await noteOutcome(key, outcome, later(second))
      const first = (order as readonly string[]).indexOf('complained')
      expect(await itemAt(key.activityId, `mail#${key.recipient}`)).toMatchObject({
        outcome: 'complained',
        outcomeAt: later(first),
      })
    }
  })

  test('says that SES took it, so that nobody sends it again whose answer got lost', async () => {
    const { key } = await claimed()
    await noteOutcome(key, 'delivered', later(5))
    expect(await claim(key.activityId, later(lease + 1))).toBe('sent')
  })

  test('is noted nowhere where there is no such claim', async () => {
    const { key } = await claimed()
    expect(await noteOutcome({ ...key, activityId: newId('activity') }, 'bounced', later(5))).toBeUndefined()
  })
})

test('capitals make no other recipient of an address', () => {
  expect(recipientOf('Mia.Jansen@Contoso.example')).toBe(recipient)
  expect(recipient).toMatch(/^[\w-]{43}$/)
})
