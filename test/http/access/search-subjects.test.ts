import { beforeAll, describe, expect, test } from 'vitest'
import { about, everyResult, group, organization, put, service, user } from '../../support/access-questions.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { expectProblem, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { deactivate, giveGroup, seedWorld, setServices, type World } from '../../support/world.ts'
import { freshCustomer, freshDraft, freshInvitee, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'

provesOperation('searchSubjects')

let world: World
let here: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
})

const asker = () => ({ organizationId: here.organizationId, by: here.owner })
const question = (type: string, name: string, resource: object = organization(here), context = {}) =>
  about(here, { type }, name, resource, context)
const found = async (...asked: Parameters<typeof question>) => {
  const { page, results } = await succeed('searchSubjects', { by: here.owner, body: question(...asked) })
  expect(page).toEqual({ next_token: '', count: results.length })
  return results
}

describe('searchSubjects', () => {
  test('200 whoever may, as sign-ins and as profiles; nobody who is deactivated, invited, a draft or from elsewhere', async () => {
    const admin = { defaultRole: 'rol_admin' }
    const person = await freshPerson(here, admin)
    await deactivate(await freshPerson(here, admin))
    await freshInvitee(here, admin)
    await freshDraft(here, admin)
    const [users, profiles] = [await found('user', 'profiles:manage'), await found('profile', 'profiles:manage')]
    const ids = (results: readonly { readonly id: string }[]) => results.map(({ id }) => id).sort()
    expect(ids(users)).toEqual([here.owner.identityId, person.identityId].sort())
    expect(ids(profiles)).toEqual([here.owner.profileId, person.profileId].sort())
    expect(new Set(users.map(({ type }) => type))).toEqual(new Set(['user']))
    expect(new Set(profiles.map(({ type }) => type))).toEqual(new Set(['profile']))
    // Whom it finds, evaluateAccess lets.
    for (const subject of [...users, ...profiles])
      expect(
        await succeed('evaluateAccess', { by: here.owner, body: { ...question('', 'profiles:manage'), subject } }),
      ).toEqual({ decision: true })
  })

  test('200 those whom whoCan lists, in the same order', async () => {
    const params = { organizationId: here.organizationId }
    const { items } = await succeed('whoCan', { by: here.owner, params, query: { permission: 'profiles:read' } })
    expect((await found('profile', 'profiles:read')).map(({ id }) => id)).toEqual(
      items.map(({ profileId }) => profileId),
    )
  })

  test('200 in a group and in a service', async () => {
    const groupId = await freshGroup(here.organizationId)
    const operator = await freshPerson(here, { defaultRole: 'rol_group-operator' })
    await giveGroup(operator, groupId)
    expect(await found('user', 'devices:manage', group(groupId))).toContainEqual(user(operator))
    expect(await found('user', 'devices:manage')).not.toContainEqual(user(operator))
    await setServices(here.organizationId, ['service-desk'])
    const requester = await freshPerson(here, { permissionGroups: ['pgr_service-desk-requester'] })
    expect(await found('user', 'service-desk:requester', service('service-desk'))).toEqual([user(requester)])
    expect(await found('user', 'service-desk:requester', service('reports'))).toEqual([])
  })

  test('200 page by page, each once; pages may be short, and one of no results leads to itself', async () => {
    const whole = await found('profile', 'profiles:read')
    expect(whole.length).toBeGreaterThan(1)
    for (const limit of [1, 2, 1000])
      expect(await everyResult('searchSubjects', asker(), question('profile', 'profiles:read'), limit)).toEqual(whole)
    const none = JSON.parse(
      (await put('searchSubjects', asker(), { ...question('profile', 'profiles:read'), page: { limit: 0 } })).body,
    )
    expect(none).toMatchObject({ page: { count: 0, next_token: expect.stringMatching(/./) }, results: [] })
  })

  test('200 a hundred on a page at most, whatever limit is asked for', async () => {
    const body = question('profile', 'profiles:read')
    const lookedAt = async (limit: number) => {
      const calls = await callsDuring(() => put('searchSubjects', asker(), { ...body, page: { limit } }))
      return calls.flatMap(({ input }) => ('Limit' in input ? [input.Limit] : []))
    }
    for (const [limit, most] of [
      [99, 99],
      [100, 100],
      [101, 100],
      [1_000_000, 100],
    ] as const)
      expect(await lookedAt(limit)).toEqual([most])
  })

  test('400 invalid-cursor with the token of another question, organization or search, of another limit, or of nobody', async () => {
    const asked = question('profile', 'profiles:read')
    const { page } = JSON.parse((await put('searchSubjects', asker(), { ...asked, page: { limit: 1 } })).body)
    const on = (body: object, more = {}) =>
      put('searchSubjects', asker(), { ...body, page: { token: page.next_token, ...more } })
    expect((await on(asked)).status).toBe(200)
    expect((await on(asked, { limit: 1 })).status).toBe(200)
    // In whatever order its members come, it is the same question.
    const turned = JSON.parse(JSON.stringify(asked), (_, value) =>
      typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).reverse()) : value,
    )
    expect((await on(turned)).status).toBe(200)
    // An id of the subject is ignored.
    expect((await on({ ...asked, subject: { ...asked.subject, id: 7 } })).status).toBe(200)
    const groupId = await freshGroup(here.organizationId)
    const others = [
      question('user', 'profiles:read'),
      question('profile', 'profiles:manage'),
      question('profile', 'profiles:read', group(groupId)),
      question('profile', 'profiles:read', organization(here), { time: 'now' }),
      { ...asked, subject: { type: 'profile', properties: { department: 'IT' } } },
    ]
    for (const body of others) expectProblem('invalid-cursor', await on(body))
    expectProblem('invalid-cursor', await on(asked, { limit: 2 }))
    for (const token of ['x', '', page.next_token.slice(2), `${page.next_token}AA`])
      expectProblem('invalid-cursor', await put('searchSubjects', asker(), { ...asked, page: { token } }))
    const { twin } = world
    const there = about(twin, { type: 'profile' }, 'profiles:read', organization(twin))
    expectProblem(
      'invalid-cursor',
      await put('searchSubjects', { ...twin, by: twin.owner }, { ...there, page: { token: page.next_token } }),
    )
    const resources = about(here, user(here.owner), 'profiles:read', { type: 'group' })
    expectProblem(
      'invalid-cursor',
      await put('searchResources', asker(), { ...resources, page: { token: page.next_token } }),
    )
  })

  test('200 nobody, with the same bytes, for what is elsewhere, nowhere, or nothing at all', async () => {
    const absent = '01k2r8v6m0q3s5t7w9x1y3z5a6'
    const { twin } = world
    const questions = [
      ...[organization(twin), organization({ organizationId: `org_${absent}` }), group(twin.things.groupId)].map(
        (resource) => question('user', 'profiles:read', resource),
      ),
      ...[group(`grp_${absent}`), { type: 'x', id: 'x' }].map((resource) =>
        question('user', 'profiles:read', resource),
      ),
      ...[question('device', 'profiles:read'), question('user', 'can_read')],
    ]
    for (const body of questions)
      expect((await put('searchSubjects', asker(), body)).body).toBe(
        '{"page":{"next_token":"","count":0},"results":[]}',
      )
  })
})
