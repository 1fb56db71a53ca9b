import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { freshDraft, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import type { Person } from '../../support/world-people.ts'

provesOperation('getGroup')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const reading = (groupId: string, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, groupId },
})

describe('getGroup', () => {
  test('200 with its ETag, and how many have access to it by hand', async () => {
    const groupId = await freshGroup(world.customer.organizationId, 'Ghent')
    await giveGroup(await freshPerson(world.customer), groupId)
    const { by, params } = { by: world.customer.owner, params: { organizationId: world.customer.organizationId } }
    const draft = await freshDraft(world.customer)
    await succeed('grantGroupAccess', { by, params: { ...params, groupId }, body: { profileIds: [draft.profileId] } })
    const { status, headers, body } = await call('getGroup', reading(groupId))
    expect([status, headers.etag]).toEqual([200, '"1"'])
    expect(JSON.parse(body)).toMatchObject({ groupId, name: 'Ghent', description: null, members: 1, version: 1 })
  })

  test('200 for whoever holds groups:read in that group alone, and 403 in another', async () => {
    const [here, elsewhere] = [
      await freshGroup(world.customer.organizationId),
      await freshGroup(world.customer.organizationId),
    ]
    const viewer = await freshPerson(world.customer, { defaultRole: 'rol_group-viewer' })
    await fail('forbidden', 'getGroup', reading(here, viewer))
    await giveGroup(viewer, here)
    await succeed('getGroup', reading(here, viewer))
    const { detail } = await fail('forbidden', 'getGroup', reading(elsewhere, viewer))
    expect(detail).toContain('groups:read in the group')
    await fail('forbidden', 'listGroups', {
      by: viewer,
      params: { organizationId: world.customer.organizationId },
    })
  })

  test('404 not-found for a group of another organization, and for none', async () => {
    await fail('not-found', 'getGroup', reading(await freshGroup(world.twin.organizationId)))
    await fail('not-found', 'getGroup', reading('grp_01k2r8v6m0q3s5t7w9x1y3z5d1'))
  })
})
