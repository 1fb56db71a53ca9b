import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import { documents } from '../../shared/table/client.ts'
import {
  addressHash,
  changeInvitation,
  createInvitation,
  getInvitation,
  type InvitationKey,
  type InvitationRecord,
  invitationKey,
  listInvitations,
  listInvitationsOf,
  parseInvitation,
  recordDelivery,
} from '../../shared/table/invitation.ts'
import { createProfile } from '../../shared/table/profile.ts'
import { tableName } from '../../shared/table/schema.ts'
import {
  anEmail,
  anInvitation,
  aProfile,
  attemptTo,
  email,
  itemAt,
  keysOf,
  later,
  newId,
  now,
  refusals,
  save,
  tally,
} from '../support/table-fixtures.ts'

const somebody = () => aProfile(newId('organization'))
const revoked = (before: InvitationRecord): InvitationRecord => ({
  ...before,
  state: 'revoked',
  revokedBecause: 'by-hand',
})

async function stored(fields: Partial<InvitationRecord> = {}): Promise<InvitationRecord> {
  const invitation = anInvitation(somebody(), fields)
  await save(createInvitation(invitation))
  return invitation
}

describe('an invitation', () => {
  test('stands under its organization, in the index by state and end, and in the one by address', async () => {
    const invitation = await stored()
    const { organizationId, invitationId, expiresAt } = invitation
    const item = await itemAt(organizationId, `invitation#${invitationId}`)
    expect(keysOf(item)).toEqual({
      pk: organizationId,
      sk: `invitation#${invitationId}`,
      gsi1pk: `${organizationId}#invitations#pending`,
      gsi1sk: expiresAt,
      gsi2pk: 'invited#address',
      gsi2sk: invitationId,
    })
    expect(invitationKey(invitation)).toEqual({ pk: organizationId, sk: `invitation#${invitationId}` })
    expect(parseInvitation(item)).toMatchObject(invitation)
    expect(parseInvitation(undefined)).toBeUndefined()
    expect(await getInvitation(invitation)).toMatchObject(invitation)
  })

  test('shows in lists neither its nonce nor anything else that a link is derived from', async () => {
    const { organizationId, invitationId } = await stored()
    const item = await itemAt(organizationId, `invitation#${invitationId}`)
    expect(Object.keys(Object(item?.summary)).sort()).toEqual(
      ['delivery', 'expiresAt', 'generation', 'invitationId', 'inviter', 'profileId', 'sentAt', 'state'].sort(),
    )
  })

  test('is created once, and not found in another organization', async () => {
    const invitation = await stored()
    expect(await attemptTo(createInvitation({ ...invitation, generation: 9 }))).toBe('moved')
    expect(await getInvitation({ ...invitation, organizationId: newId('organization') })).toBeUndefined()
  })
})

describe('changing an invitation', () => {
  test('raises its version by one and moves it in the index', async () => {
    const before = await stored()
    await save(changeInvitation(before, { ...revoked(before), version: 77 }))
    expect(await getInvitation(before)).toMatchObject({ state: 'revoked', revokedBecause: 'by-hand', version: 2 })
    expect(await listed(before.organizationId, 'pending')).toEqual([])
    expect(await listed(before.organizationId, 'revoked')).toEqual([before.invitationId])
  })

  test('fails as moved on a version that is no longer there', async () => {
    const before = await stored()
    await save(changeInvitation(before, { ...before, state: 'accepted', acceptedAt: later(5) }))
    expect(await attemptTo(changeInvitation(before, revoked(before)))).toBe('moved')
    expect(await getInvitation(before)).toMatchObject({ state: 'accepted', acceptedAt: later(5), version: 2 })
  })

  test('fails as moved on one that is not there, and makes none', async () => {
    const never = anInvitation(somebody())
    expect(await attemptTo(changeInvitation(never, revoked(never)))).toBe('moved')
    expect(await getInvitation(never)).toBeUndefined()
  })

  test('succeeds for one of eight at once, whatever they want', async () => {
    for (let round = 0; round < 25; round++) {
      const before = await stored()
      const changes: InvitationRecord[] = Array.from({ length: 8 }, (_, position) =>
        position % 2 === 0 ? revoked(before) : { ...before, state: 'accepted', acceptedAt: later(position) },
      )
      const outcomes = await Promise.all(changes.map((after) => attemptTo(changeInvitation(before, after))))
      expect(tally(outcomes)).toEqual({ done: 1, moved: 7 })
      expect(await getInvitation(before)).toMatchObject({ ...changes[outcomes.indexOf('done')], version: 2 })
    }
  })
})

describe('what became of the mail', () => {
  test('is written down with a version of its own, so that nobody overwrites it unseen', async () => {
    const before = await stored()
    expect(await recordDelivery(before, 'sent')).toBe(true)
    expect(await getInvitation(before)).toMatchObject({ delivery: 'sent', version: 2 })
    expect(await attemptTo(changeInvitation(before, revoked(before)))).toBe('moved')
    const item = await itemAt(before.organizationId, `invitation#${before.invitationId}`)
    expect(item?.summary).toMatchObject({ delivery: 'sent' })
  })

  test('is not written over what has happened since: accepted, revoked, sent again', async () => {
    const changes: ((before: InvitationRecord) => InvitationRecord)[] = [
      revoked,
      (before) => ({ ...before, state: 'accepted', acceptedAt: later(1) }),
      (before) => ({ ...before, generation: 2, delivery: 'queued' }),
    ]
    for (const change of changes) {
      const before = await stored()
      await save(changeInvitation(before, change(before)))
      expect(await recordDelivery(before, 'failed')).toBe(false)
      expect(await getInvitation(before)).toMatchObject({ ...change(before), version: 2 })
    }
  })

  test('makes no invitation where there is none', async () => {
    const never = anInvitation(somebody())
    expect(await recordDelivery(never, 'sent')).toBe(false)
    expect(await getInvitation(never)).toBeUndefined()
  })
})

describe('the index by state', () => {
  test('has those that end first first', async () => {
    const { organizationId, profileId } = somebody()
    const invitations = [300, 100, 200].map((seconds) =>
      anInvitation({ organizationId, profileId }, { expiresAt: later(seconds) }),
    )
    await save(invitations.map(createInvitation))
    const [late, early, between] = invitations.map(({ invitationId }) => invitationId)
    expect(await listed(organizationId, 'pending')).toEqual([early, between, late])
  })
})

async function listed(organizationId: OrganizationId, state: InvitationRecord['state']): Promise<unknown[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :partition',
      ExpressionAttributeValues: { ':partition': `${organizationId}#invitations#${state}` },
    }),
  )
  return Items.map(({ summary }) => summary.invitationId)
}

describe('the lists of an organization', () => {
  const day = 24 * 3600
  type Page = Awaited<ReturnType<typeof listInvitations>>

  async function pages(of: Omit<Parameters<typeof listInvitations>[0], 'limit' | 'after'>, limit: number) {
    const found: Page[] = []
    let after: Page['next']
    do {
      found.push(await listInvitations({ ...of, limit, after }))
      after = found.at(-1)?.next
    } while (after && found.length < 50)
    return found.map(({ items }) => items.map(({ invitationId }) => invitationId))
  }

  test('have each of them once, newest first, page by page, also where many end in the same moment', async () => {
    const { organizationId, profileId } = somebody()
    const invitations = Array.from({ length: 7 }, () =>
      anInvitation({ organizationId, profileId }, { expiresAt: later(day) }),
    )
    await save(invitations.map(createInvitation))
    const made = invitations.map(({ invitationId }) => invitationId)
    const all = await pages({ organizationId, status: undefined, now }, 3)
    expect(all.flat()).toEqual([...made].reverse())
    expect(all[0]).toHaveLength(3)
    const pending = await pages({ organizationId, status: 'pending', now }, 3)
    expect(pending.flat().sort()).toEqual([...made].sort())
  })

  test('tell the pending from the expired by the moment of asking', async () => {
    const { organizationId, profileId } = somebody()
    const there = { organizationId, profileId }
    const [over, now1, open] = [
      anInvitation(there, { expiresAt: later(-1) }),
      anInvitation(there, { expiresAt: now }),
      anInvitation(there, { expiresAt: later(1) }),
    ]
    const ended = [
      anInvitation(there, { state: 'accepted', acceptedAt: now }),
      anInvitation(there, { state: 'revoked', revokedBecause: 'declined' }),
    ]
    await save([over, now1, open, ...ended].map(createInvitation))
    const list = async (status: Parameters<typeof listInvitations>[0]['status']) =>
      (await pages({ organizationId, status, now }, 10)).flat()
    expect(await list('pending')).toEqual([open.invitationId])
    expect(await list('expired')).toEqual([now1.invitationId, over.invitationId])
    expect(await list('accepted')).toEqual([ended[0]?.invitationId])
    expect(await list('revoked')).toEqual([ended[1]?.invitationId])
    expect(await list(undefined)).toHaveLength(5)
  })

  test('hold nothing of another organization, nor anything else that begins with its id', async () => {
    const profile = somebody()
    await save(createInvitation(anInvitation(profile)), createInvitation(anInvitation(somebody())))
    await save(createProfile(profile, refusals))
    const { items } = await listInvitations({ ...profile, status: undefined, limit: 100, after: undefined, now })
    expect(items).toHaveLength(1)
  })
})

describe('the list of an address', () => {
  test('has those of every organization, newest first, page by page, and can be asked for one alone', async () => {
    const to = anEmail()
    const invitations = Array.from({ length: 5 }, () => anInvitation(somebody(), { addressHash: addressHash(to) }))
    await save(invitations.map(createInvitation))
    const first = await listInvitationsOf({ email: to, limit: 3 })
    const rest = await listInvitationsOf({ email: to, limit: 3, after: first.next })
    expect([...first.items, ...rest.items].map(keyOf)).toEqual(invitations.map(keyOf).reverse())
    expect(rest.next).toBeUndefined()
    const [one] = invitations
    if (!one) throw new Error('there is none')
    const { invitationId } = one
    expect((await listInvitationsOf({ email: to, invitationId, limit: 1 })).items.map(keyOf)).toEqual([keyOf(one)])
    expect((await listInvitationsOf({ email: anEmail(), invitationId, limit: 1 })).items).toEqual([])
  })

  test('finds an address however it is spelt, and its key tells nobody which it is', async () => {
    const to = email('Mia.Jansen@Contoso.example')
    expect(addressHash(to)).toBe(addressHash(email('mia.jansen@contoso.EXAMPLE')))
    expect(addressHash(to)).toMatch(/^[\w-]{43}$/)
  })

  const keyOf = ({ organizationId, invitationId }: InvitationKey) => ({ organizationId, invitationId })
})
