import { expect, test } from 'vitest'
import { id, type ProfileId } from '../../shared/domain/ids.ts'
import { enterGroupMember, leaveGroupMember, pageOfGroupMembers } from '../../shared/table/group-member.ts'
import { itemAt, keysOf, newId, save } from '../support/table-fixtures.ts'

const member = () => ({
  organizationId: newId('organization'),
  groupId: newId('group'),
  profileId: newId('profile'),
})

test('a member stands under the group in its organization, in no index', async () => {
  const { organizationId, groupId, profileId } = member()
  await save(enterGroupMember({ organizationId, groupId, profileId }))
  const pk = `${organizationId}#${groupId}`
  const item = await itemAt(pk, profileId)
  expect(keysOf(item)).toEqual({ pk, sk: profileId })
  expect(item).toMatchObject({ organizationId, groupId, profileId })
})

test('entering a member again is harmless, and so is leaving twice', async () => {
  const one = member()
  await save(enterGroupMember(one))
  await save(enterGroupMember(one))
  await save(leaveGroupMember(one))
  expect(await itemAt(`${one.organizationId}#${one.groupId}`, one.profileId)).toBeUndefined()
  await save(leaveGroupMember(one))
})

test('members are read page by page in the order of their ids, of one group in one organization', async () => {
  const { organizationId, groupId } = member()
  const everyone = Array.from({ length: 5 }, () => newId('profile'))
  for (const profileId of everyone) await save(enterGroupMember({ organizationId, groupId, profileId }))
  await save(enterGroupMember({ ...member(), groupId }), enterGroupMember({ ...member(), organizationId }))
  const found: ProfileId[] = []
  let after: ProfileId | undefined
  do {
    const { items, next } = await pageOfGroupMembers({ organizationId, groupId, limit: 2, after })
    expect(items.length).toBeLessThanOrEqual(2)
    found.push(...items.map((one) => id('profile', one)))
    after = next
  } while (after)
  expect(found).toEqual([...everyone].sort())
})
