import { beforeAll, describe, expect, test } from 'vitest'
import { getRole } from '../../../shared/table/role.ts'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { succeed } from '../../support/gateway-call.ts'
import { seedWorld, type Tenant, type World } from '../../support/world.ts'
import { changeGrants, giveGroup, profileOf } from '../../support/world-changes.ts'
import { freshCustomer, freshDraft, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { freshRole } from '../../support/world-roles.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

let world: World
let here: Tenant
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
})

const replace = (roleId: string, replaceWith: string) => {
  const params = { organizationId: here.organizationId, roleId }
  return succeed('removeRole', { by: here.owner, params, query: { replaceWith } })
}
const published = (roleId: string) => {
  const event = busEvents().findLast(
    ({ detailType, detail }) => detailType === 'role.removed' && detail.includes(roleId),
  )
  if (!event) throw new Error('the removal was not published')
  return event
}
const isThere = async (roleId: Parameters<typeof getRole>[0]['roleId']) =>
  (await getRole({ organizationId: here.organizationId, roleId })) !== undefined

describe('holders of a role that was replaced', () => {
  test('are rewritten whole, also when it is broken off between two transactions; then the old role is forgotten', async () => {
    const [old, next] = [await freshRole(here), await freshRole(here)]
    const people = await Promise.all(Array.from({ length: 45 }, () => freshPerson(here, { defaultRole: old })))
    await replace(old, next)
    let transactions = 0
    const brokenOff = whileMeddling(async ({ command, goOn }) => {
      if (command === 'TransactWriteItemsCommand' && ++transactions === 2) throw new Error('the function was ended')
      return goOn()
    }, settle)
    await expect(brokenOff).rejects.toThrow()
    expect(await isThere(old)).toBe(true)

    await deliver(published(old))
    for (const person of people) expect((await profileOf(person)).defaultRole).toEqual({ roleId: next })
    const moved = (await itemsOf('activity')).filter(({ action }) => action === 'default-role.set')
    expect(moved.filter((item) => JSON.stringify(item).includes(old))).toHaveLength(45)
    expect(await isThere(old)).toBe(false)

    await settle()
    const before = await dumpTable()
    await deliver(published(old))
    expect(await dumpTable()).toEqual(before)
  })

  test('are rewritten in their groups too, with their dates, and drafts as well', async () => {
    const [old, next] = [await freshRole(here, { level: 'group' }), await freshRole(here, { level: 'group' })]
    const groupId = await freshGroup(here.organizationId)
    const validUntil = '2099-01-01T00:00:00.000Z'
    const [person, draft] = [await freshPerson(here, { defaultRole: 'rol_viewer' }), await freshDraft(here)]
    await giveGroup(person, groupId)
    await changeGrants(person, (before) => ({
      ...before,
      groups: { [groupId]: { byHand: true, groupRole: { roleId: old, validUntil } } },
    }))
    await changeGrants(draft, (before) => ({
      ...before,
      defaultRole: { roleId: old },
      groups: { [groupId]: { byHand: true } },
    }))
    await replace(old, next)
    await settle()
    expect((await profileOf(person)).groups[groupId]).toEqual({ byHand: true, groupRole: { roleId: next, validUntil } })
    expect((await profileOf(draft)).defaultRole).toEqual({ roleId: next })
    const { items } = await succeed('listProfileActivities', {
      by: here.owner,
      params: { organizationId: here.organizationId, profileId: person.profileId },
    })
    expect(items.filter(({ actor }) => actor === 'system:move-holders')).toMatchObject([
      { action: 'group-role.set', about: { roleId: next, roleBefore: old, groups: groupId } },
    ])
  })

  test('go where the replacement has been replaced in turn, and nothing that was replaced is left', async () => {
    const [first, second, third] = [await freshRole(here), await freshRole(here), await freshRole(here)]
    const person = await freshPerson(here, { defaultRole: first })
    await replace(first, second)
    await replace(second, third)
    await settle()
    expect((await profileOf(person)).defaultRole).toEqual({ roleId: third })
    expect([await isThere(first), await isThere(second), await isThere(third)]).toEqual([false, false, true])
  })
})
