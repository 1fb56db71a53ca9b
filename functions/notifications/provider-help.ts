import { theProvider } from '../../shared/frame/standing.ts'
import { getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { type SecurityOperations, securityOperationsIn } from './security-operations.ts'

/** The provider, which sends every notification (N1), whatever other organizations say of whom to turn to. */
export async function providerOf(organization: OrganizationRecord): Promise<OrganizationRecord | undefined> {
  if (organization.kind === 'provider') return organization
  const providerId = await theProvider()
  return providerId && getOrganization(providerId)
}

/** The security operations centre of the provider, as it says it itself. */
export async function securityOperationsOf(organization: OrganizationRecord): Promise<SecurityOperations | undefined> {
  return securityOperationsIn(await providerOf(organization))
}
