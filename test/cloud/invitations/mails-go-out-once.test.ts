import { beforeAll, describe, expect, test } from 'vitest'
import { type BusEvent, busEvents, repeatEvent } from '../../support/deployed-events.ts'
import { itemsOf } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  activate,
  ada,
  beginAfresh,
  inviteFirst,
  mails,
  newestMail,
  patience,
  settled,
} from '../../support/deployed-world.ts'

beforeAll(beginAfresh)

async function eventOf(action: string): Promise<BusEvent> {
  const event = (await busEvents()).find((candidate) => candidate['detail-type'] === action)
  if (event === undefined) throw new Error(`there is no event ${action}`)
  return event
}

const deliveriesOf = async ({ detail }: BusEvent) =>
  (await busEvents()).filter((event) => event.detail.activityId === detail.activityId).length

/** Puts the event on the bus again, three times, and waits until each of them was acted on. */
async function repeat(action: string): Promise<void> {
  const event = await eventOf(action)
  expect(await deliveriesOf(event)).toBe(1)
  for (let time = 0; time < 3; time++) await repeatEvent(event)
  await expect.poll(() => deliveriesOf(event), patience).toBe(4)
  await settled()
}

describe('one mail for one event and one person', () => {
  test('an invitation', async () => {
    await inviteFirst()
    await newestMail(ada.email, 1)
    await settled()
    expect((await eventOf('invitation.created')).detail).toMatchObject({ about: { generation: 1 } })
  })

  test('an invitation whose event comes three times more', async () => {
    await repeat('invitation.created')
    expect(await mails(ada.email)).toHaveLength(1)
    expect(await itemsOf('invitation')).toMatchObject([{ delivery: 'sent', generation: 1 }])
  })

  test('an acceptance', async () => {
    await activate(ada.email)
    await newestMail(ada.email, 2)
    await settled()
  })

  test('an acceptance whose event comes three times more', async () => {
    await repeat('invitation.accepted')
    expect(await mails(ada.email)).toHaveLength(2)
  })

  test('an event that comes late, after the invitation was accepted, sends no link', async () => {
    const event = await eventOf('invitation.created')
    const late = { ...event, detail: { ...event.detail, activityId: 'act_01k2r8v6m0q3s5t7w9x1y3z5ab' } }
    await repeatEvent(late)
    await expect.poll(() => deliveriesOf(late), patience).toBe(1)
    await settled()
    expect(await mails(ada.email)).toHaveLength(2)
  })

  test('the bus carries ids and names, and never a value', async () => {
    for (const { detail } of await busEvents()) {
      const { activityId, organizationId, action, at, subject, about, changedFields, ...more } = detail
      expect(more).toEqual({})
      expect([activityId, organizationId, action, at].every((value) => typeof value === 'string')).toBe(true)
      expect(JSON.stringify([subject, about, changedFields])).not.toMatch(/@|Ada|Peeters|Northwind/)
    }
  })
})

leavesOnlyCleanTraces()
