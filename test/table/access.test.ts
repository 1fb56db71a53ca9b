import { describe, expect, test } from 'vitest'
import { id } from '../../shared/domain/ids.ts'
import {
  type AccessItem,
  accessKey,
  accessOf,
  createAccess,
  listAccess,
  parseAccess,
  whileAccess,
} from '../../shared/table/access.ts'
import { createIdentity } from '../../shared/table/identity.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import { tableName } from '../../shared/table/schema.ts'
import { update } from '../../shared/table/transaction.ts'
import {
  anEmail,
  anIdentity,
  aProfile,
  attemptTo,
  itemAt,
  keysOf,
  later,
  newId,
  now,
  save,
} from '../support/table-fixtures.ts'

const granted = (): ProfileRecord => ({
  ...aProfile(newId('organization'), {
    status: 'active',
    defaultRole: { roleId: id('role', 'rol_admin'), validFrom: now, validUntil: later(3600) },
    permissionGroups: { [id('permissionGroup', 'pgr_full-role')]: { validUntil: later(60) } },
  }),
  groups: {
    [id('group', 'grp_01k2r8v6m0q3s5t7w9x1y3z5a7')]: { byHand: true, groupRole: { roleId: id('role', 'rol_admin') } },
  },
})

describe('accessOf', () => {
  test('copies every grant as it is', () => {
    const profile = granted()
    const identityId = anIdentity()
    expect(accessOf(profile, identityId, 12)).toEqual({
      identityId,
      organizationId: profile.organizationId,
      profileId: profile.profileId,
      status: 'active',
      defaultRole: profile.defaultRole,
      permissionGroups: profile.permissionGroups,
      groups: profile.groups,
      tokensValidFrom: 12,
    })
  })

  test.each([
    ['an active user', { user: true, status: 'active' }, 'active'],
    ['a deactivated user', { user: true, status: 'deactivated' }, 'deactivated'],
    ['somebody invited', { user: true, status: 'invited' }, 'deactivated'],
    ['a draft', { user: true, status: 'draft' }, 'deactivated'],
    ['a contact who is no user', { user: false, status: 'active' }, 'deactivated'],
  ] as const)('of %s', (_, standing, status) => {
    expect(accessOf({ ...granted(), ...standing }, anIdentity(), 0).status).toBe(status)
  })
})

describe('an access record', () => {
  test('stands under its identity, and in no index', async () => {
    const record = accessOf(granted(), anIdentity(), 0)
    await save(createAccess(record))
    const { identityId, organizationId } = record
    const item = await itemAt(identityId, `access#${organizationId}`)
    expect(keysOf(item)).toEqual({ pk: identityId, sk: `access#${organizationId}` })
    expect(accessKey(identityId, organizationId)).toEqual({ pk: identityId, sk: `access#${organizationId}` })
    expect(parseAccess(item)).toEqual(record)
  })

  test('is created once', async () => {
    const record = accessOf(granted(), anIdentity(), 0)
    expect(await attemptTo(createAccess(record))).toBe('done')
    expect(await attemptTo(createAccess({ ...record, permissionGroups: {} }))).toBe('moved')
    expect(await read(record)).toEqual(record)
  })

  test('lacks what was not given', async () => {
    const { defaultRole: _, ...profile } = granted()
    const record = accessOf(profile, anIdentity(), 0)
    await save(createAccess(record))
    expect(await itemAt(record.identityId, `access#${record.organizationId}`)).not.toHaveProperty('defaultRole')
  })
})

describe('listAccess', () => {
  test('lists the records of one identity, at most as many, and nothing else that stands there', async () => {
    const identityId = anIdentity()
    const records = Array.from({ length: 4 }, () => accessOf(granted(), identityId, 0))
    await save(records.map(createAccess))
    await save(createAccess(accessOf(granted(), anIdentity(), 0)))
    await save(
      createIdentity({
        identityId,
        email: anEmail(),
        state: 'accepted',
        tokensValidFrom: 0,
        createdAt: now,
        updatedAt: now,
      }),
    )
    const organizations = records.map(({ organizationId }) => organizationId).sort()
    expect((await listAccess(identityId, 100)).map(({ organizationId }) => organizationId)).toEqual(organizations)
    expect(await listAccess(identityId, 3)).toHaveLength(3)
    expect(await listAccess(anIdentity(), 3)).toEqual([])
  })
})

describe('whileAccess', () => {
  test('holds while nothing that grants has changed', async () => {
    for (const profile of [granted(), { ...granted(), defaultRole: undefined, groups: {}, permissionGroups: {} }]) {
      const record = accessOf(profile, anIdentity(), 0)
      await save(createAccess(record))
      const found = await read(record)
      expect(found && (await attemptTo(whileAccess(found)))).toBe('done')
    }
  })

  test('holds when the record was only given younger tokens, which changes no grant', async () => {
    const record = accessOf(granted(), anIdentity(), 0)
    await save(createAccess(record))
    await save(set(record, 'tokensValidFrom', 99))
    expect(await attemptTo(whileAccess(record))).toBe('done')
  })

  test.each([
    ['status', 'deactivated'],
    ['permissionGroups', {}],
    ['permissionGroups', { 'pgr_full-role': {} }],
    ['permissionGroups', { 'pgr_full-role': { validUntil: later(61) } }],
    ['groups', {}],
    ['groups', { grp_01k2r8v6m0q3s5t7w9x1y3z5a7: { byHand: false, groupRole: { roleId: 'rol_admin' } } }],
    ['defaultRole', { roleId: 'rol_admin', validFrom: now, validUntil: later(3599) }],
    ['defaultRole', { roleId: 'rol_owner' }],
  ])('fails as moved when %s became %j', async (field, value) => {
    const record = accessOf(granted(), anIdentity(), 0)
    await save(createAccess(record))
    await save(set(record, field, value))
    expect(await attemptTo(whileAccess(record))).toBe('moved')
  })

  test('fails as moved when a default role came or went', async () => {
    const withRole = accessOf(granted(), anIdentity(), 0)
    const without = accessOf({ ...granted(), defaultRole: undefined }, anIdentity(), 0)
    await save(createAccess(withRole), createAccess(without))
    expect(await attemptTo(whileAccess({ ...withRole, defaultRole: undefined }))).toBe('moved')
    expect(await attemptTo(whileAccess({ ...without, defaultRole: withRole.defaultRole }))).toBe('moved')
  })

  test('fails as moved when the record is gone', async () => {
    expect(await attemptTo(whileAccess(accessOf(granted(), anIdentity(), 0)))).toBe('moved')
    const bare = accessOf({ ...granted(), defaultRole: undefined, groups: {}, permissionGroups: {} }, anIdentity(), 0)
    expect(await attemptTo(whileAccess(bare))).toBe('moved')
  })
})

const read = async ({ identityId, organizationId }: AccessItem) =>
  parseAccess(await itemAt(identityId, `access#${organizationId}`))

const set = ({ identityId, organizationId }: AccessItem, field: string, value: unknown) =>
  update({
    TableName: tableName(),
    Key: accessKey(identityId, organizationId),
    UpdateExpression: 'SET #field = :value',
    ExpressionAttributeNames: { '#field': field },
    ExpressionAttributeValues: { ':value': value },
  })
