import { describe, expect, test } from 'vitest'
import type { OrganizationId, ProfileId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { addOwner, hasActiveOwner, whileWithoutOwner } from '../../shared/table/owners.ts'
import { tableName } from '../../shared/table/schema.ts'
import { update } from '../../shared/table/transaction.ts'
import { attemptTo, itemAt, keysOf, newId, save, tally } from '../support/table-fixtures.ts'

const an = () => ({ organization: newId('organization'), owner: newId('profile'), other: newId('profile') })

/** An owner leaves the set, as an operation will do it one day. */
const leave = (organizationId: OrganizationId, profileId: ProfileId) =>
  update({
    TableName: tableName(),
    Key: { pk: organizationId, sk: 'owners' },
    UpdateExpression: 'DELETE profileIds :leaving',
    ExpressionAttributeValues: { ':leaving': new Set([profileId]) },
  })

const ownersOf = async (organizationId: OrganizationId) => (await itemAt(organizationId, 'owners'))?.profileIds

describe('the owners of an organization', () => {
  test('are a set under it', async () => {
    const { organization, owner, other } = an()
    await save(addOwner(organization, owner, false))
    await save(addOwner(organization, other, false))
    expect(keysOf(await itemAt(organization, 'owners'))).toEqual({ pk: organization, sk: 'owners' })
    expect(await ownersOf(organization)).toEqual(new Set([owner, other]))
    expect(await hasActiveOwner(organization)).toBe(true)
    expect(await hasActiveOwner(newId('organization'))).toBe(false)
  })

  test('hold each once, however often it is added', async () => {
    const { organization, owner } = an()
    await save(addOwner(organization, owner, false))
    await save(addOwner(organization, owner, false))
    expect(await ownersOf(organization)).toEqual(new Set([owner]))
  })

  test('are none again when the last one leaves: the set goes with its last element', async () => {
    const { organization, owner } = an()
    await save(addOwner(organization, owner, true))
    await save(leave(organization, owner))
    expect(await ownersOf(organization)).toBeUndefined()
    expect(await hasActiveOwner(organization)).toBe(false)
    expect(await attemptTo(whileWithoutOwner(organization))).toBe('done')
    expect(await attemptTo(addOwner(organization, owner, true))).toBe('done')
    expect(await hasActiveOwner(organization)).toBe(true)
  })
})

describe('the first owner', () => {
  test('is added only where there is none', async () => {
    const { organization, owner, other } = an()
    expect(await attemptTo(addOwner(organization, owner, true))).toBe('done')
    expect(await attemptTo(addOwner(organization, other, true))).toBe('moved')
    expect(await attemptTo(addOwner(organization, other, false))).toBe('done')
    expect(await ownersOf(organization)).toEqual(new Set([owner, other]))
  })

  test('is one of two at once', async () => {
    for (let round = 0; round < 50; round++) {
      const { organization, owner, other } = an()
      const both = [owner, other].map((profileId) => attemptTo(addOwner(organization, profileId, true)))
      const outcomes = await Promise.all(both)
      expect(tally(outcomes)).toEqual({ done: 1, moved: 1 })
      expect(await ownersOf(organization)).toEqual(new Set([outcomes[0] === 'done' ? owner : other]))
    }
  })
})

describe('whileWithoutOwner', () => {
  test('holds until somebody is one, and changes nothing', async () => {
    const { organization, owner } = an()
    expect(await attemptTo(whileWithoutOwner(organization))).toBe('done')
    expect(await itemAt(organization, 'owners')).toBeUndefined()
    await save(addOwner(organization, owner, false))
    expect(await attemptTo(whileWithoutOwner(organization))).toBe('moved')
    expect(await attemptTo(whileWithoutOwner(organization, new Problem('has-owner')))).toBe('has-owner')
    expect(await ownersOf(organization)).toEqual(new Set([owner]))
  })
})
