import { beforeAll, describe, expect, test } from 'vitest'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import { freshRole } from '../../support/world-roles.ts'

provesOperation('getRole')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const reading = (roleId: string) => ({
  by: world.customer.owner,
  params: { organizationId: world.customer.organizationId, roleId },
})

describe('getRole', () => {
  test('200 with a role of their own, and how many hold it', async () => {
    const roleId = await freshRole(world.customer)
    await freshPerson(world.customer, { defaultRole: roleId })
    expect(await succeed('getRole', reading(roleId))).toMatchObject({ roleId, predefined: false, holders: 1 })
  })

  test('200 with a predefined one, which is not counted', async () => {
    const role = await succeed('getRole', reading('rol_group-operator'))
    expect(role).toMatchObject({ name: 'Group Operator', predefined: true, level: 'group', holders: null, version: 1 })
  })

  test('404 not-found for one of another organization, as for one that does not exist', async () => {
    await fail('not-found', 'getRole', reading(await freshRole(world.twin)))
    await fail('not-found', 'getRole', reading('rol_01k2r8v6m0q3s5t7w9x1y3z5zz'))
  })
})
