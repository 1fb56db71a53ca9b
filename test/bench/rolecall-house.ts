import { parseEmailAddress } from '../../shared/domain/address.ts'
import { ownerRoleId } from '../../shared/domain/catalog.ts'
import { id, type OrganizationId } from '../../shared/domain/ids.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { createIdentity } from '../../shared/table/identity.ts'
import { createOrganization, newOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { newProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { createProvider } from '../../shared/table/provider.ts'
import { commit } from '../../shared/table/transaction.ts'

/** Whom the work is done with. An owner is the principal of their token. */
export type House = {
  readonly providerId: OrganizationId
  readonly providerOwner: string
  readonly customerId: OrganizationId
  readonly owner: string
  /** Customers with nobody but an owner. */
  readonly inviting: readonly { readonly customerId: OrganizationId; readonly owner: string }[]
}

const people = 60
const customersToInviteIn = 20
const now = new Date().toISOString()
const newId = newIdAt(now)
const by = {
  principal: 'deployer',
  origin: { requestId: 'bench', ipAddress: '203.0.113.7', userAgent: 'bench' },
} as const

/** A provider, and a customer with sixty people, all of them active. */
export async function seed(): Promise<House> {
  const provider = organization('provider', 'none', 'Northwind')
  const customer = organization('customer', provider.organizationId, 'Contoso')
  await commit(
    [
      createOrganization(provider),
      createOrganization(customer),
      createProvider({
        organizationId: provider.organizationId,
        firstInvitationId: newId('invitation'),
        createdAt: now,
      }),
    ],
    newId('activity'),
  )
  const providerOwner = await join(provider, 'ada@northwind.example', 'Owner')
  const owner = await join(customer, 'mia@contoso.example', 'Owner')
  for (let number = 1; number < people; number++) await join(customer, `user-${number}@contoso.example`, 'Viewer')
  const inviting = []
  for (let number = 0; number < customersToInviteIn; number++) {
    const another = organization('customer', provider.organizationId, `Contoso ${number}`)
    await commit([createOrganization(another)], newId('activity'))
    const { principal } = await join(another, `owner-${number}@fabrikam.example`, 'Owner')
    inviting.push({ customerId: another.organizationId, owner: principal })
  }
  return {
    providerId: provider.organizationId,
    providerOwner: providerOwner.principal,
    customerId: customer.organizationId,
    owner: owner.principal,
    inviting,
  }
}

function organization(
  kind: OrganizationRecord['kind'],
  parentId: OrganizationId | 'none',
  name: string,
): OrganizationRecord {
  return newOrganization(
    { kind, parentId, name, language: 'en', timeZone: 'Europe/Brussels' },
    { organizationId: newId('organization'), accessVersion: newId('activity').slice('act_'.length), now },
  )
}

async function join(organization: OrganizationRecord, address: string, role: 'Owner' | 'Viewer') {
  const email = parseEmailAddress(address)
  if (!email) throw new Error(`${address} is no address`)
  const identityId = newId('identity')
  const profile: ProfileRecord = {
    ...newProfile(
      {
        kind: 'person',
        user: true,
        status: 'active',
        email,
        firstName: 'Sam',
        lastName: 'Sample',
        defaultRole: { roleId: role === 'Owner' ? ownerRoleId : id('role', 'rol_viewer') },
      },
      { organizationId: organization.organizationId, profileId: newId('profile'), language: 'en', now },
    ),
    identityId,
  }
  const { writes } = await changePeopleUnasked({ organization, by, now, newId }, [
    { before: undefined, after: profile, action: 'profile.created' },
  ])
  const identity = createIdentity({
    identityId,
    email,
    state: 'accepted',
    tokensValidFrom: 0,
    createdAt: now,
    updatedAt: now,
  })
  await commit([...identity, ...writes], newId('activity'))
  return { principal: `user:${identityId}` }
}
