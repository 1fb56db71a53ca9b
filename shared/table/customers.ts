import { CustomAttributeType, Entity } from 'electrodb'
import type { OrganizationId } from '../domain/ids.ts'
import type { Problem } from '../domain/problems.ts'
import { documents } from './client.ts'
import { model, primary, tableName } from './schema.ts'
import { check, update, type Write } from './transaction.ts'

/** How many customers a reseller has that were not removed. Nobody counts the provider's, which is neither removed nor moved. */
const customerCounts = new Entity(
  {
    model: model('customers'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      count: { type: 'number' },
    },
    indexes: { ofOrganization: primary(['${organizationId}', ['organizationId']], ['customers', []]) },
  },
  { table: tableName(), client: documents },
)

/** Counts a customer in, or out where `by` is negative. */
export function countCustomers(organizationId: OrganizationId, by: 1 | -1): Write {
  return update(customerCounts.upsert({ organizationId }).add({ count: by }).params())
}

/** Holds while an organization has no customer that was not removed. */
export function whileWithoutCustomers(organizationId: OrganizationId, refusal: Problem): Write {
  return check(
    customerCounts
      .delete({ organizationId })
      .where(({ count }, { notExists, eq }) => `(${notExists(count)} OR ${eq(count, 0)})`)
      .params(),
    refusal,
  )
}
