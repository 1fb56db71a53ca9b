import { getItems } from '../table/authorisation.ts'
import { type OrganizationRecord, organizationKey, parseOrganization } from '../table/organization.ts'
import { theProvider } from './standing.ts'

/** An organization's parent and the provider, which may be the same; neither, for the provider itself. One round trip. */
export async function organizationsAbove({ parentId }: OrganizationRecord): Promise<{
  readonly parent: OrganizationRecord | undefined
  readonly provider: OrganizationRecord | undefined
}> {
  const providerId = await theProvider()
  if (parentId === 'none' || providerId === undefined) return { parent: undefined, provider: undefined }
  const [parent, provider] = await getItems([organizationKey(parentId), organizationKey(providerId)])
  return { parent: parseOrganization(parent), provider: parseOrganization(provider) }
}
