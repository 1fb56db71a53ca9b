import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { changeGrants, deactivate, giveGroup, seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import {
  freshCustomer,
  freshDraft,
  freshPermissionGroup,
  freshPerson,
  type MadeTenant,
} from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { invite } from '../../support/world-people.ts'

provesOperation('whoCan')

let world: World
let here: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
})

const asking = (permission: string, query: Readonly<Record<string, string>> = {}) => ({
  by: here.owner,
  params: { organizationId: here.organizationId },
  query: { permission, ...query },
})
const listed = async (...asked: Parameters<typeof asking>) => {
  const { items, nextCursor } = await succeed('whoCan', asking(...asked))
  expect(nextCursor).toBeNull()
  return items.map(({ profileId, path }) => [profileId, path.map(({ kind, id: what }) => `${kind} ${what}`).join(', ')])
}

describe('whoCan', () => {
  test('200 whoever may, with every way that leads to it; nobody who is deactivated, invited, a draft or from elsewhere', async () => {
    const group = await freshPermissionGroup(here, ['activities-viewer'])
    const member = await freshPerson(here, { permissionGroups: [group] })
    const both = await freshPerson(here, { permissionGroups: [group], defaultRole: 'rol_admin' })
    await freshPerson(here)
    await deactivate(await freshPerson(here, { permissionGroups: [group] }))
    await invite(here.owner, here.organizationId, { permissionGroups: [group] })
    await freshDraft(here, { permissionGroups: [group] })

    const through = `permission-group ${group}`
    expect(new Map((await listed('activities:read')) as [string, string][])).toEqual(
      new Map([
        [here.owner.profileId, 'default-role rol_owner'],
        [member.profileId, through],
        [both.profileId, `${through}, default-role rol_admin`],
      ]),
    )
    expect(await listed('organization:remove')).toEqual([[here.owner.profileId, 'default-role rol_owner']])
  })

  test('200 in a group: by access to it, or by a role that reaches all groups', async () => {
    const [groupId, other] = [await freshGroup(here.organizationId), await freshGroup(here.organizationId)]
    const operator = await freshPerson(here, { defaultRole: 'rol_group-operator' })
    await giveGroup(operator, groupId)
    const inGroup = new Map((await listed('devices:manage', { groupId })) as [string, string][])
    expect(inGroup.get(operator.profileId)).toBe('default-role rol_group-operator')
    expect(inGroup.get(here.owner.profileId)).toBe('default-role rol_owner')
    expect((await listed('devices:manage', { groupId: other })).map(([profileId]) => profileId)).not.toContain(
      operator.profileId,
    )
  })

  test('200 goes by the dates at the moment of asking', async () => {
    const until = new Date(Date.now() + after.days(3)).toISOString()
    const person = await freshPerson(here)
    await changeGrants(person, (profile) => ({
      ...profile,
      permissionGroups: { [id('permissionGroup', 'pgr_full-role')]: { validUntil: until } },
    }))
    const isListed = async () =>
      (await listed('access:grant-any')).some(([profileId]) => profileId === person.profileId)
    expect(await isListed()).toBe(true)
    expect(await atTime(until, isListed)).toBe(false)
  })

  test('200 in pages that may be short, each person once', async () => {
    const whole = (await listed('profiles:read')).map(([profileId]) => profileId)
    const found: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: Record<string, string> = { limit: '2', ...(cursor !== '' && { cursor }) }
      const page = await succeed('whoCan', asking('profiles:read', query))
      expect(page.items.length).toBeLessThanOrEqual(2)
      found.push(...page.items.map(({ profileId }) => profileId))
      cursor = page.nextCursor
    }
    expect(found).toEqual(whole)
  })

  test('400 invalid-cursor with that of another question', async () => {
    const { nextCursor } = await succeed('whoCan', asking('profiles:read', { limit: '1' }))
    await fail('invalid-cursor', 'whoCan', asking('profiles:manage', { cursor: nextCursor ?? '' }))
  })

  test('400 without a permission, for one that there is not, and for a group of others or of nobody', async () => {
    const { permission: _, ...query } = asking('profiles:read').query
    expect(await faultsOf('whoCan', { ...asking('profiles:read'), query })).toEqual(['query#/permission invalid-value'])
    expect(await faultsOf('whoCan', asking('profiles:delete'))).toEqual(['query#/permission invalid-value'])
    const foreign = await freshGroup(world.twin.organizationId)
    for (const groupId of [foreign, 'grp_01k2r8v6m0q3s5t7w9x1y3z5a9'])
      expect(await faultsOf('whoCan', asking('devices:read', { groupId }))).toEqual(['query#/groupId not-found'])
  })

  test('403 forbidden without access:read', async () => {
    await fail('forbidden', 'whoCan', { ...asking('profiles:read'), by: here.plain })
  })
})
