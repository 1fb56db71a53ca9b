import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { contactQuestionDays } from '../../shared/domain/contact-question.ts'
import type { HelpEntry } from '../../shared/domain/help.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'

/** An organization as callers see it. */
export function organizationReply(organization: OrganizationRecord): ReplyOf<RouteOf<'getOrganization'>> {
  const { organizationId, kind, parentId, status, name, language, timeZone, help = {}, removal } = organization
  const { invitationDays, activityRetentionDays, createdAt, updatedAt, version } = organization
  return {
    organizationId,
    kind,
    parentId: parentId === 'none' ? null : parentId,
    status,
    name,
    legalName: organization.legalName ?? null,
    companyNumber: organization.companyNumber ?? null,
    country: organization.country ?? null,
    address: organization.address ?? null,
    language,
    timeZone,
    externalId: organization.externalId ?? null,
    services: [...organization.services],
    help: {
      customerSuccessManager: help.customerSuccessManager ? helpReply(help.customerSuccessManager) : null,
      serviceDesk: help.serviceDesk ? helpReply(help.serviceDesk) : null,
      chat: help.chat ? helpReply(help.chat) : null,
      securityOperations: help.securityOperations ? helpReply(help.securityOperations) : null,
    },
    invitationDays,
    contactQuestionDays: organization.contactQuestionDays ?? contactQuestionDays.usual,
    activityRetentionDays,
    removedAt: removal?.at ?? null,
    restorableUntil: removal?.restorableUntil ?? null,
    createdAt,
    updatedAt,
    version,
  }
}

/** One way to get help, as callers see it. */
export const helpReply = (entry: HelpEntry) => ({
  name: entry.name ?? null,
  email: entry.email ?? null,
  phone: entry.phone ?? null,
  url: entry.url ?? null,
})
