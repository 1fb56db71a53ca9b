import type { OrganizationId } from '../../shared/domain/ids.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import {
  listCustomers,
  type OrganizationPosition,
  type OrganizationRecord,
  organizationKey,
  parseOrganization,
} from '../../shared/table/organization.ts'

/** An organization, everything below it that was not erased, and no other: read strongly, found by lists that may be a moment late. */
export async function* organizationsFrom(organizationId: OrganizationId): AsyncGenerator<OrganizationRecord> {
  yield* await read([organizationId])
  for (const status of [undefined, 'removed'] as const) {
    let after: OrganizationPosition | undefined
    do {
      const page = await listCustomers({ parentId: organizationId, status, limit: 100, after })
      for (const customer of await read(page.items.map((item) => item.organizationId)))
        if (customer.organizationId !== organizationId) yield* organizationsFrom(customer.organizationId)
      after = page.next
    } while (after)
  }
}

async function read(ids: readonly OrganizationId[]): Promise<OrganizationRecord[]> {
  if (ids.length === 0) return []
  return (await getItems(ids.map(organizationKey))).flatMap((item) => parseOrganization(item) ?? [])
}
