import { beforeAll, describe, expect, test } from 'vitest'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshGroupName, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import type { Person } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'

provesOperation('createGroup')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const making = (body: object, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId },
  body: { name: freshGroupName(), ...body },
})

describe('createGroup', () => {
  test('201 with a name and a description, and nobody in it; it is in the next answer, and an activity says so', async () => {
    const group = await succeed('createGroup', making({ name: '  Antwerp ', description: 'The branch' }))
    expect(group).toMatchObject({ name: 'Antwerp', description: 'The branch', members: 0, version: 1 })
    const { groupId } = group
    const { owner: by, organizationId } = world.customer
    expect(await succeed('getGroup', { by, params: { organizationId, groupId } })).toEqual(group)
    const made = (await itemsOf('activity')).filter(({ action }) => action === 'group.created')
    expect(JSON.stringify(made.at(-1))).toContain(groupId)
  })

  test('201 without a description; for an Admin, and for whoever acts for the provider', async () => {
    for (const by of [world.customer.admin, world.customer.fullRole, world.provider.owner])
      expect(await succeed('createGroup', making({}, by))).toMatchObject({ description: null })
  })

  test('400 names what is wrong', async () => {
    expect(await faultsOf('createGroup', making({ name: '<b>' }))).toEqual(['#/name invalid'])
    expect(await faultsOf('createGroup', making({ name: undefined }))).toEqual(['#/name required'])
    expect(await faultsOf('createGroup', making({ description: 'x'.repeat(501) }))).toEqual(['#/description too-big'])
    expect(await faultsOf('createGroup', making({ members: 3 }))).toEqual(['#/members unknown-field'])
  })

  test('403 for whoever holds groups:manage in no way, a Group Admin included', async () => {
    const admin = await freshPerson(world.customer, { defaultRole: 'rol_group-admin' })
    await giveGroup(admin, await freshGroup(world.customer.organizationId))
    for (const by of [admin, world.customer.developer, world.customer.plain])
      await fail('forbidden', 'createGroup', making({}, by))
  })

  test('409 name-taken in other letters, and not in another organization', async () => {
    const { name } = await succeed('createGroup', making({}))
    await fail('name-taken', 'createGroup', making({ name: ` ${name.toUpperCase()}` }))
    const { owner: by, organizationId } = world.twin
    await succeed('createGroup', { by, params: { organizationId }, body: { name } })
  })

  test('409 name-taken for all but one who take a name at once', async () => {
    const body = { name: 'Everybody wants it' }
    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => succeed('createGroup', making(body))))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('409 too-many-groups-here for the 1,001st, and 201 again once one is removed', async () => {
    const { organizationId, owner: by } = await freshCustomer(world.provider)
    const groups: string[] = []
    for (let count = 0; count < 999; count++) groups.push(await freshGroup(organizationId))
    const one = () => ({ by, params: { organizationId }, body: { name: freshGroupName() } })
    await succeed('createGroup', one())
    await fail('too-many-groups-here', 'createGroup', one())
    await succeed('removeGroup', { by, params: { organizationId, groupId: groups[0] ?? '' } })
    await succeed('createGroup', one())
  })
})
