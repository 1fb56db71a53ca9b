import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, sendAgain, type World } from '../../support/world.ts'
import { atTime } from '../../support/world-clock.ts'
import { type Invitee, invite } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'

provesOperation('getInvitation')

let world: World
let invitee: Invitee
beforeAll(async () => {
  world = await seedWorld()
  invitee = await invite(world.customer.owner, world.customer.organizationId)
})

const asked = (by = world.customer.owner, organizationId: string = world.customer.organizationId) => ({
  by,
  params: { organizationId, invitationId: invitee.invitationId },
})

describe('getInvitation', () => {
  test('200 as the list shows it, with a version that is the ETag and rises when it is sent again', async () => {
    const { items } = await succeed('listInvitations', {
      by: world.customer.owner,
      params: { organizationId: world.customer.organizationId },
    })
    const listed = items.find(({ invitationId }) => invitationId === invitee.invitationId)
    const answer = await call('getInvitation', asked())
    const { version, ...shown } = JSON.parse(answer.body)
    expect(shown).toEqual(listed)
    expect(answer.headers.etag).toBe(`"${version}"`)
    await sendAgain(invitee, world.customer.owner)
    expect((await succeed('getInvitation', asked())).version).toBeGreaterThan(version)
  })

  test('200 expired from the moment on at which its link stops working', async () => {
    const end = Date.parse((await succeed('getInvitation', asked())).expiresAt)
    const statusAt = (moment: number) =>
      atTime(new Date(moment).toISOString(), async () => (await succeed('getInvitation', asked())).status)
    expect(await statusAt(end - 1)).toBe('pending')
    expect(await statusAt(end)).toBe('expired')
  })

  test('200 tells nothing that a link is derived from', async () => {
    const { body } = await call('getInvitation', asked())
    const [stored] = (await itemsOf('invitation')).filter(({ invitationId }) => invitationId === invitee.invitationId)
    for (const secret of [stored?.nonce, stored?.addressHash, invitee.link.split('/').at(-1)])
      expect(body).not.toContain(String(secret))
  })

  test("404 for another organization's, as for one that is not there", async () => {
    await fail('not-found', 'getInvitation', asked(world.twin.owner, world.twin.organizationId))
    await fail('not-found', 'getInvitation', {
      by: world.customer.owner,
      params: { organizationId: world.customer.organizationId, invitationId: 'inv_01k2r8v6m0q3s5t7w9x1y3z5a9' },
    })
  })
})
