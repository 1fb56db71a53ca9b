import { helpFrom } from '../../shared/domain/help.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import type { Party, ReachableBy } from './approval-page.tsx'

/** A party by the name it is registered under. */
export const partyOf = ({ legalName, name, companyNumber }: OrganizationRecord): Party => ({
  name: legalName ?? name,
  ...(companyNumber !== undefined && { companyNumber }),
})

/** Whom to call to check that a mail is genuine: the customer success manager, else the Service Desk, of the nearest organization that says. */
export function callableOf(nearest: readonly (OrganizationRecord | undefined)[]): ReachableBy | undefined {
  const help = helpFrom(nearest.filter((one) => one !== undefined))
  const entries = [help.get('customerSuccessManager')?.entry, help.get('serviceDesk')?.entry]
  return entries.find((entry) => entry?.phone !== undefined) ?? entries.find((entry) => entry !== undefined)
}
