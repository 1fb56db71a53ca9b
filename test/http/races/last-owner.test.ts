import { beforeAll, expect, test } from 'vitest'
import { call } from '../../support/gateway-call.ts'
import { interleaved } from '../../support/interleaving.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson } from '../../support/world-fresh.ts'
import type { Person } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

/** So many calls of the table come before somebody else acts, and the rest after it. */
const prefixes = Array.from({ length: 8 }, (_, calls) => calls)

/** Every way in which somebody is an owner no more, by another one. */
const takes = {
  setDefaultRole: { body: { roleId: 'rol_admin' } },
  clearDefaultRole: {},
  deactivateProfile: {},
  removeProfile: {},
} as const
type Take = keyof typeof takes
const pairs = (Object.keys(takes) as Take[]).flatMap((one, at) =>
  (Object.keys(takes) as Take[]).slice(at).map((other) => [one, other] as const),
)

test.each(pairs)(
  'the last owner stays, wherever in %s of one of two %s of the other falls (A7)',
  async (one, other) => {
    for (const calls of prefixes) {
      const customer = await freshCustomer(world.provider)
      const { organizationId, owner } = customer
      const second = await freshPerson(customer, { defaultRole: 'rol_owner' })
      const take = (what: Take, by: Person, from: Person) => () =>
        call(what, { by, params: { organizationId, profileId: from.profileId }, ...takes[what] })
      const turns = [...Array(calls).fill(0), ...Array(60).fill(1)]
      const acts = [take(one, owner, second), take(other, second, owner)] as const
      const answers = await interleaved({ turns, conflicts: [] }, [...acts])
      const owners = (await itemsOf('profile')).filter(
        (profile) =>
          profile.organizationId === organizationId &&
          profile.status === 'active' &&
          JSON.stringify(profile.defaultRole)?.includes('rol_owner'),
      )
      expect(owners.length, `after ${calls} calls: ${JSON.stringify(answers)}`).toBe(1)
    }
  },
)
