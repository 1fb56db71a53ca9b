import { describe, expect, test } from 'vitest'
import type { GroupId } from '../../shared/domain/ids.ts'
import {
  changeGroup,
  countGroupMembers,
  createGroup,
  endGroup,
  type GroupRecord,
  getGroup,
  pageOfGroups,
  removeEndedGroup,
  removeGroup,
} from '../../shared/table/group.ts'
import { createRole } from '../../shared/table/role.ts'
import { attemptTo, itemAt, keysOf, newId, now, save } from '../support/table-fixtures.ts'

const aGroup = (fields: Partial<GroupRecord> = {}): GroupRecord => ({
  organizationId: newId('organization'),
  groupId: newId('group'),
  name: 'Antwerp',
  description: undefined,
  state: 'active',
  members: 0,
  createdAt: now,
  updatedAt: now,
  version: 1,
  ...fields,
})
async function saved(fields: Partial<GroupRecord> = {}): Promise<GroupRecord> {
  const group = aGroup(fields)
  await save(createGroup(group))
  return group
}

describe('a group', () => {
  test('stands under its organization, in no index', async () => {
    const { organizationId, groupId } = await saved()
    const sk = `group#${groupId}`
    expect(keysOf(await itemAt(organizationId, sk))).toEqual({ pk: organizationId, sk })
  })

  test('is made once under its id', async () => {
    const group = await saved()
    expect(await attemptTo(createGroup({ ...group, name: 'Ghent' }))).toBe('moved')
    expect(await getGroup(group)).toEqual(group)
  })

  test('is listed page by page in the order of making, with nothing else of its organization and none of another', async () => {
    const { organizationId, groupId } = await saved()
    const ids = [groupId]
    for (let count = 0; count < 4; count++) ids.push((await saved({ organizationId })).groupId)
    await saved()
    const beside = { name: 'Reviewer', level: 'organization', permissions: [], state: 'active', holders: 0 } as const
    await save(
      createRole({
        ...{ ...beside, organizationId, roleId: newId('role'), description: undefined, replacedBy: undefined },
        ...{ createdAt: now, updatedAt: now, version: 1 },
      }),
    )
    const found: GroupId[] = []
    let after: GroupId | undefined
    do {
      const { items, next } = await pageOfGroups({ organizationId, limit: 2, after })
      expect(items.length).toBeLessThanOrEqual(2)
      found.push(...items.map((group) => group.groupId))
      after = next
    } while (after)
    expect(found).toEqual(ids)
  })

  test('changes on the version that was read, and keeps the count of its members', async () => {
    const group = await saved({ description: 'All of it' })
    await save(countGroupMembers(group, 3))
    await save(changeGroup(group, { ...group, name: 'Ghent', description: undefined }))
    const after = await getGroup(group)
    expect(after).toMatchObject({ name: 'Ghent', members: 3, version: 2 })
    expect(after?.description).toBeUndefined()
    expect(await attemptTo(changeGroup(group, group))).toBe('moved')
  })

  test('is removed only while nobody has anything in it', async () => {
    const group = await saved()
    await save(countGroupMembers(group, 1))
    expect(await attemptTo(removeGroup(group))).toBe('moved')
    await save(countGroupMembers(group, -1))
    expect(await attemptTo(removeGroup(group))).toBe('done')
    expect(await getGroup(group)).toBeUndefined()
    expect(await attemptTo(countGroupMembers(group, 1))).toBe('moved')
  })

  test('that ends lets nobody in, lets people out, cannot be changed, and goes', async () => {
    const group = await saved({ members: 1 })
    await save(endGroup(group))
    expect(await getGroup(group)).toMatchObject({ state: 'ends', members: 1, version: 1 })
    expect(await attemptTo(countGroupMembers(group, 1))).toBe('moved')
    expect(await attemptTo(changeGroup(group, group))).toBe('moved')
    expect(await attemptTo(countGroupMembers(group, -1))).toBe('done')
    expect(await attemptTo(endGroup(group)), 'the same call goes on').toBe('done')
    expect(await attemptTo(removeEndedGroup(group))).toBe('done')
    expect(await getGroup(group)).toBeUndefined()
  })

  test('does not end, nor go, on a version that is out of date', async () => {
    const group = await saved()
    await save(changeGroup(group, { ...group, name: 'Ghent' }))
    expect(await attemptTo(endGroup(group))).toBe('moved')
    expect(await attemptTo(removeEndedGroup(group))).toBe('moved')
    expect(await getGroup(group)).toMatchObject({ state: 'active', name: 'Ghent' })
  })
})
