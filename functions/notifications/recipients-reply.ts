import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { contactRoles } from '../../shared/domain/contact-roles.ts'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import type { PassedOver, Recipient, Why } from '../../shared/domain/recipients.ts'
import type { WhoReceives } from './who-receives.ts'

type Reply = ReplyOf<RouteOf<'resolveRecipients'>>

/** Who gets a message of an organization and who does not, as whoever sends it sees it. */
export function recipientsReply(found: WhoReceives, here: OrganizationId): Reply {
  const operations = found.securityOperations
  const named = operations === 'unknown' ? undefined : operations
  return {
    recipients: found.recipients.map((recipient) =>
      recipientReply(
        recipient,
        here,
        recipient.profileId === undefined ? named?.name : found.nameOf(recipient.profileId),
      ),
    ),
    passedOver: found.passedOver.map(({ profileId, contactRole, because }: PassedOver) => ({
      profileId,
      name: found.nameOf(profileId) ?? null,
      contactRole: contactRole ?? null,
      because,
    })),
    securityOperations: named
      ? { name: named.name ?? null, email: named.email ?? null, phone: named.phone ?? null }
      : null,
    warnings: warningsOf(found),
  }
}

/** A recipient as callers see it; `here` is the organization of the message. */
export const recipientReply = (
  { profileId, organizationId, why }: Omit<Recipient, 'email'>,
  here: OrganizationId,
  name: string | undefined,
) => ({
  profileId: profileId ?? null,
  organizationId: profileId === undefined ? null : (organizationId ?? here),
  name: name ?? null,
  why: whyReply(why),
})

const whyReply = (why: Why) => ({
  as: why.as,
  contactRole: 'contactRole' in why ? why.contactRole : null,
  deputyOf: 'deputyOf' in why ? why.deputyOf : null,
  insteadOf: ('insteadOf' in why && why.insteadOf) || null,
})

function warningsOf({ unserved, securityOperations, recipients }: WhoReceives): Reply['warnings'] {
  const nameOfRole = new Map(contactRoles.map(({ id, name }) => [id, name]))
  return [
    ...unserved.map((contactRole) => ({
      warning: 'role-not-reached' as const,
      contactRole,
      detail: `No ${nameOfRole.get(contactRole)} can be reached, so it goes to whoever administers the organization. Have somebody named; role coverage says what is missing.`,
    })),
    ...(securityOperations === 'unknown'
      ? [
          {
            warning: 'no-security-operations' as const,
            contactRole: null,
            detail:
              'The provider does not say how to reach its security operations centre, so the message names none: state `help.securityOperations` of the provider.',
          },
        ]
      : []),
    ...(recipients.length === 0
      ? [
          {
            warning: 'no-recipients' as const,
            contactRole: null,
            detail: 'Nobody would get it: see who is passed over and why, and have somebody named who can be reached.',
          },
        ]
      : []),
  ]
}
