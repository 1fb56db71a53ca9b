import { beforeAll, describe, expect, test } from 'vitest'
import { action, everyResult, group, organization, put, user } from '../../support/access-questions.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPermissionGroup, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { freshKey } from '../../support/world-keys.ts'
import type { Person } from '../../support/world-people.ts'

/*
 * OpenID AuthZEN Authorization API 1.0, section 8: what it demands of searches, and its examples, section by section. A program asks with a key,
 * so that the examples can be sent as they stand; then they are asked about people and groups that are here.
 */

type Search = 'searchSubjects' | 'searchResources' | 'searchActions'
type Results = {
  readonly page: { readonly next_token: string; readonly count: number }
  readonly results: readonly unknown[]
}

let world: World
let here: MadeTenant
let asker: { readonly organizationId: string; readonly key: string }
/** Two who may read devices in all of three groups. */
let [alice, bob]: Person[] = []
let accounts: readonly string[]
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
  asker = { organizationId: here.organizationId, key: (await freshKey(here)).text }
  accounts = (await Promise.all([1, 2, 3].map(() => freshGroup(here.organizationId)))).sort()
  const role = { defaultRole: 'rol_group-viewer' }
  ;[alice, bob] = [await freshPerson(here, role), await freshPerson(here, role)]
  for (const person of [alice, bob]) for (const account of accounts) await giveGroup(person, account)
})

const anAlice = { type: 'user', id: 'alice@example.com' }
const time = { time: '2024-10-26T01:22-07:00' }
const canRead = { name: 'can_read' }
const subject = () => (alice ? user(alice) : anAlice)
const account = () => group(accounts[0] ?? '')

async function found(search: Search, body: object): Promise<Results> {
  const { status, headers, body: text } = await put(search, asker, body)
  expect([status, headers['content-type']], text).toEqual([200, 'application/json'])
  return JSON.parse(text)
}

/** Of each search a question that finds something, and several of it. */
const questions: Readonly<Record<Search, () => Record<string, object>>> = {
  searchSubjects: () => ({ subject: { type: 'user' }, action: action('devices:read'), resource: account() }),
  searchResources: () => ({ subject: subject(), action: action('devices:read'), resource: { type: 'group' } }),
  searchActions: () => ({ subject: subject(), resource: account() }),
}
const searches = Object.keys(questions) as Search[]

describe('8.1 Semantics', () => {
  test.each(searches)('%s finds what an evaluation then permits', async (search) => {
    const { results } = await found(search, questions[search]())
    expect(results.length).toBeGreaterThan(1)
    for (const result of results) {
      const key = { searchSubjects: 'subject', searchResources: 'resource', searchActions: 'action' }[search]
      const { body } = await put('evaluateAccess', asker, { ...questions[search](), [key]: result })
      expect(body).toBe('{"decision":true}')
    }
  })

  test('a search goes through what lies between: a member of a permission group is found for what its portal roles allow', async () => {
    const permissionGroup = await freshPermissionGroup(here, ['activities-viewer'])
    const member = await freshPerson(here, { permissionGroups: [permissionGroup] })
    const { results } = await found('searchSubjects', {
      subject: { type: 'user' },
      action: action('activities:read'),
      resource: organization(here),
    })
    expect(results).toContainEqual(user(member))
  })
})

describe('8.2 Pagination', () => {
  test.each(searches)(
    '%s: a page that is not all has a `next_token` that is not empty; the last one has an empty one',
    async (search) => {
      const all = await found(search, questions[search]())
      expect(all.page).toEqual({ next_token: '', count: all.results.length })
      const first = await found(search, { ...questions[search](), page: { limit: 1 } })
      expect(first.page.next_token).toMatch(/^[\w-]+$/)
      expect(await everyResult(search, asker, questions[search](), 1)).toEqual(all.results)
    },
  )

  test('8.2.3 the example: three results, two on a page, the second page asked for by its token alone', async () => {
    const body = { subject: anAlice, action: canRead, resource: { type: 'account' } }
    expect(await found('searchResources', { ...body, page: { limit: 2 } })).toEqual({
      page: { next_token: '', count: 0 },
      results: [],
    })
    const asked = questions.searchResources()
    const first = await found('searchResources', { ...asked, page: { limit: 2 } })
    expect(first).toEqual({
      page: { next_token: expect.stringMatching(/./), count: 2 },
      results: accounts.slice(0, 2).map(group),
    })
    const second = await found('searchResources', { ...asked, page: { token: first.page.next_token } })
    expect(second).toEqual({ page: { next_token: '', count: 1 }, results: accounts.slice(2).map(group) })
  })

  test.each(searches)('%s: 400 where an entity or a parameter is another than before', async (search) => {
    const asked = questions[search]()
    const { page } = await found(search, { ...asked, page: { limit: 1 } })
    const on = async (body: object, more = {}) =>
      (await put(search, asker, { ...body, page: { token: page.next_token, ...more } })).status
    expect(await on(asked)).toBe(200)
    expect(await on(asked, { limit: 1 })).toBe(200)
    expect(await on(asked, { limit: 2 })).toBe(400)
    expect(await on({ ...asked, context: time })).toBe(400)
    for (const key of Object.keys(asked))
      expect(await on({ ...asked, [key]: { ...asked[key], properties: { another: true } } }), key).toBe(400)
    expect(await on(search === 'searchSubjects' ? { ...asked, action: canRead } : { ...asked, subject: anAlice })).toBe(
      400,
    )
  })

  test.each(searches)('8.2.1 %s: a limit is no negative integer, and as many results come at most', async (search) => {
    const asked = questions[search]()
    for (const limit of [0, 1, 2, 1000, Number.MAX_SAFE_INTEGER])
      expect((await found(search, { ...asked, page: { limit } })).results.length).toBeLessThanOrEqual(limit)
    for (const limit of [-1, 1.5, '2', null, 1e30])
      expect((await put(search, asker, { ...asked, page: { limit } })).status, String(limit)).toBe(400)
    for (const page of [{}, { properties: { sort: 'name' } }, { unknown: 1 }])
      expect((await found(search, { ...asked, page })).results.length).toBeGreaterThan(1)
  })

  test.each(searches)(
    '8.3 %s: `results` is an array of what is searched for alone, behind `page`, and `count` says how many',
    async (search) => {
      const { body } = await put(search, asker, questions[search]())
      expect(Object.keys(JSON.parse(body))).toEqual(['page', 'results'])
      const { page, results } = JSON.parse(body)
      expect(page.count).toBe(results.length)
      const shape =
        search === 'searchActions'
          ? { name: expect.any(String) }
          : { type: search === 'searchSubjects' ? 'user' : 'group', id: expect.any(String) }
      expect(results).toEqual(results.map(() => shape))
    },
  )
})

describe('8.4 Subject Search API', () => {
  test('8.4.2 the example, as it stands and about those who are here', async () => {
    const body = { subject: { type: 'user' }, action: canRead, resource: { type: 'account', id: '123' }, context: time }
    expect((await found('searchSubjects', body)).results).toEqual([])
    const { results } = await found('searchSubjects', { ...questions.searchSubjects(), context: time })
    for (const person of [alice, bob]) if (person) expect(results).toContainEqual(user(person))
  })

  test('8.4.1 an id of the subject is ignored, whatever it is', async () => {
    const asked = questions.searchSubjects()
    const plain = await found('searchSubjects', asked)
    for (const id of [alice?.identityId, 'alice@example.com', 7, null, {}])
      expect(await found('searchSubjects', { ...asked, subject: { type: 'user', id } })).toEqual(plain)
  })

  test('8.4.1 400 without subject, its type, action, its name, resource, its type or its id', async () => {
    await expectDemanded('searchSubjects', ['subject/type', 'action/name', 'resource/type', 'resource/id'])
  })
})

describe('8.5 Resource Search API', () => {
  test('8.5.2 the example, as it stands and about those who are here', async () => {
    expect(
      (await found('searchResources', { subject: anAlice, action: canRead, resource: { type: 'account' } })).results,
    ).toEqual([])
    expect((await found('searchResources', questions.searchResources())).results).toEqual(accounts.map(group))
  })

  test('8.5.1 an id of the resource is ignored, whatever it is', async () => {
    const asked = questions.searchResources()
    const plain = await found('searchResources', asked)
    for (const id of [accounts[1], '123', 7, null, {}])
      expect(await found('searchResources', { ...asked, resource: { type: 'group', id } })).toEqual(plain)
  })

  test('8.5.1 400 without subject, its type or its id, action, its name, resource or its type', async () => {
    await expectDemanded('searchResources', ['subject/type', 'subject/id', 'action/name', 'resource/type'])
  })
})

describe('8.6 Action Search API', () => {
  test('8.6.2 the example, as it stands and about those who are here', async () => {
    const body = { subject: anAlice, resource: { type: 'account', id: '123' }, context: time }
    expect((await found('searchActions', body)).results).toEqual([])
    const { results } = await found('searchActions', { ...questions.searchActions(), context: time })
    expect(results).toContainEqual(action('devices:read'))
    expect(results).not.toContainEqual(action('devices:manage'))
  })

  test('8.6.1 400 without subject, its type or its id, resource, its type or its id; an action is no part of it', async () => {
    await expectDemanded('searchActions', ['subject/type', 'subject/id', 'resource/type', 'resource/id'])
    const asked = questions.searchActions()
    expect(await found('searchActions', { ...asked, action: canRead })).toEqual(await found('searchActions', asked))
  })
})

/** 400 without any of these attributes, and without the entity that has it. */
async function expectDemanded(search: Search, attributes: readonly string[]): Promise<void> {
  const asked = questions[search]()
  for (const attribute of attributes) {
    const [entity = '', key = ''] = attribute.split('/')
    const { [entity]: given, ...without } = asked
    for (const body of [without, { ...asked, [entity]: { ...given, [key]: undefined } }, { ...asked, [entity]: 'x' }])
      expect((await put(search, asker, body)).status, attribute).toBe(400)
  }
}

test.each(searches)('8.3 %s: an empty list, not an error, where nobody or nothing is known', async (search) => {
  const asked = questions[search]()
  const unknown = [
    ...('id' in Object(asked.subject) ? [{ subject: { type: 'user', id: 'nonexistent' } }] : []),
    ...('id' in Object(asked.resource) ? [{ resource: { type: 'group', id: 'nonexistent' } }] : []),
    ...['subject', 'resource'].map((key) => ({ [key]: { ...asked[key], type: 'spaceship' } })),
  ]
  expect(unknown.length).toBeGreaterThan(2)
  for (const one of unknown) expect((await found(search, { ...asked, ...one })).results).toEqual([])
})
