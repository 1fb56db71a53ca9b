import type { Situation } from '../../shared/domain/evaluator.ts'
import { definitionsFor } from '../../shared/frame/definitions.ts'
import { standingsAbroad } from '../../shared/frame/standing.ts'
import { accessOf } from '../../shared/table/access.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'

/** Everything that somebody known here holds here: by their profile, and by acting for the organization (A12). */
export async function situationOfProfile(profile: ProfileRecord, organization: OrganizationRecord): Promise<Situation> {
  const { identityId } = profile
  const [definitions, abroad] = await Promise.all([
    definitionsFor(organization, profile),
    identityId ? standingsAbroad(identityId, organization) : [],
  ])
  return {
    organization,
    access: identityId && accessOf(profile, identityId, 0),
    definitions,
    actingFrom: abroad.map(({ standing }) => standing),
  }
}
