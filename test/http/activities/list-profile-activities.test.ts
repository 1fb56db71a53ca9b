import { beforeAll, describe, expect, test } from 'vitest'
import { changePeopleUnasked } from '../../../shared/frame/change-people.ts'
import { newIdAt } from '../../../shared/frame/event.ts'
import { getOrganization } from '../../../shared/table/organization.ts'
import { getProfile } from '../../../shared/table/profile.ts'
import { commit } from '../../../shared/table/transaction.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type Tenant, type World } from '../../support/world.ts'
import { freshEmail, invite, join, type Person } from '../../support/world-people.ts'

provesOperation('listProfileActivities')

let world: World
let bakery: Tenant
let admin: Person
beforeAll(async () => {
  world = await seedWorld()
  bakery = await addCustomer(world.provider, 'Adventure Bakery')
  admin = await join(bakery.owner, bakery.organizationId, { defaultRole: 'rol_admin' })
  await invite(admin, bakery.organizationId)
  await succeed('createProfile', {
    by: admin,
    params: { organizationId: bakery.organizationId },
    body: { kind: 'person', user: false, email: freshEmail(), firstName: 'Jo', lastName: 'Smets' },
  })
})

const asked = (profileId: string, query: Record<string, string> = {}) => ({
  by: bakery.owner,
  params: { organizationId: bakery.organizationId, profileId },
  query,
})
const list = (profileId: string, query: Record<string, string> = {}) =>
  succeed('listProfileActivities', asked(profileId, query))

/** Removes somebody, by the frame's own function. */
async function remove({ organizationId, profileId }: Person): Promise<void> {
  const now = new Date().toISOString()
  const [before, organization] = await Promise.all([
    getProfile({ organizationId, profileId }),
    getOrganization(organizationId),
  ])
  if (!before || !organization) throw new Error('nobody to remove')
  const by = {
    principal: 'system:test',
    origin: { requestId: 'remove', ipAddress: undefined, userAgent: undefined },
  } as const
  const newId = newIdAt(now)
  const { writes } = await changePeopleUnasked({ organization, by, now, newId }, [
    { before, after: undefined, action: 'profile.removed' },
  ])
  await commit(writes, newId('activity'))
}

describe('listProfileActivities', () => {
  test('200 with what the person did and what was done to them, the newest first', async () => {
    const { items, nextCursor } = await list(admin.profileId)
    expect(nextCursor).toBeNull()
    expect(items.map(({ action, actorProfile, subject }) => [action, actorProfile, subject])).toEqual([
      ['profile.created', admin.profileId, expect.stringMatching(/^prf_/)],
      ['invitation.created', admin.profileId, expect.stringMatching(/^prf_/)],
      ['invitation.accepted', admin.profileId, admin.profileId],
      ['invitation.created', bakery.owner.profileId, admin.profileId],
    ])
    expect(items[0]).toMatchObject({ actorName: 'Robin Claes', subjectName: 'Jo Smets' })
    expect(items[3]).toMatchObject({ actorName: 'Mia Jansen', subjectName: 'Robin Claes' })
  })

  test.each([1, 2, 3, 4, 100])('200 with the same in pages of %d', async (limit) => {
    const all = (await list(admin.profileId)).items
    const pages = [await list(admin.profileId, { limit: String(limit) })]
    for (let cursor = pages[0]?.nextCursor; cursor; cursor = pages.at(-1)?.nextCursor)
      pages.push(await list(admin.profileId, { limit: String(limit), cursor }))
    expect(pages.flatMap(({ items }) => items)).toEqual(all)
  })

  test('200 with the values before and after, as in the list of the organization', async () => {
    const { items } = await list(admin.profileId)
    const whole = await succeed('listActivities', {
      by: bakery.owner,
      params: { organizationId: bakery.organizationId },
      query: { limit: '100' },
    })
    const ids = new Set(items.map(({ activityId }) => activityId))
    expect(items).toEqual(whole.items.filter(({ activityId }) => ids.has(activityId)))
    expect(items[0]?.changes).toContainEqual({ field: 'lastName', before: null, after: 'Smets' })
  })

  test('200 with two round trips after authorising', async () => {
    const calls = (await callsDuring(() => list(admin.profileId))).map(({ command }) => command)
    expect(calls.slice(1, 4).sort()).toEqual(['BatchGetItemCommand', 'QueryCommand', 'QueryCommand'])
    expect(calls.slice(4)).toEqual(['BatchGetItemCommand'])
  })

  test('200 also after the person was removed, with their name and what they did', async () => {
    const person = await join(bakery.owner, bakery.organizationId, { defaultRole: 'rol_admin' })
    await invite(person, bakery.organizationId)
    const before = (await list(person.profileId)).items
    await remove(person)
    const { items } = await list(person.profileId)
    expect(items.slice(1)).toEqual(before)
    expect(items[0]).toMatchObject({ action: 'profile.removed', subjectName: 'Robin Claes', actor: 'system:test' })
  })

  test('404 not-found for a profile that never was', async () => {
    await fail('not-found', 'listProfileActivities', asked('prf_01k2r8v6m0q3s5t7w9x1y3z5a6'))
    await fail('not-found', 'listProfileActivities', asked(world.twin.owner.profileId))
  })

  test('400 invalid-cursor for one of somebody else, or of the list of the organization', async () => {
    const { nextCursor } = await list(admin.profileId, { limit: '1' })
    const cursor = nextCursor ?? ''
    await fail('invalid-cursor', 'listProfileActivities', asked(bakery.owner.profileId, { cursor }))
    const params = { organizationId: bakery.organizationId }
    await fail('invalid-cursor', 'listActivities', { by: bakery.owner, params, query: { cursor } })
    await fail('invalid-cursor', 'listProfileActivities', asked(admin.profileId, { cursor: `${cursor}x`.slice(1) }))
  })

  test('400 invalid for a query that it does not know', async () => {
    expect(await faultsOf('listProfileActivities', asked(admin.profileId, { order: 'oldest' }))).toEqual([
      'query#/order unknown-field',
    ])
  })

  test('403 forbidden for somebody there without the permission', async () => {
    const by = await join(bakery.owner, bakery.organizationId)
    await fail('forbidden', 'listProfileActivities', { ...asked(admin.profileId), by })
  })
})
