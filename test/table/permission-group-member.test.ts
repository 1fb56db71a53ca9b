import { expect, test } from 'vitest'
import { id } from '../../shared/domain/ids.ts'
import { enterMember } from '../../shared/table/permission-group-member.ts'
import { itemAt, keysOf, later, newId, now, save } from '../support/table-fixtures.ts'

const member = () => ({
  organizationId: newId('organization'),
  permissionGroupId: id('permissionGroup', 'pgr_full-role'),
  profileId: newId('profile'),
  validity: {},
})

test('a member stands under its group in its organization, in no index', async () => {
  const { organizationId, permissionGroupId, profileId, validity } = member()
  await save(enterMember({ organizationId, permissionGroupId, profileId, validity }))
  const item = await itemAt(`${organizationId}#pgr_full-role`, profileId)
  expect(keysOf(item)).toEqual({ pk: `${organizationId}#pgr_full-role`, sk: profileId })
  expect(item).toMatchObject({ organizationId, permissionGroupId, profileId, validity: {} })
})

test('entering a member again is harmless, and brings their dates up to date', async () => {
  const one = member()
  await save(enterMember(one))
  await save(enterMember(one))
  await save(enterMember({ ...one, validity: { validFrom: now, validUntil: later(60) } }))
  const item = await itemAt(`${one.organizationId}#pgr_full-role`, one.profileId)
  expect(item?.validity).toEqual({ validFrom: now, validUntil: later(60) })
})
