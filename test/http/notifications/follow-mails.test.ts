import { beforeAll, describe, expect, test } from 'vitest'
import type { ProfileId } from '../../../shared/domain/ids.ts'
import { deliver, publishNew, settle } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { logLines, logOf } from '../../support/cloud-services-log.ts'
import { mailsTo, tell, toldOf, whileMail, wholeEventOf } from '../../support/cloud-services-mail.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { succeed } from '../../support/gateway-call.ts'
import { tableViolations } from '../../support/invariants.ts'
import type { Told } from '../../support/ses-events.ts'
import { seedWorld, sendAgain, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshContact } from '../../support/world-contacts.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import { activate, freshEmail, type Invitee, invite } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})

type Somebody = Pick<Invitee, 'organizationId' | 'profileId' | 'email'>

const invited = () => invite(world.customer.owner, world.customer.organizationId)
const profileOf = ({ organizationId, profileId }: Somebody) =>
  succeed('getProfile', { by: world.customer.owner, params: { organizationId, profileId } })
const stateOf = async (somebody: Somebody) => (await profileOf(somebody)).addressState
const deliveryOf = async ({ organizationId, invitationId }: Invitee) =>
  (await succeed('getInvitation', { by: world.customer.owner, params: { organizationId, invitationId } })).delivery
const newestTo = ({ email }: Somebody) => mailsTo(email).at(-1)
const at = (seconds: number) => new Date(Date.now() + 1000 * seconds).toISOString()
const marksOf = async ({ profileId }: { readonly profileId: ProfileId }) =>
  (await itemsOf('activity'))
    .map(({ summary }) => summary as Readonly<Record<string, unknown>>)
    .filter(({ subject, action }) => subject === profileId && String(action).startsWith('address.'))

describe('a mail that arrives', () => {
  test('shows at its invitation as delivered, and says nothing new of the address', async () => {
    const invitee = await invited()
    expect(await deliveryOf(invitee)).toBe('sent')
    await tell(newestTo(invitee), 'delivered')
    expect(await deliveryOf(invitee)).toBe('delivered')
    expect(await stateOf(invitee)).toBe('unverified')
    expect(await marksOf(invitee)).toEqual([])
  })

  test('is not sent again though SES’ answer got lost, once SES has told of it', async () => {
    const email = freshEmail()
    const { organizationId, owner } = world.customer
    await succeed('inviteUsers', { by: owner, params: { organizationId }, body: { addresses: [email] } })
    const [event] = await publishNew()
    if (!event) throw new Error('nothing was published')
    await whileMail('answers-nothing', () => deliver(event)).catch(() => undefined)
    await tell(mailsTo(email).at(-1), 'delivered')
    await atTime(after.seconds(31), () => deliver(event))
    expect(mailsTo(email)).toHaveLength(1)
    const [invitation] = (await itemsOf('invitation')).filter(({ delivery }) => delivery === 'delivered').slice(-1)
    expect(invitation).toBeDefined()
    expect(await tableViolations()).toEqual([])
  })
})

describe('a mail that comes back for good', () => {
  test('shows at its invitation, and marks the address once, by an activity of the product’s own without an address', async () => {
    const invitee = await invited()
    await tell(newestTo(invitee), 'bounced')
    expect(await deliveryOf(invitee)).toBe('bounced')
    expect(await stateOf(invitee)).toBe('undeliverable')
    const items = await dumpTable()
    await tell(newestTo(invitee), 'bounced', at(1))
    await tell(newestTo(invitee), 'delivered', at(-60))
    const ends = await dumpTable()
    expect(ends.filter(({ __edb_e__ }) => __edb_e__ !== 'mailbox')).toEqual(
      items.filter(({ __edb_e__ }) => __edb_e__ !== 'mailbox'),
    )
    const marks = await marksOf(invitee)
    expect(marks).toMatchObject([
      { action: 'address.undeliverable', actor: 'system:follow-mails', about: { because: 'bounced' } },
    ])
    expect(JSON.stringify(marks)).not.toContain(invitee.email)
    expect(JSON.stringify(await itemsOf('mailbox'))).not.toContain('@')
    expect(await tableViolations()).toEqual([])
  })

  test('has administrators send it again, and one that arrives clears the address', async () => {
    const invitee = await invited()
    await tell(newestTo(invitee), 'bounced')
    await sendAgain(invitee, world.customer.owner)
    expect(await deliveryOf(invitee)).toBe('sent')
    expect(await stateOf(invitee)).toBe('undeliverable')
    const [first] = mailsTo(invitee.email)
    await tell(first, 'delivered', at(-60))
    expect(await deliveryOf(invitee)).toBe('sent')
    await atTime(after.minutes(2), () => tell(newestTo(invitee), 'delivered'))
    expect(await deliveryOf(invitee)).toBe('delivered')
    expect(await stateOf(invitee)).toBe('unverified')
    expect((await marksOf(invitee)).map(({ action }) => action).sort()).toEqual([
      'address.deliverable',
      'address.undeliverable',
    ])
  })

  test('makes no difference once the link was used after it, or another address was given', async () => {
    const [used, replaced] = [await invited(), await invited()]
    const mails = [newestTo(used), newestTo(replaced)]
    for (const mail of mails) await tell(mail, 'bounced', at(-1))
    expect(await stateOf(used)).toBe('undeliverable')
    const before = at(-0.5)
    await activate(used)
    expect(await stateOf(used)).toBe('verified')
    const { organizationId, profileId } = replaced
    const { version } = await profileOf(replaced)
    const email = freshEmail()
    await succeed('changeProfile', {
      by: world.customer.owner,
      params: { organizationId, profileId },
      headers: { 'if-match': `"${version}"` },
      body: { email },
    })
    await settle()
    expect(await stateOf(replaced)).toBe('unverified')
    for (const mail of mails) await tell(mail, 'complained', before)
    expect(await stateOf(used)).toBe('verified')
    expect(await stateOf(replaced)).toBe('unverified')
    await tell(mailsTo(email).at(-1), 'bounced')
    expect(await stateOf(replaced)).toBe('undeliverable')
  })
})

test('a new address that differs by its capitals alone stays undeliverable', async () => {
  const invitee = await invited()
  await tell(newestTo(invitee), 'bounced')
  const { organizationId, profileId } = invitee
  await succeed('changeProfile', {
    by: world.customer.owner,
    params: { organizationId, profileId },
    headers: { 'if-match': `"${(await profileOf(invitee)).version}"` },
    body: { email: invitee.email.toUpperCase() },
  })
  expect(await stateOf(invitee)).toBe('undeliverable')
})

test('a complaint after the delivery wins at the address, and leaves the invitation delivered', async () => {
  const invitee = await invited()
  await tell(newestTo(invitee), 'delivered', at(1))
  await tell(newestTo(invitee), 'complained', at(2))
  expect(await deliveryOf(invitee)).toBe('delivered')
  expect(await stateOf(invitee)).toBe('undeliverable')
  expect(await marksOf(invitee)).toMatchObject([{ about: { because: 'complained' } }])
})

test('a mail that comes back for now changes nothing', async () => {
  const invitee = await invited()
  const items = await dumpTable()
  const log = await logOf(() => tell(newestTo(invitee), 'comes back for now'))
  expect(await dumpTable()).toEqual(items)
  expect(log.map(({ event }) => event)).toEqual(['mail.back-for-now', 'event.completed'])
})

describe('whose address it is', () => {
  test('is its user’s, who clears it by the link of a reset', async () => {
    const person = await freshPerson(world.customer)
    await succeed('resetMfa', {
      by: world.customer.owner,
      params: { organizationId: person.organizationId, profileId: person.profileId },
      body: {},
    })
    await settle()
    expect(await stateOf(person)).toBe('verified')
    await tell(newestTo(person), 'bounced')
    expect(await stateOf(person)).toBe('undeliverable')
    await activate(person)
    expect(await stateOf(person)).toBe('verified')
  })

  test('is a contact’s: the notification shows it, and coverage says that mail does not reach them', async () => {
    const { organizationId, owner } = world.customer
    const contact = await freshContact(world.customer, ['dpo'])
    const params = { organizationId }
    const problems = async () => {
      const { items } = await succeed('getRoleCoverage', { by: owner, params })
      return items.flatMap((one) => one.problems.filter(({ profileId }) => profileId === contact.profileId))
    }
    const [subject, text] = [{ en: 'Where your data is' }, { en: 'A subprocessor has moved.' }]
    const body = { category: 'privacy', subject, text }
    const { notificationId } = await succeed('sendNotification', { by: world.provider.owner, params, body })
    await settle()
    const shown = async () => {
      const { items } = await succeed('listNotifications', { by: world.provider.owner, params })
      const { recipients = [] } = items.find((one) => one.notificationId === notificationId) ?? {}
      return recipients.find(({ profileId }) => profileId === contact.profileId)?.state
    }
    expect([await shown(), await problems()]).toEqual(['sent', []])
    await tell(newestTo(contact), 'delivered', at(1))
    expect([await shown(), await problems()]).toEqual(['delivered', []])
    await tell(newestTo(contact), 'bounced', at(2))
    expect([await shown(), await stateOf(contact)]).toEqual(['bounced', 'undeliverable'])
    expect(await problems()).toMatchObject([{ problem: 'undeliverable' }])
  })
})

describe('whatever order, and however often, it is told in', () => {
  const stories: readonly (readonly [Told, number])[][] = [
    [
      ['delivered', 1],
      ['bounced', 2],
    ],
    [
      ['delivered', 1],
      ['complained', 2],
      ['bounced', 3],
    ],
  ]
  test.each(stories)('%j %j %j ends the same', async (...given) => {
    const story = given.filter((one) => one !== undefined)
    const orders = [
      story,
      story.toReversed(),
      [...story, ...story],
      [...story.slice(1), ...story.slice(0, 1), ...story],
    ]
    for (const order of orders) {
      const invitee = await invited()
      for (const [told, seconds] of order) await tell(newestTo(invitee), told, at(seconds))
      expect(await stateOf(invitee)).toBe('undeliverable')
      expect(await deliveryOf(invitee)).toBe('bounced')
      expect(await marksOf(invitee)).toHaveLength(1)
    }
  })

  test('eight at once mark once', async () => {
    const invitee = await invited()
    const mail = newestTo(invitee)
    await Promise.allSettled(Array.from({ length: 8 }, () => tell(mail, 'bounced')))
    await tell(mail, 'bounced')
    expect(await stateOf(invitee)).toBe('undeliverable')
    expect(await marksOf(invitee)).toHaveLength(1)
    expect(await deliveryOf(invitee)).toBe('bounced')
  })

  test('one that arrives while an older one is still being noted as failed is not overlooked', async () => {
    const invitee = await invited()
    const mail = newestTo(invitee)
    let raced = false
    await whileMeddling(
      async ({ command, goOn }) => {
        if (command !== 'TransactWriteItemsCommand' || raced) return goOn()
        raced = true
        await tell(mail, 'delivered', at(5))
        return goOn()
      },
      () => tell(mail, 'bounced', at(1)),
    )
    expect(raced).toBe(true)
    expect(await stateOf(invitee)).toBe('unverified')
  })
})

test('an event that lay among the dead letters of the bus, whole as it came, says the same', async () => {
  const invitee = await invited()
  const mail = newestTo(invitee)
  if (!mail) throw new Error('there is no mail')
  const whole = wholeEventOf(mail, 'bounced')
  expect(JSON.stringify(whole)).toContain(invitee.email)
  const log = await logOf(async () => invoke(await loadHandler('notifications', 'follow-mails'), whole))
  expect(await stateOf(invitee)).toBe('undeliverable')
  expect(JSON.stringify(log)).not.toContain('@')
})

describe('what is none of our mails', () => {
  test('is passed by: a claim that is gone, or never was', async () => {
    const invitee = await invited()
    const mail = newestTo(invitee)
    const handed = mail && toldOf(mail, 'bounced')
    const stranger = JSON.parse(JSON.stringify(handed).replace(/act_[0-9a-z]{26}/, 'act_01k2r8v6m0q3s5t7w9x1y3z5ab'))
    const items = await dumpTable()
    const log = await logOf(async () => invoke(await loadHandler('notifications', 'follow-mails'), stranger))
    expect(log.map(({ event }) => event)).toEqual(['mail.unclaimed', 'event.completed'])
    expect(await dumpTable()).toEqual(items)
  })
  test('or cannot be read, ends among the dead letters and changes nothing', async () => {
    const items = await dumpTable()
    const handler = await loadHandler('notifications', 'follow-mails')
    for (const event of [
      {},
      { 'detail-type': 'Email Opened', detail: {} },
      { 'detail-type': 'Email Bounced', detail: {} },
    ])
      await expect(invoke(handler, event)).rejects.toThrow()
    expect(await dumpTable()).toEqual(items)
  })
})

test('neither what is handed over nor any line of the log says an address or a subject', async () => {
  const invitee = await invited()
  const mail = newestTo(invitee)
  if (!mail) throw new Error('there is no mail')
  for (const told of ['delivered', 'bounced', 'complained', 'comes back for now'] as const) {
    const handed = JSON.stringify(toldOf(mail, told))
    expect(handed).not.toContain('@')
    expect(handed).not.toContain(mail.subject)
    await tell(mail, told)
  }
  expect(logLines().filter((line) => line.includes(invitee.email))).toEqual([])
})

test('what SES tells of somebody who was removed meanwhile leaves nothing behind', async () => {
  const invitee = await invited()
  const { organizationId, profileId } = invitee
  await succeed('removeProfile', { by: world.customer.owner, params: { organizationId, profileId } })
  await tell(newestTo(invitee), 'bounced')
  expect(await marksOf(invitee)).toEqual([])
  expect(await tableViolations()).toEqual([])
})
