import { describe, expect, test } from 'vitest'
import { requestAddressChange } from '../../shared/domain/address-change.ts'
import {
  type AddressChangeRecord,
  addressChangeKey,
  confirmAddressChange,
  getAddressChange,
  parseAddressChange,
  putAddressChange,
} from '../../shared/table/address-change.ts'
import {
  anEmail,
  anIdentity,
  attemptTo,
  itemAt,
  keysOf,
  later,
  newId,
  now,
  save,
  tally,
} from '../support/table-fixtures.ts'

const aChange = (before?: AddressChangeRecord): AddressChangeRecord => ({
  ...requestAddressChange(before, before ? later(61) : now),
  identityId: before?.identityId ?? anIdentity(),
  organizationId: newId('organization'),
  profileId: newId('profile'),
  email: anEmail(),
  nonce: 'bm9uY2U',
})

describe('a change of address', () => {
  test('stands beside its identity, and is read as it was written', async () => {
    const change = aChange()
    await save(putAddressChange(undefined, change))
    const item = await itemAt(change.identityId, 'address-change')
    expect(keysOf(item)).toEqual({ pk: change.identityId, sk: 'address-change' })
    expect(addressChangeKey(change.identityId)).toEqual(keysOf(item))
    expect(await getAddressChange(change.identityId)).toEqual(change)
    expect(parseAddressChange(item)).toEqual(change)
    expect(parseAddressChange(undefined)).toBeUndefined()
    expect(item?.ttl).toBeUndefined()
  })

  test('is one an identity: a newer one takes its place, and one of two at once', async () => {
    const first = aChange()
    const outcomes = await Promise.all(
      [first, { ...first, email: anEmail() }].map((one) => attemptTo(putAddressChange(undefined, one))),
    )
    expect(tally(outcomes)).toEqual({ done: 1, moved: 1 })
    const newer = aChange(first)
    expect(await attemptTo(putAddressChange(first, newer))).toBe('done')
    expect(await attemptTo(putAddressChange(first, aChange(first)))).toBe('moved')
    expect(await getAddressChange(first.identityId)).toEqual(newer)
  })

  test('is confirmed once, and not after a newer one has taken its place', async () => {
    const change = aChange()
    await save(putAddressChange(undefined, change))
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => attemptTo(confirmAddressChange(change))))
    expect(tally(outcomes)).toEqual({ done: 1, moved: 4 })
    expect(await getAddressChange(change.identityId)).toEqual({ ...change, state: 'confirmed' })
    await save(putAddressChange(change, aChange(change)))
    expect(await attemptTo(confirmAddressChange(change))).toBe('moved')
  })
})
