import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import type { ActivityId, OrganizationId } from '../../shared/domain/ids.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { type ActivityRecord, recordActivity } from '../../shared/table/activity.ts'
import { type ActivityPosition, positionOf } from '../../shared/table/activity-order.ts'
import { documents } from '../../shared/table/client.ts'
import { personalValues } from '../../shared/table/profile.ts'
import { tableName } from '../../shared/table/schema.ts'
import { unseal } from '../../shared/table/seal.ts'
import {
  aProfile,
  attemptTo,
  doer,
  email,
  itemAt,
  keysOf,
  later,
  newestActivities,
  newId,
  now,
  save,
} from '../support/table-fixtures.ts'

type Said = Partial<Parameters<typeof recordActivity>[0]>

const something = (said: Said = {}) => ({
  activityId: newId('activity'),
  organizationId: newId('organization'),
  action: 'invitation.created' as const,
  at: now,
  by: doer,
  ...said,
})

describe('an activity', () => {
  test('stands under its organization, and in the indexes by subject, by actor and by action', async () => {
    const subject = newId('profile')
    const said = something({ subject })
    await save(recordActivity(said))
    const { organizationId, activityId } = said
    expect(keysOf(await itemAt(`${organizationId}#activities`, activityId))).toEqual({
      pk: `${organizationId}#activities`,
      sk: activityId,
      gsi1pk: `${organizationId}#subject#${subject}`,
      gsi1sk: activityId,
      gsi2pk: `${organizationId}#actor#${doer.principal}`,
      gsi2sk: activityId,
      gsi3pk: `${organizationId}#action#invitation.created`,
      gsi3sk: activityId,
    })
  })

  test('of one of its own people is listed under their profile, whatever they sign in as', async () => {
    const said = something()
    const profile = { organizationId: said.organizationId, profileId: newId('profile') }
    await save(recordActivity({ ...said, by: { ...doer, profile } }))
    const item = await itemAt(`${said.organizationId}#activities`, said.activityId)
    expect(item?.gsi2pk).toBe(`${said.organizationId}#actor#${profile.profileId}`)
    expect(item?.summary).toMatchObject({ actor: doer.principal, actorProfile: profile.profileId })
  })

  test('of somebody who acts from another organization is listed under their sign-in', async () => {
    const said = something()
    const profile = { organizationId: newId('organization'), profileId: newId('profile') }
    await save(recordActivity({ ...said, by: { ...doer, profile, actingFor: profile.organizationId } }))
    const item = await itemAt(`${said.organizationId}#activities`, said.activityId)
    expect(item?.gsi2pk).toBe(`${said.organizationId}#actor#${doer.principal}`)
    expect(item?.summary).toMatchObject({ actorProfile: profile.profileId, actingFor: profile.organizationId })
  })

  test.each([
    ['400 days', undefined, 400],
    ['as long as the organization says', 90, 90],
    ['as long as the organization says', 2555, 2555],
  ])('ends after %s, counted from when it happened', async (_, activityRetentionDays, days) => {
    const said = something()
    const { organizationId } = said
    const by = activityRetentionDays ? { ...doer, organization: { organizationId, activityRetentionDays } } : doer
    await save(recordActivity({ ...said, by }))
    const item = await itemAt(`${organizationId}#activities`, said.activityId)
    expect(item?.ttl).toBe(Math.floor(Date.parse(now) / 1000) + days * 86_400)
  })

  test('of a contract is kept for as long as any may be, whatever the organization says', async () => {
    const said = something({ contract: newId('contract') })
    const { organizationId } = said
    await save(
      recordActivity({ ...said, by: { ...doer, organization: { organizationId, activityRetentionDays: 90 } } }),
    )
    const item = await itemAt(`${organizationId}#activities`, said.activityId)
    expect(item?.ttl).toBe(Math.floor(Date.parse(now) / 1000) + 2555 * 86_400)
  })

  test('in another organization than the one it was done from is kept for the usual time', async () => {
    const said = something()
    const organization = { organizationId: newId('organization'), activityRetentionDays: 90 }
    await save(recordActivity({ ...said, by: { ...doer, organization } }))
    const item = await itemAt(`${said.organizationId}#activities`, said.activityId)
    expect(item?.ttl).toBe(Math.floor(Date.parse(now) / 1000) + 400 * 86_400)
  })

  test('that was done to no person has its organization as subject in the index', async () => {
    const said = something()
    await save(recordActivity(said))
    const item = await itemAt(`${said.organizationId}#activities`, said.activityId)
    expect(item?.gsi1pk).toBe(`${said.organizationId}#subject#${said.organizationId}`)
    expect(item?.summary).not.toHaveProperty('subject')
  })

  test('says in its summary who did what to whom, when, for whom and from where', async () => {
    const subject = newId('profile')
    const actingFor = newId('organization')
    const said = something({ subject, by: { ...doer, actingFor }, about: { generation: 2 } })
    await save(recordActivity(said))
    const { activityId, organizationId } = said
    expect(await list(organizationId, 10)).toEqual([
      {
        activityId,
        organizationId,
        action: 'invitation.created',
        at: now,
        actor: doer.principal,
        actingFor,
        subject,
        about: { generation: 2 },
        changedFields: [],
        origin: doer.origin,
      },
    ])
  })

  test('is never written over, not even by itself', async () => {
    const said = something()
    expect(await attemptTo(recordActivity(said))).toBe('done')
    expect(await attemptTo(recordActivity({ ...said, action: 'invitation.revoked' }))).toBe('moved')
    expect(await attemptTo(recordActivity(said))).toBe('moved')
    expect(await list(said.organizationId, 10)).toMatchObject([{ action: 'invitation.created' }])
  })
})

describe('the values of an activity', () => {
  const typed = {
    email: email('Mia.Jansen@contoso.example'),
    firstName: 'Mia-Canary',
    lastName: 'Jansen-Canary',
    displayName: 'Mia J. Canary',
    jobTitle: 'Engineer-Canary',
    department: 'Logistics-Canary',
    phone: '+3215123456',
    externalId: 'HR-Canary',
  }

  test('are nowhere in clear: neither in the item nor in any of its keys', async () => {
    const profile = aProfile(newId('organization'), typed)
    const said = something({ subject: profile.profileId, values: { profile, after: personalValues(profile) } })
    await save(recordActivity(said))
    const dumped = JSON.stringify(await itemAt(`${said.organizationId}#activities`, said.activityId)).toLowerCase()
    for (const [field, value] of Object.entries(typed)) {
      expect(dumped.includes(value.toLowerCase()), field).toBe(false)
      expect(dumped.includes(Buffer.from(value).toString('base64').slice(0, 8).toLowerCase()), field).toBe(false)
    }
    expect(dumped).not.toContain(profile.sealKey.toLowerCase())
    expect(dumped).not.toContain('canary')
  })

  test('open with the key of the person, and hold what changed, before and after', async () => {
    const profile = aProfile(newId('organization'), typed)
    const before = { ...personalValues(profile), phone: '+3215999999' }
    const after = { ...personalValues(profile), lastName: 'Vos' }
    const said = something({ values: { profile, before, after } })
    await save(recordActivity(said))
    const [activity] = await list(said.organizationId, 1)
    expect(activity?.changedFields).toEqual(['lastName', 'phone'])
    expect(activity?.sealedValues && unseal(activity.sealedValues, profile.sealKey, said.activityId)).toEqual({
      before: { lastName: 'Jansen-Canary', phone: '+3215999999' },
      after: { lastName: 'Vos', phone: '+3215123456' },
    })
  })

  test('name a field that came and one that went', async () => {
    const profile = aProfile(newId('organization'))
    const said = something({
      values: { profile, before: { phone: '1', lastName: 'same' }, after: { jobTitle: '2', lastName: 'same' } },
    })
    await save(recordActivity(said))
    const [activity] = await list(said.organizationId, 1)
    expect(activity?.changedFields).toEqual(['jobTitle', 'phone'])
    expect(activity?.sealedValues && unseal(activity.sealedValues, profile.sealKey, said.activityId)).toEqual({
      before: { phone: '1' },
      after: { jobTitle: '2' },
    })
  })

  test('are sealed apart from each other: two activities of the same person do not open each other', async () => {
    const profile = aProfile(newId('organization'), typed)
    const said = something({ values: { profile, after: { lastName: 'Vos' } } })
    await save(recordActivity(said))
    const [activity] = await list(said.organizationId, 1)
    const sealed = activity?.sealedValues ?? ''
    expect(() => unseal(sealed, profile.sealKey, newId('activity'))).toThrow()
    expect(() => unseal(sealed, aProfile(newId('organization')).sealKey, said.activityId)).toThrow()
  })
})

describe('a list of activities', () => {
  async function history(count: number): Promise<{ organizationId: OrganizationId; newestFirst: ActivityId[] }> {
    const organizationId = newId('organization')
    const ids = Array.from({ length: count }, (_, second) => newIdAt(later(second))('activity'))
    await save([...ids].reverse().map((activityId) => recordActivity(something({ organizationId, activityId }))))
    await save(recordActivity(something()))
    return { organizationId, newestFirst: ids.reverse() }
  }

  test('shows each once, newest first, with pages of any size', async () => {
    const { organizationId, newestFirst } = await history(23)
    for (const limit of [1, 2, 3, 7, 11, 22, 23, 24, 100]) {
      const shown = await list(organizationId, limit)
      expect(
        shown.map(({ activityId }) => activityId),
        `pages of ${limit}`,
      ).toEqual(newestFirst)
    }
  })

  test('goes on in its place when something new happened meanwhile', async () => {
    const { organizationId, newestFirst } = await history(5)
    const page = await newestActivities({ organizationId, limit: 2 })
    await save(recordActivity(something({ organizationId, activityId: newIdAt(later(60))('activity') })))
    const rest = await newestActivities({ organizationId, after: page.next })
    expect([...page.items, ...rest.items].map(({ activityId }) => activityId)).toEqual(newestFirst)
    expect(rest.next).toBeUndefined()
  })

  test('goes on from a position that never was one, and shows no other organization from it', async () => {
    const { organizationId, newestFirst } = await history(3)
    const after = positionOf(newIdAt(later(1.5))('activity'))
    const page = await newestActivities({ organizationId, after })
    expect(page.items.map(({ activityId }) => activityId)).toEqual(newestFirst.slice(1))
    expect((await newestActivities({ organizationId: newId('organization'), after })).items).toEqual([])
  })

  test('is in every index what it is in the table', async () => {
    const subject = newId('profile')
    const organizationId = newId('organization')
    const said = something({ organizationId, subject, about: { generation: 1 } })
    await save(recordActivity(said))
    const expected = await list(organizationId, 10)
    const partitions = {
      gsi1: `${organizationId}#subject#${subject}`,
      gsi2: `${organizationId}#actor#${doer.principal}`,
      gsi3: `${organizationId}#action#invitation.created`,
    }
    for (const [IndexName, partition] of Object.entries(partitions)) {
      const { Items = [] } = await documents.send(
        new QueryCommand({
          TableName: tableName(),
          IndexName,
          KeyConditionExpression: `${IndexName}pk = :partition`,
          ExpressionAttributeValues: { ':partition': partition },
        }),
      )
      expect(
        Items.map(({ summary }) => summary),
        IndexName,
      ).toEqual(expected)
    }
  })
})

async function list(organizationId: OrganizationId, limit: number): Promise<ActivityRecord[]> {
  const all: ActivityRecord[] = []
  let after: ActivityPosition | undefined
  for (let pages = 0; pages < 100; pages++) {
    const { items, next } = await newestActivities({ organizationId, limit, after })
    if (items.length > limit) throw new Error('more than were asked for')
    all.push(...items)
    if (!next) return all
    after = next
  }
  throw new Error('a list without an end')
}
