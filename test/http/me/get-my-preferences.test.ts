import { beforeAll, describe, expect, test } from 'vitest'
import { call, expectProblem, fail, faultsOf, succeed, withoutRequestId } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { endTokens, seedWorld, setStatus, type World } from '../../support/world.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import type { Person } from '../../support/world-people.ts'

provesOperation('getMyPreferences')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const mine = (by: Person, organizationId: string = by.organizationId) => ({ by, query: { organizationId } })

describe('getMyPreferences', () => {
  test('200 with nothing switched off to begin with, and the ETag that changing it takes', async () => {
    const person = await freshPerson(world.customer)
    const { headers } = await call('getMyPreferences', mine(person))
    const { organizationId } = person
    expect(await succeed('getMyPreferences', mine(person))).toEqual({ organizationId, mutedCategories: [], version: 1 })
    expect(headers.etag).toBe('"1"')
  })

  test('404 not-found alike for an organization of others and for none', async () => {
    const { plain } = world.customer
    const foreign = await call('getMyPreferences', mine(plain, world.twin.organizationId))
    expectProblem('not-found', foreign)
    const absent = await call('getMyPreferences', mine(plain, 'org_01k2r8v6m0q3s5t7w9x1y3z5a7'))
    expect(withoutRequestId(absent)).toEqual(withoutRequestId(foreign))
  })

  test('403 forbidden while the organization is suspended, and for whoever was deactivated', async () => {
    await fail('forbidden', 'getMyPreferences', mine(world.customer.deactivated))
    await setStatus(world.twin.organizationId, 'suspended')
    await fail('forbidden', 'getMyPreferences', mine(world.twin.owner))
    await setStatus(world.twin.organizationId, 'active')
  })

  test('401 unauthenticated with a token from before they were signed out there, 400 invalid without an organization', async () => {
    const person = await freshPerson(world.customer)
    const now = Math.floor(Date.now() / 1000)
    await endTokens(person, now)
    const headers = bearer(accessToken(person.identityId, { iat: now - 1 }))
    const { query } = mine(person)
    expectProblem('unauthenticated', await call('getMyPreferences', { query, headers }))
    expect(await faultsOf('getMyPreferences', { by: person })).toEqual(['query#/organizationId required'])
  })
})
