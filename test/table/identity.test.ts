import { describe, expect, test } from 'vitest'
import type { EmailAddress } from '../../shared/domain/address.ts'
import { Problem } from '../../shared/domain/problems.ts'
import {
  acceptIdentity,
  changeIdentityAddress,
  createIdentity,
  endTokens,
  findIdentity,
  getIdentity,
  type IdentityRecord,
  identityKey,
  parseIdentity,
  whileIdentityHolds,
  whileIdentityNew,
} from '../../shared/table/identity.ts'
import {
  anEmail,
  anIdentity,
  attemptTo,
  email,
  itemAt,
  keysOf,
  later,
  now,
  save,
  tally,
} from '../support/table-fixtures.ts'

const anIdentityOf = (address: EmailAddress = anEmail()): IdentityRecord => ({
  identityId: anIdentity(),
  email: address,
  state: 'new',
  tokensValidFrom: 0,
  createdAt: now,
  updatedAt: now,
})

describe('an identity', () => {
  test('stands under its id, and its address beside it, folded', async () => {
    const identity = anIdentityOf(email('An.Smet@Contoso.example'))
    await save(createIdentity(identity))
    const { identityId } = identity
    expect(keysOf(await itemAt(identityId, 'identity'))).toEqual({ pk: identityId, sk: 'identity' })
    expect(identityKey(identityId)).toEqual({ pk: identityId, sk: 'identity' })
    expect(await itemAt('address#an.smet@contoso.example', 'identity')).toMatchObject({ identityId })
    expect(await getIdentity(identityId)).toEqual(identity)
    expect(parseIdentity(await itemAt(identityId, 'identity'))).toEqual(identity)
    expect(parseIdentity(undefined)).toBeUndefined()
  })

  test('is one per address over the whole deployment, in any spelling', async () => {
    const first = anIdentityOf(email('one@contoso.example'))
    const twin = anIdentityOf(email('ONE@Contoso.Example'))
    expect(await attemptTo(createIdentity(first))).toBe('done')
    expect(await attemptTo(createIdentity(twin))).toBe('moved')
    expect(await getIdentity(twin.identityId)).toBeUndefined()
    expect(await findIdentity(email('One@contoso.example'))).toBe(first.identityId)
    expect(await findIdentity(anEmail())).toBeUndefined()
  })

  test('is never made over, whatever address comes with its id', async () => {
    const first = anIdentityOf()
    await save(createIdentity(first))
    const other = { ...first, email: anEmail(), state: 'accepted' } as const
    expect(await attemptTo(createIdentity(other))).toBe('moved')
    expect(await findIdentity(other.email)).toBeUndefined()
    expect((await getIdentity(first.identityId))?.state).toBe('new')
  })

  test('of one address is made once of eight times at once', async () => {
    const spelt = ['two@contoso.example', 'Two@contoso.example', 'TWO@CONTOSO.EXAMPLE', 'two@Contoso.example']
    const made = [...spelt, ...spelt].map((address) => attemptTo(createIdentity(anIdentityOf(email(address)))))
    expect(tally(await Promise.all(made))).toEqual({ done: 1, moved: 7 })
  })
})

describe('the first acceptance', () => {
  test('marks the identity, once', async () => {
    const identity = anIdentityOf()
    await save(createIdentity(identity))
    const { identityId } = identity
    expect(await attemptTo(acceptIdentity(identityId, later(5)))).toBe('done')
    expect(await getIdentity(identityId)).toEqual({ ...identity, state: 'accepted', updatedAt: later(5) })
    expect(await attemptTo(acceptIdentity(identityId, later(9)))).toBe('moved')
    expect((await getIdentity(identityId))?.updatedAt).toBe(later(5))
  })

  test('makes no identity where there is none', async () => {
    const identityId = anIdentity()
    expect(await attemptTo(acceptIdentity(identityId, now))).toBe('moved')
    expect(await itemAt(identityId, 'identity')).toBeUndefined()
  })

  test('ends what holds only while the identity is new', async () => {
    const { identityId, ...rest } = anIdentityOf()
    expect(await attemptTo(whileIdentityNew(identityId))).toBe('moved')
    await save(createIdentity({ identityId, ...rest }))
    expect(await attemptTo(whileIdentityNew(identityId))).toBe('done')
    expect(await getIdentity(identityId)).toBeDefined()
    await save(acceptIdentity(identityId, now))
    expect(await attemptTo(whileIdentityNew(identityId))).toBe('moved')
  })
})

describe('another address', () => {
  const acceptedOne = async () => {
    const identity = anIdentityOf()
    await save(createIdentity(identity))
    await save(acceptIdentity(identity.identityId, now))
    return { ...identity, state: 'accepted' as const }
  }
  const to = (address: EmailAddress) => ({ email: address, tokensValidFrom: 7, at: later(1) })

  test('is the one that leads to the sign-in from then on, and the old one is free', async () => {
    const identity = await acceptedOne()
    const fresh = anEmail()
    await save(changeIdentityAddress(identity, to(fresh), 'moved'))
    expect(await findIdentity(fresh)).toBe(identity.identityId)
    expect(await findIdentity(identity.email)).toBeUndefined()
    expect(await getIdentity(identity.identityId)).toEqual({
      ...identity,
      email: fresh,
      tokensValidFrom: 7,
      updatedAt: later(1),
    })
    expect(await attemptTo(createIdentity(anIdentityOf(identity.email)))).toBe('done')
  })

  test('ends what holds only while the sign-in is that of its address, as does one that never accepted', async () => {
    const never = anIdentityOf()
    await save(createIdentity(never))
    for (const one of [anIdentityOf(), never]) expect(await attemptTo(whileIdentityHolds(one))).toBe('moved')
    const identity = await acceptedOne()
    expect(await attemptTo(whileIdentityHolds(identity))).toBe('done')
    expect(await getIdentity(identity.identityId)).toBeDefined()
    await save(changeIdentityAddress(identity, to(anEmail()), 'moved'))
    expect(await attemptTo(whileIdentityHolds(identity))).toBe('moved')
  })

  test('that has a sign-in is refused as it is said, and nothing changes', async () => {
    const [identity, other] = [await acceptedOne(), await acceptedOne()]
    const refusal = new Problem('address-taken')
    expect(await attemptTo(changeIdentityAddress(identity, to(other.email), refusal))).toBe('address-taken')
    expect(await getIdentity(identity.identityId)).toMatchObject({ email: identity.email })
    expect(await findIdentity(other.email)).toBe(other.identityId)
  })

  test('goes to one of two that want it at once, and to none that has changed since it was read', async () => {
    const [one, two] = [await acceptedOne(), await acceptedOne()]
    const fresh = anEmail()
    const outcomes = await Promise.all(
      [one, two].map((identity) => attemptTo(changeIdentityAddress(identity, to(fresh), 'moved'))),
    )
    expect(tally(outcomes)).toEqual({ done: 1, moved: 1 })
    const winner = outcomes[0] === 'done' ? one : two
    expect(await attemptTo(changeIdentityAddress(winner, to(anEmail()), 'moved'))).toBe('moved')
  })

  test('is not given when tokens were ended meanwhile, and ending them does not undo a later end', async () => {
    const identity = await acceptedOne()
    await save(endTokens(identity, 5, later(1)))
    expect(await getIdentity(identity.identityId)).toEqual({ ...identity, tokensValidFrom: 5, updatedAt: later(1) })
    expect(await attemptTo(changeIdentityAddress(identity, to(anEmail()), 'moved'))).toBe('moved')
    expect(await attemptTo(endTokens(identity, 4, later(2)))).toBe('moved')
    expect(await attemptTo(endTokens(anIdentityOf(), 4, later(2)))).toBe('moved')
  })

  test('is for nobody who has not accepted anything', async () => {
    const identity = anIdentityOf()
    await save(createIdentity(identity))
    expect(await attemptTo(changeIdentityAddress(identity, to(anEmail()), 'moved'))).toBe('moved')
  })
})
