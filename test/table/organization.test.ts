import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { describe, expect, test } from 'vitest'
import { documents } from '../../shared/table/client.ts'
import {
  changeOrganization,
  createOrganization,
  erasedOrganization,
  getOrganization,
  moveAccessVersion,
  organizationKey,
  parseOrganization,
} from '../../shared/table/organization.ts'
import { tableName } from '../../shared/table/schema.ts'
import { anOrganization, attemptTo, itemAt, keysOf, newId, now, save, tally } from '../support/table-fixtures.ts'

describe('an organization', () => {
  test('stands under its id, and in the index of its parent by name', async () => {
    const parentId = newId('organization')
    const organization = anOrganization({ parentId, name: 'Łódź Électrique #1' })
    await save(createOrganization(organization))
    const { organizationId } = organization
    const item = await itemAt(organizationId, 'organization')
    expect(keysOf(item)).toEqual({
      pk: organizationId,
      sk: 'organization',
      gsi1pk: `${parentId}#customers#current`,
      gsi1sk: `lodz electrique 1#${organizationId}`,
    })
    expect(item?.summary).toEqual({
      organizationId,
      name: 'Łódź Électrique #1',
      status: 'active',
      kind: 'customer',
      services: [],
    })
    expect(organizationKey(organizationId)).toEqual({ pk: organizationId, sk: 'organization' })
    expect(parseOrganization(item)).toMatchObject(organization)
    expect(parseOrganization(undefined)).toBeUndefined()
  })

  test('is read as it was written, with what was left out absent', async () => {
    const organization = anOrganization({ legalName: 'Contoso NV', companyNumber: '0123.456.789', country: undefined })
    await save(createOrganization(organization))
    const read = await getOrganization(organization.organizationId)
    expect(read).toMatchObject({ legalName: 'Contoso NV', companyNumber: '0123.456.789', version: 1, createdAt: now })
    expect(read).not.toHaveProperty('country')
    expect(await getOrganization(newId('organization'))).toBeUndefined()
  })

  test('is created once of four times at once', async () => {
    const organization = anOrganization()
    const twins = Array.from({ length: 4 }, (_, position) => ({ ...organization, name: `Twin ${position}` }))
    const outcomes = await Promise.all(twins.map((twin) => attemptTo(createOrganization(twin))))
    expect(tally(outcomes)).toEqual({ done: 1, moved: 3 })
    expect((await getOrganization(organization.organizationId))?.name).toBe(`Twin ${outcomes.indexOf('done')}`)
  })

  test('may bear the name of another one, under the same parent too', async () => {
    const parentId = newId('organization')
    const twins = [anOrganization({ parentId }), anOrganization({ parentId })]
    await save(twins.map(createOrganization))
    const { Items = [] } = await documents.send(
      new QueryCommand({
        TableName: tableName(),
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :partition',
        ExpressionAttributeValues: { ':partition': `${parentId}#customers#current` },
      }),
    )
    expect(Items.map(({ summary }) => summary.organizationId).sort()).toEqual(
      twins.map(({ organizationId }) => organizationId).sort(),
    )
  })

  test('begins active, without services, with invitations of seven days and activities of 400', () => {
    expect(anOrganization()).toMatchObject({ status: 'active', services: [], invitationDays: 7, version: 1 })
    expect(anOrganization().activityRetentionDays).toBe(400)
  })

  test('is written in one of our languages only', () => {
    expect(() => createOrganization(Object.assign(anOrganization(), { language: 'xx' }))).toThrow()
  })

  test('is changed once of four times at once, by whoever read its version', async () => {
    const before = anOrganization()
    await save(createOrganization(before))
    const outcomes = await Promise.all(
      [1, 2, 3, 4].map((one) => attemptTo(changeOrganization(before, { ...before, name: `Name ${one}` }))),
    )
    expect(tally(outcomes)).toEqual({ done: 1, moved: 3 })
    expect(await getOrganization(before.organizationId)).toMatchObject({
      version: 2,
      name: `Name ${outcomes.indexOf('done') + 1}`,
    })
  })

  test('that changes fails as moved where a definition has moved its access version since', async () => {
    const before = anOrganization()
    await save(createOrganization(before))
    await save(moveAccessVersion(before, 'later'))
    expect(await attemptTo(changeOrganization(before, { ...before, name: 'Other' }))).toBe('moved')
  })

  test('that is erased keeps its name, and neither its details nor the key to what was said of it', () => {
    const before = anOrganization({ legalName: 'Contoso NV', address: 'Grote Markt 1', externalId: 'crm-1' })
    const erased = erasedOrganization({ ...before, status: 'removed' }, now)
    expect(erased).toMatchObject({ name: 'Contoso', status: 'removed', erasedAt: now })
    expect(JSON.stringify(erased)).not.toMatch(/NV|Grote|crm/)
    expect(erased.sealKey).not.toBe(before.sealKey)
  })
})
