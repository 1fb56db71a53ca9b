import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('clearDeputy')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('clearDeputy', () => {
  test('200 has the holder cover the role again; once more changes nothing', async () => {
    const { owner, organizationId, plain } = await freshCustomer(world.provider)
    const { profileId } = await freshPerson({ organizationId }, { contactRoles: ['dpo'] })
    const of = { by: owner, params: { organizationId, profileId, contactRole: 'dpo' } }
    const [from, until] = ['2026-01-01T00:00:00.000Z', '2099-01-01T00:00:00.000Z']
    await succeed('setDeputy', { ...of, body: { deputy: plain.profileId, from, until } })
    const coverage = async () =>
      (await succeed('getRoleCoverage', { by: owner, params: { organizationId } })).items.flatMap(
        ({ holders }) => holders,
      )
    expect(await coverage()).toMatchObject([{ profileId, coveredBy: plain.profileId }])
    expect(await succeed('clearDeputy', of)).toMatchObject({ holder: { profileId, deputy: null }, coverageChanges: [] })
    expect(await coverage()).toEqual([{ profileId, coveredBy: profileId, deputy: null }])
    const before = await dumpTable()
    await succeed('clearDeputy', of)
    expect(await dumpTable()).toEqual(before)
  })

  test('409 not-a-holder for whoever does not hold the role', async () => {
    const { owner, organizationId, plain } = await freshCustomer(world.provider)
    const params = { organizationId, profileId: plain.profileId, contactRole: 'dpo' }
    await withoutWrites(() => fail('not-a-holder', 'clearDeputy', { by: owner, params }))
  })
})
