import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { freshEmail } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('activateService')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = (
  { organizationId }: { readonly organizationId: string },
  by = world.provider.owner,
  service = 'service-desk',
) => ({ by, params: { organizationId, service } })
describe('activateService', () => {
  test('200 brings its standard permission groups, which can be given from then on', async () => {
    const bakery = await freshCustomer(world.provider)
    const { organizationId } = bakery
    const given = () => ({
      by: bakery.owner,
      params: { organizationId },
      body: { addresses: [freshEmail()], permissionGroups: ['pgr_service-desk-requester'] },
    })
    await fail('service-not-active', 'inviteUsers', given())
    expect(await succeed('activateService', about(bakery))).toMatchObject({ services: ['service-desk'], version: 2 })
    const { items } = await succeed('inviteUsers', given())
    expect(items).toMatchObject([{ outcome: 'invited' }])
  })

  test('200 writes one activity, which names the service; the second time nothing happens', async () => {
    const bakery = await freshCustomer(world.provider)
    await succeed('activateService', about(bakery))
    const before = await dumpTable()
    await succeed('activateService', about(bakery))
    expect(await dumpTable()).toEqual(before)
    const params = { organizationId: bakery.organizationId }
    const [activity] = (await succeed('listActivities', { by: bakery.owner, params })).items
    expect(activity).toMatchObject({ action: 'service.activated', actingFor: world.provider.organizationId })
    expect(JSON.stringify(activity)).toContain('service-desk')
  })

  test('200 for two services at once: both are active', async () => {
    const bakery = await freshCustomer(world.provider)
    await Promise.all(
      ['service-desk', 'reports'].map((service) => succeed('activateService', about(bakery, undefined, service))),
    )
    const params = { organizationId: bakery.organizationId }
    const { services } = await succeed('getOrganization', { by: bakery.owner, params })
    expect(services).toEqual(['reports', 'service-desk'])
  })

  test('200 for the reseller that is its parent, and for the provider', async () => {
    const { reseller, resellersCustomer, provider } = world
    await succeed('activateService', about(resellersCustomer, reseller.owner, 'reports'))
    await succeed('activateService', about(resellersCustomer, provider.owner, 'device-fleet'))
  })

  test('200 in a dry run says what whoever was given it would gain', async () => {
    const bakery = await freshCustomer(world.provider)
    const before = await dumpTable()
    const { body } = await call('activateService', { ...about(bakery), query: { dryRun: 'true' } })
    const { refusal, affected } = JSON.parse(body)
    expect(refusal).toBeNull()
    expect(affected).toMatchObject([{ who: { kind: 'everyone' }, loses: [] }])
    for (const { permission } of affected[0].gains) expect(permission).toMatch(/^service-desk/)
    expect(await dumpTable()).toEqual(before)
  })

  test('403 forbidden for its own owner, 404 for strangers and for a service that is not in the catalog', async () => {
    await fail('forbidden', 'activateService', about(world.customer, world.customer.owner))
    await fail('not-found', 'activateService', about(world.customer, world.twin.owner))
    await fail('not-found', 'activateService', about(world.customer, undefined, 'teleport'))
  })
})
