import { describe, expect, test } from 'vitest'
import { requestAddressChange } from '../../shared/domain/address-change.ts'
import { nextQuestion } from '../../shared/domain/contact-question.ts'
import { hashLinkToken } from '../../shared/platform/link-token.ts'
import { type AddressChangeRecord, confirmAddressChange, putAddressChange } from '../../shared/table/address-change.ts'
import { changeInvitation, createInvitation, type InvitationRecord } from '../../shared/table/invitation.ts'
import {
  findAddressLink,
  findContactLink,
  findLink,
  storeAddressLink,
  storeContactLink,
  storeLink,
} from '../../shared/table/link.ts'
import { createProfile } from '../../shared/table/profile.ts'
import {
  anEmail,
  anIdentity,
  anInvitation,
  aProfile,
  email,
  itemAt,
  keysOf,
  later,
  newId,
  now,
  refusals,
  save,
} from '../support/table-fixtures.ts'

const token = 'Zm9yLXRoZS10ZXN0cy1vbmx5LTEyMzQ1Njc4OTAxMjM0NQ'
const aHash = () => hashLinkToken(`${token}${newId('activity')}`)
const store = (hash: string, invitation: InvitationRecord, to = anEmail(), at = now) =>
  storeLink(hash, invitation, { email: to, now: at }, () => newId('activity'))

async function pending(): Promise<InvitationRecord> {
  const invitation = anInvitation(aProfile(newId('organization')))
  await save(createInvitation(invitation))
  return invitation
}

describe('a link', () => {
  test('stands under the hash of its token, and says where it leads and nothing more', async () => {
    const invitation = await pending()
    const hash = hashLinkToken(token)
    expect(await store(hash, invitation)).toBe('stored')
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
  test('twice is harmless', async () => {
    const invitation = await pending()
    const hash = aHash()
    for (let time = 0; time < 2; time++) expect(await store(hash, invitation)).toBe('stored')
    expect(await findLink(hash)).toMatchObject({ invitationId: invitation.invitationId, generation: 1 })
  })

  test('of a later send number leaves the older one, which then says that it was replaced', async () => {
    const first = await pending()
    const [older, newer] = [aHash(), aHash()]
    await store(older, first)
    const second: InvitationRecord = { ...first, generation: 2 }
    await save(changeInvitation(first, second))
    expect(await store(newer, second)).toBe('stored')
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
    expect(await store(hash, before)).toBe('moved')
    expect(await findLink(hash)).toBeUndefined()
  })

  test('goes on when only the delivery of its mail was written down', async () => {
    const before = await pending()
    await save(changeInvitation(before, { ...before, delivery: 'sent' }))
    expect(await store(aHash(), before)).toBe('stored')
  })

  test('stores nothing for an invitation that is not there', async () => {
    const hash = aHash()
    expect(await store(hash, anInvitation(aProfile(newId('organization'))))).toBe('moved')
    expect(await findLink(hash)).toBeUndefined()
  })
})

describe('links to one address', () => {
  test('are ten a day over all organizations, however it is spelt; the eleventh waits for tomorrow', async () => {
    const to = anEmail()
    const spelt = email(to.toUpperCase())
    const hash = aHash()
    for (let sent = 0; sent < 10; sent++)
      expect(await store(sent === 0 ? hash : aHash(), await pending(), sent % 2 ? to : spelt)).toBe('stored')
    const eleventh = aHash()
    expect(await store(eleventh, await pending(), to)).toBe('too-many')
    expect(await findLink(eleventh)).toBeUndefined()
    expect(await store(eleventh, await pending(), to, later(24 * 3600))).toBe('stored')
    expect(await store(aHash(), await pending())).toBe('stored')
  })

  test('are counted once, however often one is stored, also at the same time', async () => {
    const to = anEmail()
    const [hash, invitation] = [aHash(), await pending()]
    const stored = await Promise.all(Array.from({ length: 12 }, () => store(hash, invitation, to)))
    expect(new Set(stored)).toEqual(new Set(['stored']))
    for (let sent = 1; sent < 10; sent++) expect(await store(aHash(), await pending(), to)).toBe('stored')
    expect(await store(hash, invitation, to)).toBe('stored')
    expect(await store(aHash(), await pending(), to)).toBe('too-many')
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
  const storeAddress = (hash: string, change: AddressChangeRecord, email = change.email) =>
    storeAddressLink(hash, change, { email, now }, () => newId('activity'))

  test('leads to the change it confirms, and to no invitation', async () => {
    const change = await asked()
    const hash = aHash()
    expect(await storeAddress(hash, change)).toBe('stored')
    expect(await storeAddress(hash, change)).toBe('stored')
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
      expect(await storeAddress(hash, change)).toBe('moved')
      expect(await findAddressLink(hash)).toBeUndefined()
    }
  })

  test('counts among the ten mails of its address in a day, with those of invitations, and is counted once', async () => {
    const email = anEmail()
    for (let mails = 0; mails < 9; mails++) expect(await storeAddress(aHash(), await asked(), email)).toBe('stored')
    const tenth = await asked()
    const hash = aHash()
    for (let again = 0; again < 3; again++) expect(await storeAddress(hash, tenth, email)).toBe('stored')
    expect(await storeAddress(aHash(), await asked(), email)).toBe('too-many')
    const invited = await storeLink(aHash(), await pending(), { email, now }, () => newId('activity'))
    expect(invited).toBe('too-many')
  })
})

describe('a link of a question to a contact', () => {
  async function contactAsked() {
    const profile = aProfile(newId('organization'), { user: false, status: 'active', invitationId: undefined })
    const question = nextQuestion(undefined, { because: 'named', nonce: 'a nonce', askedAt: now })
    const contact = { ...profile, question }
    await save(createProfile(contact, refusals))
    return contact
  }
  const storeFor = (hash: string, contact: Awaited<ReturnType<typeof contactAsked>>, to = anEmail()) =>
    storeContactLink(hash, contact, { email: to, now }, () => newId('activity'))

  test('leads to the contact and to nothing else, until well after they are asked again', async () => {
    const contact = await contactAsked()
    const { organizationId, profileId, question } = contact
    const hash = aHash()
    for (let time = 0; time < 2; time++) expect(await storeFor(hash, contact)).toBe('stored')
    expect(await findContactLink(hash)).toMatchObject({ organizationId, profileId, generation: 1 })
    expect(await findLink(hash)).toBeUndefined()
    expect(await findAddressLink(hash)).toBeUndefined()
    const item = await itemAt(`link#${hash}`, 'link')
    expect(item?.ttl).toBe(Math.ceil(Date.parse(question.askAgainAt) / 1000) + 90 * 24 * 3600)
    expect(JSON.stringify(item)).not.toContain(contact.email)
  })

  test('of an invitation asks no contact', async () => {
    const hash = aHash()
    await store(hash, await pending())
    expect(await findContactLink(hash)).toBeUndefined()
  })

  test('is not stored once a newer question was asked', async () => {
    const contact = await contactAsked()
    const older = { ...contact, question: { ...contact.question, generation: 0 } }
    const hash = aHash()
    expect(await storeFor(hash, older)).toBe('moved')
    expect(await findContactLink(hash)).toBeUndefined()
  })

  test('counts among the ten mails of its address in a day', async () => {
    const to = anEmail()
    for (let mails = 0; mails < 10; mails++) expect(await store(aHash(), await pending(), to)).toBe('stored')
    expect(await storeFor(aHash(), await contactAsked(), to)).toBe('too-many')
  })
})
