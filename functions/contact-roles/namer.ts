import type { ContactQuestion } from '../../shared/domain/contact-question.ts'
import { getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { getProfile } from '../../shared/table/profile.ts'

/** Whoever named a contact, as mails and pages say it: nothing where nobody is known, or no more. */
export type NamerNames = {
  readonly namerName?: string
  /** Given when they act from another organization. */
  readonly namerOrganizationName?: string
}

/** What a contact is told of whoever named them. */
export async function namerOf({ namedBy }: ContactQuestion, here: OrganizationRecord): Promise<NamerNames> {
  if (!namedBy) return {}
  const [profile, abroad] = await Promise.all([
    getProfile(namedBy),
    namedBy.organizationId === here.organizationId ? undefined : getOrganization(namedBy.organizationId),
  ])
  const namerName = [profile?.firstName, profile?.lastName].filter((name) => name !== undefined).join(' ')
  return { ...(namerName && { namerName }), ...(abroad && { namerOrganizationName: abroad.name }) }
}
