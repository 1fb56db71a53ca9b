import { beforeAll, describe, expect, test } from 'vitest'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { mailsTo, whileMail } from '../../support/cloud-services-mail.ts'
import { succeed } from '../../support/gateway-call.ts'
import { seedWorld, type Tenant, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { change, customerWithServices, freshContact } from '../../support/world-contacts.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import { message, say, sending } from './notifications.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})

const eventsOf = (notificationId: string) =>
  busEvents().filter(({ detailType, detail }) => detailType === 'notification.sent' && detail.includes(notificationId))
const send = async (tenant: Tenant, body: object = {}) => {
  const { notificationId } = await succeed('sendNotification', sending(world, tenant, body))
  return notificationId
}
const states = async ({ organizationId, owner: by }: Tenant) => {
  const { items } = await succeed('listNotifications', { by, params: { organizationId } })
  return items[0]?.recipients.map(({ state }) => state)
}

describe('mail-notification', () => {
  test('mails everyone once in their language, or in English, however often the event comes', async () => {
    const tenant = await customerWithServices(world.provider)
    const [dutch, french] = [
      await freshContact(tenant, ['technical'], { language: 'nl', salutation: 'ms', lastName: 'Jansen' }),
      await freshContact(tenant, ['technical'], { language: 'fr' }),
    ]
    const notificationId = await send(tenant)
    await settle()
    for (const event of eventsOf(notificationId)) await deliver(event)
    const [[inDutch, ...more], [inEnglish, ...others]] = [mailsTo(dutch.email), mailsTo(french.email)]
    expect([...more, ...others]).toEqual([])
    expect(inDutch?.subject).toBe('De mail is traag')
    for (const said of [
      'Geachte mevrouw Jansen',
      'We kijken ernaar.',
      'U hoort van ons.',
      tenant.name,
      'technisch contact',
    ])
      expect(inDutch?.text).toContain(said)
    expect(inEnglish?.subject).toBe('Mail is slow')
    expect(inEnglish?.text).toContain(message.text.en.split('\n')[0])
    // Whatever stands around the message is in their language all the same.
    expect(inEnglish?.text).toContain('contact technique')
    expect(await states(tenant)).toEqual(['sent', 'sent'])
  })

  test('says how to switch it off where it may be: to users by signing in, to others by their link', async () => {
    const tenant = await customerWithServices(world.provider)
    const user = await freshContact(tenant, ['technical'], { language: 'en' })
    const contact = await freshContact(tenant, ['dpo'])
    for (const category of ['change', 'incident', 'privacy', 'data-breach']) await send(tenant, { category })
    await settle()
    const said = (email: string) =>
      mailsTo(email).map(({ text }) => /switch off mails of this kind: (.*?)[.,]/.exec(text)?.[1])
    expect(said(user.email)).toEqual([
      'sign in to Rolecall and choose which notifications you want',
      undefined,
      undefined,
    ])
    expect(said(contact.email)[0]).toMatch(/^use the link/)
    expect(said(contact.email)[1]).toBeUndefined()
  })

  test("a grave incident names the security operations centre, which gets a copy and the answers; others go to the Service Desk's address", async () => {
    const tenant = await customerWithServices(world.provider)
    const contact = await freshContact(tenant, ['security-escalation', 'technical'], { language: 'en' })
    await say(world, {
      securityOperations: { name: 'Northwind SOC', email: 'soc@northwind.example', phone: '+3215000009' },
      serviceDesk: { email: 'servicedesk@northwind.example' },
    })
    await send(tenant, { category: 'security-incident', severity: 'critical' })
    await send(tenant)
    await settle()
    const [grave, usual] = mailsTo(contact.email)
    for (const said of ['Northwind SOC', 'soc@northwind.example', '+3215000009', 'Critical'])
      expect(grave?.text).toContain(said)
    expect([grave?.replyTo, usual?.replyTo]).toEqual(['soc@northwind.example', 'servicedesk@northwind.example'])
    expect(usual?.text).not.toContain('SOC')
    const [copy, ...others] = mailsTo('soc@northwind.example')
    expect(others).toEqual([])
    expect(copy?.text).toContain(tenant.name)
    expect(copy?.text).toContain('as security operations centre of Northwind')
    await say(world, { securityOperations: null, serviceDesk: null })
    await send(tenant)
    await settle()
    expect(mailsTo(contact.email).at(-1)?.replyTo).toBeUndefined()
  })

  test('goes to nobody who was deactivated or removed since, and says so', async () => {
    const tenant = await customerWithServices(world.provider)
    const [gone, stays] = [await freshContact(tenant, ['technical']), await freshContact(tenant, ['technical'])]
    await send(tenant)
    await change(gone, { status: 'deactivated' })
    await settle()
    expect(mailsTo(gone.email)).toEqual([])
    expect(mailsTo(stays.email)).toHaveLength(1)
    expect(await states(tenant)).toEqual(['failed', 'sent'])
  })

  test('notes as failed what SES refuses, and mails the others', async () => {
    const tenant = await customerWithServices(world.provider)
    const contact = await freshContact(tenant, ['technical'])
    await send(tenant)
    await whileMail('refuses', settle)
    expect(mailsTo(contact.email)).toEqual([])
    expect(await states(tenant)).toEqual(['failed'])
  })

  test('goes on where it stopped when SES was out of reach, for everyone of a hundred', async () => {
    const tenant = await customerWithServices(world.provider)
    const people: { profileId: string; email: string }[] = []
    while (people.length < 100) people.push(await freshPerson(tenant))
    await settle()
    const addressees = people.map(({ profileId }) => profileId)
    const notificationId = await send(tenant, { category: 'service-desk', addressees })
    await whileMail('is-down', () => settle().catch(() => undefined))
    expect(people.flatMap(({ email }) => mailsTo(email))).toEqual([])
    expect(await states(tenant)).toEqual(people.map(() => 'queued'))
    await atTime(after.minutes(2), async () => {
      for (const event of eventsOf(notificationId)) await deliver(event)
    })
    expect(people.map(({ email }) => mailsTo(email).length)).toEqual(people.map(() => 1))
    expect(await states(tenant)).toEqual(people.map(() => 'sent'))
  })
})
