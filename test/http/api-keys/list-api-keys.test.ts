import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { freshKey } from '../../support/world-keys.ts'

provesOperation('listApiKeys')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('listApiKeys', () => {
  test('200 page by page in the order in which they were made, with what became of each', async () => {
    const organization = await freshCustomer(world.provider)
    const { organizationId, owner } = organization
    const params = { organizationId }
    const made = []
    for (const _ of [1, 2, 3, 4, 5]) made.push((await freshKey(organization)).record)
    const [first, second] = made
    await succeed('revokeApiKey', { by: owner, params: { organizationId, keyId: first?.keyId ?? '' } })
    const seen: unknown[] = []
    let cursor: string | null = null
    do {
      const query: Record<string, string> = { limit: '2', ...(cursor !== null && { cursor }) }
      const page: { items: object[]; nextCursor: string | null } = await succeed('listApiKeys', {
        by: owner,
        params,
        query,
      })
      seen.push(...page.items)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toMatchObject(
      made.map(({ keyId, name }, position) => ({ keyId, name, status: position === 0 ? 'revoked' : 'active' })),
    )
    expect(JSON.stringify(seen)).not.toContain(second?.current.hash)
    await atTime(after.days(31), async () => {
      const { items } = await succeed('listApiKeys', { by: owner, params })
      expect(items.map(({ status }) => status)).toEqual(['revoked', 'expired', 'expired', 'expired', 'expired'])
    })
  })

  test('400 invalid-cursor for one of another list', async () => {
    const { owner: by, organizationId } = world.customer
    for (const cursor of ['x', Buffer.from('["prf_1"]').toString('base64url')])
      await fail('invalid-cursor', 'listApiKeys', { by, params: { organizationId }, query: { cursor } })
  })
})
