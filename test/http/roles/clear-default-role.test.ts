import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'
import type { Person } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'
import { whileDevelopersManageProfiles } from '../../support/world-weak-role.ts'

provesOperation('clearDefaultRole')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const clearing = ({ organizationId, profileId }: Person, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId, profileId },
})

describe('clearDefaultRole', () => {
  test('200 takes it, and nothing else; a second time it changes nothing', async () => {
    const person = await freshPerson(world.customer, { defaultRole: 'rol_viewer', permissionGroups: ['pgr_full-role'] })
    const reply = await succeed('clearDefaultRole', clearing(person))
    expect(reply).toMatchObject({ defaultRole: null, version: 2 })
    await succeed('listProfiles', { by: person, params: { organizationId: person.organizationId } })
    const before = await dumpTable()
    await succeed('clearDefaultRole', clearing(person))
    expect(await dumpTable()).toEqual(before)
  })

  test('409 last-owner; 403 owner-only towards an owner, cannot-grant towards whoever holds more', async () => {
    const tenant = await freshCustomer(world.provider)
    await fail('last-owner', 'clearDefaultRole', clearing(tenant.owner, tenant.owner))
    const admin = await freshPerson(tenant, { defaultRole: 'rol_admin' })
    await fail('owner-only', 'clearDefaultRole', clearing(tenant.owner, admin))
    const other = await freshPerson(world.customer, { defaultRole: 'rol_admin' })
    await whileDevelopersManageProfiles(() =>
      fail('cannot-grant', 'clearDefaultRole', clearing(other, world.customer.developer)),
    )
  })
})
