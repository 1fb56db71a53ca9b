import { beforeAll, describe, expect, test } from 'vitest'
import { send } from '../../support/gateway.ts'
import { callOf, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type Tenant, type World } from '../../support/world.ts'
import { freshEmail, invite, join } from '../../support/world-people.ts'

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

  test('200 with names of fields, and never a value', async () => {
    const answer = await send(callOf('listActivities', asked()))
    expect(answer.body).not.toMatch(/@|Smets|15123123|sealed|Robin/)
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
    expect(await faultsOf('listActivities', asked({ actor: 'x' }))).toEqual(['query#/actor unknown-field'])
  })

  test('403 forbidden for somebody there without the permission', async () => {
    const { organizationId, plain } = world.customer
    const { detail } = await fail('forbidden', 'listActivities', { by: plain, params: { organizationId } })
    expect(detail).toContain('activities:read')
  })
})
