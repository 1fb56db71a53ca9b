import { beforeAll, describe, expect, test } from 'vitest'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'
import { published, written } from './documents.ts'

provesOperation('listDocuments')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('listDocuments', () => {
  test('200 with what there is, newest first, without texts; drafts for whoever may publish them', async () => {
    const [first, second] = [await published(world), await written(world)]
    const { items } = await succeed('listDocuments', { by: world.provider.owner })
    expect(items.slice(0, 2)).toEqual([second, first])
    expect(JSON.stringify(items)).not.toContain('It begins with your approval')
  })

  test('200 for whoever may request contracts: what is published, for the organization that they name', async () => {
    const [shown, hidden] = [await published(world), await written(world)]
    const { customer, provider } = world
    const requesters = await freshPermissionGroup(customer, ['contracts-requester'])
    const requester = await freshPerson(customer, { permissionGroups: [requesters] })
    const query = { organizationId: customer.organizationId }
    for (const by of [requester, customer.owner, customer.fullRole, provider.owner]) {
      const { items } = await succeed('listDocuments', { by, query })
      const ids = items.map(({ documentId }) => documentId)
      expect(ids).toContain(shown.documentId)
      expect(ids).not.toContain(hidden.documentId)
      expect(items.every(({ draft, published: version }) => draft === null && version !== null)).toBe(true)
    }
  })

  test('200 of one kind, and page after page', async () => {
    const agreement = await published(world, { kind: 'service-agreement' })
    const contract = await published(world)
    const by = world.provider.owner
    const all: string[] = []
    let cursor: string | null = null
    do {
      const query = { limit: '2', kind: 'service-agreement', ...(cursor !== null && { cursor }) }
      const page: { items: { documentId: string; kind: string }[]; nextCursor: string | null } = await succeed(
        'listDocuments',
        { by, query },
      )
      expect(page.items.every(({ kind }) => kind === 'service-agreement')).toBe(true)
      all.push(...page.items.map(({ documentId }) => documentId))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(all).toContain(agreement.documentId)
    expect(all).not.toContain(contract.documentId)
    expect(new Set(all).size).toBe(all.length)
  })

  test('400 invalid-cursor for the cursor of another list, or of nobody', async () => {
    for (const _ of [1, 2]) await published(world)
    const by = world.provider.owner
    const { nextCursor } = await succeed('listDocuments', { by, query: { limit: '1' } })
    await fail('invalid-cursor', 'listDocuments', { by, query: { cursor: `${nextCursor}`, kind: 'csp-contract' } })
    await fail('invalid-cursor', 'listDocuments', { by, query: { cursor: 'x' } })
  })

  test('400 invalid for another kind, and for an organization that is none', async () => {
    const by = world.provider.owner
    expect(await faultsOf('listDocuments', { by, query: { kind: 'x' } })).toEqual(['query#/kind invalid-value'])
    expect(await faultsOf('listDocuments', { by, query: { organizationId: 'x' } })).toEqual([
      'query#/organizationId invalid-format',
    ])
  })

  test('403 forbidden to whoever is there and may not, 404 not-found to strangers, to the provider’s list too', async () => {
    const { customer, provider, twin } = world
    const query = { organizationId: customer.organizationId }
    await fail('forbidden', 'listDocuments', { by: customer.plain, query })
    await fail('not-found', 'listDocuments', { by: twin.owner, query })
    await fail('forbidden', 'listDocuments', { by: provider.plain })
    await fail('not-found', 'listDocuments', { by: customer.owner })
  })
})
