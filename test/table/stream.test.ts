import { type AttributeValue, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { describe, expect, test } from 'vitest'
import { recordActivity } from '../../shared/table/activity.ts'
import { dynamo } from '../../shared/table/client.ts'
import { createProfile } from '../../shared/table/profile.ts'
import { tableName } from '../../shared/table/schema.ts'
import { activityOfImage } from '../../shared/table/stream.ts'
import { aProfile, doer, newestActivities, newId, now, refusals, save } from '../support/table-fixtures.ts'

/** An item as the table's stream carries it. */
async function image(pk: string, sk: string): Promise<Record<string, AttributeValue> | undefined> {
  const { Item } = await dynamo.send(
    new GetItemCommand({ TableName: tableName(), Key: { pk: { S: pk }, sk: { S: sk } } }),
  )
  return Item
}

async function anActivity() {
  const said = { activityId: newId('activity'), organizationId: newId('organization'), at: now, by: doer }
  await save(recordActivity({ ...said, action: 'organization.created', about: { generation: 1 } }))
  return said
}

describe('activityOfImage', () => {
  test('reads an activity out of the stream as the list shows it', async () => {
    const { organizationId, activityId } = await anActivity()
    const { items } = await newestActivities({ organizationId, limit: 1 })
    expect(activityOfImage(await image(`${organizationId}#activities`, activityId))).toEqual(items[0])
  })

  test('takes no item of another entity for one', async () => {
    const profile = aProfile(newId('organization'))
    await save(createProfile(profile, refusals))
    expect(activityOfImage(await image(profile.organizationId, `profile#${profile.profileId}`))).toBeUndefined()
    expect(activityOfImage({})).toBeUndefined()
  })

  test.each([
    ['no image', undefined],
    ['no image', null],
    ['what is no map', 'text'],
    ['what is not in the form of DynamoDB', { pk: 'text' }],
    ['an activity without a summary', marshall({ __edb_e__: 'activity' })],
    [
      'an activity with another organization id',
      marshall({
        __edb_e__: 'activity',
        summary: { activityId: 'act_01k2r8v6m0q3s5t7w9x1y3z5a7', organizationId: 'org', action: 'a.b' },
      }),
    ],
    [
      'an activity without an action',
      marshall({
        __edb_e__: 'activity',
        summary: { activityId: 'act_01k2r8v6m0q3s5t7w9x1y3z5a7', organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' },
      }),
    ],
  ])('throws for %s, so that it is parked and not lost', (_, unreadable) => {
    expect(() => activityOfImage(unreadable)).toThrow()
  })
})
