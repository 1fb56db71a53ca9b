import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { effectiveRights, type Grant } from '../../shared/domain/evaluator.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { accessOf } from '../../shared/table/access.ts'
import { getProfile } from '../../shared/table/profile.ts'

type Step = ReplyOf<RouteOf<'getEffectivePermissions'>>['items'][number]['path'][number]

/** What somebody may do across the organization, by the same evaluator that lets them (A1). */
export const getEffectivePermissions: Operation<'getEffectivePermissions'> = async ({ params, caller, now }) => {
  const profile = await getProfile(params)
  if (!profile) throw new Problem('not-found')
  const access = profile.identityId && accessOf(profile, profile.identityId, 0)
  const rights = effectiveRights(
    {
      organization: caller.organization,
      access: access || undefined,
      definitions: await definitionsFor(caller.organization, profile),
    },
    { at: now },
  )
  return { items: [...rights].map(([permission, grants]) => ({ permission, path: grants.map(stepOf) })) }
}

const stepOf = ({ kind, id, validFrom, validUntil, ...grant }: Grant): Step => ({
  kind,
  id,
  through: 'through' in grant ? grant.through : null,
  validFrom: validFrom ?? null,
  validUntil: validUntil ?? null,
})
