import type * as z from 'zod'
import type { EffectivePermissions, GrantStep } from '../contract/access-schemas.ts'
import { effectiveRights, type Grant, type Situation } from '../domain/evaluator.ts'
import type { GroupId, OrganizationId } from '../domain/ids.ts'
import { invalidField } from '../domain/problems.ts'
import { getGroup } from '../table/group.ts'

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

/** Whether a group that a call may name is one of the organization, and not being removed; one read where it names one. */
export const isGroupHere = async (organizationId: OrganizationId, groupId: GroupId | undefined): Promise<boolean> =>
  groupId === undefined || (await getGroup({ organizationId, groupId }))?.state === 'active'

/** Refuses a group that is not here, another organization's included (T6). */
export function requireGroup(isHere: boolean, pointer: string): void {
  if (!isHere) throw invalidField(pointer, 'not-found', 'There is no such group here.')
}
