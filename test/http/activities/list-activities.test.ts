import { DeleteCommand } from '@aws-sdk/lib-dynamodb'
import { beforeAll, describe, expect, test } from 'vitest'
import { documents } from '../../../shared/table/client.ts'
import { tableName } from '../../../shared/table/schema.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { send } from '../../support/gateway.ts'
import { callOf, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type Tenant, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshPermissionGroup } from '../../support/world-fresh.ts'
import { freshEmail, invite, join, type Person } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'

provesOperation('listActivities')

let world: World
let bakery: Tenant
beforeAll(async () => {
  world = await seedWorld()
  bakery = await addCustomer(world.provider, 'Adventure Bakery')
  await join(bakery.owner, bakery.organizationId)
  await invite(world.provider.owner, bakery.organizationId)
  await succeed('createProfile', {
    by: bakery.owner,
    params: { organizationId: bakery.organizationId },
    body: { kind: 'person', user: true, email: freshEmail(), firstName: 'Jo', lastName: 'Smets', phone: '+3215123123' },
  })
})

const asked = (query: Record<string, string> = {}) => ({
  by: bakery.owner,
  params: { organizationId: bakery.organizationId },
  query,
})
const list = (query: Record<string, string> = {}) => succeed('listActivities', asked(query))

describe('listActivities', () => {
  test('200 with everything that happened, the newest first', async () => {
    const { items, nextCursor } = await list()
    expect(nextCursor).toBeNull()
    expect(items.map(({ action }) => action)).toEqual([
      'profile.created',
      'invitation.created',
      'invitation.accepted',
      'invitation.created',
      'invitation.accepted',
      expect.stringMatching(/^(organization|invitation)\.created$/),
      expect.stringMatching(/^(organization|invitation)\.created$/),
    ])
    expect(items.map(({ at }) => at)).toEqual(
      items
        .map(({ at }) => at)
        .sort()
        .reverse(),
    )
  })

  test('200 that says who did it, to whom, from where, and for which organization', async () => {
    const { items } = await list()
    const [created, invited, accepted] = items
    expect(created).toMatchObject({
      sentence: 'A person or a shared mailbox was added.',
      actor: `user:${bakery.owner.identityId}`,
      actingFor: null,
      subject: expect.stringMatching(/^prf_/),
      ipAddress: '203.0.113.7',
      changedFields: ['email', 'firstName', 'language', 'lastName', 'phone', 'salutation'],
    })
    expect(invited).toMatchObject({
      actor: `user:${world.provider.owner.identityId}`,
      actingFor: world.provider.organizationId,
      about: { invitationId: expect.stringMatching(/^inv_/), generation: 1 },
    })
    expect(accepted).toMatchObject({
      actor: `link:${accepted?.about.invitationId}`,
      changedFields: ['firstName', 'lastName'],
    })
  })

  test('200 with the names of whoever did it and of whom it was done to, also in the organization they came from', async () => {
    const { items } = await list()
    const [created, invited, accepted] = items
    expect(created).toMatchObject({
      actorProfile: bakery.owner.profileId,
      actorName: 'Mia Jansen',
      subjectName: 'Jo Smets',
    })
    expect(invited).toMatchObject({ actorProfile: null, actorName: 'Ada Peeters', subjectName: null })
    expect(accepted).toMatchObject({ actorName: 'Robin Claes', subjectName: 'Robin Claes' })
    expect(accepted?.actorProfile).toBe(accepted?.subject)
  })

  test('200 with the values before and after for whoever may see profiles, and with names of fields for others', async () => {
    const { items } = await list()
    expect(items[0]?.changes).toContainEqual({ field: 'phone', before: null, after: '+3215123123' })
    expect(items[0]?.changes?.map(({ field }) => field)).toEqual(items[0]?.changedFields)
    expect(items[1]?.changes).toContainEqual({ field: 'email', before: null, after: expect.stringContaining('@') })
    const by = await someoneWhoSeesActivitiesAlone()
    const answer = await send(callOf('listActivities', { ...asked(), by }))
    expect(answer.status).toBe(200)
    expect(answer.body).not.toMatch(/@|15123123|sealed/)
    expect(answer.body).toContain('Jo Smets')
    expect(answer.body).toContain('"changedFields":["email"')
  })

  test('200 with neither values nor a name once the person is erased, and all the rest', async () => {
    const { profileId } = await succeed('createProfile', {
      by: bakery.owner,
      params: { organizationId: bakery.organizationId },
      body: { kind: 'person', user: false, email: freshEmail(), firstName: 'Gone', lastName: 'Soon' },
    })
    const [before] = (await list({ subject: profileId })).items
    expect(before).toMatchObject({ subjectName: 'Gone Soon', changes: expect.any(Array) })
    await erase(profileId)
    const [after] = (await list({ subject: profileId })).items
    expect(after).toEqual({ ...before, subjectName: null, changes: null })
  })

  test.each([1, 2, 3, 6, 7, 8, 100])('200 with the same in pages of %d', async (limit) => {
    const all = (await list()).items
    const pages = [await list({ limit: String(limit) })]
    for (let cursor = pages[0]?.nextCursor; cursor; cursor = pages.at(-1)?.nextCursor)
      pages.push(await list({ limit: String(limit), cursor }))
    expect(pages.flatMap(({ items }) => items)).toEqual(all)
    for (const { items } of pages) expect(items.length).toBeLessThanOrEqual(limit)
  })

  test('200 with nothing of another organization', async () => {
    const here = new Set((await list()).items.map(({ activityId }) => activityId))
    const { twin } = world
    const there = await succeed('listActivities', { by: twin.owner, params: { organizationId: twin.organizationId } })
    expect(there.items.filter(({ activityId }) => here.has(activityId))).toEqual([])
    expect(there.items.length).toBeGreaterThan(0)
  })

  test('400 invalid-cursor for one that is broken, of another organization, or of another list', async () => {
    const { nextCursor } = await list({ limit: '1' })
    const cursor = nextCursor ?? ''
    const [fingerprint]: string[] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    for (const broken of [
      'x',
      cursor.slice(1),
      Buffer.from(JSON.stringify([fingerprint, 'act_1'])).toString('base64url'),
    ])
      await fail('invalid-cursor', 'listActivities', asked({ cursor: broken }))
    const params = { organizationId: world.twin.organizationId }
    await fail('invalid-cursor', 'listActivities', { by: world.twin.owner, params, query: { cursor } })
    const profiles = await succeed('listProfiles', { ...asked({ limit: '1' }) })
    await fail('invalid-cursor', 'listActivities', asked({ cursor: profiles.nextCursor ?? '' }))
  })

  test('400 invalid for a limit below 1 or above 100, and for a query that it does not know', async () => {
    for (const limit of ['0', '101', 'x'])
      expect(await faultsOf('listActivities', asked({ limit }))).toEqual([expect.stringMatching(/^query#\/limit /)])
    expect(await faultsOf('listActivities', asked({ actors: 'x' }))).toEqual(['query#/actors unknown-field'])
  })

  test('400 invalid for filters that can be none', async () => {
    const faults = async (query: Record<string, string>) => faultsOf('listActivities', asked(query))
    expect(await faults({ subject: bakery.organizationId })).toEqual([expect.stringMatching(/^query#\/subject /)])
    for (const actor of ['x', 'user:x', bakery.organizationId, 'deployer ', `prf_x#${bakery.owner.profileId}`])
      expect(await faults({ actor })).toEqual([expect.stringMatching(/^query#\/actor /)])
    expect(await faults({ action: 'profile.exploded' })).toEqual([expect.stringMatching(/^query#\/action /)])
    expect(await faults({ order: 'random' })).toEqual([expect.stringMatching(/^query#\/order /)])
    expect(await faults({ from: '2026-11-23' })).toEqual([expect.stringMatching(/^query#\/from /)])
    const moment = '2026-11-23T09:00:00.000Z'
    expect(await faults({ from: moment, until: moment })).toEqual(['query#/until invalid'])
  })

  test('400 invalid-cursor for one of other filters or of another order', async () => {
    const { nextCursor } = await list({ limit: '1', action: 'invitation.created' })
    const cursor = nextCursor ?? ''
    for (const query of [{}, { order: 'oldest' }, { action: 'profile.created' }, { subject: bakery.owner.profileId }])
      await fail('invalid-cursor', 'listActivities', asked({ limit: '1', ...query, cursor }))
    await list({ limit: '1', action: 'invitation.created', cursor })
  })

  test('200 with what meets the filters, each alone and all together', async () => {
    const { items } = await list()
    const [created] = items
    const wanted = (query: Record<string, string>) => list({ limit: '100', ...query }).then((page) => page.items)
    expect(await wanted({ subject: bakery.owner.profileId })).toEqual(
      items.filter(({ subject }) => subject === bakery.owner.profileId),
    )
    expect(await wanted({ actor: bakery.owner.profileId })).toEqual(
      items.filter(({ actorProfile }) => actorProfile === bakery.owner.profileId),
    )
    const provider = `user:${world.provider.owner.identityId}`
    expect(await wanted({ actor: provider })).toEqual(items.filter(({ actor }) => actor === provider))
    expect(await wanted({ action: 'profile.created' })).toEqual(
      items.filter(({ action }) => action === 'profile.created'),
    )
    const [from, until] = [items.at(-3)?.at ?? '', created?.at ?? '']
    expect(await wanted({ from, until })).toEqual(items.filter(({ at }) => at >= from && at < until))
    expect(
      await wanted({ subject: created?.subject ?? '', actor: bakery.owner.profileId, action: 'profile.created', from }),
    ).toEqual([created])
  })

  test('200 with at most two round trips after authorising, whatever is asked', async () => {
    for (const query of [{}, { subject: bakery.owner.profileId }, { actor: bakery.owner.profileId }]) {
      const calls = await callsDuring(() => list(query))
      expect(calls.map(({ command }) => command).slice(1)).toEqual(['QueryCommand', 'BatchGetItemCommand'])
    }
  })

  test('403 forbidden for somebody there without the permission', async () => {
    const { organizationId, plain } = world.customer
    const { detail } = await fail('forbidden', 'listActivities', { by: plain, params: { organizationId } })
    expect(detail).toContain('activities:read')
  })
})

describe('listActivities from the oldest on', () => {
  test('200 up to 60 seconds before now, and then what came since, each once, for as long as somebody follows', async () => {
    const followed: string[] = []
    let cursor: string | undefined
    const follow = async () => {
      const page = await list({ order: 'oldest', limit: '2', ...(cursor && { cursor }) })
      expect(page.nextCursor).not.toBeNull()
      cursor = page.nextCursor ?? undefined
      followed.push(...page.items.map(({ activityId }) => activityId))
      return page.items.length
    }
    const all = async () => (await list({ limit: '100' })).items.map(({ activityId }) => activityId).reverse()

    const before = await all()
    await follow()
    expect(followed.length, 'the youngest are not settled').toBeLessThan(before.length)
    await atTime(after.seconds(61), async () => {
      while ((await follow()) > 0);
      expect(followed).toEqual(before)
      expect(await follow()).toBe(0)
      await invite(bakery.owner, bakery.organizationId)
      expect(await follow()).toBe(0)
    })
    await atTime(after.seconds(125), async () => {
      while ((await follow()) > 0);
      expect(followed).toEqual(await all())
      expect(followed).toHaveLength(before.length + 1)
    })
  })

  test('200 with a cursor that stays valid at the end of a time range, and of an empty list', async () => {
    const until = '2020-01-01T00:00:00.000Z'
    const page = await list({ order: 'oldest', until })
    expect(page).toEqual({ items: [], nextCursor: expect.any(String) })
    expect(await list({ order: 'oldest', until, cursor: page.nextCursor ?? '' })).toEqual(page)
  })

  test('200 with nothing twice when the clock that is asked next is behind', async () => {
    const page = await atTime(after.seconds(300), () => list({ order: 'oldest', limit: '100' }))
    const behind = await atTime(after.seconds(120), () =>
      list({ order: 'oldest', limit: '100', cursor: page.nextCursor ?? '' }),
    )
    expect(behind).toEqual({ items: [], nextCursor: page.nextCursor })
  })
})

/** Somebody who may see activities, and nothing else. */
async function someoneWhoSeesActivitiesAlone(): Promise<Person> {
  const { organizationId, owner } = bakery
  const permissionGroupId = await freshPermissionGroup(bakery, ['activities-viewer'])
  return join(owner, organizationId, { permissionGroups: [permissionGroupId] })
}

/** Takes away what was left of somebody, as erasing does. */
async function erase(profileId: string): Promise<void> {
  const Key = { pk: bakery.organizationId, sk: `profile#${profileId}` }
  const search = (await itemsOf('search')).filter((item) => item.profileId === profileId)
  for (const { pk, sk } of [Key, ...search])
    await documents.send(new DeleteCommand({ TableName: tableName(), Key: { pk, sk } }))
}
