import { beforeAll, describe, expect, test } from 'vitest'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type Tenant, type World } from '../../support/world.ts'
import { after } from '../../support/world-clock.ts'
import { change, customerWithServices, freshContact, freshDeputy } from '../../support/world-contacts.ts'
import { freshDraft, freshPerson } from '../../support/world-fresh.ts'
import { dumpTable } from '../../support/world-table.ts'
import { say } from './notifications.ts'

provesOperation('resolveRecipients')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const ask = ({ organizationId }: Tenant, body: object) => ({
  by: world.provider.owner,
  params: { organizationId },
  body,
})
const resolve = (tenant: Tenant, body: object) => succeed('resolveRecipients', ask(tenant, body))
const why = (as: string, more: object = {}) => ({ as, contactRole: null, deputyOf: null, insteadOf: null, ...more })
const moment = (later: number) => new Date(Date.now() + later).toISOString()

describe('resolveRecipients', () => {
  test('200 with every holder, by name and with why, and changes nothing', async () => {
    const tenant = await customerWithServices(world.provider)
    const first = await freshContact(tenant, ['technical'])
    const second = await freshContact(tenant, ['technical', 'dpo'])
    const before = await dumpTable()
    const { organizationId } = tenant
    const holds = (contactRole: string) => why('holder', { contactRole })
    const named = { organizationId, name: 'Robin Claes' }
    expect(await resolve(tenant, { category: 'incident' })).toEqual({
      recipients: [
        { profileId: first.profileId, ...named, why: holds('technical') },
        { profileId: second.profileId, ...named, why: holds('technical') },
      ],
      passedOver: [],
      securityOperations: null,
      warnings: [],
    })
    // Whoever hears of it for two reasons is told the first of them, once.
    const { recipients } = await resolve(tenant, { category: 'data-breach' })
    expect(recipients.map(({ profileId, why: reason }) => [profileId, reason.contactRole])).toEqual([
      [second.profileId, 'dpo'],
      [first.profileId, 'technical'],
    ])
    expect(await dumpTable()).toEqual(before)
  })

  test('200 with the deputy of a holder who is absent, and the holder as absent', async () => {
    const tenant = await customerWithServices(world.provider)
    const holder = await freshContact(tenant, ['dpo'])
    const now = { from: moment(-after.hours(1)), until: moment(after.hours(1)) }
    const deputy = await freshDeputy(tenant, 'dpo', holder, now)
    expect(await resolve(tenant, { category: 'audit' })).toMatchObject({
      recipients: [
        { profileId: deputy.profileId, why: why('deputy', { contactRole: 'dpo', deputyOf: holder.profileId }) },
      ],
      passedOver: [{ profileId: holder.profileId, contactRole: 'dpo', because: 'absent' }],
    })
  })

  test('200 with whoever is passed over and why; the administrators take the place of nobody', async () => {
    const tenant = await customerWithServices(world.provider)
    const because = {
      unverified: { addressState: 'unverified' },
      undeliverable: { addressState: 'undeliverable' },
      deactivated: { status: 'deactivated' },
    } as const
    for (const state of Object.values(because)) await freshContact(tenant, ['commercial'], state)
    const { recipients, passedOver, warnings } = await resolve(tenant, { category: 'renewal' })
    expect(passedOver.map((one) => one.because)).toEqual(Object.keys(because))
    expect(recipients).toMatchObject([
      { profileId: tenant.owner.profileId, why: why('administrator', { insteadOf: 'commercial' }) },
    ])
    expect(warnings).toMatchObject([{ warning: 'role-not-reached', contactRole: 'commercial' }])
  })

  test('200 falls back to nobody where somebody has switched the category off', async () => {
    const tenant = await customerWithServices(world.provider)
    const quiet = await freshContact(tenant, ['technical'], { mutedCategories: ['health-alert'] })
    const { recipients, passedOver, warnings } = await resolve(tenant, { category: 'health-alert' })
    expect(recipients).toEqual([])
    expect(passedOver).toMatchObject([{ profileId: quiet.profileId, because: 'muted' }])
    expect(warnings).toMatchObject([{ warning: 'no-recipients' }])
    // What may not be switched off arrives all the same.
    expect((await resolve(tenant, { category: 'incident' })).recipients).toHaveLength(1)
  })

  test('200 with Technical where no escalation contact is reached, and with both where one no longer qualifies', async () => {
    const tenant = await customerWithServices(world.provider)
    const technical = await freshContact(tenant, ['technical'])
    const escalation = await freshContact(tenant, ['security-escalation'])
    const high = { category: 'security-incident', severity: 'high' }
    const ids = async (body: object) => (await resolve(tenant, body)).recipients.map(({ profileId }) => profileId)
    expect(await ids(high)).toEqual([escalation.profileId])
    expect(await ids({ category: 'security-incident', severity: 'low' })).toEqual([technical.profileId])

    await change(escalation, { permissionGroups: {} })
    expect(await ids(high)).toEqual([escalation.profileId, technical.profileId])
    await change(escalation, { addressState: 'undeliverable' })
    expect(await resolve(tenant, high)).toMatchObject({
      recipients: [
        {
          profileId: technical.profileId,
          why: why('holder', { contactRole: 'technical', insteadOf: 'security-escalation' }),
        },
      ],
      passedOver: [{ profileId: escalation.profileId, because: 'undeliverable' }],
    })
  })

  test("200 names the provider's security operations centre, or says that the provider names none", async () => {
    const tenant = await customerWithServices(world.provider)
    await freshContact(tenant, ['security-escalation'])
    const critical = { category: 'security-incident', severity: 'critical' }
    const without = await resolve(tenant, critical)
    expect(without.securityOperations).toBeNull()
    expect(without.warnings).toMatchObject([{ warning: 'no-security-operations' }])

    const operations = { name: 'Northwind SOC', email: 'soc@northwind.example', phone: '+3215000009' }
    await say(world, { securityOperations: operations })
    const found = await resolve(tenant, critical)
    expect(found.securityOperations).toEqual(operations)
    expect(found.warnings).toEqual([])
    expect(found.recipients.at(-1)).toEqual({
      profileId: null,
      organizationId: null,
      name: 'Northwind SOC',
      why: why('security-operations'),
    })
    const mild = await resolve(tenant, { category: 'security-incident', severity: 'medium' })
    expect(mild.securityOperations).toBeNull()
    await say(world, { securityOperations: null })
  })

  test('200 with the addressees of the Service Desk and a copy to the watchlist, each once', async () => {
    const tenant = await customerWithServices(world.provider)
    const [watching, both] = [await freshContact(tenant, ['watchlist']), await freshContact(tenant, ['watchlist'])]
    const person = await freshPerson(tenant)
    const draft = await freshDraft(tenant)
    const addressees = [person.profileId, both.profileId, draft.profileId, person.profileId]
    const found = await resolve(tenant, { category: 'service-desk', addressees })
    expect(found.recipients.map(({ profileId, why: reason }) => [profileId, reason.as])).toEqual([
      [person.profileId, 'addressee'],
      [both.profileId, 'addressee'],
      [watching.profileId, 'holder'],
    ])
    expect(found.passedOver).toMatchObject([
      { profileId: draft.profileId, contactRole: null, because: 'not-yet-active' },
    ])
  })

  test('200 of a contract is the primary Commercial Contact in person, or nobody', async () => {
    const tenant = await customerWithServices(world.provider)
    const primary = await freshContact(tenant, ['commercial'])
    await freshContact(tenant, ['commercial'])
    const ids = async () =>
      (await resolve(tenant, { category: 'contract' })).recipients.map(({ profileId }) => profileId)
    expect(await ids()).toEqual([primary.profileId])
    await change(primary, { addressState: 'undeliverable' })
    expect(await ids()).toEqual([])
  })

  test('400 invalid for what a category lacks or does not take, and not-found alike for addressees elsewhere and nowhere', async () => {
    const tenant = await customerWithServices(world.provider)
    const faults = (body: object) => faultsOf('resolveRecipients', ask(tenant, body))
    const { profileId } = tenant.owner
    expect(await faults({ category: 'security-incident' })).toEqual(['#/severity required'])
    expect(await faults({ category: 'incident', severity: 'high' })).toEqual(['#/severity invalid'])
    expect(await faults({ category: 'service-desk' })).toEqual(['#/addressees required'])
    expect(await faults({ category: 'incident', addressees: [profileId] })).toEqual(['#/addressees invalid'])
    const addressees = [profileId, world.twin.owner.profileId, 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8']
    expect(await faults({ category: 'service-desk', addressees })).toEqual([
      '#/addressees/1 not-found',
      '#/addressees/2 not-found',
    ])
    expect(await faults({ category: 'party' })).toEqual(['#/category invalid-value'])
  })

  test('403 forbidden for owners of the organization, 404 for strangers', async () => {
    const { customer, twin } = world
    const body = { category: 'incident' }
    await fail('forbidden', 'resolveRecipients', { ...ask(customer, body), by: customer.owner })
    await fail('not-found', 'resolveRecipients', { ...ask(customer, body), by: twin.owner })
  })
})
