import type { Grants, Validity } from '../domain/evaluator.ts'
import { type GroupId, id, type PermissionGroupId, type RoleId } from '../domain/ids.ts'
import { remind } from '../table/due.ts'
import type { ProfileRecord } from '../table/profile.ts'
import type { Write } from '../table/transaction.ts'

/** One thing given to somebody that may have dates. */
type Dated = Validity &
  (
    | { readonly kind: 'permission-group'; readonly id: PermissionGroupId }
    | { readonly kind: 'default-role'; readonly id: RoleId }
    | { readonly kind: 'group'; readonly id: GroupId }
  )

const allOf = ({ defaultRole, permissionGroups, groups }: Grants): readonly Dated[] => [
  ...(defaultRole ? [{ ...datesOf(defaultRole), kind: 'default-role', id: defaultRole.roleId } as const] : []),
  ...Object.entries(permissionGroups).map(
    ([key, dates]) => ({ ...datesOf(dates), kind: 'permission-group', id: id('permissionGroup', key) }) as const,
  ),
  ...Object.entries(groups).map(
    ([key, dates]) => ({ ...datesOf(dates), kind: 'group', id: id('group', key) }) as const,
  ),
]

const datesOf = ({ validFrom, validUntil }: Validity): Validity => ({ validFrom, validUntil })

/** What was given to somebody that begins, or ends, to count at exactly that moment. */
export const turningAt = (grants: Grants, which: 'validFrom' | 'validUntil', at: string): readonly Dated[] =>
  allOf(grants).filter((one) => one[which] === at)

/**
 * Has every date to come of what is newly given looked at when it has come; one that something else has is looked at already. It is not taken back
 * where it is given otherwise later: then nothing is found at that date.
 */
export function dateWrites(before: ProfileRecord | undefined, after: ProfileRecord | undefined, now: string): Write[] {
  if (!after) return []
  const { organizationId, profileId } = after
  return [...datesIn(after).difference(datesIn(before))].flatMap((at) =>
    at > now ? [remind({ kind: 'access-date', at, organizationId, profileId })] : [],
  )
}

const datesIn = (grants: Grants | undefined): ReadonlySet<string> =>
  new Set(
    (grants ? allOf(grants) : []).flatMap(({ validFrom, validUntil }) =>
      [validFrom, validUntil].filter((date) => date !== undefined),
    ),
  )
