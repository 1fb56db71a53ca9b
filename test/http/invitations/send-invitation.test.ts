import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { type BusEvent, busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { logOf } from '../../support/cloud-services-log.ts'
import { linkTo, mailsTo, whileMail } from '../../support/cloud-services-mail.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { send } from '../../support/gateway.ts'
import { succeed } from '../../support/gateway-call.ts'
import { seedWorld, sendAgain, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { linksOf } from '../../support/world-forms.ts'
import { happenedToday } from '../../support/world-limits.ts'
import { activate, freshEmail, invite, join } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})

/** Invites somebody whose mail was not sent yet: SES refused to be reached at the first try. Gives the event that will come again. */
async function inviteInTrouble(trouble: Parameters<typeof whileMail>[0]) {
  const email = freshEmail()
  const { organizationId, owner } = world.customer
  const reply = await succeed('inviteUsers', { by: owner, params: { organizationId }, body: { addresses: [email] } })
  const before = busEvents().length
  const ended = await whileMail(trouble, () =>
    settle().then(
      () => 'well',
      () => 'badly',
    ),
  )
  return { email, event: eventSince(before), ended, invitationId: reply.items[0]?.invitationId }
}

function eventSince(before: number): BusEvent {
  const [event, ...more] = busEvents().slice(before)
  if (!event || more.length > 0) throw new Error('not one event')
  return event
}
const deliveryOf = async (invitationId: unknown) =>
  (await itemsOf('invitation')).find((item) => item.invitationId === invitationId)?.delivery

describe('send-invitation', () => {
  test('mails one link, which is the only address in the mail, and notes that it was sent', async () => {
    const { email, invitationId, link } = await invite(world.customer.owner, world.customer.organizationId)
    const [mail, ...more] = mailsTo(email)
    expect(more).toEqual([])
    expect([...new Set(linksOf(mail?.html ?? ''))]).toEqual([`${settings.PUBLIC_URL}${link}`])
    expect(mail?.text.match(/https?:\S+/g)).toEqual([`${settings.PUBLIC_URL}${link}`])
    expect(mail?.html).not.toMatch(/<img|<script|url\(|@import|http:/)
    expect(mail?.subject).not.toMatch(/[\r\n]/)
    expect(await deliveryOf(invitationId)).toBe('sent')
  })

  test('names who invites, and from which organization where it is another', async () => {
    const acting = await invite(world.provider.owner, world.customer.organizationId)
    const [mail] = mailsTo(acting.email)
    expect(mail?.text).toContain('Ada Peeters')
    expect(mail?.text).toContain('Northwind Managed Services')
    expect(mail?.text).toContain('Contoso Bakeries')
  })

  test('sends nothing twice when the event comes twice', async () => {
    const before = busEvents().length
    const { email } = await invite(world.customer.owner, world.customer.organizationId)
    const event = eventSince(before)
    const items = await dumpTable()
    await deliver(event)
    await deliver(event)
    expect(mailsTo(email)).toHaveLength(1)
    expect(await dumpTable()).toEqual(items)
  })

  test('sends once when two runs have the event at the same time', async () => {
    const { email, event } = await inviteInTrouble('is-down')
    await atTime(after.seconds(31), async () => {
      const ends = await Promise.allSettled([deliver(event), deliver(event), deliver(event)])
      expect(ends.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
    })
    expect(mailsTo(email)).toHaveLength(1)
  })

  test('fails while SES is down, so that the event comes again; another run waits for the lease, and sends the same link', async () => {
    const { email, event, ended, invitationId } = await inviteInTrouble('is-down')
    expect(ended).toBe('badly')
    await expect(deliver(event)).rejects.toThrow()
    expect(mailsTo(email)).toEqual([])
    expect(await deliveryOf(invitationId)).toBe('queued')
    await atTime(after.seconds(31), () => deliver(event))
    expect(mailsTo(email)).toHaveLength(1)
    expect(await deliveryOf(invitationId)).toBe('sent')
    expect((await send({ method: 'GET', path: linkTo(email) })).status).toBe(200)
  })

  test("sends again with the same link when SES' answer got lost", async () => {
    const { email, event, ended } = await inviteInTrouble('answers-nothing')
    expect(ended).toBe('badly')
    const first = linkTo(email)
    await atTime(after.seconds(31), () => deliver(event))
    expect(mailsTo(email)).toHaveLength(2)
    expect(linkTo(email)).toBe(first)
    expect((await send({ method: 'GET', path: first })).status).toBe(200)
  })

  test("sends nothing again when SES' answer came and could not be written down", async () => {
    const before = busEvents().length
    const email = freshEmail()
    const { organizationId, owner } = world.customer
    await succeed('inviteUsers', { by: owner, params: { organizationId }, body: { addresses: [email] } })
    const log = await logOf(() =>
      whileMeddling(async ({ command, goOn }) => {
        if (command === 'UpdateItemCommand') throw new Error('connect ECONNREFUSED')
        return goOn()
      }, settle),
    )
    expect(mailsTo(email)).toHaveLength(1)
    expect(eventSince(before)).toMatchObject({ detailType: 'invitation.created' })
    expect(log.map(({ event }) => event)).toContain('mail.sent-unmarked')
  })

  test('notes that it failed when SES refuses the mail for good, and does not fail itself', async () => {
    const { email, ended, invitationId } = await inviteInTrouble('refuses')
    expect(ended).toBe('well')
    expect(mailsTo(email)).toEqual([])
    expect(await deliveryOf(invitationId)).toBe('failed')
  })

  test('sends nothing for an invitation that has moved on: sent again, accepted, expired', async () => {
    const moved = await inviteInTrouble('is-down')
    const [invitation] = (await itemsOf('invitation')).filter(({ invitationId }) => invitationId === moved.invitationId)
    const { organizationId, owner } = world.customer
    const invitationId = id('invitation', String(invitation?.invitationId))
    const invitee = { organizationId, invitationId, email: moved.email }
    const newer = await sendAgain(invitee, owner)
    await atTime(after.seconds(31), () => deliver(moved.event))
    expect(mailsTo(moved.email)).toHaveLength(1)
    expect(linkTo(moved.email)).toBe(newer)

    const before = busEvents().length
    const accepted = await invite(owner, organizationId)
    const event = eventSince(before)
    await activate(accepted)
    await settle()
    const mails = mailsTo(accepted.email).length
    const log = await logOf(() => deliver(event))
    expect(log.map((line) => line.event)).toContain('mail.not-due')
    expect(mailsTo(accepted.email)).toHaveLength(mails)

    const late = await inviteInTrouble('is-down')
    await atTime(after.days(8), () => deliver(late.event))
    expect(mailsTo(late.email)).toEqual([])
  })

  test('sends nothing while the organization is suspended, and sends it once, on the day after it was resumed', async () => {
    const { email, event } = await inviteInTrouble('is-down')
    await setStatus(world.customer.organizationId, 'suspended')
    await atTime(after.seconds(31), () => deliver(event))
    const deferred = async () => invoke(await loadHandler('invitations', 'send-deferred-mails'), {})
    await atTime(after.days(1), deferred)
    expect(mailsTo(email)).toEqual([])
    await setStatus(world.customer.organizationId, 'active')
    await atTime(after.days(2), deferred)
    await atTime(after.days(2), deferred)
    expect(mailsTo(email)).toHaveLength(1)
  })

  describe('to an address that had its ten mails today', () => {
    const full = async () => {
      const to = freshEmail()
      await happenedToday('address-link-mails', to)
      const { organizationId, owner } = world.customer
      const { items } = await succeed('inviteUsers', {
        by: owner,
        params: { organizationId },
        body: { addresses: [to] },
      })
      const invitationId = items[0]?.invitationId ?? ''
      await settle()
      return { to, invitationId, asked: { by: owner, params: { organizationId, invitationId } } }
    }
    const sendDeferred = async () => invoke(await loadHandler('invitations', 'send-deferred-mails'), {})
    const tomorrow = <Result>(act: () => Promise<Result>) => atTime(after.days(1), act)

    test('waits until tomorrow, and goes out then, once; whoever invites sees the same as ever', async () => {
      const { to, invitationId, asked } = await full()
      expect(mailsTo(to)).toEqual([])
      expect(await deliveryOf(invitationId)).toBe('deferred')
      expect((await succeed('getInvitation', asked)).delivery).toBe('queued')
      await sendDeferred()
      expect(mailsTo(to)).toEqual([])
      await tomorrow(async () => {
        await Promise.all([sendDeferred(), sendDeferred()].map((run) => run.catch(() => undefined)))
        await sendDeferred().catch(() => undefined)
        expect(mailsTo(to)).toHaveLength(1)
        expect((await send({ method: 'GET', path: linkTo(to) })).status).toBe(200)
      })
      expect(await deliveryOf(invitationId)).toBe('sent')
      await atTime(after.days(1) + after.minutes(1), sendDeferred)
      expect(mailsTo(to)).toHaveLength(1)
      expect(await itemsOf('deferred-mail')).toEqual([])
    })

    test('stays for the next minute while SES is down, and holds up no other', async () => {
      const [first, second] = [await full(), await full()]
      await tomorrow(async () => {
        await expect(whileMail('is-down', sendDeferred)).rejects.toThrow()
        expect(await itemsOf('deferred-mail')).toHaveLength(2)
      })
      await atTime(after.days(1) + after.minutes(1), sendDeferred)
      for (const { to } of [first, second]) expect(mailsTo(to)).toHaveLength(1)
      expect(await itemsOf('deferred-mail')).toEqual([])
    })

    test('never goes when it was withdrawn meanwhile, and waits once more where the next day is full as well', async () => {
      const [withdrawn, waiting] = [await full(), await full()]
      await succeed('revokeInvitation', withdrawn.asked)
      await tomorrow(async () => {
        await happenedToday('address-link-mails', waiting.to)
        await sendDeferred()
        expect(await itemsOf('deferred-mail')).toHaveLength(1)
      })
      await atTime(after.days(2), sendDeferred)
      expect(mailsTo(withdrawn.to)).toEqual([])
      expect(mailsTo(waiting.to)).toHaveLength(1)
    })
  })

  test('stores nothing of the link but its hash', async () => {
    const { link } = await invite(world.customer.owner, world.customer.organizationId)
    expect(JSON.stringify(await dumpTable())).not.toContain(link.slice('/activate/'.length))
  })
})

describe('tell-acceptance', () => {
  test('tells the address once, however often the event comes', async () => {
    const { email, ...invitee } = await invite(world.customer.owner, world.customer.organizationId)
    await activate({ ...invitee, email })
    const before = busEvents().length
    await settle()
    const event = eventSince(before)
    await deliver(event)
    const [, told, ...more] = mailsTo(email)
    expect(more).toEqual([])
    expect(told?.text).toContain('Tell Mia Jansen or an administrator of Contoso Bakeries')
    expect([...new Set(linksOf(told?.html ?? ''))]).toEqual([expect.stringContaining(settings.HOSTED_UI_URL)])
  })
})

describe('tell-administrators', () => {
  test('tells every owner once, however often the event comes, also when SES was down at first', async () => {
    const { organizationId, owner } = world.customer
    const other = await join(owner, organizationId, { defaultRole: 'rol_owner' })
    await settle()
    const before = busEvents().length
    const body = { addresses: [freshEmail()], defaultRole: 'rol_owner', reason: 'Nobody else is there in August.' }
    await succeed('inviteUsers', { by: world.provider.owner, params: { organizationId }, body })
    await expect(whileMail('is-down', settle)).rejects.toThrow()
    const event = eventSince(before)
    const told = ({ email }: { readonly email: string }) =>
      mailsTo(email).filter(({ text }) => text.includes(body.reason)).length
    expect([owner, other].map(told)).toEqual([0, 0])
    await atTime(after.seconds(31), async () => {
      await Promise.allSettled([deliver(event), deliver(event)])
      for (let time = 0; time < 2; time++) await deliver(event)
    })
    expect([owner, other].map(told)).toEqual([1, 1])
  })
})
