import type { Operation } from '../../shared/frame/operation.ts'
import { listAccess } from '../../shared/table/access.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { organizationKey, parseOrganization } from '../../shared/table/organization.ts'
import { parseProfile, profileKey } from '../../shared/table/profile.ts'

/** One BatchGet reads an organization and a profile for each membership. */
const mostMemberships = 50

export const getMe: Operation<'getMe'> = async ({ caller: { identity } }) => {
  const memberships = await listAccess(identity.identityId, mostMemberships)
  const items = await getItems(
    memberships.flatMap((access) => [organizationKey(access.organizationId), profileKey(access)]),
  )
  const organizations = memberships.flatMap(({ organizationId, profileId, status }, position) => {
    const organization = parseOrganization(items[2 * position])
    const profile = parseProfile(items[2 * position + 1])
    if (!organization || !profile || organization.status === 'removed') return []
    const { name, kind } = organization
    const { firstName = null, lastName = null, language } = profile
    return [{ organizationId, name, kind, profileId, status, firstName, lastName, language }]
  })
  return { identityId: identity.identityId, email: identity.email, organizations }
}
