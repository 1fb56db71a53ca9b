import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import type { OrganizationRecord } from '../../shared/table/organization.ts'

/** An organization as callers see it. */
export function organizationReply(organization: OrganizationRecord): ReplyOf<RouteOf<'getOrganization'>> {
  const { organizationId, kind, parentId, status, name, language, timeZone } = organization
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
    invitationDays,
    activityRetentionDays,
    createdAt,
    updatedAt,
    version,
  }
}
