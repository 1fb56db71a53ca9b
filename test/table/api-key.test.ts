import { describe, expect, test } from 'vitest'
import { takesSecret } from '../../shared/domain/api-key.ts'
import {
  type ApiKeyRecord,
  accessOfKey,
  createApiKey,
  getApiKey,
  noteUse,
  pageOfApiKeys,
  revokeApiKey,
  rotateApiKey,
  whileApiKey,
} from '../../shared/table/api-key.ts'
import { readKeyAuthorisation } from '../../shared/table/authorisation.ts'
import { takeName } from '../../shared/table/definition-name.ts'
import { createOrganization } from '../../shared/table/organization.ts'
import { whileMeddling } from '../support/dynamodb-faults.ts'
import {
  anIdentity,
  anOrganization,
  attemptTo,
  itemAt,
  keysOf,
  later,
  newId,
  now,
  save,
} from '../support/table-fixtures.ts'

const hash = (letter: string): string => letter.repeat(43)
const aKey = (fields: Partial<ApiKeyRecord> = {}): ApiKeyRecord => ({
  organizationId: newId('organization'),
  keyId: newId('key'),
  name: 'Ticket system',
  permissions: ['profiles:read'],
  state: 'active',
  current: { hash: hash('a'), since: now },
  expiresAt: later(3600),
  maker: { identityId: anIdentity(), organizationId: newId('organization'), profileId: newId('profile') },
  createdAt: now,
  updatedAt: now,
  version: 1,
  ...fields,
})
async function saved(fields: Partial<ApiKeyRecord> = {}): Promise<ApiKeyRecord> {
  const key = aKey(fields)
  await save(createApiKey(key))
  return key
}
const rotation = (before: ApiKeyRecord): ApiKeyRecord => ({
  ...before,
  current: { hash: hash('b'), since: later(1) },
  previous: { ...before.current, validUntil: later(60) },
  updatedAt: later(1),
  version: before.version + 1,
})

describe('an API key', () => {
  test('stands among the other keys of its organization, and with its maker in an index', async () => {
    const { organizationId, keyId, maker } = await saved()
    expect(keysOf(await itemAt(`${organizationId}#api-keys`, keyId))).toEqual({
      pk: `${organizationId}#api-keys`,
      sk: keyId,
      gsi1pk: `${maker.organizationId}#${maker.profileId}#made-keys`,
      gsi1sk: keyId,
    })
  })

  test('is made once under its id', async () => {
    const key = await saved()
    expect(await attemptTo(createApiKey({ ...key, name: 'Another', permissions: ['groups:manage'] }))).toBe('moved')
    expect(await getApiKey(key)).toMatchObject(key)
  })

  test('is read with the organization that it asks about, in one call, whatever that is', async () => {
    const organization = anOrganization()
    await save(createOrganization(organization))
    const key = await saved()
    let calls = 0
    const read = await whileMeddling(
      async ({ goOn }) => {
        calls++
        return goOn()
      },
      () => readKeyAuthorisation(key, organization.organizationId, undefined, now),
    )
    expect(calls).toBe(1)
    expect(read).toMatchObject({ key, organization: { organizationId: organization.organizationId } })
    const elsewhere = { organizationId: organization.organizationId, keyId: key.keyId }
    expect((await readKeyAuthorisation(elsewhere, organization.organizationId, undefined, now)).key).toBeUndefined()
  })

  test('is listed page by page in the order of making, those of no other organization among them', async () => {
    const { organizationId, keyId } = await saved()
    await saved()
    const later = [await saved({ organizationId }), await saved({ organizationId })].map((key) => key.keyId)
    const all = [keyId, ...later].sort()
    const first = await pageOfApiKeys(organizationId, { limit: 2, after: undefined })
    expect([first.items.map((key) => key.keyId), first.next]).toEqual([all.slice(0, 2), all[1]])
    const second = await pageOfApiKeys(organizationId, { limit: 2, after: first.next })
    expect([second.items.map((key) => key.keyId), second.next]).toEqual([all.slice(2), undefined])
  })

  test('is rotated as it was read: whoever comes second is told so, and the secret before works for a while', async () => {
    const key = await saved()
    const after = rotation(key)
    expect(await attemptTo(rotateApiKey(key, after))).toBe('done')
    expect(await attemptTo(rotateApiKey(key, { ...after, current: { hash: hash('c'), since: now } }))).toBe('moved')
    const found = await getApiKey(key)
    expect(found).toMatchObject(after)
    if (!found) throw new Error('it is not there')
    const taken = (at: string) => ['a', 'b', 'c'].filter((letter) => takesSecret(found, hash(letter), at))
    expect([later(59.999), later(60), later(3600)].map(taken)).toEqual([['a', 'b'], ['b'], []])
  })

  test('is revoked once and for good: it is neither rotated nor named again, and it ends some day', async () => {
    const key = await saved()
    expect(await attemptTo(revokeApiKey(key, later(5), 2_000_000_000))).toBe('done')
    expect(await attemptTo(revokeApiKey(key, later(6), 2_000_000_000))).toBe('moved')
    const revoked = await getApiKey(key)
    if (!revoked) throw new Error('it is not there')
    expect(revoked).toMatchObject({ ...key, state: 'revoked', revokedAt: later(5), updatedAt: later(5), version: 2 })
    expect(await itemAt(`${key.organizationId}#api-keys`, key.keyId)).toMatchObject({ ttl: 2_000_000_000 })
    expect(await attemptTo(rotateApiKey(revoked, rotation(revoked)))).toBe('moved')
    expect(takesSecret(revoked, hash('a'), now)).toBe(false)
    expect(accessOfKey(revoked).status).toBe('deactivated')
  })

  test('is rotated or revoked, when both happen at once', async () => {
    const key = await saved()
    const outcomes = await Promise.all([
      attemptTo(rotateApiKey(key, rotation(key))),
      attemptTo(revokeApiKey(key, later(5), 2_000_000_000)),
    ])
    expect(outcomes.sort()).toEqual(['done', 'moved'])
  })

  test('holds what rests on it while it is active and ends when it did, whatever else is noted of it', async () => {
    const key = await saved()
    await noteUse(key, now)
    expect(await attemptTo(whileApiKey(key))).toBe('done')
    await save(rotateApiKey(key, rotation(key)))
    expect(await attemptTo(whileApiKey(key))).toBe('done')
    expect(await attemptTo(whileApiKey({ ...key, expiresAt: later(7200) }))).toBe('moved')
    await save(revokeApiKey({ ...key, version: 2 }, now, 2_000_000_000))
    expect(await attemptTo(whileApiKey(key))).toBe('moved')
    expect(await attemptTo(whileApiKey(aKey()))).toBe('moved')
  })

  test('has a name that nothing else of its kind has, of which there are a hundred at most', async () => {
    const { organizationId } = await saved()
    const named = (name: string) => ({ organizationId, kind: 'api-key', definitionId: newId('key'), name }) as const
    await save(takeName(named('Ticket system')))
    expect(await attemptTo(takeName(named('TICKET SYSTEM')))).toBe('name-taken')
    for (let number = 1; number < 100; number++) await save(takeName(named(`Program ${number}`)))
    expect(await attemptTo(takeName(named('One more')))).toBe('too-many-api-keys-here')
  })
})

describe('the last use of an API key', () => {
  const hourOf = (at: string) => `${at.slice(0, 13)}:00:00.000Z`
  const commands = async (act: () => Promise<unknown>): Promise<number> => {
    let calls = 0
    await whileMeddling(async ({ goOn }) => {
      calls++
      return goOn()
    }, act)
    return calls
  }

  test('is noted by the first request of an hour, without moving anything else, and by no other', async () => {
    const key = await saved()
    expect(await noteUse(key, now)).toBe(true)
    const used = { ...key, lastUsedAt: hourOf(now) }
    expect(await getApiKey(key)).toMatchObject(used)
    expect(await commands(() => noteUse(used, now))).toBe(0)
    const next = later(3600)
    expect(await noteUse(used, next)).toBe(true)
    expect((await getApiKey(key))?.lastUsedAt).toBe(hourOf(next))
  })

  test('is noted once when many requests come at once, and never goes back', async () => {
    const key = await saved()
    const noted = await Promise.all(Array.from({ length: 8 }, () => noteUse(key, now)))
    expect(noted.filter(Boolean)).toHaveLength(1)
    await noteUse({ ...key, lastUsedAt: hourOf(now) }, later(3600))
    expect(await noteUse(key, now)).toBe(false)
    expect((await getApiKey(key))?.lastUsedAt).toBe(hourOf(later(3600)))
  })

  test('brings nothing back that is gone, and changes nothing that was read before', async () => {
    const gone = aKey()
    expect(await noteUse(gone, now)).toBe(false)
    expect(await getApiKey(gone)).toBeUndefined()
    const key = await saved()
    await save(revokeApiKey(key, now, 2_000_000_000))
    await noteUse(key, now)
    expect(await getApiKey(key)).toMatchObject({ state: 'revoked', version: 2 })
  })
})
