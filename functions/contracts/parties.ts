import { helpFrom } from '../../shared/domain/help.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'
import type { Party, ReachableBy } from './approval-page.tsx'

/** A party by the name it is registered under. */
export const partyOf = ({ legalName, name, companyNumber }: OrganizationRecord): Party => ({
  name: legalName ?? name,
  ...(companyNumber !== undefined && { companyNumber }),
})

/** Whom to call to check that a mail is genuine: the customer success manager, else the Service Desk, of the nearest organization that says. */
export function callableOf(nearest: Nearest): ReachableBy | undefined {
  const entries = helpersOf(nearest)
  return entries.find(({ phone }) => phone !== undefined) ?? entries[0]
}

/** Who answers mail in place of whoever requested a contract: the first of the same who has an address. */
export const answererOf = (nearest: Nearest): ReachableBy | undefined =>
  helpersOf(nearest).find(({ email }) => email !== undefined)

type Nearest = readonly (OrganizationRecord | undefined)[]
function helpersOf(nearest: Nearest): readonly ReachableBy[] {
  const help = helpFrom(nearest.filter((one) => one !== undefined))
  return [help.get('customerSuccessManager')?.entry, help.get('serviceDesk')?.entry].filter((one) => one !== undefined)
}
