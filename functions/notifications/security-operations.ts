import type { HelpEntry } from '../../shared/domain/help.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'

/** The provider's security operations centre, which has an address or a phone at least. */
export type SecurityOperations = Pick<HelpEntry, 'name' | 'email' | 'phone'>

/** The security operations centre as the provider says it itself; undefined where it says no way to reach one. */
export function securityOperationsIn(
  provider: Pick<OrganizationRecord, 'help'> | undefined,
): SecurityOperations | undefined {
  const entry = provider?.help?.securityOperations
  return entry?.email === undefined && entry?.phone === undefined ? undefined : entry
}
