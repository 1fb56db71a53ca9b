import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseEmailAddress } from '../../../shared/domain/address.ts'
import { id, type OrganizationId } from '../../../shared/domain/ids.ts'
import { sortName } from '../../../shared/domain/sort-name.ts'
import { newIdAt } from '../../../shared/frame/event.ts'
import { membershipsOf } from '../../../shared/frame/memberships.ts'
import { enterMember } from '../../../shared/table/permission-group-member.ts'
import { createProfile, newProfile, type ProfileRecord } from '../../../shared/table/profile.ts'
import { commit } from '../../../shared/table/transaction.ts'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type Tenant, type World } from '../../support/world.ts'
import { freshEmail, join } from '../../support/world-people.ts'

provesOperation('listProfiles')

let world: World
let bakery: Tenant
const names = ['Aerts', 'Baeten', 'Ceulemans', 'Çelik', 'de Vos', 'Peeters', 'Peeters', 'Zaman']
beforeAll(async () => {
  world = await seedWorld()
  bakery = await addCustomer(world.provider, 'Adventure Bakery')
  for (const lastName of [...names].reverse())
    await succeed('createProfile', {
      by: bakery.owner,
      params: { organizationId: bakery.organizationId },
      body: { kind: 'person', user: lastName !== 'Zaman', email: freshEmail(), firstName: 'Jo', lastName },
    })
})

const asked = (query: Record<string, string> = {}) => ({
  by: bakery.owner,
  params: { organizationId: bakery.organizationId },
  query,
})
const list = (query: Record<string, string> = {}) => succeed('listProfiles', asked(query))

/** Every page of a list, one after the other. */
async function pagesOf(query: Record<string, string>) {
  const pages = [await list(query)]
  for (let cursor = pages[0]?.nextCursor; cursor; cursor = pages.at(-1)?.nextCursor) {
    pages.push(await list({ ...query, cursor }))
    expect(pages.length).toBeLessThan(50)
  }
  return pages
}

describe('listProfiles', () => {
  test('200 with everyone, by name: accents and small letters do not count', async () => {
    const { items, nextCursor } = await list()
    expect(nextCursor).toBeNull()
    expect(items.map(({ lastName }) => lastName)).toEqual([
      'Aerts',
      'Baeten',
      'Çelik',
      'Ceulemans',
      'de Vos',
      'Jansen',
      'Peeters',
      'Peeters',
      'Zaman',
    ])
  })

  test.each([1, 2, 3, 8, 9, 10, 100])('200 with the same people in pages of %d', async (limit) => {
    const all = (await list()).items
    const pages = await pagesOf({ limit: String(limit) })
    expect(pages.flatMap(({ items }) => items)).toEqual(all)
    for (const { items } of pages) expect(items.length).toBeLessThanOrEqual(limit)
  })

  test('200 with a name that is nothing but `#`, at every page size', async () => {
    const shop = await addCustomer(world.provider, 'Adventure Signs')
    const by = { by: shop.owner, params: { organizationId: shop.organizationId } }
    for (const displayName of ['#', 'Adatum North', 'Adatum', '##'])
      await succeed('createProfile', { ...by, body: { kind: 'shared-mailbox', email: freshEmail(), displayName } })
    const all = (await succeed('listProfiles', by)).items
    expect(all.map(({ displayName, lastName }) => displayName ?? lastName)).toEqual([
      ...['#', '##', 'Adatum', 'Adatum North'],
      'Jansen',
    ])
    const read: typeof all = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: { items: typeof all; nextCursor: string | null } = await succeed('listProfiles', {
        ...by,
        query: { limit: '1', ...(cursor && { cursor }) },
      })
      read.push(...page.items)
      cursor = page.nextCursor
    }
    expect(read).toEqual(all)
  })

  test.each([
    ['draft', 7],
    ['active', 2],
    ['invited', 0],
    ['deactivated', 0],
  ])('200 with those who are %s', async (status, count) => {
    const pages = await pagesOf({ status, limit: '2' })
    const items = pages.flatMap((page) => page.items)
    expect(items.map((item) => item.status)).toEqual(Array.from({ length: count }, () => status))
  })

  test('200 with nobody of another organization, and nobody twice', async () => {
    const [here, there] = [
      await succeed('listProfiles', {
        by: world.customer.owner,
        params: { organizationId: world.customer.organizationId },
      }),
      await succeed('listProfiles', { by: world.twin.owner, params: { organizationId: world.twin.organizationId } }),
    ]
    const ids = [...here.items, ...there.items].map(({ profileId }) => profileId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(there.items.map(({ profileId }) => profileId)).toContain(world.twin.owner.profileId)
    expect(here.items.length).toBeGreaterThan(5)
  })

  describe('400 invalid-cursor', () => {
    test.each(['x', '', 'e30', Buffer.from('["x","y","z"]').toString('base64url'), 'a'.repeat(1024)])(
      'for %j',
      async (cursor) => {
        await fail('invalid-cursor', 'listProfiles', asked({ cursor }))
      },
    )
    test('for the cursor of another organization, of another filter, and of another list', async () => {
      const { nextCursor } = await list({ limit: '1' })
      const cursor = nextCursor ?? ''
      await fail('invalid-cursor', 'listProfiles', {
        by: world.customer.owner,
        params: { organizationId: world.customer.organizationId },
        query: { cursor },
      })
      await fail('invalid-cursor', 'listProfiles', asked({ cursor, status: 'draft' }))
      const params = { organizationId: bakery.organizationId }
      const activities = await succeed('listActivities', { by: bakery.owner, params, query: { limit: '1' } })
      await fail('invalid-cursor', 'listProfiles', asked({ cursor: activities.nextCursor ?? '' }))
    })
    test('for a position in it that cannot be one', async () => {
      const { nextCursor } = await list({ limit: '1' })
      const [fingerprint, name]: string[] = JSON.parse(Buffer.from(nextCursor ?? '', 'base64url').toString())
      for (const position of [
        [fingerprint],
        [fingerprint, name, name],
        [fingerprint, 'prf_1'],
        [fingerprint, ''],
        [fingerprint, `${'a'.repeat(1000)} #prf_01k2r8v6m0q3s5t7w9x1y3z5a8`],
        [fingerprint, 7],
      ]) {
        const cursor = Buffer.from(JSON.stringify(position)).toString('base64url')
        await fail('invalid-cursor', 'listProfiles', asked({ cursor }))
      }
    })
  })

  test('400 invalid-cursor for a position outside of what was looked for', async () => {
    for (const query of [{ q: 'jo' }, { department: 'IT' }, { permissionGroupId: 'pgr_full-role' }]) {
      const { nextCursor } = await list({ limit: '1' })
      const [, name] = JSON.parse(Buffer.from(nextCursor ?? '', 'base64url').toString())
      const fingerprint = fingerprintOf(query)
      for (const position of ['word#a', 'facet#department=x#y', 'external-id#x', name, ''])
        await fail('invalid-cursor', 'listProfiles', asked({ ...query, cursor: cursorOf([fingerprint, position]) }))
    }
  })

  describe('200 with those who are looked for', () => {
    const found = async (query: Record<string, string>) =>
      (await pagesOf(query)).flatMap(({ items }) => items).map(({ lastName, displayName }) => lastName ?? displayName)

    test('by q, at every page size: once each, whoever begins a word so', async () => {
      for (const limit of ['1', '2', '100']) {
        expect((await found({ q: 'peet', limit })).sort()).toEqual(['Peeters', 'Peeters'])
        expect(await found({ q: 'CELI', limit })).toEqual(['Çelik'])
        expect((await found({ q: 'jo', limit })).length).toBe(8)
        expect(await found({ q: 'vos jo', limit })).toEqual(['de Vos'])
        expect(await found({ q: 'de vos', limit })).toEqual(['de Vos'])
        expect(await found({ q: 'nobody', limit })).toEqual([])
      }
    })
    test('by the whole address, in q or exactly, however it is spelled; and by the externalId', async () => {
      const email = freshEmail('adventure.example')
      const body = { kind: 'shared-mailbox', email, displayName: 'Orders', externalId: 'orders#1' }
      await succeed('createProfile', { ...asked(), query: {}, body })
      expect(await found({ q: email.toUpperCase() })).toEqual(['Orders'])
      expect(await found({ q: 'adventure.ex' })).toEqual(['Orders'])
      expect(await found({ email: email.toUpperCase() })).toEqual(['Orders'])
      expect(await found({ externalId: 'orders#1' })).toEqual(['Orders'])
      expect(await found({ externalId: 'ORDERS#1' })).toEqual([])
      expect(await found({ email, kind: 'person' })).toEqual([])
      expect(await found({ email: freshEmail() })).toEqual([])
      expect(await found({ kind: 'shared-mailbox' })).toEqual(['Orders'])
    })
    test('by their permission group, drafts that are only meant to be in it apart', async () => {
      const { organizationId } = bakery
      const member = await join(bakery.owner, organizationId, { permissionGroups: ['pgr_full-role'] })
      const draft = { kind: 'person', user: true, email: freshEmail(), firstName: 'Dora', lastName: 'Draft' }
      await succeed('createProfile', { ...asked(), query: {}, body: { ...draft, permissionGroups: ['pgr_full-role'] } })
      const { items } = await list({ permissionGroupId: 'pgr_full-role' })
      expect(items.map(({ profileId }) => profileId)).toEqual([member.profileId])
      expect((await list({ permissionGroupId: 'pgr_full-role', q: 'zzz' })).items).toEqual([])
      expect((await list({ permissionGroupId: 'pgr_01k2r8v6m0q3s5t7w9x1y3z5a8' })).items).toEqual([])
    })
    test('and nobody of another organization', async () => {
      expect(await found({ email: world.twin.owner.email })).toEqual([])
      expect(await found({ q: world.twin.owner.email })).toEqual([])
    })

    test('the same as a full filter gives, for random people, filters and pages', async () => {
      const shop = await addCustomer(world.provider, 'Random Bakery')
      const { organizationId } = shop
      const people = await randomPeople(organizationId)
      const by = { by: shop.owner, params: { organizationId } }
      let asked = 0
      await fc.assert(
        fc.asyncProperty(randomQuery, fc.constantFrom(1, 3, 10, 100), async (query, limit) => {
          const ids: string[] = []
          let cursor: string | null = ''
          for (let pages = 0; cursor !== null; pages++) {
            const page: { items: readonly { profileId: string }[]; nextCursor: string | null } = await succeed(
              'listProfiles',
              { ...by, query: { ...query, limit: String(limit), ...(cursor && { cursor }) } },
            )
            expect(page.items.length).toBeLessThanOrEqual(limit)
            ids.push(...page.items.map(({ profileId }) => profileId))
            cursor = page.nextCursor
            if (pages > 300) throw new Error('a list without an end')
          }
          asked++
          expect(ids.filter((one) => one !== shop.owner.profileId).sort()).toEqual(
            people
              .filter((person) => isMeant(person, query))
              .map(({ profileId }) => profileId)
              .sort(),
          )
        }),
        { numRuns: 150 },
      )
      expect(asked).toBeGreaterThanOrEqual(150)
    })
  })

  describe('400 invalid, naming the field', () => {
    test('for a q without a word, and values that cannot be', async () => {
      for (const q of ['#', ' ', '\u0301'])
        expect(await faultsOf('listProfiles', asked({ q }))).toEqual(['query#/q invalid'])
      expect(await faultsOf('listProfiles', asked({ q: '' }))).toEqual([expect.stringMatching(/^query#\/q /)])
      for (const [field, value] of [
        ['email', 'jan'],
        ['kind', 'robot'],
        ['user', 'yes'],
        ['permissionGroupId', 'prf_1'],
        ['department', 'www.x'],
        ['externalId', 'a b'],
      ] as const)
        expect(await faultsOf('listProfiles', asked({ [field]: value }))).toEqual([
          expect.stringMatching(new RegExp(`^query#/${field} `)),
        ])
    })
    test.each(['0', '101', '-1', '1.5', 'ten', '', '1e2x'])('for the limit %j', async (limit) => {
      expect(await faultsOf('listProfiles', asked({ limit }))).toEqual([expect.stringMatching(/^query#\/limit /)])
    })
    test('for a status that there is not, and a filter that is not known', async () => {
      expect(await faultsOf('listProfiles', asked({ status: 'removed' }))).toEqual(['query#/status invalid-value'])
      expect(await faultsOf('listProfiles', asked({ stauts: 'draft' }))).toEqual(['query#/stauts unknown-field'])
    })
    test('for a filter that comes twice', async () => {
      expect(await faultsOf('listProfiles', { ...asked(), query: 'status=draft&status=active' })).toEqual([
        'query#/status invalid-value',
      ])
    })
  })

  test('403 forbidden for somebody there without the permission, 404 not-found for others', async () => {
    const params = { organizationId: world.customer.organizationId }
    await fail('forbidden', 'listProfiles', { by: world.customer.developer, params })
    await fail('not-found', 'listProfiles', { by: world.twin.owner, params })
  })
})

const cursorOf = (content: readonly unknown[]) => Buffer.from(JSON.stringify(content)).toString('base64url')
/** What binds a cursor to its list, made as anybody could make it. */
const fingerprintOf = (query: Record<string, string>) =>
  createHash('sha256')
    .update(['listProfiles', bakery.organizationId, JSON.stringify(Object.entries(query).sort())].join('\n'))
    .digest('base64url')
    .slice(0, 16)

const words = [
  'An',
  'Ann',
  'Anna',
  'ANNA',
  'de',
  'De Smet',
  'Smets',
  'Łoś',
  'Jean-Luc',
  'Öz',
  'Özgür',
  "O'Neil",
  'Ø',
  '#',
]
const departments = ['IT', 'it', 'Sales', 'R&D']
const pick = <Value>(values: readonly Value[], number: number): Value | undefined => values[number % values.length]

/** People who share many beginnings, made without the routes. */
async function randomPeople(organizationId: OrganizationId): Promise<readonly ProfileRecord[]> {
  const now = new Date().toISOString()
  const newId = newIdAt(now)
  const group = id('permissionGroup', 'pgr_full-role')
  const made: ProfileRecord[] = []
  for (let number = 0; number < 120; number++) {
    const kind = number % 11 === 0 ? 'shared-mailbox' : 'person'
    const user = kind === 'person' && number % 3 !== 0
    const email = parseEmailAddress(
      `${pick(['ann', 'an.smet', 'anna-de', 'smets.oz'], number)}.${number}@smet.anna.example`,
    )
    if (!email) throw new Error('no address')
    const base = newProfile(
      {
        kind,
        user,
        status: user ? (pick(['draft', 'draft', 'deactivated'] as const, number) ?? 'draft') : 'active',
        email,
        ...(kind === 'person'
          ? { firstName: pick(words, number * 7), lastName: pick(words, number * 5 + 3) }
          : { displayName: `${pick(words, number)} ${pick(words, number * 3)}` }),
        department: number % 4 === 0 ? undefined : pick(departments, number),
        permissionGroups: user && number % 5 === 0 ? { [group]: {} } : {},
        externalId: number % 2 ? `person-${number}` : undefined,
      },
      { organizationId, profileId: newId('profile'), language: 'en', now },
    )
    const member = membershipsOf(base).map((permissionGroupId) =>
      enterMember({ organizationId, permissionGroupId, profileId: base.profileId, validity: {} }),
    )
    await commit(
      [...createProfile(base, { addressTaken: 'moved', externalIdTaken: 'moved' }), ...member],
      newId('activity'),
    )
    made.push(base)
  }
  return made
}

const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 2 })
type Query = Readonly<Record<string, string>>
const randomQuery: fc.Arbitrary<Query> = fc
  .record({
    q: optional(
      fc.constantFrom(
        'a',
        'an',
        'ANN',
        'anna',
        'anna.ex',
        'de',
        'de sm',
        'smet anna',
        'sme',
        'los',
        'luc',
        'jean-l',
        'oz',
        'özgu',
        "o'n",
        'neil',
        'o',
        'ann.5',
        'an.smet.1@smet.anna.example',
        'example',
        'x',
        'a a',
      ),
    ),
    status: optional(fc.constantFrom('draft', 'deactivated', 'active', 'invited')),
    kind: optional(fc.constantFrom('person', 'shared-mailbox')),
    user: optional(fc.constantFrom('true', 'false')),
    department: optional(fc.constantFrom(...departments, 'None')),
    permissionGroupId: optional(fc.constantFrom('pgr_full-role', 'pgr_reports-viewer')),
    externalId: fc.option(fc.constantFrom('person-1', 'person-7', 'nobody'), { nil: undefined, freq: 12 }),
    email: fc.option(fc.constantFrom('ANN.4@smet.anna.example', 'an.smet.1@smet.anna.example'), {
      nil: undefined,
      freq: 12,
    }),
  })
  .map((query) => Object.fromEntries(Object.entries(query).filter((entry): entry is [string, string] => !!entry[1])))

/** What looking for somebody means, said once more without keys, indexes or entries. */
function isMeant(person: ProfileRecord, query: Query): boolean {
  const { q, email, user, department, permissionGroupId, ...same } = query
  const folded = (text: string) => sortName(text)
  const names = [person.firstName, person.lastName, person.displayName].flatMap((name) => name?.split(/\s+/) ?? [])
  const address = person.email.toLowerCase()
  const begins = (text: string, word: string, lastCounts: boolean) =>
    [...text].some((_, at) => {
      const isStart = at === 0 || (/[\p{L}\p{N}]/u.test(text[at] ?? '') && !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ''))
      return isStart && text.slice(at).startsWith(word) && (lastCounts || text.slice(at) !== 'example')
    })
  return (
    (q === undefined ||
      folded(q)
        .split(' ')
        .every((word) => names.some((name) => begins(folded(name), word, true)) || begins(address, word, false))) &&
    (email === undefined || address === email.toLowerCase()) &&
    (user === undefined || String(person.user) === user) &&
    (department === undefined || person.department?.toLowerCase() === department.toLowerCase()) &&
    (permissionGroupId === undefined ||
      (person.status !== 'draft' && Object.keys(person.permissionGroups).includes(permissionGroupId))) &&
    Object.entries(same).every(([field, value]) => Reflect.get(person, field) === value)
  )
}
