import type { IdentityId, OrganizationId } from '../../shared/domain/ids.ts'
import { pageOfAccess } from '../../shared/table/access.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { type Belonging, mostMemberships, readBelongings } from './membership.ts'

/** As many items as one transaction takes. */
const mostWrites = 100

/**
 * What is written at once when something befalls a sign-in: what comes first, and then what each organization writes, as long as it
 * fits. The rest follows with the event of the first organization, which alone is told about the whole.
 */
export async function asManyAsFit(
  first: readonly Write[],
  belongings: readonly Belonging[],
  writesIn: (belonging: Belonging, position: number) => Promise<readonly Write[]>,
): Promise<readonly Write[]> {
  const writes = [...first]
  for (const [position, belonging] of belongings.entries()) {
    const more = await writesIn(belonging, position)
    if (writes.length + more.length > mostWrites) break
    writes.push(...more)
  }
  return writes
}

/** Each organization in which somebody is a user, or was until it was removed: a Query and a BatchGet for every 50. */
export async function* everywhere(identityId: IdentityId): AsyncGenerator<Belonging> {
  let after: OrganizationId | undefined
  do {
    const { items, next } = await pageOfAccess(identityId, { limit: mostMemberships, after })
    yield* await readBelongings(items)
    after = next
  } while (after !== undefined)
}
