import { beforeAll, expect, test } from 'vitest'
import { call } from '../../support/gateway-call.ts'
import { interleaved } from '../../support/interleaving.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'
import { itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

/** So many calls of the table come before somebody else acts, and the rest after it. */
const prefixes = Array.from({ length: 12 }, (_, calls) => calls + 1)

test.each([
  ['withdrawContactRole', 'setDeputy'],
  ['removeProfile', 'setDeputy'],
  ['setDeputy', 'withdrawContactRole'],
  ['setDeputy', 'removeProfile'],
] as const)('nobody stands in for whoever holds nothing, wherever in %s %s falls', async (slow, quick) => {
  for (const calls of prefixes) {
    const customer = await freshCustomer(world.provider)
    const { organizationId, owner: by, plain } = customer
    const { profileId } = await freshPerson(customer, { contactRoles: ['dpo'] })
    const params = { organizationId, profileId, contactRole: 'dpo' }
    const [from, until] = [new Date().toISOString(), '2099-01-01T00:00:00.000Z']
    const acts = {
      setDeputy: () => call('setDeputy', { by, params, body: { deputy: plain.profileId, from, until } }),
      withdrawContactRole: () => call('withdrawContactRole', { by, params }),
      removeProfile: () => call('removeProfile', { by, params: { organizationId, profileId } }),
    }
    const turns = [...Array(calls).fill(0), ...Array(60).fill(1)]
    await interleaved({ turns, conflicts: [] }, [acts[slow], acts[quick]])
    const standing = (await itemsOf('contact')).filter((one) => one.organizationId === organizationId)
    expect(standing, `${quick} after ${calls} calls of ${slow}`).toEqual([])
  }
})
