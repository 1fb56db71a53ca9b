import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { ActivityId } from '../../shared/domain/ids.ts'
import { claimMail, markMailSent, releaseMail } from '../../shared/table/mail-claim.ts'
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
