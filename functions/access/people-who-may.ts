import { type Decision, evaluate, type Question } from '../../shared/domain/evaluator.ts'
import type { ProfileId } from '../../shared/domain/ids.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { accessOf } from '../../shared/table/access.ts'
import { pageOfProfiles } from '../../shared/table/everyone.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'

/** Somebody who may, and the ways that lead to it. */
type WhoMay = { readonly profile: ProfileRecord; readonly path: Extract<Decision, { allowed: true }>['path'] }

/**
 * Whoever of the organization may do something, by the one evaluator (A1). A page looks at as many people as its limit says, and is short where
 * some of them may not; whoever acts for the organization from elsewhere is not among them (A12).
 */
export async function peopleWhoMay(
  question: Question,
  { organization, limit, after }: { organization: OrganizationRecord; limit: number; after: ProfileId | undefined },
): Promise<{ readonly items: readonly WhoMay[]; readonly next: ProfileId | undefined }> {
  const { organizationId } = organization
  const { items, next } = await pageOfProfiles({ organizationId, limit, after })
  const definitions = await definitionsFor(organization, ...items)
  return {
    items: items.flatMap((profile) => {
      const { identityId } = profile
      const access = identityId && accessOf(profile, identityId, 0)
      const decision = evaluate({ organization, access, definitions }, question)
      return decision.allowed ? [{ profile, path: decision.path }] : []
    }),
    next,
  }
}
