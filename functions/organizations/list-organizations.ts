import { isId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listCustomers, type OrganizationPosition } from '../../shared/table/organization.ts'

/** The customers of one parent (O1): the organization in which the caller was authorised, and no other. */
export const listOrganizations: Operation<'listOrganizations'> = async ({ caller, query }) => {
  const { organizationId: parentId } = caller.organization
  const { limit, cursor, status } = query
  const list = ['listOrganizations', parentId, status ?? '']
  const position = readCursor(cursor, list, 2)
  const after = position && positionOf(position)
  const { items, next } = await listCustomers({ parentId, status, limit, after })
  return {
    items: items.map(({ services, externalId = null, restorableUntil = null, ...summary }) => ({
      ...summary,
      services: [...services],
      externalId,
      restorableUntil,
    })),
    nextCursor: next ? writeCursor(next, list) : null,
  }
}

function positionOf([sortKey, organizationId]: readonly string[]): OrganizationPosition {
  if (!sortKey || !isId('organization', organizationId)) throw new Problem('invalid-cursor')
  return [sortKey, organizationId]
}
