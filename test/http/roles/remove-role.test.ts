import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import type { Person } from '../../support/world-people.ts'
import { freshRole, freshRoleName } from '../../support/world-roles.ts'
import { dumpTable } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('removeRole')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const removing = (roleId: string, query: Record<string, string> = {}, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, roleId },
  query,
})
const holder = (roleId: string) => freshPerson(world.customer, { defaultRole: roleId })

describe('removeRole', () => {
  test('200 for one that nobody holds: it is gone, and its name is free', async () => {
    const name = freshRoleName()
    const roleId = await freshRole(world.customer, { name })
    expect(await succeed('removeRole', removing(roleId))).toEqual({ roleId, replacedBy: null, holders: 0 })
    await fail('not-found', 'getRole', removing(roleId))
    await freshRole(world.customer, { name })
  })

  test('200 with replaceWith: every holder counts as holding the other from the next request on, and is rewritten after', async () => {
    const [old, next] = [
      await freshRole(world.customer, { permissions: ['profiles:read'] }),
      await freshRole(world.customer, { permissions: ['activities:read'] }),
    ]
    const by = await holder(old)
    const answer = await succeed('removeRole', removing(old, { replaceWith: next }))
    expect(answer).toEqual({ roleId: old, replacedBy: next, holders: 1 })
    const params = { organizationId: world.customer.organizationId }
    await succeed('listActivities', { by, params })
    await fail('forbidden', 'listProfiles', { by, params })
    await settle()
    expect((await profileOf(by)).defaultRole).toEqual({ roleId: next })
    expect(await succeed('getRole', removing(next))).toMatchObject({ holders: 1 })
  })

  test('409 in-use with the count, of whoever is to hold it by a replacement too', async () => {
    const [old, next] = [await freshRole(world.customer), await freshRole(world.customer)]
    await holder(old)
    expect((await fail('in-use', 'removeRole', removing(old))).detail).toContain('1 holder')
    await succeed('removeRole', removing(old, { replaceWith: next }))
    expect((await fail('in-use', 'removeRole', removing(next))).detail).toContain('1 holder')
    await settle()
  })

  test('409 in-use, or nobody is given it: somebody is given it and it is removed at once', async () => {
    const { owner: by, organizationId } = world.customer
    for (let trial = 0; trial < 10; trial++) {
      const roleId = await freshRole(world.customer)
      const { profileId } = await freshPerson(world.customer)
      const [given, removed] = await Promise.all([
        call('setDefaultRole', { by, params: { organizationId, profileId }, body: { roleId } }),
        call('removeRole', removing(roleId)),
      ])
      expect([given.status, removed.status]).toSatisfy(
        ([give, remove]: readonly number[]) => (give === 200) !== (remove === 200),
      )
    }
  })

  test('200 in a dry run says what its holders would gain and lose, and changes nothing', async () => {
    const old = await freshRole(world.customer)
    await holder(old)
    const before = await dumpTable()
    const { body } = await call('removeRole', removing(old, { replaceWith: 'rol_content-developer', dryRun: 'true' }))
    expect(JSON.parse(body)).toMatchObject({
      refusal: null,
      affected: [{ who: { kind: 'holders', count: 1 }, loses: [{ permission: 'devices:read' }] }],
    })
    expect(await dumpTable()).toEqual(before)
  })

  test('400 for a replacement that is not here, is itself, is Owner, or is of another level', async () => {
    const role = await freshRole(world.customer)
    const faults = (replaceWith: string) => faultsOf('removeRole', removing(role, { replaceWith }))
    expect(await faults(await freshRole(world.twin))).toEqual(['query#/replaceWith not-found'])
    expect(await faults(role)).toEqual(['query#/replaceWith invalid'])
    expect(await faults('rol_owner')).toEqual(['query#/replaceWith invalid'])
    expect(await faults('rol_group-viewer')).toEqual(['query#/replaceWith another-level'])
  })

  test('409 predefined-role; 404 for one that was removed; 403 cannot-grant where the other gives more', async () => {
    await fail('predefined-role', 'removeRole', removing('rol_admin'))
    const role = await freshRole(world.customer)
    await whileDevelopersMay('roles:manage', () =>
      fail('cannot-grant', 'removeRole', removing(role, { replaceWith: 'rol_admin' }, world.customer.developer)),
    )
    await succeed('removeRole', removing(role))
    await fail('not-found', 'removeRole', removing(role))
  })
})
