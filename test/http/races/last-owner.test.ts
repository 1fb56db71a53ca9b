import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { listOwners } from '../../../shared/table/owners.ts'
import { call } from '../../support/gateway-call.ts'
import { interleaved, type Schedule, schedules } from '../../support/interleaving.ts'
import { tally } from '../../support/table-fixtures.ts'
import { trials } from '../../support/trials.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshOrganization, freshPerson } from '../../support/world-fresh.ts'
import { freshEmail, type Person } from '../../support/world-people.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

/** Every way in which somebody stops being an active owner. */
const endings = {
  deactivateProfile: () => ({}),
  removeProfile: () => ({}),
  'changeProfile, to a contact': () => ({ body: { user: false }, headers: { 'if-match': '"1"' } }),
  'changeProfile, to another address': () => ({ body: { email: freshEmail() }, headers: { 'if-match': '"1"' } }),
}
type Ending = keyof typeof endings
const operationOf = (ending: Ending) => ending.split(',')[0] as OperationId

/** One of them stops being an owner: by themselves, or by the next one, who may have stopped before. */
const step = fc.record({
  whose: fc.nat({ max: 3 }),
  ending: fc.constantFrom(...(Object.keys(endings) as Ending[])),
  by: fc.constantFrom('themselves', 'themselves', 'themselves', 'the next'),
})
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never
const race = fc.record({
  owners: fc.integer({ min: 2, max: 4 }),
  steps: fc.array(step, { minLength: 2, maxLength: 5 }),
})

/** What a step may be answered: done; too late for that owner, or for whoever asked; or the last one. */
const expected = [200, 401, 403, 404, 409, 412, 503]

test('two to four owners who end each other at once, in every way there is: one is always left, and no more than need be', async () => {
  const statuses: string[] = []
  let exact = 0
  await fc.assert(
    fc.asyncProperty(race, schedules(), async ({ owners: count, steps }, schedule) => {
      const organization = await freshOrganization(world.provider)
      const owners = await Promise.all(
        Array.from({ length: count }, () => freshPerson(organization, { defaultRole: 'rol_owner' })),
      )
      const answers = await run(owners, steps, schedule)
      for (const answer of answers) expect(expected, answer.body).toContain(answer.status)
      statuses.push(...answers.map(({ status }) => String(status)))

      const left = await listOwners(organization.organizationId)
      expect(left.length).toBeGreaterThan(0)
      const targets = new Set(steps.map(({ whose }) => whose % count))
      const ended = owners.filter(({ profileId }) => !left.includes(profileId))
      expect(ended.every((person) => targets.has(owners.indexOf(person)))).toBe(true)
      // Where somebody gave up, or had lost the right to ask, more may be left.
      const allHeard = steps.every(({ by }) => by === 'themselves') && answers.every(({ status }) => status !== 503)
      if (allHeard) expect(ended).toHaveLength(Math.min(targets.size, count - 1))
      if (allHeard) exact++
      const [someone] = owners.filter(({ profileId }) => left.includes(profileId))
      expect((await call('getOrganization', { by: someone ?? 'nobody', params: organization })).status).toBe(200)
    }),
    trials('R3 owners who end each other at once', 1000),
  )
  console.log(`R3: ${JSON.stringify(tally(statuses))}; ${exact} races with an exact number of winners`)
  expect(new Set(statuses)).toEqual(new Set([...statuses, '200', '409']))
  expect(exact).toBeGreaterThan(0)
})

function run(owners: readonly Person[], steps: readonly Step[], schedule: Schedule) {
  const at = (position: number): Person => {
    const person = owners[position % owners.length]
    if (!person) throw new Error('a race without owners')
    return person
  }
  return interleaved(
    schedule,
    steps.map(({ whose, ending, by }) => () => {
      const { organizationId, profileId } = at(whose)
      const caller = at(by === 'themselves' ? whose : whose + 1)
      return call(operationOf(ending), { by: caller, params: { organizationId, profileId }, ...endings[ending]() })
    }),
  )
}
