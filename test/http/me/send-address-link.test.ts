import { beforeAll, describe, expect, test } from 'vitest'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { mailsTo, whileMail } from '../../support/cloud-services-mail.ts'
import { succeed } from '../../support/gateway-call.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshEmail, join } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})

const ask = async () => {
  const person = await join(world.customer.owner, world.customer.organizationId)
  const email = freshEmail()
  await succeed('changeMyEmail', { by: person, body: { email } })
  return { person, email }
}
const newestEvent = () => {
  const event = busEvents().findLast(({ detailType }) => detailType === 'sign-in-address.change-requested')
  if (!event) throw new Error('nothing was asked for')
  return event
}

describe('send-address-link', () => {
  test('sends once when the event comes twice', async () => {
    const { email } = await ask()
    await settle()
    await deliver(newestEvent())
    expect(mailsTo(email)).toHaveLength(1)
  })

  test('counts a mail to an address in use once when the event comes twice, so that repetitions use up nobody’s day', async () => {
    const { person } = await ask()
    const owner = await join(world.customer.owner, world.customer.organizationId)
    await atTime(after.minutes(2), () => succeed('changeMyEmail', { by: person, body: { email: owner.email } }))
    await settle()
    const [limits, mails] = [await itemsOf('limit'), mailsTo(owner.email).length]
    await deliver(newestEvent())
    expect(await itemsOf('limit')).toEqual(limits)
    expect(mailsTo(owner.email)).toHaveLength(mails)
  })

  test('sends the same link when SES could not be reached at first, and one link is stored', async () => {
    const links = (await itemsOf('link')).filter(({ purpose }) => purpose === 'address-change').length
    const { email } = await ask()
    await whileMail('is-down', () => settle().catch(() => undefined))
    expect(mailsTo(email)).toEqual([])
    await atTime(after.minutes(2), () => deliver(newestEvent()))
    expect(mailsTo(email)).toHaveLength(1)
    expect((await itemsOf('link')).filter(({ purpose }) => purpose === 'address-change')).toHaveLength(links + 1)
  })

  test('sends nothing for a request that a newer one has replaced, and nothing once it is too late', async () => {
    const { person, email } = await ask()
    await whileMail('is-down', () => settle().catch(() => undefined))
    const first = newestEvent()
    const newer = freshEmail()
    await atTime(after.minutes(2), async () => {
      await succeed('changeMyEmail', { by: person, body: { email: newer } })
      await whileMail('is-down', () => settle().catch(() => undefined))
    })
    await atTime(after.minutes(4), () => deliver(first))
    expect(mailsTo(email)).toEqual([])
    await atTime(after.hours(25), () => deliver(newestEvent()))
    expect(mailsTo(newer)).toEqual([])
    expect(mailsTo(email)).toEqual([])
  })

  test('the address stands in no event', async () => {
    const { email } = await ask()
    await settle()
    expect(newestEvent().detail).not.toContain(email)
  })
})
