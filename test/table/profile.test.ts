import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { id, type OrganizationId } from '../../shared/domain/ids.ts'
import { sortPosition } from '../../shared/domain/sort-name.ts'
import { documents } from '../../shared/table/client.ts'
import { createOrganization, organizationKey } from '../../shared/table/organization.ts'
import {
  changeProfile,
  createProfile,
  getProfile,
  newProfile,
  type ProfileRecord,
  type ProfileSummary,
  parseProfile,
  personalValues,
  profileKey,
  summarise,
} from '../../shared/table/profile.ts'
import { listProfiles } from '../../shared/table/profile-list.ts'
import { tableName } from '../../shared/table/schema.ts'
import { put } from '../../shared/table/transaction.ts'
import {
  anIdentity,
  anOrganization,
  aProfile,
  attemptTo,
  email,
  itemAt,
  keysOf,
  newId,
  now,
  refusals,
  save,
} from '../support/table-fixtures.ts'
import { itemsOf } from '../support/world-table.ts'

const stored = async (profile: ProfileRecord): Promise<ProfileRecord> => {
  await save(createProfile(profile, refusals))
  return profile
}
const moved = (before: ProfileRecord, change: Partial<ProfileRecord>): ProfileRecord => ({ ...before, ...change })

describe('a profile', () => {
  test('stands under its organization, and in the indexes by name, by status and by default role', async () => {
    const organizationId = newId('organization')
    const profile = await stored(
      aProfile(organizationId, {
        firstName: 'Zoë',
        lastName: 'Łukasz #1',
        defaultRole: { roleId: id('role', 'rol_admin') },
      }),
    )
    const { profileId } = profile
    const item = await itemAt(organizationId, `profile#${profileId}`)
    const name = `lukasz 1 zoe #${profileId}`
    expect(keysOf(item)).toEqual({
      pk: organizationId,
      sk: `profile#${profileId}`,
      gsi1pk: `${organizationId}#profiles`,
      gsi1sk: name,
      gsi2pk: `${organizationId}#profiles#invited`,
      gsi2sk: name,
      gsi3pk: `${organizationId}#profiles#rol_admin`,
      gsi3sk: name,
    })
    expect(profileKey(profile)).toEqual({ pk: organizationId, sk: `profile#${profileId}` })
  })

  test('without a default role stands under none in the index by default role', async () => {
    const { organizationId, profileId } = await stored(aProfile(newId('organization')))
    expect(await itemAt(organizationId, `profile#${profileId}`)).toMatchObject({
      gsi3pk: `${organizationId}#profiles#none`,
    })
  })

  test('is read as it was written, with nothing of what the table derives from it missing or added', async () => {
    const full = aProfile(newId('organization'), {
      firstName: 'An',
      lastName: 'De Smet',
      displayName: 'An D.',
      jobTitle: 'Engineer',
      department: 'IT',
      phone: '+3215000000',
      externalId: 'HR-1',
      salutation: 'ms',
      language: 'fr',
      permissionGroups: { [id('permissionGroup', 'pgr_full-role')]: { validFrom: now } },
    })
    for (const profile of [full, aProfile(newId('organization'))]) {
      await stored(profile)
      expect(await getProfile(profile)).toMatchObject(stripped(profile))
    }
  })

  test('has a name that sorts by display name, else by last and first name, else by address', async () => {
    const organizationId = newId('organization')
    const sorted = async (fields: Parameters<typeof aProfile>[1]) => {
      const profile = await stored(aProfile(organizationId, fields))
      return (await itemAt(organizationId, `profile#${profile.profileId}`))?.gsi1sk?.toString().split(' #')[0]
    }
    expect(await sorted({ displayName: 'The Boss', firstName: 'Ann', lastName: 'Zz' })).toBe('the boss')
    expect(await sorted({ firstName: 'Ann', lastName: 'Zz' })).toBe('zz ann')
    expect(await sorted({ firstName: 'Ann' })).toBe('ann')
    expect(await sorted({ email: email('Info@Contoso.example') })).toBe('info@contoso.example')
  })

  test('is not found under another organization, nor is what is no profile', async () => {
    const profile = await stored(aProfile(newId('organization')))
    const organization = anOrganization()
    await save(createOrganization(organization))
    expect(await getProfile({ ...profile, organizationId: newId('organization') })).toBeUndefined()
    const { pk = '', sk = '' } = organizationKey(organization.organizationId)
    expect(parseProfile(await itemAt(pk, sk))).toBeUndefined()
    expect(parseProfile(undefined)).toBeUndefined()
  })

  test('is not read out of what another entity has put under its key', async () => {
    const profile = aProfile(newId('organization'))
    const item = { ...profileKey(profile), __edb_e__: 'former-profile', __edb_v__: '1', firstName: 'Gone' }
    await save(put({ TableName: tableName(), Item: item }))
    expect(await getProfile(profile)).toBeUndefined()
    expect(parseProfile(item)).toBeUndefined()
  })

  test('is created once: moved when the id is there already', async () => {
    const profile = await stored(aProfile(newId('organization')))
    expect(await attemptTo(createProfile({ ...profile, email: email('other@contoso.example') }, refusals))).toBe(
      'moved',
    )
  })

  test('begins with a seal key of its own, 32 bytes', () => {
    const one = aProfile(newId('organization'))
    const other = aProfile(newId('organization'))
    expect(Buffer.from(one.sealKey, 'base64')).toHaveLength(32)
    expect(one.sealKey).not.toBe(other.sealKey)
  })

  test("takes the organization's language and no salutation unless it is said otherwise", () => {
    const into = { organizationId: newId('organization'), profileId: newId('profile'), language: 'de' as const, now }
    const said = { kind: 'person', user: false, status: 'active', email: email('a@contoso.example') } as const
    expect(newProfile(said, into)).toMatchObject({
      language: 'de',
      salutation: 'none',
      permissionGroups: {},
      groups: {},
    })
    expect(newProfile({ ...said, language: 'fr', salutation: 'mx' }, into)).toMatchObject({
      language: 'fr',
      salutation: 'mx',
    })
  })

  test('seals in activities what people typed, and none of our ids, keys, versions or grants', () => {
    const values = personalValues(
      aProfile(newId('organization'), {
        firstName: 'An',
        externalId: 'HR-1',
        defaultRole: { roleId: id('role', 'rol_admin') },
      }),
    )
    expect(Object.keys(values).sort()).toEqual(['email', 'externalId', 'firstName', 'language', 'salutation'])
  })
})

describe('the guard of an address', () => {
  const spellings = ['Jan.Peeters@Contoso.example', 'jan.peeters@contoso.example', 'JAN.PEETERS@CONTOSO.EXAMPLE']

  test('refuses the same address in any of its spellings, in one organization', async () => {
    const organizationId = newId('organization')
    const [first = '', ...others] = spellings
    await stored(aProfile(organizationId, { email: email(first) }))
    for (const spelling of others) {
      const twin = aProfile(organizationId, { email: email(spelling) })
      expect(await attemptTo(createProfile(twin, refusals)), spelling).toBe('address-taken')
      expect(await getProfile(twin)).toBeUndefined()
    }
  })

  test('lets another organization have it, and addresses that providers tell apart stand beside each other', async () => {
    const organizationId = newId('organization')
    await stored(aProfile(organizationId, { email: email('jan.peeters@contoso.example') }))
    const others = ['janpeeters@contoso.example', 'jan.peeters+1@contoso.example']
    for (const other of others) {
      expect(await attemptTo(createProfile(aProfile(organizationId, { email: email(other) }), refusals))).toBe('done')
    }
    const elsewhere = aProfile(newId('organization'), { email: email('jan.peeters@contoso.example') })
    expect(await attemptTo(createProfile(elsewhere, refusals))).toBe('done')
  })

  test('refuses a change to an address that somebody has, and changes nothing', async () => {
    const organizationId = newId('organization')
    await stored(aProfile(organizationId, { email: email('taken@contoso.example') }))
    const before = await stored(aProfile(organizationId, { email: email('mine@contoso.example') }))
    const entries = await itemsOf('search')
    const wanted = moved(before, { email: email('Taken@contoso.example') })
    expect(await attemptTo(changeProfile(before, wanted, refusals))).toBe('address-taken')
    expect(await itemsOf('search')).toEqual(entries)
    expect(await getProfile(before)).toMatchObject({ email: 'mine@contoso.example', version: 1 })
  })

  test('gives an address back the moment somebody changes to another', async () => {
    const organizationId = newId('organization')
    const before = await stored(aProfile(organizationId, { email: email('old@contoso.example') }))
    await save(changeProfile(before, moved(before, { email: email('new@contoso.example') }), refusals))
    expect(
      await attemptTo(createProfile(aProfile(organizationId, { email: email('OLD@contoso.example') }), refusals)),
    ).toBe('done')
    expect(
      await attemptTo(createProfile(aProfile(organizationId, { email: email('New@contoso.example') }), refusals)),
    ).toBe('address-taken')
  })

  test('lets somebody spell their own address in another way', async () => {
    const before = await stored(aProfile(newId('organization'), { email: email('an.smet@contoso.example') }))
    const after = moved(before, { email: email('An.Smet@Contoso.example') })
    expect(await attemptTo(changeProfile(before, after, refusals))).toBe('done')
    expect((await getProfile(before))?.email).toBe('An.Smet@Contoso.example')
  })

  test('does not take somebody else for the guard whose address is a word of theirs', async () => {
    const organizationId = newId('organization')
    await stored(aProfile(organizationId, { email: email('a@contoso.example'), lastName: 'b@contoso.example' }))
    expect(
      await attemptTo(createProfile(aProfile(organizationId, { email: email('b@contoso.example') }), refusals)),
    ).toBe('done')
  })
})

describe('the guard of an externalId', () => {
  test('refuses one that somebody has in the organization, letter by letter, whatever is in it', async () => {
    const organizationId = newId('organization')
    for (const externalId of ['HR#1|x', 'word#a@contoso.example']) {
      await stored(aProfile(organizationId, { externalId }))
      expect(await attemptTo(createProfile(aProfile(organizationId, { externalId }), refusals))).toBe(
        'external-id-taken',
      )
    }
    expect(await attemptTo(createProfile(aProfile(organizationId, { externalId: 'hr#1|X' }), refusals))).toBe('done')
    expect(await attemptTo(createProfile(aProfile(newId('organization'), { externalId: 'HR#1|x' }), refusals))).toBe(
      'done',
    )
  })

  test('gives it back with a change', async () => {
    const organizationId = newId('organization')
    const before = await stored(aProfile(organizationId, { externalId: 'HR-1' }))
    const { externalId: _, ...without } = before
    await save(changeProfile(before, without, refusals))
    expect(await attemptTo(createProfile(aProfile(organizationId, { externalId: 'HR-1' }), refusals))).toBe('done')
  })

  test('comes after the address where both are taken', async () => {
    const organizationId = newId('organization')
    const one = await stored(aProfile(organizationId, { externalId: 'HR-1' }))
    const twin = aProfile(organizationId, { externalId: 'HR-1', email: one.email })
    expect(await attemptTo(createProfile(twin, refusals))).toBe('address-taken')
  })
})

describe('changing a profile', () => {
  test('raises its version by one, whatever version the change names', async () => {
    const before = await stored(aProfile(newId('organization')))
    await save(changeProfile(before, moved(before, { version: 40, jobTitle: 'Engineer' }), refusals))
    expect(await getProfile(before)).toMatchObject({ version: 2, jobTitle: 'Engineer' })
  })

  test('fails as moved on a version that is no longer there, and leaves profile and entries as they are', async () => {
    const before = await stored(aProfile(newId('organization'), { lastName: 'Peeters' }))
    await save(changeProfile(before, moved(before, { lastName: 'Janssens' }), refusals))
    const entries = await itemsOf('search')
    expect(await attemptTo(changeProfile(before, moved(before, { jobTitle: 'Late' }), refusals))).toBe('moved')
    expect(await attemptTo(changeProfile(before, moved(before, { lastName: 'Late' }), refusals))).toBe('moved')
    expect(await getProfile(before)).toMatchObject({ version: 2, lastName: 'Janssens' })
    expect(await itemsOf('search')).toEqual(entries)
  })

  test('takes away what the change leaves out', async () => {
    const before = await stored(aProfile(newId('organization'), { phone: '+3215000000', department: 'IT' }))
    const { phone: _, ...without } = before
    await save(changeProfile(before, { ...without, department: undefined }, refusals))
    const item = await itemAt(before.organizationId, `profile#${before.profileId}`)
    expect(item).not.toHaveProperty('phone')
    expect(item).not.toHaveProperty('department')
    expect(item?.summary).not.toHaveProperty('department')
  })

  test('moves it in the indexes: out of the old status and role, into the new', async () => {
    const organizationId = newId('organization')
    const before = await stored(aProfile(organizationId, { lastName: 'Peeters' }))
    const after = moved(before, {
      status: 'active',
      identityId: anIdentity(),
      lastName: 'Janssens',
      defaultRole: { roleId: id('role', 'rol_admin') },
    })
    await save(changeProfile(before, after, refusals))
    expect(await namesIn({ organizationId, status: 'invited' })).toEqual([])
    expect(await namesIn({ organizationId, status: 'active' })).toEqual(['Janssens'])
    expect(await itemAt(organizationId, `profile#${before.profileId}`)).toMatchObject({
      gsi1sk: `janssens #${before.profileId}`,
      gsi3pk: `${organizationId}#profiles#rol_admin`,
    })
  })
})

describe('a list of profiles', () => {
  const names = [
    'Ångström', 'Adams', 'adams', 'Zwart', 'de Boer', 'De Boer', 'Łoś', 'Los', 'Öztürk', 'O’Neil', "O'Neil", 'Éclair',
    'van den Berg', 'Van Dam', 'Ünal', '张伟', 'Ωmega', 'Ñandú', 'Ø', 'Smet', 'Smet', 'Smet', 'Ælfred',
  ] // biome-ignore format: a table of names

  async function crowd(): Promise<{ organizationId: OrganizationId; inOrder: string[]; active: string[] }> {
    const organizationId = newId('organization')
    const people = names.map((lastName, position) =>
      aProfile(organizationId, { lastName, status: position % 3 === 0 ? 'active' : 'invited' }),
    )
    for (const person of people) await stored(person)
    await stored(aProfile(newId('organization'), { lastName: 'Aaa, who is elsewhere' }))
    const position = ({ lastName = '', profileId }: ProfileRecord) => sortPosition(lastName, profileId)
    const sorted = [...people].sort((one, other) =>
      Buffer.compare(Buffer.from(position(one)), Buffer.from(position(other))),
    )
    return {
      organizationId,
      inOrder: sorted.map(({ profileId }) => profileId),
      active: sorted.filter(({ status }) => status === 'active').map(({ profileId }) => profileId),
    }
  }

  test('shows everyone once and in order, with pages of any size', async () => {
    const { organizationId, inOrder, active } = await crowd()
    for (const limit of [1, 2, 3, 5, 7, 11, 22, 23, 24, 100]) {
      expect(await idsIn({ organizationId, limit }), `pages of ${limit}`).toEqual(inOrder)
      expect(await idsIn({ organizationId, status: 'active', limit }), `active, pages of ${limit}`).toEqual(active)
    }
  })

  test('has at most as many on a page as were asked for, and says where the next one begins', async () => {
    const { organizationId, inOrder } = await crowd()
    const page = await listProfiles({ organizationId, status: undefined, limit: 5, after: undefined })
    expect(page.items.map(({ profile }) => profile.profileId)).toEqual(inOrder.slice(0, 5))
    expect(page.next).toBe(page.items[4]?.position)
    const rest = await listProfiles({ organizationId, status: undefined, limit: 100, after: page.next })
    expect(rest.next).toBeUndefined()
  })

  test('goes on in its place when somebody came or changed meanwhile', async () => {
    const organizationId = newId('organization')
    const people = new Map<string, ProfileRecord>()
    for (const lastName of ['B', 'D', 'F', 'H'])
      people.set(lastName, await stored(aProfile(organizationId, { lastName })))
    const page = await listProfiles({ organizationId, status: undefined, limit: 2, after: undefined })
    for (const lastName of ['A', 'E', 'Z']) await stored(aProfile(organizationId, { lastName }))
    const last = people.get('D')
    if (last) await save(changeProfile(last, moved(last, { lastName: 'Dz' }), refusals))
    const rest = await listProfiles({ organizationId, status: undefined, limit: 100, after: page.next })
    expect(rest.items.map(({ profile }) => profile.lastName)).toEqual(['Dz', 'E', 'F', 'H', 'Z'])
  })

  test('rebuilds the partition from the organization, so that a position of another one shows nobody of it', async () => {
    const { organizationId } = await crowd()
    const page = await listProfiles({ organizationId, status: undefined, limit: 3, after: undefined })
    const other = newId('organization')
    await stored(aProfile(other, { lastName: 'Zzz' }))
    const foreign = await listProfiles({ organizationId: other, status: undefined, limit: 100, after: page.next })
    expect(foreign.items.map(({ profile }) => profile.lastName)).toEqual(['Zzz'])
  })

  test('puts a name before every longer one that begins with it, whatever follows', async () => {
    const organizationId = newId('organization')
    for (const displayName of ['Adatum North', 'Adatum', 'Adatum-Zuid', 'Adatums', 'Adatum 9', 'Adatum'])
      await stored(aProfile(organizationId, { displayName }))
    const found = await everyone({ organizationId, limit: 2 })
    expect(found.map(({ displayName }) => displayName)).toEqual([
      'Adatum',
      'Adatum',
      'Adatum 9',
      'Adatum North',
      'Adatum-Zuid',
      'Adatums',
    ])
  })

  test('goes on after whoever has no letter in their name, and after the longest of names', async () => {
    const organizationId = newId('organization')
    const longest = '𝒜'.repeat(100)
    for (const [lastName, firstName] of [
      ['#', '#'],
      ['#', ''],
      ['Smet', ''],
      [longest, longest],
    ] as const)
      await stored(aProfile(organizationId, { lastName, firstName }))
    expect(await everyone({ organizationId, limit: 1 })).toHaveLength(4)
  })

  test('is empty where nobody is', async () => {
    expect(
      await listProfiles({ organizationId: newId('organization'), status: 'draft', limit: 50, after: undefined }),
    ).toEqual({ items: [], next: undefined })
  })

  test('shows the summary, and no index projects anything else', async () => {
    const profile = await stored(aProfile(newId('organization'), { firstName: 'An', phone: '+3215000000' }))
    const { organizationId } = profile
    expect((await listProfiles({ organizationId, status: undefined, limit: 1, after: undefined })).items).toEqual([
      { position: expect.stringMatching(/ #prf_/), profile: stripped(summarise(profile)) },
    ])
    for (const gsi of [1, 2, 3]) {
      const partition = [
        `${organizationId}#profiles`,
        `${organizationId}#profiles#invited`,
        `${organizationId}#profiles#none`,
      ]
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName: tableName(),
          IndexName: `gsi${gsi}`,
          KeyConditionExpression: `gsi${gsi}pk = :partition`,
          ExpressionAttributeValues: { ':partition': partition[gsi - 1] },
        }),
      )
      expect(Items.map((item) => Object.keys(item).sort())).toEqual([
        ['__edb_e__', '__edb_v__', `gsi${gsi}pk`, `gsi${gsi}sk`, 'pk', 'sk', 'summary'],
      ])
    }
  })
})

type Listed = {
  readonly organizationId: OrganizationId
  readonly status?: ProfileRecord['status']
  readonly limit?: number
}

async function everyone({ organizationId, status, limit = 50 }: Listed): Promise<ProfileSummary[]> {
  const all: ProfileSummary[] = []
  let after: string | undefined
  for (let pages = 0; pages < 100; pages++) {
    const { items, next } = await listProfiles({ organizationId, status, limit, after })
    if (items.length > limit) throw new Error('more than were asked for')
    all.push(...items.map(({ profile }) => profile))
    if (next === undefined) return all
    after = next
  }
  throw new Error('a list without an end')
}

const idsIn = async (listed: Listed) => (await everyone(listed)).map(({ profileId }) => profileId)
const namesIn = async (listed: Listed) => (await everyone(listed)).map(({ lastName }) => lastName)

const stripped = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, content]) => content !== undefined))
