import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { recordActivity } from '../../shared/table/activity.ts'
import { documents } from '../../shared/table/client.ts'
import { tableName } from '../../shared/table/schema.ts'
import { check, commit, put, remove, tryOut, update, type Write } from '../../shared/table/transaction.ts'
import { attemptTo, doer, newId, now, save } from '../support/table-fixtures.ts'
import { activitiesTaken, withoutWrites } from '../support/table-writes.ts'

const Key = { pk: 'seen', sk: 'written' }
const here = () => ({ TableName: tableName(), Key, ConditionExpression: 'attribute_exists(pk)' })
const made = () => put({ TableName: tableName(), Item: Key, ConditionExpression: 'attribute_not_exists(sk)' })

describe('what a test sees of writes', () => {
  test.each<[how: string, write: () => Write]>([
    ['put', made],
    ['changed', () => update({ ...here(), UpdateExpression: 'SET told = sk' })],
    ['removed', () => remove(here())],
  ])('an item that is %s is one', async (_, write) => {
    await expect(withoutWrites(() => commit([write()], newId('activity')))).rejects.toThrow('writes that the table')
  })

  test('what is read, asked, tried out or refused is none', async () => {
    await save(made())
    await withoutWrites(async () => {
      await documents.send(new GetCommand({ TableName: tableName(), Key }))
      await commit([check(here())], newId('activity'))
      await tryOut([update({ ...here(), UpdateExpression: 'SET told = sk' })], newId('activity'))
      expect(await attemptTo(made())).toBe('moved')
    })
  })

  test('an activity is kept as the stream shows it', async () => {
    const [activityId, organizationId] = [newId('activity'), newId('organization')]
    await save(recordActivity({ activityId, organizationId, action: 'organization.created', at: now, by: doer }))
    const image = activitiesTaken().get(`${organizationId}#activities/${activityId}`)
    expect(image?.gsi3pk).toEqual({ S: `${organizationId}#action#organization.created` })
  })
})
