import { signingAuthorityWording } from '../../shared/domain/contact-roles.ts'
import type { ActivityRecord } from '../../shared/table/activity.ts'
import { listActivities } from '../../shared/table/activity-list.ts'
import { between } from '../../shared/table/activity-order.ts'
import { settle } from './cloud-services-bus.ts'
import { type Request, succeed } from './gateway-call.ts'
import type { Tenant } from './world.ts'
import { customerWithServices } from './world-contacts.ts'
import { freshPerson, type MadeTenant } from './world-fresh.ts'
import type { Person } from './world-people.ts'

/** A group whose members may be technical and security escalation contact. */
export const securityAdministrators = 'pgr_service-desk-security-administrator'

/** What has to be stated of somebody for a contact role. */
const stated: Readonly<Record<string, object>> = {
  commercial: { attestation: { wording: signingAuthorityWording.version } },
  technical: { globalAdministrator: 'yes' },
}

/** Names somebody contact, as the owner does. */
export const nameContact = (
  { organizationId, owner: by }: Pick<Tenant, 'organizationId' | 'owner'>,
  { profileId }: Pick<Person, 'profileId'>,
  contactRole: string,
  query: Request['query'] = {},
) =>
  succeed('assignContactRole', {
    by,
    params: { organizationId, profileId, contactRole },
    query,
    body: stated[contactRole] ?? {},
  })

/** A customer in which the Service Desk and SecWise Watch are active and everything is covered, by one person each, and told. */
export async function coveredCustomer(
  provider: Pick<Tenant, 'organizationId'>,
): Promise<MadeTenant & { readonly technical: Person; readonly commercial: Person; readonly dpo: Person }> {
  const tenant = await customerWithServices(provider)
  const technical = await freshPerson(tenant, { permissionGroups: [securityAdministrators] })
  const [commercial, dpo] = [await freshPerson(tenant), await freshPerson(tenant)]
  for (const role of ['technical', 'security-escalation']) await nameContact(tenant, technical, role)
  await nameContact(tenant, commercial, 'commercial')
  await nameContact(tenant, dpo, 'dpo')
  await settle()
  return { ...tenant, technical, commercial, dpo }
}

/** What was told of role coverage in an organization so far, the oldest first. */
export async function coverageTold({
  organizationId,
}: Pick<Tenant, 'organizationId'>): Promise<readonly ActivityRecord[]> {
  const { items } = await listActivities({
    organizationId,
    filter: { action: 'coverage.changed' },
    order: 'oldest',
    between: between(undefined, undefined),
    limit: 100,
    after: undefined,
  })
  return items
}
