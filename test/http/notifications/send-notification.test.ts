import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { customerWithServices, freshContact } from '../../support/world-contacts.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import { dumpTable } from '../../support/world-table.ts'
import { message, sending } from './notifications.ts'

provesOperation('sendNotification')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('sendNotification', () => {
  test('201 with who gets it and why, and one activity that names the message alone', async () => {
    const tenant = await customerWithServices(world.provider)
    const contact = await freshContact(tenant, ['technical'])
    const { notificationId, ...who } = await succeed('sendNotification', sending(world, tenant))
    const asked = { ...sending(world, tenant), body: { category: 'incident' } }
    expect(who).toEqual(await succeed('resolveRecipients', asked))
    expect(who.recipients.map(({ profileId }) => profileId)).toEqual([contact.profileId])

    const { items } = await succeed('listActivities', {
      by: tenant.owner,
      params: { organizationId: tenant.organizationId },
      query: { action: 'notification.sent' },
    })
    expect(items).toMatchObject([
      {
        actor: `user:${world.provider.owner.identityId}`,
        about: { notificationId, category: 'incident' },
        changedFields: [],
      },
    ])
  })

  test('201 keeps no address of anybody in the notification', async () => {
    const tenant = await customerWithServices(world.provider)
    const contact = await freshContact(tenant, ['technical'])
    const { notificationId } = await succeed('sendNotification', sending(world, tenant))
    const items = JSON.stringify(await dumpTable())
    expect(items).toContain(notificationId)
    const stored = (await dumpTable()).filter((item) => JSON.stringify(item).includes(`notification#${notificationId}`))
    expect(stored).toHaveLength(1)
    expect(JSON.stringify(stored)).not.toContain(contact.email)
  })

  test('201 to the provider itself, and about a customer of a reseller', async () => {
    const { provider, resellersCustomer } = world
    for (const here of [provider, resellersCustomer]) {
      const { recipients } = await succeed('sendNotification', sending(world, here))
      expect(recipients[0]).toMatchObject({ profileId: here.owner.profileId, why: { as: 'administrator' } })
    }
  })

  test('201 once for one Idempotency-Key', async () => {
    const tenant = await customerWithServices(world.provider)
    const request = { ...sending(world, tenant), headers: { 'idempotency-key': 'incident-7' } }
    const first = await succeed('sendNotification', request)
    expect(await succeed('sendNotification', request)).toEqual(first)
    await fail('key-reused', 'sendNotification', {
      ...sending(world, tenant, { category: 'change' }),
      ...{ headers: request.headers },
    })
  })

  test('409 no-recipients where everybody has switched it off, and nothing is written', async () => {
    const tenant = await customerWithServices(world.provider)
    await freshContact(tenant, ['technical'], { mutedCategories: ['change'] })
    const before = await dumpTable()
    await fail('no-recipients', 'sendNotification', sending(world, tenant, { category: 'change' }))
    expect(await dumpTable()).toEqual(before)
  })

  test('409 too-many-recipients where the watchlist comes on top of a hundred addressees', async () => {
    const tenant = await customerWithServices(world.provider)
    const people: string[] = []
    while (people.length < 100) people.push((await freshPerson(tenant)).profileId)
    const to = (addressees: readonly string[]) => sending(world, tenant, { category: 'service-desk', addressees })
    const { recipients } = await succeed('sendNotification', to(people))
    expect(recipients).toHaveLength(100)
    await freshContact(tenant, ['watchlist'])
    await fail('too-many-recipients', 'sendNotification', to(people))
    await succeed('sendNotification', to(people.slice(1)))
    expect(await faultsOf('sendNotification', to([...people, people[0] ?? '']))).toEqual(['#/addressees too-big'])
  })

  test('400 invalid for text that is missing, too long, hides something, or is not in the same languages', async () => {
    const { customer } = world
    const faults = (body: object) => faultsOf('sendNotification', sending(world, customer, body))
    const { subject, text } = message
    expect(await faults({ subject: { nl: 'Traag' }, text: { nl: 'Traag' } })).toEqual([
      '#/subject/en required',
      '#/text/en required',
    ])
    expect(await faults({ subject, text: { en: text.en } })).toEqual(['#/text/nl required'])
    expect(await faults({ subject: { en: subject.en }, text })).toEqual(['#/subject/nl required'])
    for (const en of ['One\nTwo', ' ', 'a'.repeat(151), 'in\u202evisible', 'a\u0007bell'])
      expect(await faults({ subject: { en }, text: { en: text.en } })).toEqual(['#/subject/en invalid'])
    for (const en of ['', 'a'.repeat(5001), 'zero\u200bwidth'])
      expect(await faults({ subject: { en: subject.en }, text: { en } })).toEqual(['#/text/en invalid'])
    expect(await faults({ category: 'contract' })).toEqual(['#/category invalid-value'])
    expect(await faults({ text: { ...text, it: 'Lento' } })).toEqual(['#/text/it unknown-field'])
    const most = { subject: { en: 'a'.repeat(150) }, text: { en: 'a'.repeat(5000) } }
    await succeed('sendNotification', sending(world, customer, most))
  })

  test('403 forbidden for whoever may send in the organization alone, 404 for strangers', async () => {
    const { customer, twin, reseller, resellersCustomer, provider } = world
    await fail('forbidden', 'sendNotification', { ...sending(world, customer), by: customer.owner })
    await fail('forbidden', 'sendNotification', { ...sending(world, resellersCustomer), by: reseller.owner })
    await fail('forbidden', 'sendNotification', { ...sending(world, provider), by: provider.plain })
    const foreign = await call('sendNotification', { ...sending(world, customer), by: twin.owner })
    expect(foreign.status).toBe(404)
  })
})
