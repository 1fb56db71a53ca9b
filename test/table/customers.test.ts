import { expect, test } from 'vitest'
import { Problem } from '../../shared/domain/problems.ts'
import { countCustomers, whileWithoutCustomers } from '../../shared/table/customers.ts'
import { attemptTo, itemAt, keysOf, newId, save, tally } from '../support/table-fixtures.ts'

const hasNone = (organizationId: ReturnType<typeof reseller>) =>
  attemptTo(whileWithoutCustomers(organizationId, new Problem('has-customers')))
const reseller = () => newId('organization')

test('the count stands beside its organization, in no index', async () => {
  const organizationId = reseller()
  await save(countCustomers(organizationId, 1))
  const item = await itemAt(organizationId, 'customers')
  expect(keysOf(item)).toEqual({ pk: organizationId, sk: 'customers' })
  expect(item).toMatchObject({ organizationId, count: 1 })
})

test('an organization has no customers before the first and after the last', async () => {
  const organizationId = reseller()
  expect(await hasNone(organizationId)).toBe('done')
  await save(countCustomers(organizationId, 1))
  await save(countCustomers(organizationId, 1))
  await save(countCustomers(organizationId, -1))
  expect(await hasNone(organizationId)).toBe('has-customers')
  await save(countCustomers(organizationId, -1))
  expect(await hasNone(organizationId)).toBe('done')
})

test('none is lost of those that are counted at once', async () => {
  const organizationId = reseller()
  const outcomes = await Promise.all(Array.from({ length: 6 }, () => attemptTo(countCustomers(organizationId, 1))))
  expect((await itemAt(organizationId, 'customers'))?.count).toBe(tally(outcomes).done)
})
