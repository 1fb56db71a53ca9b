import { createHash } from 'node:crypto'
import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldAddress } from '../../shared/domain/address.ts'
import type { OrganizationId, ProfileId } from '../../shared/domain/ids.ts'
import { sortName } from '../../shared/domain/sort-name.ts'
import { documents } from '../../shared/table/client.ts'
import { changeProfile, createProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { tableName } from '../../shared/table/schema.ts'
import { findByAddress, searchWrites } from '../../shared/table/search.ts'
import { aProfile, attemptTo, email, itemAt, newId, refusals, save } from '../support/table-fixtures.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('base64url')

describe('the entries of somebody new', () => {
  test('are their address, their words, their department and their externalId, each in its place', async () => {
    const profile = aProfile(newId('organization'), {
      email: email('An.Smet@Contoso.example'),
      firstName: 'An',
      lastName: 'De Smets',
      department: 'IT',
      externalId: 'HR#1',
    })
    await save(createProfile(profile, refusals))
    const { organizationId, profileId } = profile
    expect(await entries(organizationId)).toEqual({
      'word#an.smet@contoso.example': [profileId, 0],
      [`word#contoso.example#${profileId}`]: [profileId, 0],
      [`word#de#${profileId}`]: [profileId, 0],
      [`word#smet@contoso.example#${profileId}`]: [profileId, 0],
      [`word#smets#${profileId}`]: [profileId, 4],
      [`facet#department=${hash('it').slice(0, 22)}#${profileId}`]: [profileId, 0],
      [`external-id#${hash('HR#1')}`]: [profileId, 0],
    })
  })

  test('stand in a partition of their own, with ids only', async () => {
    const profile = aProfile(newId('organization'), { email: email('a@b.example'), phone: '+3215000000' })
    await save(createProfile(profile, refusals))
    const { organizationId, profileId } = profile
    expect(await itemAt(`${organizationId}#search`, 'word#a@b.example')).toEqual({
      pk: `${organizationId}#search`,
      sk: 'word#a@b.example',
      organizationId,
      position: 'word#a@b.example',
      profileId,
      shared: 0,
      __edb_e__: 'search',
      __edb_v__: '1',
    })
  })

  test('always hold the whole address, since it is the guard, even where another word begins with it', async () => {
    const profile = aProfile(newId('organization'), {
      email: email('jo@b.example'),
      lastName: 'jo@b.example.nonsense',
    })
    await save(createProfile(profile, refusals))
    expect(await entries(profile.organizationId)).toHaveProperty(['word#jo@b.example'])
    expect(await findByAddress(profile.organizationId, profile.email)).toBe(profile.profileId)
  })

  test('are at most 24 words, whatever the names', async () => {
    const words = Array.from({ length: 40 }, (_, number) => `w${String(number).padStart(2, '0')}x`).join(' ')
    const profile = aProfile(newId('organization'), { displayName: words })
    await save(createProfile(profile, refusals))
    const found = Object.keys(await entries(profile.organizationId))
    expect(found).toHaveLength(24)
    expect(found).toContain(`word#${foldAddress(profile.email)}`)
  })
})

describe('a change', () => {
  const fields = {
    email: email('an.smet@contoso.example'),
    firstName: 'An',
    lastName: 'Smet',
    department: 'IT',
  } as const

  test('writes only the entries that differ', () => {
    const before = aProfile(newId('organization'), fields)
    const positions = (after: ProfileRecord) =>
      searchWrites(before, after, refusals).map(
        ({ item }) => `${item.Put ? '+' : '-'} ${item.Put?.Item?.position ?? item.Delete?.Key?.sk}`,
      )
    const { profileId } = before
    expect(positions({ ...before, status: 'active', phone: '+3215000000', jobTitle: 'Engineer' })).toEqual([])
    expect(positions({ ...before, email: email('AN.Smet@contoso.example') })).toEqual([])
    expect(positions({ ...before, lastName: 'Vos' })).toEqual([`+ word#vos#${profileId}`])
    expect(positions({ ...before, department: 'HR' })).toEqual([
      `- facet#department=${hash('it').slice(0, 22)}#${profileId}`,
      `+ facet#department=${hash('hr').slice(0, 22)}#${profileId}`,
    ])
  })

  test('leaves what a new profile of that shape would have, for any two shapes', async () => {
    const word = fc.constantFrom('An', 'Ann', 'Anna', 'de', 'De Smet', 'smet', 'Łoś', 'contoso', 'An.Smet', undefined)
    const address = fc.constantFrom('an@contoso.example', 'ann.smet@contoso.example', 'AN@contoso.example')
    const shape = fc.record({
      email: address.map(email),
      firstName: word,
      lastName: word,
      department: word,
      externalId: word,
    })
    await fc.assert(
      fc.asyncProperty(shape, shape, async (one, other) => {
        const before = aProfile(newId('organization'), one)
        const after = { ...before, ...other }
        const fresh = { ...after, organizationId: newId('organization') }
        await save(createProfile(before, refusals))
        await save(changeProfile(before, after, refusals))
        await save(createProfile(fresh, refusals))
        expect(await entries(before.organizationId)).toEqual(await entries(fresh.organizationId))
      }),
      { numRuns: 25 },
    )
  })

  test('brings `shared` up to date where a neighbour came or went', async () => {
    const before = aProfile(newId('organization'), { email: email('x@b.example'), firstName: 'Annabel' })
    const { organizationId, profileId } = before
    await save(createProfile(before, refusals))
    expect(await entries(organizationId)).toMatchObject({ [`word#annabel#${profileId}`]: [profileId, 0] })
    await save(changeProfile(before, { ...before, lastName: 'Anders' }, refusals))
    expect(await entries(organizationId)).toMatchObject({
      [`word#anders#${profileId}`]: [profileId, 0],
      [`word#annabel#${profileId}`]: [profileId, 2],
    })
  })

  test('removes all of them when the profile goes', async () => {
    const profile = aProfile(newId('organization'), { ...fields, externalId: 'HR-1' })
    await save(createProfile(profile, refusals))
    await save(searchWrites(profile, undefined, refusals))
    expect(await entries(profile.organizationId)).toEqual({})
  })

  test("fails as moved, and never touches another's entry, where what was read is no longer so", async () => {
    const profile = aProfile(newId('organization'), { email: email('an@contoso.example') })
    const impostor = aProfile(profile.organizationId, { email: email('AN@contoso.example') })
    await save(createProfile(profile, refusals))
    const found = await entries(profile.organizationId)
    expect(await attemptTo(searchWrites(impostor, undefined, refusals))).toBe('moved')
    const withWord = { ...impostor, lastName: 'An@contoso.example.be' }
    expect(await attemptTo(searchWrites(impostor, withWord, refusals))).not.toBe('done')
    expect(await entries(profile.organizationId)).toEqual(found)
  })
})

describe('findByAddress', () => {
  test('finds the profile by any spelling, in that organization only', async () => {
    const profile = aProfile(newId('organization'), { email: email('An.Smet@Contoso.example') })
    await save(createProfile(profile, refusals))
    const { organizationId, profileId } = profile
    expect(await findByAddress(organizationId, email('an.SMET@contoso.EXAMPLE'))).toBe(profileId)
    expect(await findByAddress(organizationId, email('smet@contoso.example'))).toBeUndefined()
    expect(await findByAddress(newId('organization'), profile.email)).toBeUndefined()
  })
})

describe('one Query for a prefix', () => {
  test('finds each person once whom a full filter finds, and nobody else', async () => {
    const organizationId = newId('organization')
    const people = new Map<ProfileId, readonly string[]>()
    const names = ['Anna', 'Ann', 'An', 'Van den Berg', 'Vandenberg', 'Łukasz', 'Jean-Luc', 'Berg', 'Öz']
    for (const [position, lastName] of names.entries()) {
      const firstName = names[(position * 4 + 1) % names.length]
      const profile = aProfile(organizationId, { lastName, firstName, email: email(`${position}.ann@berg.example`) })
      await save(createProfile(profile, refusals))
      people.set(
        profile.profileId,
        [lastName, firstName ?? '', profile.email].map((text) => ` ${sortName(text)}`),
      )
    }
    for (const prefix of [
      'a',
      'an',
      'ann',
      'anna',
      'b',
      'berg',
      'v',
      'van',
      'luk',
      'jean-l',
      'luc',
      'oz',
      '0.a',
      'q',
    ]) {
      const expected = [...people].filter(([, texts]) => texts.some((text) => beginsAWord(text, prefix)))
      const found = await lookUp(organizationId, prefix)
      expect([...found].sort(), prefix).toEqual(expected.map(([profileId]) => profileId).sort())
    }
  })
})

const beginsAWord = (text: string, prefix: string): boolean =>
  text
    .split(/(?<=[^\p{L}\p{N}])(?=[\p{L}\p{N}])/u)
    .some((_, at, all) => all.slice(at).join('').startsWith(prefix) && !isLastLabel(all, at))

/** The last part of an address' domain is no word. */
const isLastLabel = (parts: readonly string[], at: number): boolean =>
  parts.length > 1 && at === parts.length - 1 && parts.join('').includes('@')

/** What looking up a prefix will do: one Query, and what shares the whole prefix with the entry before is left out. */
async function lookUp(organizationId: OrganizationId, prefix: string): Promise<readonly ProfileId[]> {
  const { Items = [] } = await query(organizationId, `word#${prefix}`)
  return Items.filter(({ shared }) => shared < prefix.length).map(({ profileId }) => profileId)
}

async function entries(organizationId: OrganizationId): Promise<Record<string, [ProfileId, number]>> {
  const { Items = [] } = await query(organizationId, '')
  return Object.fromEntries(Items.map(({ sk, profileId, shared }) => [sk, [profileId, shared]]))
}

const query = (organizationId: OrganizationId, beginning: string) =>
  documents.send(
    new QueryCommand({
      TableName: tableName(),
      ConsistentRead: true,
      KeyConditionExpression: `pk = :pk${beginning && ' AND begins_with(sk, :beginning)'}`,
      ExpressionAttributeValues: { ':pk': `${organizationId}#search`, ...(beginning && { ':beginning': beginning }) },
    }),
  )
