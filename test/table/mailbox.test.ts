import { describe, expect, test } from 'vitest'
import { getMailbox, noteMailbox, whileMailbox } from '../../shared/table/mailbox.ts'
import { commit, Moved } from '../../shared/table/transaction.ts'
import { itemAt, keysOf, later, newId, now } from '../support/table-fixtures.ts'

const recipient = 'zF3_-hash'
const mailboxOf = () => ({ organizationId: newId('organization'), recipient })
type Key = ReturnType<typeof mailboxOf>
const note = (key: Key, outcome: 'delivered' | 'bounced' | 'complained', seconds: number) =>
  noteMailbox(key, { outcome, at: later(seconds), now })

describe('a mailbox', () => {
  test('stands under its organization and the hash of its address, for thirty days', async () => {
    const key = mailboxOf()
    await note(key, 'delivered', 1)
    const item = await itemAt(`${key.organizationId}#mailboxes`, recipient)
    expect(keysOf(item)).toEqual({ pk: `${key.organizationId}#mailboxes`, sk: recipient })
    expect(item?.ttl).toBe(Math.floor(Date.parse(now) / 1000) + 30 * 24 * 3600)
  })

  test('keeps the newest of what arrived and of what failed, in whichever order it is told', async () => {
    const key = mailboxOf()
    await note(key, 'bounced', 3)
    await note(key, 'delivered', 4)
    await note(key, 'complained', 2)
    await note(key, 'delivered', 1)
    expect(await getMailbox(key)).toMatchObject({ arrivedAt: later(4), failedAt: later(3), failedBecause: 'bounced' })
    await note(key, 'complained', 5)
    expect(await getMailbox(key)).toMatchObject({
      arrivedAt: later(4),
      failedAt: later(5),
      failedBecause: 'complained',
    })
  })

  test('of which nothing is known is its key', async () => {
    const key = mailboxOf()
    expect(await getMailbox(key)).toEqual(key)
  })

  test('holds while nothing newer is known, and fails as moved after that', async () => {
    const key = mailboxOf()
    const holds = async (read: Awaited<ReturnType<typeof getMailbox>>) =>
      commit([whileMailbox(read)], newId('activity'))
    const empty = await getMailbox(key)
    await holds(empty)
    await note(key, 'bounced', 1)
    await expect(holds(empty)).rejects.toBeInstanceOf(Moved)
    const failed = await getMailbox(key)
    await holds(failed)
    await note(key, 'bounced', 0)
    await holds(failed)
    await note(key, 'delivered', 2)
    await expect(holds(failed)).rejects.toBeInstanceOf(Moved)
  })
})
