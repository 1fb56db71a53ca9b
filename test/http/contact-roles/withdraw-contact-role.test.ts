import { beforeAll, describe, expect, test } from 'vitest'
import { succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('withdrawContactRole')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('withdrawContactRole', () => {
  test('200 takes the role and its deputy, says which gap that opens, and once more changes nothing', async () => {
    const { owner, organizationId, plain } = await freshCustomer(world.provider)
    const { profileId } = await freshPerson({ organizationId }, { contactRoles: ['dpo', 'watchlist'] })
    const of = { by: owner, params: { organizationId, profileId, contactRole: 'dpo' } }
    const [from, until] = ['2026-12-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z']
    await succeed('setDeputy', { ...of, body: { deputy: plain.profileId, from, until } })
    expect(await succeed('withdrawContactRole', of)).toEqual({
      profileId,
      contactRole: 'dpo',
      holder: null,
      coverageChanges: [{ contactRole: 'dpo', problem: 'missing', profileId: null, change: 'opened' }],
    })
    const { items } = await succeed('listContactRoles', { by: owner, params: { organizationId } })
    expect(items.filter(({ holders }) => holders.length > 0)).toMatchObject([{ contactRole: 'watchlist' }])
    const deputy = { organizationId, profileId: plain.profileId }
    const { items: happened } = await succeed('listProfileActivities', { by: owner, params: deputy })
    expect(happened.map(({ action }) => action).slice(0, 2)).toEqual([
      'contact-role.deputy-cleared',
      'contact-role.deputy-set',
    ])
    const before = await dumpTable()
    await succeed('withdrawContactRole', of)
    expect(await dumpTable()).toEqual(before)
  })
})
