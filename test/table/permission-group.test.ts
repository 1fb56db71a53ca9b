import { describe, expect, test } from 'vitest'
import {
  changePermissionGroup,
  countMembers,
  createPermissionGroup,
  getPermissionGroup,
  listPermissionGroups,
  type PermissionGroupRecord,
  removePermissionGroup,
  replacePermissionGroup,
  whilePermissionGroup,
} from '../../shared/table/permission-group.ts'
import { attemptTo, itemAt, keysOf, newId, now, save } from '../support/table-fixtures.ts'

const aGroup = (fields: Partial<PermissionGroupRecord> = {}): PermissionGroupRecord => ({
  organizationId: newId('organization'),
  permissionGroupId: newId('permissionGroup'),
  name: 'Night shift',
  description: undefined,
  portalRoles: ['activities-viewer'],
  applicationRoles: [],
  state: 'active',
  members: 0,
  createdAt: now,
  updatedAt: now,
  version: 1,
  ...fields,
})
async function saved(fields: Partial<PermissionGroupRecord> = {}): Promise<PermissionGroupRecord> {
  const group = aGroup(fields)
  await save(createPermissionGroup(group))
  return group
}

describe('a permission group', () => {
  test('stands under its organization, in no index', async () => {
    const { organizationId, permissionGroupId } = await saved()
    const sk = `permission-group#${permissionGroupId}`
    expect(keysOf(await itemAt(organizationId, sk))).toEqual({ pk: organizationId, sk })
  })

  test('is listed with all of its organization, those that were replaced among them', async () => {
    const one = await saved()
    const other = await saved({ organizationId: one.organizationId })
    await saved()
    await save(replacePermissionGroup(one, other.permissionGroupId, now))
    const found = await listPermissionGroups(one.organizationId)
    expect(found.map(({ permissionGroupId, state }) => [permissionGroupId, state]).sort()).toEqual(
      [
        [one.permissionGroupId, 'removed'],
        [other.permissionGroupId, 'active'],
      ].sort(),
    )
  })

  test('changes on the version that was read, and keeps the count of its members', async () => {
    const group = await saved({ description: 'By night' })
    await save(countMembers(group, 3))
    await save(changePermissionGroup(group, { ...group, name: 'Day shift', description: undefined }))
    const after = await getPermissionGroup(group)
    expect(after).toMatchObject({ name: 'Day shift', members: 3, version: 2 })
    expect(after?.description).toBeUndefined()
    expect(await attemptTo(changePermissionGroup(group, group))).toBe('moved')
  })

  test('is removed only while nobody is in it', async () => {
    const group = await saved()
    await save(countMembers(group, 1))
    expect(await attemptTo(removePermissionGroup(group))).toBe('moved')
    await save(countMembers(group, -1))
    expect(await attemptTo(removePermissionGroup(group))).toBe('done')
    expect(await getPermissionGroup(group)).toBeUndefined()
    expect(await attemptTo(countMembers(group, 1))).toBe('moved')
  })

  test('that was replaced lets nobody in, lets people out, and cannot be changed or replaced again', async () => {
    const group = await saved({ members: 1 })
    const next = newId('permissionGroup')
    await save(replacePermissionGroup(group, next, now))
    const replaced = await getPermissionGroup(group)
    expect(replaced).toMatchObject({ state: 'removed', replacedBy: next, version: 2 })
    if (!replaced) return
    expect(await attemptTo(countMembers(group, 1))).toBe('moved')
    expect(await attemptTo(countMembers(group, -1))).toBe('done')
    expect(await attemptTo(changePermissionGroup(replaced, replaced))).toBe('moved')
    expect(await attemptTo(replacePermissionGroup(replaced, next, now))).toBe('moved')
    expect(await attemptTo(whilePermissionGroup(group))).toBe('moved')
  })

  test('counts on a version while its members are chosen anew, and only the last part of it moves that', async () => {
    const group = await saved()
    expect(await attemptTo(countMembers(group, 2, { version: 1, last: false }))).toBe('done')
    expect(await attemptTo(countMembers(group, 2, { version: 1, last: true }))).toBe('done')
    expect(await attemptTo(countMembers(group, 2, { version: 1, last: false }))).toBe('moved')
    expect(await getPermissionGroup(group)).toMatchObject({ members: 4, version: 2 })
  })

  test('holds while it is there, and on the version that something was decided on', async () => {
    const group = await saved()
    expect(await attemptTo(whilePermissionGroup(group))).toBe('done')
    expect(await attemptTo(whilePermissionGroup(group, 1))).toBe('done')
    expect(await attemptTo(whilePermissionGroup(group, 2))).toBe('moved')
    expect(await attemptTo(whilePermissionGroup(aGroup()))).toBe('moved')
  })
})
