import { beforeAll, describe, expect, test } from 'vitest'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import type { Person } from '../../support/world-people.ts'
import { freshRole, freshRoleName } from '../../support/world-roles.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersMay } from '../../support/world-weak-role.ts'

provesOperation('createRole')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const making = (body: object, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId },
  body: { name: freshRoleName(), ...body },
})

describe('createRole', () => {
  test('201 from permissions of the catalog, each once and in its order; it can be read at once', async () => {
    const body = {
      name: '  Night watch ',
      description: 'Looks after devices by night',
      level: 'group',
      permissions: ['devices:manage', 'devices:read', 'devices:manage'],
    }
    const role = await succeed('createRole', making(body))
    expect(role).toMatchObject({
      name: 'Night watch',
      description: 'Looks after devices by night',
      predefined: false,
      level: 'group',
      permissions: ['devices:read', 'devices:manage'],
      holders: 0,
      version: 1,
    })
    const { owner, organizationId } = world.customer
    expect(await succeed('getRole', { by: owner, params: { organizationId, roleId: role.roleId } })).toEqual(role)
    const made = (await itemsOf('activity')).filter(({ action }) => action === 'role.created')
    expect(JSON.stringify(made)).toContain(role.roleId)
  })

  test('201 as a copy, of what a custom role can hold, with whatever is said to be otherwise', async () => {
    const ofOwner = await succeed('createRole', making({ copyFrom: 'rol_owner' }))
    expect(ofOwner.level).toBe('organization')
    expect(ofOwner.permissions).toContain('groups:access-all')
    for (const reserved of ['roles:manage', 'organization:remove', 'notifications:send'])
      expect(ofOwner.permissions).not.toContain(reserved)
    const ofGroup = await succeed('createRole', making({ copyFrom: 'rol_viewer', level: 'group' }))
    expect(ofGroup.permissions).not.toContain('groups:access-all')
    const own = await succeed('createRole', making({ copyFrom: ofGroup.roleId, permissions: ['content:read'] }))
    expect(own).toMatchObject({
      level: 'group',
      permissions: ['content:read'],
      description: 'Sees everything and changes nothing.',
    })
  })

  test('400 names each permission that such a role cannot hold, what is not in the catalog, and a missing level', async () => {
    const before = await dumpTable()
    const permissions = ['devices:read', 'groups:access-all', 'roles:manage', 'notifications:send']
    expect(await faultsOf('createRole', making({ level: 'group', permissions }))).toEqual([
      '#/permissions/1 not-for-this-role',
      '#/permissions/2 not-for-this-role',
      '#/permissions/3 not-for-this-role',
    ])
    expect(await faultsOf('createRole', making({ level: 'group', permissions: ['devices:fly'] }))).toEqual([
      '#/permissions/0 invalid-value',
    ])
    expect(await faultsOf('createRole', making({ permissions: ['devices:read'] }))).toEqual(['#/level required'])
    const copyFrom = await freshRole(world.twin)
    expect(await faultsOf('createRole', making({ copyFrom }))).toEqual(['#/copyFrom not-found'])
    expect((await dumpTable()).length).toBe(before.length + 2)
  })

  test('409 name-taken for the name of another, also in other letters, and of a predefined one', async () => {
    const { name } = await succeed('createRole', making({ level: 'group' }))
    await fail('name-taken', 'createRole', making({ level: 'group', name: ` ${name.toUpperCase()}` }))
    await fail('name-taken', 'createRole', making({ level: 'group', name: 'group viewer' }))
  })

  test('409 too-many-roles-here for the hundred and first, and 201 again once one is removed', async () => {
    const { organizationId, owner: by } = await freshCustomer(world.provider)
    const made = await Promise.all(Array.from({ length: 100 }, () => freshRole({ organizationId })))
    const params = { organizationId }
    const one = () => ({ by, params, body: { name: freshRoleName(), level: 'group' } })
    await fail('too-many-roles-here', 'createRole', one())
    await succeed('removeRole', { by, params: { organizationId, roleId: made[0] ?? '' } })
    await succeed('createRole', one())
  })

  test('403 for everyone but owners, an Admin and whoever acts for the provider too', async () => {
    for (const by of [world.customer.admin, world.customer.fullRole, world.provider.owner])
      await fail('forbidden', 'createRole', making({ level: 'group' }, by))
  })

  test('403 cannot-grant for more than the caller could give', async () => {
    const permissions = ['profiles:manage']
    await whileDevelopersMay('roles:manage', () =>
      fail('cannot-grant', 'createRole', making({ level: 'organization', permissions }, world.customer.developer)),
    )
  })
})
