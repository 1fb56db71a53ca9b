import { describe, expect, test } from 'vitest'
import type { ContactRole } from '../../shared/domain/contact-roles.ts'
import {
  changeOrder,
  contactOf,
  contactWrites,
  listContacts,
  orderAfter,
  whileOrder,
} from '../../shared/table/contact.ts'
import { changeCoverageState, getCoverageState } from '../../shared/table/coverage-state.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import { readCost } from '../support/capacity.ts'
import {
  anOrganization,
  aProfile,
  attemptTo,
  itemAt,
  later,
  newId,
  now,
  save,
  tally,
} from '../support/table-fixtures.ts'

/** Somebody who holds these contact roles, where nobody held any before. */
const holding = (organizationId: ProfileRecord['organizationId'], ...roles: readonly ContactRole[]): ProfileRecord => ({
  ...aProfile(organizationId, { status: 'active', firstName: 'Jan', lastName: 'Peeters' }),
  contactRoles: Object.fromEntries(roles.map((role) => [role, { assignedAt: now }])),
})
const somewhere = () => {
  const { organizationId } = anOrganization()
  return { organizationId, none: { organizationId, holders: {}, version: 0 } }
}
const enters = (after: ProfileRecord) => ({ before: undefined, after })

describe('a contact', () => {
  test('is stored as what follows from the profile, and goes with the last contact role', async () => {
    const { organizationId, none } = somewhere()
    const profile = holding(organizationId, 'dpo', 'watchlist')
    await save(contactWrites(undefined, contactOf(profile)), changeOrder(none, orderAfter(none, [enters(profile)])))
    const { contacts, order } = await listContacts(organizationId)
    expect(contacts).toEqual([contactOf(profile)])
    expect(order).toMatchObject({ holders: { dpo: [profile.profileId], watchlist: [profile.profileId] }, version: 1 })

    const left = { ...profile, contactRoles: undefined }
    await save(contactWrites(contactOf(profile), contactOf(left)))
    expect((await listContacts(organizationId)).contacts).toEqual([])
    expect(orderAfter(order, [{ before: profile, after: left }])).toEqual({ holders: {} })
  })

  test('is written when what it copies changes, and not when something else does', () => {
    const profile = holding(somewhere().organizationId, 'dpo')
    const written = (fields: Partial<ProfileRecord>) =>
      contactWrites(contactOf(profile), contactOf({ ...profile, ...fields })).length
    expect(written({ jobTitle: 'Lawyer', lastSignInAt: now, updatedAt: later(9), version: 7 })).toBe(0)
    expect(written({ language: 'fr' })).toBe(1)
    expect(written({ status: 'deactivated' })).toBe(1)
    expect(written({ addressState: 'undeliverable' })).toBe(1)
    expect(written({ contactRoles: undefined })).toBe(1)
  })

  test('is nobody who is a draft: what they are to be is an intention', () => {
    const draft = { ...holding(somewhere().organizationId, 'dpo'), status: 'draft' as const }
    expect(contactOf(draft)).toBeUndefined()
    expect(contactOf({ ...draft, status: 'invited' })).toMatchObject({ status: 'invited', addressState: 'unverified' })
  })

  test('is whoever stands in for a holder and holds nothing', () => {
    const { organizationId } = somewhere()
    const holder = holding(organizationId, 'dpo')
    const deputyFor = { dpo: { [holder.profileId]: { from: now, until: later(60) } } }
    const deputy = { ...aProfile(organizationId, { status: 'active' }), deputyFor }
    expect(contactOf(deputy)).toMatchObject({ roles: {}, deputyFor })
  })

  test('has an address that is verified once its user has accepted, until something else is known of it', () => {
    const profile = holding(somewhere().organizationId, 'dpo')
    const stateOf = (fields: Partial<ProfileRecord>) => contactOf({ ...profile, ...fields })?.addressState
    const identityId = newId('identity')
    expect(stateOf({})).toBe('unverified')
    expect(stateOf({ identityId })).toBe('verified')
    expect(stateOf({ identityId, addressState: 'undeliverable' })).toBe('undeliverable')
  })

  test('was asked again only while a yearly question is open', () => {
    const profile = holding(somewhere().organizationId, 'dpo')
    const question = { because: 'yearly' as const, generation: 2, nonce: 'n', askedAt: now, askAgainAt: later(1) }
    const askedAgain = (more: object) => contactOf({ ...profile, question: { ...question, ...more } })?.askedAgainAt
    expect(askedAgain({})).toBe(now)
    expect(askedAgain({ answeredAt: later(1) })).toBeUndefined()
    expect(askedAgain({ because: 'named' })).toBeUndefined()
  })
})

describe('the order', () => {
  test('puts whoever begins last, and a successor where somebody stood', () => {
    const { organizationId, none } = somewhere()
    const [one, two, three] = [1, 2, 3].map(() => holding(organizationId, 'dpo')) as [
      ProfileRecord,
      ProfileRecord,
      ProfileRecord,
    ]
    const both = { ...none, ...orderAfter(none, [enters(one), enters(two)]) }
    expect(both.holders.dpo).toEqual([one.profileId, two.profileId])
    const gone = { before: one, after: undefined }
    expect(orderAfter(both, [gone, enters(three)]).holders.dpo).toEqual([two.profileId, three.profileId])
    const succession = { leaver: one.profileId, successor: three.profileId }
    expect(orderAfter(both, [gone, enters(three)], succession)).toEqual({
      holders: { dpo: [three.profileId, two.profileId] },
    })
    expect(orderAfter(both, [gone], { leaver: one.profileId, successor: two.profileId }).holders.dpo).toEqual([
      two.profileId,
    ])
  })

  test('of several who change it at once lets one through', async () => {
    const { organizationId } = somewhere()
    for (let round = 0; round < 20; round++) {
      const { order } = await listContacts(organizationId)
      const outcomes = await Promise.all(
        Array.from({ length: 5 }, () => {
          const profile = holding(organizationId, 'watchlist')
          return attemptTo(
            changeOrder(order, orderAfter(order, [enters(profile)])),
            contactWrites(undefined, contactOf(profile)),
          )
        }),
      )
      expect(tally(outcomes)).toEqual({ done: 1, moved: 4 })
    }
    const { contacts, order } = await listContacts(organizationId)
    expect([contacts.length, order.version]).toEqual([20, 20])
    expect(order.holders.watchlist?.toSorted()).toEqual(contacts.map(({ profileId }) => profileId).toSorted())
  })

  test('holds what was judged by it only while it is what was read', async () => {
    const { organizationId, none } = somewhere()
    expect(await attemptTo(whileOrder(none))).toBe('done')
    await save(changeOrder(none, orderAfter(none, [enters(holding(organizationId, 'dpo'))])))
    expect(await attemptTo(whileOrder(none))).toBe('moved')
    const { order } = await listContacts(organizationId)
    expect(await attemptTo(whileOrder(order))).toBe('done')
  })
})

describe('what was told of coverage', () => {
  test('is that everything required is missing, until something was told', async () => {
    const { organizationId } = somewhere()
    expect(await getCoverageState(organizationId)).toEqual({
      organizationId,
      lost: ['technical missing', 'commercial missing', 'dpo missing'],
      waiting: [],
      wholeIsNews: true,
      at: '',
      version: 0,
    })
  })

  test('is replaced by one of several at once, and stands beside the contacts without being one', async () => {
    const { organizationId, none } = somewhere()
    const told = await getCoverageState(organizationId)
    const next = { lost: ['dpo missing'], waiting: [], wholeIsNews: true, at: now }
    const tell = () => attemptTo(changeCoverageState(told, next))
    expect(tally(await Promise.all([tell(), tell(), tell()]))).toEqual({ done: 1, moved: 2 })
    expect(await getCoverageState(organizationId)).toMatchObject({ lost: ['dpo missing'], version: 1 })
    expect(await itemAt(`${organizationId}#contacts`, 'told')).toBeDefined()
    const { calls } = await readCost(async () =>
      expect(await listContacts(organizationId)).toEqual({ contacts: [], order: none }),
    )
    expect(calls).toBe(1)
  })
})
