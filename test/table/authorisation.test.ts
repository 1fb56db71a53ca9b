import type { BatchGetItemCommandInput } from '@aws-sdk/client-dynamodb'
import { describe, expect, test } from 'vitest'
import type { IdentityId, OrganizationId } from '../../shared/domain/ids.ts'
import { accessOf, createAccess } from '../../shared/table/access.ts'
import { getItems, readAuthorisation, readDelegations, readSignedIn } from '../../shared/table/authorisation.ts'
import { type Call, keepAnswer } from '../../shared/table/idempotency.ts'
import { createIdentity } from '../../shared/table/identity.ts'
import { createOrganization, organizationKey } from '../../shared/table/organization.ts'
import { callsDuring, whileMeddling } from '../support/dynamodb-faults.ts'
import { anEmail, anIdentity, anOrganization, aProfile, later, newId, now, save } from '../support/table-fixtures.ts'

const keyOf = (organizationId: OrganizationId) => ({ ...organizationKey(organizationId) })

async function organizations(count: number): Promise<OrganizationId[]> {
  const made = Array.from({ length: count }, () => anOrganization())
  await save(made.map(createOrganization))
  return made.map(({ organizationId }) => organizationId)
}

describe('getItems', () => {
  test('gives the items in the order of their keys, whatever order DynamoDB answers in', async () => {
    const ids = await organizations(30)
    for (const order of [ids, [...ids].reverse(), [...ids.slice(10), ...ids.slice(0, 10)]]) {
      const items = await getItems(order.map(keyOf))
      expect(items.map((item) => item?.organizationId)).toEqual(order)
    }
  })

  test('gives undefined in the place of what is not there', async () => {
    const [one = newId('organization'), two = newId('organization')] = await organizations(2)
    const items = await getItems([keyOf(newId('organization')), keyOf(one), keyOf(newId('organization')), keyOf(two)])
    expect(items.map((item) => item?.organizationId)).toEqual([undefined, one, undefined, two])
  })

  test('gives a key that is named twice twice, which DynamoDB itself refuses', async () => {
    const [one = newId('organization'), two = newId('organization')] = await organizations(2)
    const items = await getItems([keyOf(one), keyOf(two), keyOf(one)])
    expect(items.map((item) => item?.organizationId)).toEqual([one, two, one])
  })

  test('asks nobody when there are no keys', async () => {
    expect(await callsDuring(async () => expect(await getItems([])).toEqual([]))).toEqual([])
  })

  test('reads strongly, all in one call', async () => {
    const ids = await organizations(3)
    const calls = await callsDuring(() => getItems(ids.map(keyOf)))
    expect(calls.map(({ command }) => command)).toEqual(['BatchGetItemCommand'])
    expect(calls).toMatchObject([
      { input: { RequestItems: { [process.env.TABLE_NAME ?? '']: { ConsistentRead: true } } } },
    ])
  })

  test('asks again for the keys that DynamoDB left, and for those alone', async () => {
    const ids = await organizations(7)
    const asked: number[] = []
    const items = await leaving(2, asked, () => getItems(ids.map(keyOf)))
    expect(items.map((item) => item?.organizationId)).toEqual(ids)
    expect(asked).toEqual([7, 5, 3, 1])
  })

  test('throws, instead of taking them for absent, when DynamoDB goes on leaving keys', async () => {
    const ids = await organizations(9)
    const asked: number[] = []
    await expect(leaving(1, asked, () => getItems(ids.map(keyOf)))).rejects.toThrow('unprocessed')
    expect(asked).toEqual([9, 8, 7, 6, 5])
  })
})

/** DynamoDB answers so many items a call only, and says that it left the rest. */
async function leaving<Answer>(answered: number, asked: number[], act: () => Promise<Answer>): Promise<Answer> {
  return whileMeddling(async ({ input, goOn }) => {
    if (!isBatchGet(input)) return goOn()
    const [[table = '', wanted] = []] = Object.entries(input.RequestItems ?? {})
    const keys = wanted?.Keys ?? []
    asked.push(keys.length)
    const { output, response } = await goOn({
      RequestItems: { [table]: { ...wanted, Keys: keys.slice(0, answered) } },
    })
    const left = keys.slice(answered)
    return {
      response,
      output: left.length === 0 ? output : { ...output, UnprocessedKeys: { [table]: { Keys: left } } },
    }
  }, act)
}

const isBatchGet = (input: object): input is BatchGetItemCommandInput => 'RequestItems' in input

describe('readAuthorisation', () => {
  const call: Call = { principal: 'deployer', callHash: 'call', requestHash: 'request' }

  test('reads access record and organization in one call, and the answer of a key along with them', async () => {
    const organization = anOrganization()
    const access = accessOf(aProfile(organization.organizationId, { status: 'active' }), anIdentity(), 0)
    const answer = { status: 200, etag: undefined, body: '{}' }
    await save(createOrganization(organization), createAccess(access), keepAnswer(call, answer, now))
    for (const [named, sizes] of [
      [undefined, 2],
      [call, 3],
    ] as const) {
      const calls = await callsDuring(async () => {
        const read = await readAuthorisation(access.identityId, organization.organizationId, named, later(1))
        expect(read.access).toEqual(access)
        expect(read.organization).toMatchObject(organization)
        expect(read.answer).toEqual(named && expect.objectContaining({ ...answer, requestHash: 'request' }))
      })
      expect(calls).toHaveLength(1)
      const [only] = calls
      const [wanted] = Object.values((only && isBatchGet(only.input) && only.input.RequestItems) || {})
      expect(wanted?.Keys).toHaveLength(sizes)
    }
  })

  test('gives undefined for what is not there, in any combination', async () => {
    const organization = anOrganization()
    await save(createOrganization(organization))
    const stranger = await readAuthorisation(anIdentity(), organization.organizationId, undefined, now)
    expect(stranger.access).toBeUndefined()
    expect(stranger.organization?.organizationId).toBe(organization.organizationId)
    expect(await readAuthorisation(anIdentity(), newId('organization'), undefined, now)).toEqual({
      access: undefined,
      organization: undefined,
      answer: undefined,
      more: [],
    })
  })

  test('reads whatever else the call names along with them, in its order, beside an answer or without one', async () => {
    const [organization, other] = [anOrganization(), anOrganization()]
    const answer = { status: 200, etag: undefined, body: '{}' }
    const kept: Call = { ...call, callHash: 'beside' }
    await save(createOrganization(organization), createOrganization(other), keepAnswer(kept, answer, now))
    const { organizationId } = organization
    const more = [keyOf(newId('organization')), keyOf(other.organizationId), keyOf(organizationId)]
    for (const named of [undefined, kept]) {
      const calls = await callsDuring(async () => {
        const read = await readAuthorisation(anIdentity(), organizationId, named, later(1), more)
        expect(read.more.map((item) => item?.pk)).toEqual([undefined, other.organizationId, organizationId])
        expect(read.answer === undefined).toBe(named === undefined)
      })
      expect(calls).toHaveLength(1)
    }
  })

  test('does not give an answer whose 24 hours are over', async () => {
    const own: Call = { ...call, callHash: 'old' }
    await save(keepAnswer(own, { status: 200, etag: undefined, body: '{}' }, now))
    const at = (seconds: number) => readAuthorisation(anIdentity(), newId('organization'), own, later(seconds))
    expect((await at(23 * 3600)).answer).toBeDefined()
    expect((await at(25 * 3600)).answer).toBeUndefined()
  })
})

describe('readDelegations', () => {
  const delegationOf = async (identityId: IdentityId, ...places: readonly [OrganizationId, OrganizationId]) =>
    (await readDelegations([identityId], ...places)).get(identityId) ?? []

  test('reads the person and the organization, in the parent and in the provider, in one call', async () => {
    const identityId = anIdentity()
    const [parent, provider] = [anOrganization(), anOrganization()]
    const access = accessOf(aProfile(provider.organizationId, { status: 'active' }), identityId, 0)
    await save(createOrganization(parent), createOrganization(provider), createAccess(access))
    const calls = await callsDuring(async () => {
      const read = await delegationOf(identityId, parent.organizationId, provider.organizationId)
      expect(read.map((place) => place.organization?.organizationId)).toEqual([
        parent.organizationId,
        provider.organizationId,
      ])
      expect(read.map((place) => place.access)).toEqual([undefined, access])
    })
    expect(calls).toHaveLength(1)
  })

  test('reads the provider once where it is the parent', async () => {
    const provider = anOrganization()
    await save(createOrganization(provider))
    const read = await delegationOf(anIdentity(), provider.organizationId, provider.organizationId)
    expect(read.map(({ organization }) => organization?.organizationId)).toEqual([provider.organizationId])
  })

  test('reads several people in one call, each with their own records and the organizations once', async () => {
    const [parent, provider] = [anOrganization(), anOrganization()]
    const [inParent, inProvider, nowhere] = [anIdentity(), anIdentity(), anIdentity()]
    const [there, above] = [
      accessOf(aProfile(parent.organizationId, { status: 'active' }), inParent, 0),
      accessOf(aProfile(provider.organizationId, { status: 'active' }), inProvider, 0),
    ]
    await save(createOrganization(parent), createOrganization(provider), createAccess(there), createAccess(above))
    const calls = await callsDuring(async () => {
      const read = await readDelegations(
        [inParent, inProvider, nowhere],
        parent.organizationId,
        provider.organizationId,
      )
      expect([...read].map(([identityId, places]) => [identityId, places.map(({ access }) => access)])).toEqual([
        [inParent, [there, undefined]],
        [inProvider, [undefined, above]],
        [nowhere, [undefined, undefined]],
      ])
      for (const places of read.values())
        expect(places.map(({ organization }) => organization?.organizationId)).toEqual([
          parent.organizationId,
          provider.organizationId,
        ])
    })
    expect(calls).toHaveLength(1)
  })
})

describe('readSignedIn', () => {
  test('reads the identity, and the answer of a key', async () => {
    const identityId = anIdentity()
    const call: Call = { principal: `user:${identityId}`, callHash: 'call', requestHash: 'request' }
    const identity = {
      identityId,
      email: anEmail(),
      state: 'accepted',
      tokensValidFrom: 7,
      createdAt: now,
      updatedAt: now,
    } as const
    expect(await readSignedIn(identityId, call, now)).toEqual({ identity: undefined, answer: undefined })
    await save(createIdentity(identity), keepAnswer(call, { status: 204, etag: undefined, body: '' }, now))
    const calls = await callsDuring(async () => {
      expect(await readSignedIn(identityId, call, now)).toMatchObject({ identity, answer: { status: 204, body: '' } })
    })
    expect(calls).toHaveLength(1)
    expect((await readSignedIn(identityId, undefined, now)).answer).toBeUndefined()
  })
})
