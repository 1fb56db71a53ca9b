import { beforeAll, describe, expect, test } from 'vitest'
import { call, expectProblem, succeed, withoutRequestId } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshPermissionGroup } from '../../support/world-fresh.ts'

provesOperation('getPermissionGroup')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const of = (permissionGroupId: string) => ({
  by: world.customer.owner,
  params: { organizationId: world.customer.organizationId, permissionGroupId },
})

describe('getPermissionGroup', () => {
  test('200 with a group of their own, and its version as ETag', async () => {
    const permissionGroupId = await freshPermissionGroup(world.customer)
    const answer = await call('getPermissionGroup', of(permissionGroupId))
    expect(JSON.parse(answer.body)).toMatchObject({ permissionGroupId, system: false, members: 0, version: 1 })
    expect(answer.headers.etag).toBe('"1"')
  })

  test('200 with a group of the system, also of a service that is not active', async () => {
    expect(await succeed('getPermissionGroup', of('pgr_full-role'))).toMatchObject({
      name: 'Users & Permissions – Full Role',
      system: true,
      service: null,
      members: null,
      createdAt: null,
    })
    expect(await succeed('getPermissionGroup', of('pgr_reports-viewer'))).toMatchObject({
      system: true,
      service: 'reports',
      applicationRoles: ['reports:viewer'],
    })
  })

  test('404 not-found for one of another organization, as for one that does not exist', async () => {
    const foreign = await call('getPermissionGroup', of(await freshPermissionGroup(world.twin)))
    expectProblem('not-found', foreign)
    const absent = await call('getPermissionGroup', of('pgr_01k2r8v6m0q3s5t7w9x1y3z5a7'))
    expect(withoutRequestId(absent)).toEqual(withoutRequestId(foreign))
  })
})
