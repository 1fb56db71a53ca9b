import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { call, expectProblem, fail, faultsOf, succeed, withoutRequestId } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setStatus, type World } from '../../support/world.ts'

provesOperation('getOrganization')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const absent = 'org_01k2r8v6m0q3s5t7w9x1y3z5a6'
const inCustomer = () => ({ params: { organizationId: world.customer.organizationId } })

describe('getOrganization', () => {
  test.each([
    ['its owner', () => world.customer.owner],
    ['its Admin', () => world.customer.admin],
    ['its Full Role', () => world.customer.fullRole],
    ['an owner of the provider, who acts for it', () => world.provider.owner],
  ])('200 for %s', async (_, by) => {
    const { organizationId, name } = world.customer
    expect(await succeed('getOrganization', { by: by(), ...inCustomer() })).toMatchObject({
      organizationId,
      name,
      kind: 'customer',
      parentId: world.provider.organizationId,
    })
  })

  test.each([
    ['the owner of the reseller', () => world.reseller.owner],
    ['an owner of the provider', () => world.provider.owner],
  ])("200 on a reseller's customer for %s", async (_, by) => {
    const params = { organizationId: world.resellersCustomer.organizationId }
    expect((await succeed('getOrganization', { by: by(), params })).parentId).toBe(world.reseller.organizationId)
  })

  test('200 on the provider, which has no parent', async () => {
    const params = { organizationId: world.provider.organizationId }
    const provider = await succeed('getOrganization', { by: world.provider.owner, params })
    expect(provider).toMatchObject({ kind: 'provider', parentId: null })
  })

  test('200 with the ETag of its version', async () => {
    expect((await call('getOrganization', { by: world.customer.owner, ...inCustomer() })).headers.etag).toBe('"1"')
  })

  test.each([
    ['somebody there without any permission', () => world.customer.plain],
    ['somebody there with other permissions', () => world.customer.developer],
  ])('403 forbidden for %s, and it says what is missing', async (_, by) => {
    const { detail } = await fail('forbidden', 'getOrganization', { by: by(), ...inCustomer() })
    expect(detail).toContain('organization:read')
  })

  test.each([
    ['the owner of its twin', () => world.twin.owner],
    ['the owner of a reseller that is not its parent', () => world.reseller.owner],
    ['somebody whom it deactivated', () => world.customer.deactivated],
    ['a plain user of the provider', () => world.provider.plain],
  ])('404 not-found for %s, as for an organization that does not exist', async (_, of) => {
    const by = of()
    const answer = await call('getOrganization', { by, ...inCustomer() })
    expectProblem('not-found', answer)
    const nothing = await call('getOrganization', { by, params: { organizationId: absent } })
    expect(withoutRequestId(answer)).toEqual(withoutRequestId(nothing))
  })

  test.each(['x', 'ORG_01K2R8V6M0Q3S5T7W9X1Y3Z5A6', `${absent}0`, 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8', '../me', '%'])(
    '404 not-found for the malformed id %s',
    async (organizationId) => {
      await fail('not-found', 'getOrganization', { by: world.provider.owner, params: { organizationId } })
    },
  )

  test('400 invalid for a query that it does not know', async () => {
    expect(
      await faultsOf('getOrganization', { by: world.customer.owner, ...inCustomer(), query: { fields: 'name' } }),
    ).toEqual(['query#/fields unknown-field'])
  })

  describe('where it or its parent is suspended or removed', () => {
    afterEach(async () => {
      await setStatus(world.customer.organizationId, 'active')
      await setStatus(world.provider.organizationId, 'active')
    })

    test.each([
      ['its owner', () => world.customer.owner],
      ['whoever acts for it', () => world.provider.owner],
    ])('403 forbidden for %s while it is suspended, and it says why', async (_, by) => {
      await setStatus(world.customer.organizationId, 'suspended')
      const { detail } = await fail('forbidden', 'getOrganization', { by: by(), ...inCustomer() })
      expect(detail).toContain('suspended')
    })
    test('404 not-found for strangers while it is suspended', async () => {
      await setStatus(world.customer.organizationId, 'suspended')
      await fail('not-found', 'getOrganization', { by: world.twin.owner, ...inCustomer() })
    })
    test.each([
      ['its owner', () => world.customer.owner],
      ['whoever acted for it', () => world.provider.owner],
    ])('404 not-found for %s when it was removed', async (_, by) => {
      await setStatus(world.customer.organizationId, 'removed')
      await fail('not-found', 'getOrganization', { by: by(), ...inCustomer() })
    })
    test('404 not-found for whoever acts from a provider that is suspended, 200 for its own people', async () => {
      await setStatus(world.provider.organizationId, 'suspended')
      await fail('not-found', 'getOrganization', { by: world.provider.owner, ...inCustomer() })
      await succeed('getOrganization', { by: world.customer.owner, ...inCustomer() })
    })
  })
})
