import { beforeAll, describe, expect, test } from 'vitest'
import { writeCursor } from '../../../shared/frame/cursor.ts'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, sendAgain, type Tenant, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { activate, freshEmail, type Invitee, invite, join } from '../../support/world-people.ts'

provesOperation('listInvitations')

let world: World
let bakery: Tenant
let invitees: Invitee[]
beforeAll(async () => {
  world = await seedWorld()
  bakery = await addCustomer(world.provider, 'Adventure Bakery')
  invitees = []
  for (let number = 0; number < 4; number++) invitees.push(await inviteHere())
})

const inviteHere = () => invite(bakery.owner, bakery.organizationId)
const asked = (query: Record<string, string> = {}, by = bakery.owner) => ({
  by,
  params: { organizationId: bakery.organizationId },
  query,
})
const list = async (query: Record<string, string> = {}) => succeed('listInvitations', asked(query))
const idsOf = (items: readonly { readonly invitationId: string }[]) => items.map(({ invitationId }) => invitationId)

/** All pages of a list. */
async function pages(query: Record<string, string>) {
  const found = [await list(query)]
  for (let next = found[0]?.nextCursor; next; next = found.at(-1)?.nextCursor)
    found.push(await list({ ...query, cursor: next }))
  return found
}

describe('listInvitations', () => {
  test('200 with who invited whom, when, how often, until when, and what became of the mail', async () => {
    const [invitee] = invitees
    const { items } = await list()
    expect(items.find(({ invitationId }) => invitationId === invitee?.invitationId)).toEqual({
      invitationId: invitee?.invitationId,
      profileId: invitee?.profileId,
      email: invitee?.email,
      firstName: null,
      lastName: null,
      status: 'pending',
      revokedBecause: null,
      invitedBy: {
        principal: `user:${bakery.owner.identityId}`,
        organizationId: bakery.organizationId,
        firstName: 'Mia',
        lastName: 'Jansen',
      },
      sentAt: expect.any(String),
      timesSent: 1,
      expiresAt: expect.any(String),
      delivery: 'sent',
      acceptedAt: null,
    })
    const [item] = items
    expect(Date.parse(item?.expiresAt ?? '') - Date.parse(item?.sentAt ?? '')).toBe(after.days(7))
  })

  test('200 newest first, each once, page by page', async () => {
    for (const query of [{ limit: '2' }, { limit: '2', state: 'pending' }]) {
      const found = await pages(query)
      const ids = found.flatMap(({ items }) => idsOf(items))
      expect(ids.filter((id) => idsOf(invitees).includes(id))).toEqual(idsOf(invitees).reverse())
      expect(new Set(ids).size).toBe(ids.length)
      expect(found.slice(0, -1).every(({ items }) => items.length === 2)).toBe(true)
    }
  })

  test('200 by state: pending and expired by the moment of asking, accepted, revoked', async () => {
    const tenant = await addCustomer(world.provider, 'Fourth Coffee')
    const there = tenant.organizationId
    const of = async (state: string) =>
      (await succeed('listInvitations', { by: tenant.owner, params: { organizationId: there }, query: { state } }))
        .items
    const [pending, revoked] = [await invite(tenant.owner, there), await invite(tenant.owner, there)]
    const accepted = await invite(tenant.owner, there)
    await activate(accepted)
    const { invitationId } = revoked
    await succeed('revokeInvitation', { by: tenant.owner, params: { organizationId: there, invitationId } })

    expect(idsOf(await of('pending'))).toEqual([pending.invitationId])
    expect(await of('revoked')).toMatchObject([{ invitationId, status: 'revoked', revokedBecause: 'by-hand' }])
    expect(idsOf(await of('accepted'))).toContain(accepted.invitationId)
    for (const { status, acceptedAt } of await of('accepted'))
      expect({ status, acceptedAt }).toEqual({ status: 'accepted', acceptedAt: expect.any(String) })
    expect(await of('expired')).toEqual([])
    await atTime(after.days(7), async () => {
      expect(await of('pending')).toEqual([])
      expect(await of('expired')).toMatchObject([{ invitationId: pending.invitationId, status: 'expired' }])
    })
  })

  test('200 counts how often it was sent, and names whoever sent it last, from wherever they act', async () => {
    const invitee = await inviteHere()
    await sendAgain(invitee, world.provider.owner)
    const { items } = await list({ limit: '1' })
    expect(items).toMatchObject([
      {
        invitationId: invitee.invitationId,
        timesSent: 2,
        invitedBy: { organizationId: world.provider.organizationId, firstName: 'Ada', lastName: 'Peeters' },
      },
    ])
  })

  test('200 keeps the names of those who were removed, and tells no address of theirs', async () => {
    const tenant = await addCustomer(world.provider, 'Tailspin Toys')
    const inviter = await join(tenant.owner, tenant.organizationId, { defaultRole: 'rol_admin' })
    const gone = await join(inviter, tenant.organizationId)
    for (const { profileId } of [gone, inviter])
      await succeed('removeProfile', { by: tenant.owner, params: { organizationId: tenant.organizationId, profileId } })
    const { items } = await succeed('listInvitations', {
      by: tenant.owner,
      params: { organizationId: tenant.organizationId },
    })
    expect(items.find(({ profileId }) => profileId === gone.profileId)).toMatchObject({
      email: null,
      firstName: 'Robin',
      lastName: 'Claes',
      invitedBy: { firstName: 'Robin', lastName: 'Claes' },
    })
  })

  test('200 and an empty page when those that were left have expired between two pages', async () => {
    const { nextCursor } = await list({ limit: '1', state: 'pending' })
    await atTime(after.days(8), async () =>
      expect(await list({ limit: '1', state: 'pending', cursor: nextCursor ?? '' })).toEqual({
        items: [],
        nextCursor: null,
      }),
    )
  })

  test('400 invalid-cursor for the cursor of another state, another organization, or nobody', async () => {
    const { nextCursor } = await list({ limit: '1' })
    const cursor = nextCursor ?? ''
    await fail('invalid-cursor', 'listInvitations', asked({ cursor, state: 'pending' }))
    const { organizationId, owner } = world.customer
    await fail('invalid-cursor', 'listInvitations', { by: owner, params: { organizationId }, query: { cursor } })
    const made = (...position: string[]) => writeCursor(position, ['listInvitations', bakery.organizationId, 'expired'])
    const [id = ''] = idsOf(invitees)
    for (const forged of [
      'x',
      made('', id),
      made('2026-01-01', id),
      made('2026-01-01T00:00:00.000Z', 'inv_1'),
      made('2999-01-01T00:00:00.000Z', id),
    ])
      await fail('invalid-cursor', 'listInvitations', asked({ cursor: forged, state: 'expired' }))
  })

  test('400 invalid for a state that is none', async () => {
    expect(await faultsOf('listInvitations', asked({ state: 'draft' }))).toEqual(['query#/state invalid-value'])
  })

  test('200 for whoever may read, and 403 for whoever may not', async () => {
    const viewer = await join(bakery.owner, bakery.organizationId, { defaultRole: 'rol_viewer' }, freshEmail())
    await succeed('listInvitations', asked({}, viewer))
    const nobody = await join(bakery.owner, bakery.organizationId)
    await fail('forbidden', 'listInvitations', asked({}, nobody))
  })
})
