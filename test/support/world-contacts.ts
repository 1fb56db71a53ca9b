import { orderVersion } from '../../functions/contact-roles/holder-reply.ts'
import { type ContactQuestion, nextQuestion } from '../../shared/domain/contact-question.ts'
import { type ContactRole, type DeputyFor, signingAuthorityWording } from '../../shared/domain/contact-roles.ts'
import { listContacts } from '../../shared/table/contact.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import { succeed } from './gateway-call.ts'
import type { Tenant } from './world.ts'
import { changeGrants, setServices } from './world-changes.ts'
import { freshCustomer, freshPerson, type MadeTenant } from './world-fresh.ts'
import { freshEmail, type Person } from './world-people.ts'

/** Somebody who stands for something. */
export type MadeContact = Pick<Person, 'organizationId' | 'profileId' | 'email'>

/** A customer in which somebody can stand for anything: the services that contact roles ask for are active. */
export async function customerWithServices(parent: Pick<Tenant, 'organizationId'>): Promise<MadeTenant> {
  const tenant = await freshCustomer(parent)
  await setServices(tenant.organizationId, ['secwise-watch', 'service-desk'])
  return tenant
}

const administers = { permissionGroups: ['pgr_service-desk-it-administrator'] }
const needsAccess: readonly ContactRole[] = ['technical', 'security-escalation']

/**
 * Somebody who holds contact roles, reachable unless `more` says otherwise, and with whatever else it says: a user where a role asks for
 * access, and else a contact who never signs in.
 */
export async function freshContact(
  tenant: Tenant,
  roles: readonly ContactRole[],
  more: Partial<ProfileRecord> = {},
): Promise<MadeContact> {
  const user = roles.some((role) => needsAccess.includes(role))
  const contact = user ? await freshPerson(tenant, administers) : await contactOnly(tenant)
  const assignedAt = new Date().toISOString()
  const attestation = {
    wording: signingAuthorityWording.version,
    attestedAt: assignedAt,
    attestedBy: `user:${tenant.owner.identityId}` as const,
    attestedByProfile: tenant.owner.profileId,
  }
  const contactRoles = Object.fromEntries(
    roles.map((role) => [role, { assignedAt, ...(role === 'commercial' && { attestation }) }]),
  )
  await change(contact, { addressState: 'verified', contactRoles, question: answeredQuestion(), ...more })
  return contact
}

/** The question of whoever was named and has confirmed that it is them. */
export function answeredQuestion(): ContactQuestion {
  const askedAt = new Date().toISOString()
  return { ...nextQuestion(undefined, { because: 'named', nonce: 'of-nobody', askedAt }), answeredAt: askedAt }
}

/** Somebody who stands in for a holder, between these moments. */
export async function freshDeputy(
  tenant: Tenant,
  contactRole: ContactRole,
  holder: MadeContact,
  { from, until }: { readonly from: string; readonly until: string },
): Promise<MadeContact> {
  const deputyFor: DeputyFor = { [contactRole]: { [holder.profileId]: { from, until } } }
  return freshContact(tenant, [], { deputyFor })
}

/** Puts a Commercial Contact first in the order, as the owner does, whatever the others' order was. */
export async function putFirst(
  { organizationId, owner: by }: Pick<Tenant, 'organizationId' | 'owner'>,
  { profileId }: MadeContact,
): Promise<void> {
  const contacts = await listContacts(organizationId)
  await succeed('orderContactRole', {
    by,
    params: { organizationId, contactRole: 'commercial' },
    headers: { 'if-match': `"${orderVersion(contacts)}"` },
    body: { profileIds: [...new Set([profileId, ...(contacts.order.holders.commercial ?? [])])] },
  })
}

/** What has become of somebody who stands for something. */
export const change = (contact: MadeContact, to: Partial<ProfileRecord>): Promise<void> =>
  changeGrants(contact, (before) => ({ ...before, ...to }))

async function contactOnly({ organizationId, owner: by }: Tenant): Promise<MadeContact> {
  const email = freshEmail()
  const body = { kind: 'person', user: false, email, firstName: 'An', lastName: 'Wouters', language: 'en' }
  const { profileId } = await succeed('createProfile', { by, params: { organizationId }, body })
  return { organizationId, profileId, email }
}
