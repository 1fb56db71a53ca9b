import { describe, expect, test } from 'vitest'
import {
  changeRole,
  countHolders,
  createRole,
  dropRole,
  getRole,
  listRoles,
  type RoleRecord,
  removeRole,
  replaceRole,
  whileRole,
} from '../../shared/table/role.ts'
import { attemptTo, itemAt, keysOf, newId, now, save } from '../support/table-fixtures.ts'

const aRole = (fields: Partial<RoleRecord> = {}): RoleRecord => ({
  organizationId: newId('organization'),
  roleId: newId('role'),
  name: 'Reviewer',
  description: undefined,
  level: 'organization',
  permissions: ['content:read'],
  state: 'active',
  holders: 0,
  createdAt: now,
  updatedAt: now,
  version: 1,
  ...fields,
})
async function saved(fields: Partial<RoleRecord> = {}): Promise<RoleRecord> {
  const role = aRole(fields)
  await save(createRole(role))
  return role
}

describe('a custom role', () => {
  test('stands under its organization, in no index', async () => {
    const { organizationId, roleId } = await saved()
    const sk = `role#${roleId}`
    expect(keysOf(await itemAt(organizationId, sk))).toEqual({ pk: organizationId, sk })
  })

  test('is made once under its id', async () => {
    const role = await saved()
    expect(await attemptTo(createRole({ ...role, name: 'Another' }))).toBe('moved')
    expect(await getRole(role)).toEqual(role)
  })

  test('is listed with all of its organization, those that were replaced among them', async () => {
    const one = await saved()
    const other = await saved({ organizationId: one.organizationId })
    await saved()
    await save(replaceRole(one, other.roleId, now))
    const found = await listRoles(one.organizationId)
    expect(found.map(({ roleId, state }) => [roleId, state]).sort()).toEqual(
      [
        [one.roleId, 'removed'],
        [other.roleId, 'active'],
      ].sort(),
    )
  })

  test('is listed where there are more of them than fit into 1 MB', async () => {
    const { organizationId } = await saved()
    const description = 'x'.repeat(300_000)
    for (let count = 0; count < 4; count++) await saved({ organizationId, description })
    expect(await listRoles(organizationId)).toHaveLength(5)
  })

  test('changes on the version that was read, and keeps the count of its holders', async () => {
    const role = await saved({ description: 'Looks at content' })
    await save(countHolders(role, 3))
    await save(changeRole(role, { ...role, name: 'Analyst', description: undefined, permissions: ['analytics:read'] }))
    const after = await getRole(role)
    expect(after).toMatchObject({ name: 'Analyst', permissions: ['analytics:read'], holders: 3, version: 2 })
    expect(after?.description).toBeUndefined()
    expect(await attemptTo(changeRole(role, role))).toBe('moved')
  })

  test('never changes its level', async () => {
    const role = await saved()
    await save(changeRole(role, { ...role, level: 'group' }))
    expect(await getRole(role)).toMatchObject({ level: 'organization', version: 2 })
  })

  test('is removed only while nobody holds it', async () => {
    const role = await saved()
    await save(countHolders(role, 1))
    expect(await attemptTo(removeRole(role))).toBe('moved')
    await save(countHolders(role, -1))
    expect(await attemptTo(removeRole(role))).toBe('done')
    expect(await getRole(role)).toBeUndefined()
    expect(await attemptTo(countHolders(role, 1))).toBe('moved')
  })

  test('that was replaced is given to nobody, lets holders go, and cannot be changed, replaced or removed', async () => {
    const role = await saved({ holders: 1 })
    const next = newId('role')
    await save(replaceRole(role, next, now))
    const replaced = await getRole(role)
    expect(replaced).toMatchObject({ state: 'removed', replacedBy: next, version: 2 })
    if (!replaced) return
    expect(await attemptTo(countHolders(role, 1))).toBe('moved')
    expect(await attemptTo(whileRole(role))).toBe('moved')
    expect(await attemptTo(changeRole(replaced, replaced))).toBe('moved')
    expect(await attemptTo(replaceRole(replaced, next, now))).toBe('moved')
    expect(await attemptTo(countHolders(role, -1))).toBe('done')
    expect(await attemptTo(removeRole(replaced))).toBe('moved')
  })

  test('is forgotten once it was replaced and nobody holds it any more; being forgotten twice is harmless', async () => {
    const role = await saved({ holders: 1 })
    await dropRole(role)
    expect(await getRole(role)).toBeDefined()
    await save(replaceRole(role, newId('role'), now))
    await dropRole(role)
    expect(await getRole(role)).toBeDefined()
    await save(countHolders(role, -1))
    await dropRole(role)
    expect(await getRole(role)).toBeUndefined()
    await dropRole(role)
  })

  test('holds while it is there', async () => {
    const role = await saved()
    expect(await attemptTo(whileRole(role))).toBe('done')
    expect(await attemptTo(whileRole(aRole()))).toBe('moved')
  })
})
