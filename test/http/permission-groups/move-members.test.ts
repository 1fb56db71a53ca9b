import { beforeAll, describe, expect, test } from 'vitest'
import { busEvents, deliver, settle } from '../../support/cloud-services-bus.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { succeed } from '../../support/gateway-call.ts'
import { seedWorld, type Tenant, type World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { after } from '../../support/world-clock.ts'
import { freshCustomer, freshDraft, freshPermissionGroup, freshPerson } from '../../support/world-fresh.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

let world: World
let here: Tenant
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
})

const member = (...permissionGroups: string[]) => freshPerson(here, { permissionGroups })
const groupHere = (permissionGroupId: string) =>
  succeed('getPermissionGroup', { by: here.owner, params: { organizationId: here.organizationId, permissionGroupId } })

/** Replaces a group, and gives the event that is published of it, which nobody has acted on yet. */
async function replace(permissionGroupId: string, replaceWith: string) {
  await settle()
  const params = { organizationId: here.organizationId, permissionGroupId }
  await succeed('removePermissionGroup', { by: here.owner, params, query: { replaceWith } })
}
const published = (permissionGroupId: string) => {
  const event = busEvents().findLast(
    ({ detailType, detail }) => detailType === 'permission-group.removed' && detail.includes(permissionGroupId),
  )
  if (!event) throw new Error('the removal was not published')
  return event
}
const movesOf = async (permissionGroupId: string) =>
  (await itemsOf('activity')).filter(
    (activity) =>
      activity.action === 'permission-groups.replaced' && JSON.stringify(activity).includes(permissionGroupId),
  )

describe('members of a permission group that was replaced', () => {
  test('are moved whole, also when it is broken off between two transactions; again, it changes nothing', async () => {
    const [old, next] = [await freshPermissionGroup(here), await freshPermissionGroup(here)]
    const people = await Promise.all(Array.from({ length: 45 }, () => member(old)))
    await replace(old, next)

    let transactions = 0
    const brokenOff = whileMeddling(async ({ command, goOn }) => {
      if (command === 'TransactWriteItemsCommand' && ++transactions === 2) throw new Error('the function was ended')
      return goOn()
    }, settle)
    await expect(brokenOff).rejects.toThrow()
    expect(await movesOf(old)).toHaveLength(16)

    await deliver(published(old))
    for (const person of people) expect(Object.keys((await profileOf(person)).permissionGroups)).toEqual([next])
    expect(await movesOf(old)).toHaveLength(45)
    expect(await groupHere(next)).toMatchObject({ members: 45 })

    await settle()
    const before = await dumpTable()
    await deliver(published(old))
    expect(await dumpTable()).toEqual(before)
  })

  test('are moved with their dates, and with the contact roles of those who have some', async () => {
    const [old, next] = [await freshPermissionGroup(here), await freshPermissionGroup(here)]
    const people = await Promise.all(Array.from({ length: 20 }, () => freshPerson(here)))
    const validUntil = new Date(Date.now() + after.days(90)).toISOString()
    for (const [position, { profileId }] of people.entries()) {
      const contactRole = position < 10 ? 'watchlist' : 'dpo'
      const params = { organizationId: here.organizationId, permissionGroupId: old, profileId }
      await succeed('addPermissionGroupMember', { by: here.owner, params, query: { validUntil } })
      await succeed('assignContactRole', { by: here.owner, params: { ...params, contactRole }, body: {} })
    }
    await replace(old, next)
    await settle()
    for (const person of people) expect((await profileOf(person)).permissionGroups).toEqual({ [next]: { validUntil } })
  })

  test('go where the replacement has been replaced in turn', async () => {
    const [first, second, third] = [
      await freshPermissionGroup(here),
      await freshPermissionGroup(here),
      await freshPermissionGroup(here),
    ]
    const person = await member(first)
    await replace(first, second)
    const params = { organizationId: here.organizationId, permissionGroupId: second }
    await succeed('removePermissionGroup', { by: here.owner, params, query: { replaceWith: third } })
    await settle()
    expect(Object.keys((await profileOf(person)).permissionGroups)).toEqual([third])
  })

  test('are users alone: the intention of a draft follows when they are confirmed', async () => {
    const [old, next] = [await freshPermissionGroup(here), await freshPermissionGroup(here)]
    const { profileId, organizationId } = await freshDraft(here, { permissionGroups: [old] })
    await replace(old, next)
    await settle()
    const { items } = await succeed('listProfilePermissionGroups', {
      by: here.owner,
      params: { organizationId, profileId },
    })
    expect(items.map(({ permissionGroupId }) => permissionGroupId)).toEqual([next])
    expect(await movesOf(old)).toEqual([])
  })
})
