import type { HelpEntry } from '../../shared/domain/help.ts'
import { theProvider } from '../../shared/frame/standing.ts'
import { getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'

/** The provider's security operations centre, which has an address or a phone at least. */
export type SecurityOperations = Pick<HelpEntry, 'name' | 'email' | 'phone'>

/** The provider, which sends every notification (N1), whatever other organizations say of whom to turn to. */
export async function providerOf(organization: OrganizationRecord): Promise<OrganizationRecord | undefined> {
  if (organization.kind === 'provider') return organization
  const providerId = await theProvider()
  return providerId && getOrganization(providerId)
}

/** The security operations centre as the provider says it itself; undefined where it says no way to reach one. */
export async function securityOperationsOf(organization: OrganizationRecord): Promise<SecurityOperations | undefined> {
  return securityOperationsIn(await providerOf(organization))
}

/** The same of a provider that was read. */
export function securityOperationsIn(
  provider: Pick<OrganizationRecord, 'help'> | undefined,
): SecurityOperations | undefined {
  const entry = provider?.help?.securityOperations
  return entry?.email === undefined && entry?.phone === undefined ? undefined : entry
}
