import { beforeAll, describe, expect, test } from 'vitest'
import { coverageFollows } from '../../../shared/domain/coverage-news.ts'
import { deliver, publishNew, reactionsTo, settle } from '../../support/cloud-services-bus.ts'
import { succeed } from '../../support/gateway-call.ts'
import { meter } from '../../support/meter.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { coverageTold, coveredCustomer, nameContact } from '../../support/world-coverage.ts'
import { freshCustomer, freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

type Covered = Awaited<ReturnType<typeof coveredCustomer>>

/** What is told of a customer whose every role is covered, from the moment at which something happens. */
async function toldOf(happens: (customer: Covered) => Promise<unknown>) {
  const customer = await coveredCustomer(world.provider)
  const before = (await coverageTold(customer)).length
  await happens(customer)
  await settle()
  const told = (await coverageTold(customer)).slice(before).map(({ about }) => about)
  return { customer, told }
}
const on = ({ organizationId, owner: by }: Pick<Covered, 'organizationId' | 'owner'>, params: object = {}) => ({
  by,
  params: { organizationId, ...params },
})

describe('a new customer', () => {
  test('is told nothing of what is missing from the beginning', async () => {
    const tenant = await freshCustomer(world.provider)
    await freshPerson(tenant)
    await settle()
    expect(await coverageTold(tenant)).toEqual([])
  })

  test('is told what is missing once a service asks for it', async () => {
    const tenant = await freshCustomer(world.provider)
    await succeed('activateService', { ...on({ ...tenant, owner: world.provider.owner }, { service: 'secwise-care' }) })
    await settle()
    expect((await coverageTold(tenant)).map(({ about }) => about)).toEqual([
      { opened: 'security-escalation missing', open: 4 },
    ])
  })

  test('is covered role by role, until nothing is open', async () => {
    const customer = await coveredCustomer(world.provider)
    const told = await coverageTold(customer)
    expect(told.at(-1)?.about.open).toBe(0)
    expect(told[0]?.actor).toBe('system:follow-coverage')
    expect(told[0]?.subject).toBeUndefined()
    const closed = told.flatMap(({ about }) => String(about.closed ?? '').split('; ')).filter((word) => word !== '')
    expect(closed.toSorted()).toEqual(['commercial missing', 'dpo missing', 'technical missing'])
  })
})

describe('a gap that opens is an activity, whatever opens it', () => {
  const lost = ({ technical: { profileId } }: Covered) =>
    `technical prerequisite-lost ${profileId}; security-escalation prerequisite-lost ${profileId}`

  test('somebody leaves the permission group', async () => {
    const { customer, told } = await toldOf((here) =>
      succeed(
        'removePermissionGroupMember',
        on(here, { permissionGroupId: 'pgr_service-desk-security-administrator', profileId: here.technical.profileId }),
      ),
    )
    expect(told).toEqual([{ opened: lost(customer), open: 2 }])
  })

  test('the permission group gives other roles', async () => {
    const { customer, told } = await toldOf(async (here) => {
      const permissionGroupId = await freshPermissionGroup(here)
      const change = (version: number, applicationRoles: readonly string[]) =>
        succeed('changePermissionGroup', {
          ...on(here, { permissionGroupId }),
          headers: { 'if-match': `"${version}"` },
          body: { applicationRoles },
        })
      await change(1, ['service-desk:security-administrator'])
      await succeed('replaceProfilePermissionGroups', {
        ...on(here, { profileId: here.technical.profileId }),
        headers: { 'if-match': await etagOfGroups(here) },
        body: { permissionGroups: [permissionGroupId] },
      })
      await settle()
      await change(2, ['secwise-watch:viewer'])
    })
    expect(told).toEqual([{ opened: lost(customer), open: 2 }])
  })

  test('the service is deactivated', async () => {
    const { customer, told } = await toldOf((here) =>
      succeed('deactivateService', on({ ...here, owner: world.provider.owner }, { service: 'service-desk' })),
    )
    expect(told).toEqual([{ opened: lost(customer), open: 2 }])
  })

  test('the profile is deactivated', async () => {
    const { customer, told } = await toldOf((here) =>
      succeed('deactivateProfile', on(here, { profileId: here.dpo.profileId })),
    )
    expect(told).toEqual([{ opened: `dpo deactivated ${customer.dpo.profileId}`, open: 1 }])
  })

  test('the profile is removed', async () => {
    const { told } = await toldOf((here) => succeed('removeProfile', on(here, { profileId: here.dpo.profileId })))
    expect(told).toEqual([{ opened: 'dpo missing', open: 1 }])
  })

  test('the contact role is withdrawn', async () => {
    const { told } = await toldOf((here) =>
      succeed('withdrawContactRole', on(here, { profileId: here.dpo.profileId, contactRole: 'dpo' })),
    )
    expect(told).toEqual([{ opened: 'dpo missing', open: 1 }])
  })
})

describe('nothing is told', () => {
  test('of a gap that has closed by the time it is looked at', async () => {
    const { told } = await toldOf(async (here) => {
      await succeed('deactivateProfile', on(here, { profileId: here.dpo.profileId }))
      await succeed('reactivateProfile', on(here, { profileId: here.dpo.profileId }))
    })
    expect(told).toEqual([])
  })

  test('a second time, however often and however many at once an event comes', async () => {
    const customer = await coveredCustomer(world.provider)
    const before = (await coverageTold(customer)).length
    await succeed('deactivateProfile', on(customer, { profileId: customer.dpo.profileId }))
    const events = await publishNew()
    const acts = events.flatMap((event) => [event, event, event]).flatMap(reactionsTo)
    await Promise.all(acts.map(({ act }) => act()))
    for (const event of events) await deliver(event)
    await settle()
    expect((await coverageTold(customer)).slice(before)).toHaveLength(1)
  })

  test('of somebody who is no contact, at the price of three reads', async () => {
    const customer = await coveredCustomer(world.provider)
    const before = (await coverageTold(customer)).length
    await succeed('deactivateProfile', on(customer, { profileId: customer.plain.profileId }))
    const [event] = await publishNew()
    if (!event) throw new Error('nothing happened')
    const follow = reactionsTo(event).find(({ name }) => name === 'contact-roles/follow-coverage')
    const { calls } = await meter(async () => follow?.act())
    expect(calls).toBe(3)
    await settle()
    expect((await coverageTold(customer)).slice(before)).toEqual([])
  })

  test('of an organization that was removed', async () => {
    const { told } = await toldOf(async (here) => {
      await succeed('deactivateProfile', on(here, { profileId: here.dpo.profileId }))
      await succeed('removeOrganization', on({ ...here, owner: world.provider.owner }))
    })
    expect(told).toEqual([])
  })
})

describe('what is waited for', () => {
  test('is written down apart from what is lost, and is over when they come', async () => {
    const { customer, told } = await toldOf(async (here) => {
      const { profileId } = await succeed('createProfile', {
        ...on(here),
        body: { kind: 'person', user: false, email: 'dpo.two@contoso.example', firstName: 'Jo', lastName: 'Smets' },
      })
      await nameContact(here, { profileId }, 'dpo')
      await settle()
      await succeed('withdrawContactRole', on(here, { profileId, contactRole: 'dpo' }))
    })
    const [began, over] = told
    expect(began?.waiting).toMatch(/^dpo unverified prf_/)
    expect(began).toEqual({ waiting: began?.waiting, open: 1 })
    expect(over).toEqual({ waited: began?.waiting, open: 0 })
    expect(told).toHaveLength(2)
    expect(customer.dpo.profileId).not.toContain(String(began?.waiting))
  })
})

test('a restored organization is told what became of it meanwhile', async () => {
  const { customer, told } = await toldOf(async (here) => {
    const above = on({ ...here, owner: world.provider.owner })
    await succeed('deactivateProfile', on(here, { profileId: here.dpo.profileId }))
    await succeed('removeOrganization', above)
    await settle()
    await succeed('restoreOrganization', above)
  })
  expect(told).toEqual([{ opened: `dpo deactivated ${customer.dpo.profileId}`, open: 1 }])
})

test('every activity of contact roles is followed, but their order and what is told', () => {
  expect(coverageFollows).not.toContain('contact-role.ordered')
  expect(coverageFollows).not.toContain('coverage.changed')
  expect(coverageFollows.filter((action) => action.startsWith('contact-role.'))).toHaveLength(5)
})

async function etagOfGroups(here: Covered): Promise<string> {
  const { version } = await succeed('getProfile', on(here, { profileId: here.technical.profileId }))
  return `"${version}"`
}
