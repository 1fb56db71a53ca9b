import type { IdentityId, OrganizationId } from '../domain/ids.ts'
import { type AccessItem, pageOfAccess } from '../table/access.ts'
import type { ActivityRecord, Doer } from '../table/activity.ts'
import { getItems } from '../table/authorisation.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from '../table/organization.ts'
import { type ProfileRecord, parseProfile, profileKey } from '../table/profile.ts'
import type { Write } from '../table/transaction.ts'
import { changePeopleUnasked } from './change-people.ts'
import type { NewId } from './operation.ts'

/** An organization in which somebody is a user: what they are to it, and what it knows of them. */
export type Belonging = {
  readonly access: AccessItem
  readonly organization: OrganizationRecord
  readonly profile: ProfileRecord
}

/** How many access records one BatchGet can be asked about. */
export const mostMemberships = 50

/** One BatchGet reads an organization and a profile for each, so it takes 50 at most. */
export async function readBelongings(records: readonly AccessItem[]): Promise<Belonging[]> {
  if (records.length === 0) return []
  const items = await getItems(
    records.flatMap((access) => [organizationKey(access.organizationId), profileKey(access)]),
  )
  return records.flatMap((access, position) => {
    const organization = parseOrganization(items[2 * position])
    const profile = parseProfile(items[2 * position + 1])
    return organization && profile ? [{ access, organization, profile }] : []
  })
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

/** What one organization writes when somebody's sign-in is given another secret: an activity, and the end of every older token there. */
export async function signOutIn(
  { profile, organization }: Belonging,
  how: {
    readonly action: 'password.reset' | 'factor.reset'
    readonly about: ActivityRecord['about']
    readonly by: Doer
    readonly now: string
    readonly newId: NewId
  },
): Promise<readonly Write[]> {
  const { action, about, ...where } = how
  const { writes } = await changePeopleUnasked({ organization, ...where }, [
    { before: profile, after: { ...profile, updatedAt: where.now }, action, about, endsSessions: true },
  ])
  return writes
}
