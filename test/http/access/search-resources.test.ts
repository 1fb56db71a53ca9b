import { beforeAll, describe, expect, test } from 'vitest'
import { about, everyResult, group, organization, profile, put, service, user } from '../../support/access-questions.ts'
import { expectProblem, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { meter } from '../../support/meter.ts'
import { giveGroup, seedWorld, setServices, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { freshKey } from '../../support/world-keys.ts'
import type { Person } from '../../support/world-people.ts'

provesOperation('searchResources')

let world: World
let here: MadeTenant
let operator: Person
let groups: readonly string[]
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
  groups = await Promise.all([1, 2, 3].map(() => freshGroup(here.organizationId)))
  operator = await freshPerson(here, { defaultRole: 'rol_group-operator' })
  for (const groupId of groups.slice(0, 2)) await giveGroup(operator, groupId)
})

const asker = () => ({ organizationId: here.organizationId, by: here.owner })
const question = (subject: object, name: string, type: string, where = here) => about(where, subject, name, { type })
const found = async (...asked: Parameters<typeof question>) => {
  const { page, results } = await succeed('searchResources', { by: here.owner, body: question(...asked) })
  expect(page).toEqual({ next_token: '', count: results.length })
  return results
}
const sorted = (ids: readonly string[]) => ids.toSorted().map(group)

describe('searchResources', () => {
  test('200 the groups in which they may, by access to them or by a role that reaches all', async () => {
    for (const name of [user, profile]) {
      expect(await found(name(operator), 'devices:manage', 'group')).toEqual(sorted(groups.slice(0, 2)))
      expect(await found(name(here.owner), 'devices:manage', 'group')).toEqual(sorted(groups))
      expect(await found(name(here.plain), 'devices:manage', 'group')).toEqual([])
    }
    for (const { type, id } of await found(user(operator), 'devices:manage', 'group'))
      expect(
        await succeed('evaluateAccess', {
          by: here.owner,
          body: about(here, user(operator), 'devices:manage', { type, id }),
        }),
      ).toEqual({ decision: true })
  })

  test('200 the organization, and the service of an application role', async () => {
    expect(await found(user(here.owner), 'profiles:read', 'organization')).toEqual([organization(here)])
    expect(await found(user(operator), 'profiles:read', 'organization')).toEqual([])
    await setServices(here.organizationId, ['service-desk'])
    const requester = await freshPerson(here, { permissionGroups: ['pgr_service-desk-requester'] })
    expect(await found(profile(requester), 'service-desk:requester', 'service')).toEqual([service('service-desk')])
    expect(await found(profile(requester), 'service-desk:ticket-handler', 'service')).toEqual([])
    expect(await found(profile(requester), 'service-desk:requester', 'organization')).toEqual([])
  })

  test('200 by acting for the organization (A12)', async () => {
    expect(await found(user(world.provider.owner), 'groups:read', 'group')).toEqual(sorted(groups))
    expect(await found(user(world.provider.owner), 'devices:manage', 'group')).toEqual([])
  })

  test('200 page by page, each once; a page of no results leads to itself', async () => {
    for (const limit of [1, 2, 1000])
      expect(
        await everyResult('searchResources', asker(), question(user(operator), 'devices:manage', 'group'), limit),
      ).toEqual(sorted(groups.slice(0, 2)))
    for (const type of ['group', 'organization']) {
      const body = { ...question(user(here.owner), 'profiles:read', type), page: { limit: 0 } }
      expect(JSON.parse((await put('searchResources', asker(), body)).body)).toMatchObject({
        page: { count: 0, next_token: expect.stringMatching(/./) },
        results: [],
      })
    }
  })

  test('200 in two round trips after who asks is known', async () => {
    const { text } = await freshKey(here)
    const who = { organizationId: here.organizationId, key: text }
    const body = question(user(operator), 'devices:manage', 'group')
    await put('searchResources', who, body)
    expect((await meter(() => put('searchResources', who, body))).roundTrips).toBeLessThanOrEqual(3)
  })

  test('200 nothing, with the same bytes, for who is elsewhere or nowhere, and for what there is not', async () => {
    const absent = '01k2r8v6m0q3s5t7w9x1y3z5a6'
    const { twin } = world
    const questions = [
      ...[user(twin.owner), profile(twin.owner), { type: 'user', id: `idn_${absent}` }, { type: 'x', id: 'x' }].flatMap(
        (subject) => [question(subject, 'profiles:read', 'organization'), question(subject, 'groups:read', 'group')],
      ),
      question(user(here.owner), 'can_read', 'group'),
      question(user(here.owner), 'profiles:read', 'document'),
    ]
    for (const body of questions)
      expect((await put('searchResources', asker(), body)).body).toBe(
        '{"page":{"next_token":"","count":0},"results":[]}',
      )
  })

  test('400 invalid-cursor with the token of another question', async () => {
    const body = question(user(here.owner), 'devices:manage', 'group')
    const { page } = JSON.parse((await put('searchResources', asker(), { ...body, page: { limit: 1 } })).body)
    const other = { ...question(user(operator), 'devices:manage', 'group'), page: { token: page.next_token } }
    expectProblem('invalid-cursor', await put('searchResources', asker(), other))
  })
})
