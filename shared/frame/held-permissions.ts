import type * as z from 'zod'
import type { EffectivePermissions, GrantStep } from '../contract/access.ts'
import { effectiveRights, type Grant, type Grants, type Situation } from '../domain/evaluator.ts'
import type { GroupId } from '../domain/ids.ts'
import { invalidField } from '../domain/problems.ts'

/** What somebody holds across the organization, or in one group, and every grant that leads to it: as callers see it. */
export function heldPermissions(
  situation: Situation,
  where: { readonly group: GroupId | undefined; readonly at: string },
): z.input<typeof EffectivePermissions>['items'] {
  return [...effectiveRights(situation, where)].map(([permission, grants]) => ({
    permission,
    path: grants.map(grantStep),
  }))
}

/** One grant as callers see it. */
export const grantStep = ({ kind, id, validFrom, validUntil, ...grant }: Grant): z.input<typeof GrantStep> => ({
  kind,
  id,
  becomes: ('becomes' in grant ? grant.becomes : undefined) ?? null,
  through: 'through' in grant ? grant.through : null,
  validFrom: validFrom ?? null,
  validUntil: validUntil ?? null,
})

/** Refuses a group that is not here, another organization's included (T6). The groups there are, are those that grants name. */
export function requireGroup(groupId: GroupId | undefined, grants: Grants | undefined, pointer: string): void {
  if (groupId !== undefined && !grants?.groups[groupId])
    throw invalidField(pointer, 'not-found', 'There is no such group here.')
}
