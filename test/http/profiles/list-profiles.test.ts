import { beforeAll, describe, expect, test } from 'vitest'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type Tenant, type World } from '../../support/world.ts'
import { freshEmail } from '../../support/world-people.ts'

provesOperation('listProfiles')

let world: World
let bakery: Tenant
const names = ['Aerts', 'Baeten', 'Ceulemans', 'Çelik', 'de Vos', 'Peeters', 'Peeters', 'Zaman']
beforeAll(async () => {
  world = await seedWorld()
  bakery = await addCustomer(world.provider, 'Adventure Bakery')
  for (const lastName of [...names].reverse())
    await succeed('createProfile', {
      by: bakery.owner,
      params: { organizationId: bakery.organizationId },
      body: { kind: 'person', user: lastName !== 'Zaman', email: freshEmail(), firstName: 'Jo', lastName },
    })
})

const asked = (query: Record<string, string> = {}) => ({
  by: bakery.owner,
  params: { organizationId: bakery.organizationId },
  query,
})
const list = (query: Record<string, string> = {}) => succeed('listProfiles', asked(query))

/** Every page of a list, one after the other. */
async function pagesOf(query: Record<string, string>) {
  const pages = [await list(query)]
  for (let cursor = pages[0]?.nextCursor; cursor; cursor = pages.at(-1)?.nextCursor) {
    pages.push(await list({ ...query, cursor }))
    expect(pages.length).toBeLessThan(50)
  }
  return pages
}

describe('listProfiles', () => {
  test('200 with everyone, by name: accents and small letters do not count', async () => {
    const { items, nextCursor } = await list()
    expect(nextCursor).toBeNull()
    expect(items.map(({ lastName }) => lastName)).toEqual([
      'Aerts',
      'Baeten',
      'Çelik',
      'Ceulemans',
      'de Vos',
      'Jansen',
      'Peeters',
      'Peeters',
      'Zaman',
    ])
  })

  test.each([1, 2, 3, 8, 9, 10, 100])('200 with the same people in pages of %d', async (limit) => {
    const all = (await list()).items
    const pages = await pagesOf({ limit: String(limit) })
    expect(pages.flatMap(({ items }) => items)).toEqual(all)
    for (const { items } of pages) expect(items.length).toBeLessThanOrEqual(limit)
  })

  test.each([
    ['draft', 7],
    ['active', 2],
    ['invited', 0],
    ['deactivated', 0],
  ])('200 with those who are %s', async (status, count) => {
    const pages = await pagesOf({ status, limit: '2' })
    const items = pages.flatMap((page) => page.items)
    expect(items.map((item) => item.status)).toEqual(Array.from({ length: count }, () => status))
  })

  test('200 with nobody of another organization, and nobody twice', async () => {
    const [here, there] = [
      await succeed('listProfiles', {
        by: world.customer.owner,
        params: { organizationId: world.customer.organizationId },
      }),
      await succeed('listProfiles', { by: world.twin.owner, params: { organizationId: world.twin.organizationId } }),
    ]
    const ids = [...here.items, ...there.items].map(({ profileId }) => profileId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(there.items.map(({ profileId }) => profileId)).toContain(world.twin.owner.profileId)
    expect(here.items.length).toBeGreaterThan(5)
  })

  describe('400 invalid-cursor', () => {
    test.each(['x', '', 'e30', Buffer.from('["x","y","z"]').toString('base64url'), 'a'.repeat(1024)])(
      'for %j',
      async (cursor) => {
        await fail('invalid-cursor', 'listProfiles', asked({ cursor }))
      },
    )
    test('for the cursor of another organization, of another filter, and of another list', async () => {
      const { nextCursor } = await list({ limit: '1' })
      const cursor = nextCursor ?? ''
      await fail('invalid-cursor', 'listProfiles', {
        by: world.customer.owner,
        params: { organizationId: world.customer.organizationId },
        query: { cursor },
      })
      await fail('invalid-cursor', 'listProfiles', asked({ cursor, status: 'draft' }))
      const params = { organizationId: bakery.organizationId }
      const activities = await succeed('listActivities', { by: bakery.owner, params, query: { limit: '1' } })
      await fail('invalid-cursor', 'listProfiles', asked({ cursor: activities.nextCursor ?? '' }))
    })
    test('for a position in it that cannot be one', async () => {
      const { nextCursor } = await list({ limit: '1' })
      const [fingerprint, name]: string[] = JSON.parse(Buffer.from(nextCursor ?? '', 'base64url').toString())
      for (const position of [
        [fingerprint, name],
        [fingerprint, name, 'prf_1'],
        [fingerprint, '', 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8'],
        [fingerprint, name, 7],
      ]) {
        const cursor = Buffer.from(JSON.stringify(position)).toString('base64url')
        await fail('invalid-cursor', 'listProfiles', asked({ cursor }))
      }
    })
  })

  describe('400 invalid, naming the field', () => {
    test.each(['0', '101', '-1', '1.5', 'ten', '', '1e2x'])('for the limit %j', async (limit) => {
      expect(await faultsOf('listProfiles', asked({ limit }))).toEqual([expect.stringMatching(/^query#\/limit /)])
    })
    test('for a status that there is not, and a filter that is not known', async () => {
      expect(await faultsOf('listProfiles', asked({ status: 'removed' }))).toEqual(['query#/status invalid-value'])
      expect(await faultsOf('listProfiles', asked({ stauts: 'draft' }))).toEqual(['query#/stauts unknown-field'])
    })
    test('for a filter that comes twice', async () => {
      expect(await faultsOf('listProfiles', { ...asked(), query: 'status=draft&status=active' })).toEqual([
        'query#/status invalid-value',
      ])
    })
  })

  test('403 forbidden for somebody there without the permission, 404 not-found for others', async () => {
    const params = { organizationId: world.customer.organizationId }
    await fail('forbidden', 'listProfiles', { by: world.customer.developer, params })
    await fail('not-found', 'listProfiles', { by: world.twin.owner, params })
  })
})
