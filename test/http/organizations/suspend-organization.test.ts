import { beforeAll, describe, expect, test } from 'vitest'
import { send } from '../../support/gateway.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type World } from '../../support/world.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { invite } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('suspendOrganization')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = ({ organizationId }: { readonly organizationId: string }, by = world.provider.owner) => ({
  by,
  params: { organizationId },
})

describe('suspendOrganization', () => {
  test('200 ends access with the next request, for its people and for whoever acts for it, and says why', async () => {
    const bakery = await freshCustomer(world.provider)
    await succeed('listProfiles', about(bakery, bakery.owner))
    expect(await succeed('suspendOrganization', about(bakery))).toMatchObject({ status: 'suspended', version: 2 })
    for (const by of [bakery.owner, world.provider.owner]) {
      const { detail } = await fail('forbidden', 'listProfiles', about(bakery, by))
      expect(detail).toContain('suspended')
    }
  })

  test('200 ends links until it is resumed', async () => {
    const bakery = await addCustomer(world.provider, 'Linked Bakery')
    const { link } = await invite(bakery.owner, bakery.organizationId)
    expect((await send({ method: 'GET', path: link })).status).toBe(200)
    await succeed('suspendOrganization', about(bakery))
    expect((await send({ method: 'GET', path: link })).status).not.toBe(200)
    await succeed('resumeOrganization', about(bakery))
    expect((await send({ method: 'GET', path: link })).status).toBe(200)
  })

  test('200 of a reseller: nobody acts from it any more, and its customers go on under the provider', async () => {
    const reseller = await freshCustomer(world.provider, 'Reseller')
    const { organization } = await succeed('createOrganization', {
      by: reseller.owner,
      body: {
        parentId: reseller.organizationId,
        name: 'Shop',
        firstOwner: { email: 'owner@shop.example', firstName: 'Mia', lastName: 'Jansen' },
      },
    })
    await succeed('getOrganization', about(organization, reseller.owner))
    await succeed('suspendOrganization', about(reseller))
    await fail('not-found', 'getOrganization', about(organization, reseller.owner))
    await succeed('getOrganization', about(organization, world.provider.owner))
  })

  test('200 with one activity, which names the organization that acts', async () => {
    const bakery = await freshCustomer(world.provider)
    await succeed('suspendOrganization', about(bakery))
    await succeed('suspendOrganization', about(bakery))
    await succeed('resumeOrganization', about(bakery))
    const { items } = await succeed('listActivities', about(bakery))
    const [, suspended, ...earlier] = items
    expect(suspended).toMatchObject({
      action: 'organization.suspended',
      actor: `user:${world.provider.owner.identityId}`,
      actingFor: world.provider.organizationId,
    })
    expect(earlier.map(({ action }) => action)).not.toContain('organization.suspended')
  })

  test('200 of what is suspended already is kept under its key too: the same call, late, suspends nothing again', async () => {
    const bakery = await freshCustomer(world.provider)
    await succeed('suspendOrganization', about(bakery))
    const asked = { ...about(bakery), headers: { 'idempotency-key': 'suspended-already' } }
    const answer = await succeed('suspendOrganization', asked)
    await succeed('resumeOrganization', about(bakery))
    expect(await succeed('suspendOrganization', asked)).toEqual(answer)
    expect(await succeed('getOrganization', about(bakery))).toMatchObject({ status: 'active' })
  })

  test('200 in a dry run: everyone would lose everything, and nothing has changed', async () => {
    const bakery = await freshCustomer(world.provider)
    const before = await dumpTable()
    const { body } = await call('suspendOrganization', { ...about(bakery), query: { dryRun: 'true' } })
    const { refusal, affected } = JSON.parse(body)
    expect(refusal).toBeNull()
    expect(affected).toMatchObject([{ who: { kind: 'everyone' }, gains: [] }])
    expect(affected[0].loses).toContainEqual({ permission: 'profiles:read', groupId: null })
    expect(affected[0].loses).not.toContainEqual({ permission: 'services:manage', groupId: null })
    expect(await dumpTable()).toEqual(before)
  })

  test.each([
    ['its owner', (bakery: World['customer']) => bakery.owner],
    ['its Admin', (bakery: World['customer']) => bakery.admin],
  ])('403 forbidden for %s', async (_, by) => {
    await fail('forbidden', 'suspendOrganization', about(world.customer, by(world.customer)))
  })

  test('403 forbidden for an owner of the provider, who is not the parent of a reseller’s customer', async () => {
    await fail('forbidden', 'suspendOrganization', about(world.resellersCustomer))
    await succeed('suspendOrganization', about(world.resellersCustomer, world.reseller.owner))
    await succeed('resumeOrganization', about(world.resellersCustomer, world.reseller.owner))
  })

  test('404 not-found for strangers', async () => {
    await fail('not-found', 'suspendOrganization', about(world.customer, world.twin.owner))
  })
})
