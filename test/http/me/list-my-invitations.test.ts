import { beforeAll, describe, expect, test } from 'vitest'
import { readCost } from '../../support/capacity.ts'
import { fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { beginCustomer, seedWorld, setStatus, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { activate, freshEmail, invite, join, type Person } from '../../support/world-people.ts'

provesOperation('listMyInvitations')

let world: World
/** Somebody who signs in to the twin. */
let person: Person
beforeAll(async () => {
  world = await seedWorld()
  person = await join(world.twin.owner, world.twin.organizationId)
})

const inviteHere = (email = person.email) => invite(world.customer.owner, world.customer.organizationId, {}, email)
const list = (by: Person, query: Record<string, string> = {}) => succeed('listMyInvitations', { by, query })

describe('listMyInvitations', () => {
  test('200 with what waits for the address, from any organization, and with who invites to what until when', async () => {
    expect(await list(person)).toEqual({ items: [], nextCursor: null })
    const own = await inviteHere(person.email.toUpperCase().replace('CONTOSO.EXAMPLE', 'contoso.example'))
    const acting = await invite(world.provider.owner, world.resellersCustomer.organizationId, {}, person.email)
    const { items, nextCursor } = await list(person)
    expect(nextCursor).toBeNull()
    expect(items).toMatchObject([
      {
        invitationId: acting.invitationId,
        organizationName: 'Adatum',
        invitedBy: { firstName: 'Ada', lastName: 'Peeters', organizationName: 'Northwind Managed Services' },
      },
      {
        invitationId: own.invitationId,
        organizationId: own.organizationId,
        organizationName: 'Contoso Bakeries',
        organizationStatus: 'active',
        profileId: own.profileId,
        firstName: null,
        lastName: null,
        invitedBy: { firstName: 'Mia', lastName: 'Jansen', organizationName: 'Contoso Bakeries' },
      },
    ])
    const [, { sentAt, expiresAt } = { sentAt: '', expiresAt: '' }] = items
    expect(Date.parse(expiresAt) - Date.parse(sentAt)).toBe(after.days(7))
  })

  test('200 without what was accepted, declined, withdrawn, or has expired, and without what is for others', async () => {
    const someone = await join(world.twin.owner, world.twin.organizationId)
    await inviteHere(freshEmail())
    const { invitationId, organizationId } = await inviteHere(someone.email)
    expect((await list(someone)).items).toHaveLength(1)
    await atTime(after.days(8), async () => expect((await list(someone)).items).toEqual([]))
    await succeed('revokeInvitation', { by: world.customer.owner, params: { organizationId, invitationId } })
    expect((await list(someone)).items).toEqual([])
  })

  test('200 says that an organization is suspended, and leaves out one that was removed', async () => {
    const bakery = await beginCustomer(world.provider, 'Fourth Coffee')
    const owner = await activate(bakery.firstOwner)
    const someone = await join(world.twin.owner, world.twin.organizationId)
    await invite(owner, bakery.organizationId, {}, someone.email)
    await setStatus(bakery.organizationId, 'suspended')
    expect((await list(someone)).items).toMatchObject([{ organizationStatus: 'suspended' }])
    await setStatus(bakery.organizationId, 'removed')
    expect((await list(someone)).items).toEqual([])
    await setStatus(bakery.organizationId, 'active')
  })

  test('200 page by page, and 400 invalid-cursor for the cursor of another list, or of another person', async () => {
    const someone = await join(world.twin.owner, world.twin.organizationId)
    const invitees = [await inviteHere(someone.email)]
    for (const { owner, organizationId } of [world.resellersCustomer, world.reseller])
      invitees.push(await invite(owner, organizationId, {}, someone.email))
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list(someone, { limit: '2', ...(cursor && { cursor }) })
      seen.push(...page.items.map(({ invitationId }) => invitationId))
      if (page.nextCursor)
        await fail('invalid-cursor', 'listMyInvitations', { by: person, query: { cursor: page.nextCursor } })
      cursor = page.nextCursor
    } while (cursor)
    expect(seen).toEqual(invitees.map(({ invitationId }) => invitationId).reverse())
    await fail('invalid-cursor', 'listMyInvitations', { by: someone, query: { cursor: 'x' } })
  })

  test('costs one Query and one BatchGet, however many wait', async () => {
    const { calls } = await readCost(() => list(person))
    expect(calls).toBe(3)
  })
})
