import { Problem } from '../../shared/domain/problems.ts'
import { theProvider } from '../../shared/frame/standing.ts'
import { countCustomers } from '../../shared/table/customers.ts'
import { type OrganizationRecord, whileParent } from '../../shared/table/organization.ts'
import type { Write } from '../../shared/table/transaction.ts'

/**
 * What makes an organization a customer of another one: that one stands, is the provider or its customer, and counts one more. Throws
 * `too-many-levels` where it is a customer of a reseller (O1).
 */
export async function underParent(
  parent: Pick<OrganizationRecord, 'organizationId' | 'kind' | 'parentId'>,
): Promise<readonly Write[]> {
  if (parent.kind === 'customer' && parent.parentId !== (await theProvider())) throw new Problem('too-many-levels')
  return [whileParent(parent), ...(parent.kind === 'customer' ? [countCustomers(parent.organizationId, 1)] : [])]
}

/** What it takes to be a customer of its parent no more, or not to count as one while it is removed. */
export async function leavingParent({ parentId }: Pick<OrganizationRecord, 'parentId'>): Promise<readonly Write[]> {
  return parentId === 'none' || parentId === (await theProvider()) ? [] : [countCustomers(parentId, -1)]
}
