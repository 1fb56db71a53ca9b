import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { freshGroupName, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import type { Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

provesOperation('changeGroup')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const changing = (groupId: string, body: object, version = 1, by: Person = world.customer.owner) => ({
  by,
  params: { organizationId: world.customer.organizationId, groupId },
  body,
  headers: { 'if-match': `"${version}"` },
})
const fresh = (name?: string) => freshGroup(world.customer.organizationId, name)

describe('changeGroup', () => {
  test('200 with another name, which sets the old one free, and a description; null clears it', async () => {
    const [name, freed] = [freshGroupName(), freshGroupName()]
    const [group, other] = [await fresh(freed), await fresh()]
    expect(await succeed('changeGroup', changing(group, { name, description: 'North' }))).toMatchObject({
      name,
      description: 'North',
      version: 2,
    })
    await succeed('changeGroup', changing(other, { name: freed }))
    expect(await succeed('changeGroup', changing(group, { description: null }, 2))).toMatchObject({
      name,
      description: null,
      version: 3,
    })
    const changed = (await itemsOf('activity')).filter(({ action }) => action === 'group.changed')
    expect(JSON.stringify(changed.at(-1))).toContain(group)
  })

  test('200 in other letters of its own name; with nothing changed, nothing is written', async () => {
    const name = freshGroupName()
    const group = await fresh(name)
    await succeed('changeGroup', changing(group, { name: name.toUpperCase() }))
    const before = await dumpTable()
    await succeed('changeGroup', changing(group, { name: name.toUpperCase() }, 2))
    expect(await dumpTable()).toEqual(before)
  })

  test('200 leaves alone who has access to it, and whoever is given access meanwhile does not make it stale', async () => {
    const group = await fresh()
    await giveGroup(await freshPerson(world.customer), group)
    expect(await succeed('changeGroup', changing(group, { name: freshGroupName() }))).toMatchObject({ members: 1 })
  })

  test('200 for one of two who change it at once, 412 for the other', async () => {
    const group = await fresh()
    const answers = await Promise.all(
      ['one', 'two'].map((description) => call('changeGroup', changing(group, { description }))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
  })

  test('400 names what is wrong', async () => {
    const group = await fresh()
    expect(await faultsOf('changeGroup', changing(group, { name: 'x'.repeat(101) }))).toEqual(['#/name invalid'])
    expect(await faultsOf('changeGroup', changing(group, { name: null }))).toEqual(['#/name invalid-type'])
  })

  test('403 for a Group Admin, even of that group', async () => {
    const group = await fresh()
    const admin = await freshPerson(world.customer, { defaultRole: 'rol_group-admin' })
    await giveGroup(admin, group)
    await fail('forbidden', 'changeGroup', changing(group, { description: 'mine' }, 1, admin))
  })

  test('409 name-taken for the name of another, also when two take one at once', async () => {
    const [one, two, taken] = [await fresh(), await fresh(), freshGroupName()]
    await fresh(taken)
    await fail('name-taken', 'changeGroup', changing(one, { name: taken.toUpperCase() }))
    const name = freshGroupName()
    const answers = await Promise.all([one, two].map((group) => call('changeGroup', changing(group, { name }))))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  })

  test('404 not-found for a group of another organization; 412 for another version', async () => {
    const foreign = await freshGroup(world.twin.organizationId)
    await fail('not-found', 'changeGroup', changing(foreign, { description: 'ours' }))
    await fail('stale', 'changeGroup', changing(await fresh(), { description: 'late' }, 2))
  })
})
