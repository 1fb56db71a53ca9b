import type { ServiceOutputTypes } from '@aws-sdk/client-dynamodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { call } from '../../support/gateway-call.ts'
import { addCustomer, seedWorld, type Tenant } from '../../support/world.ts'
import { crowd } from '../../support/world-crowd.ts'

let shop: Tenant
beforeAll(async () => {
  const world = await seedWorld()
  shop = await addCustomer(world.provider, 'Adventure Works')
  await crowd(shop, 0, 1000)
}, 120_000)

/** What one call asks of the table, and how many items come back. */
async function costOf(query: Record<string, string>) {
  const answers: ServiceOutputTypes[] = []
  const answer = await whileMeddling(
    async ({ goOn }) => {
      const result = await goOn()
      answers.push(result.output)
      return result
    },
    () => call('listProfiles', { by: shop.owner, params: { organizationId: shop.organizationId }, query }),
  )
  expect(answer.status, answer.body).toBe(200)
  const items = answers.flatMap((answer) => [
    ...('Items' in answer ? (answer.Items ?? []) : []),
    ...('Responses' in answer ? Object.values(answer.Responses ?? {}).flat() : []),
  ])
  const page: { items: unknown[] } = JSON.parse(answer.body)
  return { calls: answers.length, items: items.length, found: page.items.length }
}

describe('a page of 20 among 1,000 people is found by keys', () => {
  test.each<[string, Record<string, string>, number]>([
    ['by name', {}, 2],
    ['by status', { status: 'deactivated' }, 2],
    ['by a word that all of them have', { q: 'peet' }, 3],
    ['by a word of one', { q: 'jo777' }, 3],
    ['by an address', { email: 'person.777@adventure.example' }, 3],
    ['by department', { department: 'IT' }, 3],
    ['by permission group', { permissionGroupId: 'pgr_full-role' }, 3],
    ['by a word and a permission group', { q: 'peet', permissionGroupId: 'pgr_full-role' }, 3],
    ['by a word and a status', { q: 'peet', status: 'deactivated' }, 3],
  ])('%s, in few calls and without reading them all', async (_, query, most) => {
    const { calls, items, found } = await costOf({ ...query, limit: '20' })
    expect(found).toBeGreaterThan(0)
    expect(calls).toBeGreaterThan(1)
    expect(calls).toBeLessThanOrEqual(most)
    expect(items).toBeLessThanOrEqual(2 + 2 * 100)
  })
})
