import { describe, expect, test } from 'vitest'
import { requestAddressChange } from '../../shared/domain/address-change.ts'
import { hashLinkToken } from '../../shared/platform/link-token.ts'
import { type AddressChangeRecord, confirmAddressChange, putAddressChange } from '../../shared/table/address-change.ts'
import { changeInvitation, createInvitation, type InvitationRecord } from '../../shared/table/invitation.ts'
import { findAddressLink, findLink, storeAddressLink, storeLink } from '../../shared/table/link.ts'
import {
  anEmail,
  anIdentity,
  anInvitation,
  aProfile,
  itemAt,
  keysOf,
  later,
  newId,
  now,
  save,
} from '../support/table-fixtures.ts'

const token = 'Zm9yLXRoZS10ZXN0cy1vbmx5LTEyMzQ1Njc4OTAxMjM0NQ'
const aHash = () => hashLinkToken(`${token}${newId('activity')}`)
const store = (hash: string, invitation: InvitationRecord) => storeLink(hash, invitation, newId('activity'))

async function pending(): Promise<InvitationRecord> {
  const invitation = anInvitation(aProfile(newId('organization')))
  await save(createInvitation(invitation))
  return invitation
}

describe('a link', () => {
  test('stands under the hash of its token, and says where it leads and nothing more', async () => {
    const invitation = await pending()
    const hash = hashLinkToken(token)
    expect(await store(hash, invitation)).toBe(true)
    const { organizationId, invitationId, profileId, generation, expiresAt } = invitation
    const item = await itemAt(`link#${hash}`, 'link')
    expect(keysOf(item)).toEqual({ pk: `link#${hash}`, sk: 'link' })
    expect(item?.ttl).toBe(Math.ceil(Date.parse(expiresAt) / 1000) + 90 * 24 * 3600)
    expect(await findLink(hash)).toMatchObject({ organizationId, invitationId, profileId, generation })
    expect(JSON.stringify(item)).not.toContain(token)
    expect(JSON.stringify(item)).not.toContain(invitation.nonce)
  })

  test('that we never sent leads nowhere', async () => {
    expect(await findLink(aHash())).toBeUndefined()
    expect(await findLink(hashLinkToken(token).toLowerCase())).toBeUndefined()
  })
})

describe('storing a link', () => {
  test('twice is harmless, under the same call and under another', async () => {
    const invitation = await pending()
    const [hash, call] = [aHash(), newId('activity')]
    expect(await storeLink(hash, invitation, call)).toBe(true)
    expect(await storeLink(hash, invitation, call)).toBe(true)
    expect(await store(hash, invitation)).toBe(true)
    expect(await findLink(hash)).toMatchObject({ invitationId: invitation.invitationId, generation: 1 })
  })

  test('of a later send number leaves the older one, which then says that it was replaced', async () => {
    const first = await pending()
    const [older, newer] = [aHash(), aHash()]
    await store(older, first)
    const second: InvitationRecord = { ...first, generation: 2 }
    await save(changeInvitation(first, second))
    expect(await store(newer, second)).toBe(true)
    expect((await findLink(older))?.generation).toBe(1)
    expect((await findLink(newer))?.generation).toBe(2)
  })

  test.each<[string, Partial<InvitationRecord>]>([
    ['accepted', { state: 'accepted', acceptedAt: later(1) }],
    ['revoked', { state: 'revoked', revokedBecause: 'by-hand' }],
    ['sent again', { generation: 2 }],
  ])('stores nothing when the invitation was %s meanwhile', async (_, change) => {
    const before = await pending()
    await save(changeInvitation(before, { ...before, ...change }))
    const hash = aHash()
    expect(await store(hash, before)).toBe(false)
    expect(await findLink(hash)).toBeUndefined()
  })

  test('goes on when only the delivery of its mail was written down', async () => {
    const before = await pending()
    await save(changeInvitation(before, { ...before, delivery: 'sent' }))
    expect(await store(aHash(), before)).toBe(true)
  })

  test('stores nothing for an invitation that is not there', async () => {
    const hash = aHash()
    expect(await store(hash, anInvitation(aProfile(newId('organization'))))).toBe(false)
    expect(await findLink(hash)).toBeUndefined()
  })
})

describe('a link to another sign-in address', () => {
  const asked = async (fields: Partial<AddressChangeRecord> = {}): Promise<AddressChangeRecord> => {
    const change: AddressChangeRecord = {
      ...requestAddressChange(undefined, now),
      identityId: anIdentity(),
      organizationId: newId('organization'),
      profileId: newId('profile'),
      email: anEmail(),
      nonce: 'bm9uY2U',
      ...fields,
    }
    await save(putAddressChange(undefined, change))
    return change
  }
  const storeAddress = (hash: string, change: AddressChangeRecord) => storeAddressLink(hash, change, newId('activity'))

  test('leads to the change it confirms, and to no invitation', async () => {
    const change = await asked()
    const hash = aHash()
    expect(await storeAddress(hash, change)).toBe(true)
    expect(await storeAddress(hash, change)).toBe(true)
    const { identityId, organizationId, profileId } = change
    expect(await findAddressLink(hash)).toMatchObject({ identityId, organizationId, profileId, generation: 1 })
    expect(await findLink(hash)).toBeUndefined()
    expect(JSON.stringify(await itemAt(`link#${hash}`, 'link'))).not.toContain(change.email)
  })

  test('of an invitation confirms nothing', async () => {
    const hash = aHash()
    await store(hash, await pending())
    expect(await findAddressLink(hash)).toBeUndefined()
  })

  test('is not stored once the request was confirmed, or a newer one has taken its place', async () => {
    const [confirmed, replaced] = [await asked(), await asked()]
    await save(confirmAddressChange(confirmed), putAddressChange(replaced, { ...replaced, generation: 2 }))
    for (const change of [confirmed, replaced]) {
      const hash = aHash()
      expect(await storeAddress(hash, change)).toBe(false)
      expect(await findAddressLink(hash)).toBeUndefined()
    }
  })
})
