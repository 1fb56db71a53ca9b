import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('deactivateService')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = ({ organizationId }: { readonly organizationId: string }, by = world.provider.owner) => ({
  by,
  params: { organizationId, service: 'service-desk' },
})

describe('deactivateService', () => {
  test('200 takes away what it gave with the next request, and memberships outlive the pause', async () => {
    const bakery = await freshCustomer(world.provider)
    const { organizationId } = bakery
    await succeed('activateService', about(bakery))
    const person = await freshPerson(bakery, { permissionGroups: ['pgr_service-desk-requester'] })
    const mine = async () =>
      JSON.stringify(await succeed('getMyPermissions', { by: person, query: { organizationId } }))
    expect(await mine()).toContain('service-desk')
    expect(await succeed('deactivateService', about(bakery))).toMatchObject({ services: [], version: 3 })
    expect(await mine()).not.toContain('service-desk.requester')
    await succeed('activateService', about(bakery))
    expect(await mine()).toContain('service-desk')
    const actions = (await succeed('listActivities', { by: bakery.owner, params: { organizationId } })).items
    expect(actions.map(({ action }) => action)).toContain('service.deactivated')
  })

  test('200 and nothing happens where it is not active', async () => {
    const before = await dumpTable()
    await succeed('deactivateService', about(world.twin))
    expect(await dumpTable()).toEqual(before)
  })

  test('200 in a dry run says what whoever was given it would lose', async () => {
    const bakery = await freshCustomer(world.provider)
    await succeed('activateService', about(bakery))
    const before = await dumpTable()
    const { body } = await call('deactivateService', { ...about(bakery), query: { dryRun: 'true' } })
    const { affected } = JSON.parse(body)
    expect(affected).toMatchObject([{ who: { kind: 'everyone' }, gains: [] }])
    expect(affected[0].loses.length).toBeGreaterThan(0)
    expect(await dumpTable()).toEqual(before)
  })

  test('403 forbidden for its own owner, 404 for strangers', async () => {
    await fail('forbidden', 'deactivateService', about(world.customer, world.customer.owner))
    await fail('not-found', 'deactivateService', about(world.customer, world.twin.owner))
  })
})
