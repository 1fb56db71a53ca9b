import { isId, type OrganizationId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { mostMemberships } from '../../shared/frame/belongings.ts'
import { takesToken } from '../../shared/frame/caller.ts'
import { readCursor, writeCursor } from '../../shared/frame/cursor.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { pageOfAccess } from '../../shared/table/access.ts'
import { membershipReply, readMemberships } from './membership.ts'

/** A page may be short: it holds 50 at most, and leaves out organizations that were removed, or do not take the token. */
export const listMyOrganizations: Operation<'listMyOrganizations'> = async ({ caller, query }) => {
  const { identity } = caller
  const list = ['listMyOrganizations', identity.identityId]
  const [position] = readCursor(query.cursor, list, 1) ?? []
  const after = position === undefined ? undefined : positionOf(position)
  const limit = Math.min(query.limit, mostMemberships)
  const { items, next } = await pageOfAccess(identity.identityId, { limit, after })
  return {
    items: (await readMemberships(items.filter((record) => takesToken(record, caller)))).map(membershipReply),
    nextCursor: next ? writeCursor([next], list) : null,
  }
}

function positionOf(position: string): OrganizationId {
  if (!isId('organization', position)) throw new Problem('invalid-cursor')
  return position
}
