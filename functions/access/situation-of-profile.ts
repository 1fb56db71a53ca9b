import type { Situation } from '../../shared/domain/evaluator.ts'
import { standingOf, standingsAbroad } from '../../shared/frame/standing.ts'
import { accessOf } from '../../shared/table/access.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'

/** Everything that somebody known here holds here: by their profile, and by acting for the organization (A12). */
export async function situationOfProfile(profile: ProfileRecord, organization: OrganizationRecord): Promise<Situation> {
  const { identityId } = profile
  if (!identityId) return standingOf(organization, undefined)
  const [own, abroad] = await Promise.all([
    standingOf(organization, accessOf(profile, identityId, 0)),
    standingsAbroad(identityId, organization),
  ])
  return { ...own, actingFrom: abroad.map(({ standing }) => standing) }
}
