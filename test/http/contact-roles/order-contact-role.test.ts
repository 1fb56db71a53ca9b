import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('orderContactRole')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

async function twoHolders() {
  const { owner, organizationId, plain } = await freshCustomer(world.provider)
  const holds = { contactRoles: ['dpo'] } as const
  const holders = [
    (await freshPerson({ organizationId }, holds)).profileId,
    (await freshPerson({ organizationId }, holds)).profileId,
  ] as const
  const ordering = (profileIds: readonly string[], version = 3) => ({
    by: owner,
    params: { organizationId, contactRole: 'dpo' },
    body: { profileIds },
    headers: { 'if-match': `"${version}"` },
  })
  return { holders, ordering, plain }
}

describe('orderContactRole', () => {
  test('200 makes the first one primary; the same order again changes nothing', async () => {
    const { holders, ordering } = await twoHolders()
    const [first, second] = holders
    const { items, version } = await succeed('orderContactRole', ordering([second, first]))
    expect(items.find(({ contactRole }) => contactRole === 'dpo')?.holders).toMatchObject([
      { profileId: second, primary: true },
      { profileId: first, primary: false },
    ])
    expect(version).toBe(4)
    const before = await dumpTable()
    await succeed('orderContactRole', ordering([second, first], 4))
    expect(await dumpTable()).toEqual(before)
  })

  test('412 stale when somebody was named since', async () => {
    const { holders, ordering } = await twoHolders()
    await withoutWrites(() => fail('stale', 'orderContactRole', ordering(holders, 2)))
  })

  test('400 names whoever does not hold it, whoever is named twice, and whoever is left out', async () => {
    const { holders, ordering, plain } = await twoHolders()
    const [first, second] = holders
    for (const [profileIds, errors] of [
      [[second, first, plain.profileId], [{ pointer: '#/profileIds/2', code: 'not-found' }]],
      [[first, second, first], [{ pointer: '#/profileIds/2', code: 'duplicate' }]],
      [[second], [{ pointer: '#/profileIds', code: 'incomplete' }]],
    ] as const)
      expect(
        (await withoutWrites(() => fail('invalid', 'orderContactRole', ordering(profileIds)))).errors,
      ).toMatchObject(errors)
  })
})
