import { beforeAll, describe, expect, test } from 'vitest'
import { getProfile } from '../../../shared/table/profile.ts'
import { call } from '../../support/gateway-call.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import { freshEmail, type Grants, type Person } from '../../support/world-people.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const acts = ['changeProfile', 'resetMfa', 'signOutProfile', 'deactivateProfile', 'removeProfile'] as const

const targets: Readonly<Record<string, Grants>> = {
  user: {},
  administrator: { permissionGroups: ['pgr_full-role'] },
  Admin: { defaultRole: 'rol_admin' },
  owner: { defaultRole: 'rol_owner' },
}

/** Who acts, and what comes of it towards each target, in the order above: the same for every act, since all ask one predicate (A5). */
const outcomes: readonly (readonly [string, (of: World) => Person, readonly string[]])[] = [
  ["another organization's owner", ({ twin }) => twin.owner, ['not-found', 'not-found', 'not-found', 'not-found']],
  ['a user without rights', ({ customer }) => customer.plain, ['forbidden', 'forbidden', 'forbidden', 'forbidden']],
  ['an Admin', ({ customer }) => customer.admin, ['ok', 'ok', 'ok', 'owner-only']],
  ['one acting for a customer', ({ provider }) => provider.owner, ['ok', 'ok', 'ok', 'owner-only']],
  ['an owner', ({ customer }) => customer.owner, ['ok', 'ok', 'ok', 'ok']],
]

describe.each(acts)('the take-over matrix of %s', (act) => {
  test.each(outcomes)('by %s', async (_, caller, expected) => {
    const found: string[] = []
    for (const grants of Object.values(targets)) found.push(await outcomeOf(act, caller(world), grants))
    expect(found).toEqual(expected)
  })
})

async function outcomeOf(act: (typeof acts)[number], by: Person, grants: Grants): Promise<string> {
  const target = await freshPerson(world.customer, grants)
  const { organizationId, profileId } = target
  const before = await getProfile(target)
  const answer = await call(act, {
    by,
    params: { organizationId, profileId },
    ...(act === 'changeProfile' && {
      headers: { 'if-match': `"${before?.version}"` },
      body: { email: freshEmail() },
    }),
  })
  const reply: { code?: string } = JSON.parse(answer.body)
  if (reply.code !== undefined) expect(await getProfile(target), 'a refusal changes nothing').toEqual(before)
  return reply.code ?? 'ok'
}
