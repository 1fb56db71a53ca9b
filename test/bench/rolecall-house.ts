import { parseEmailAddress } from '../../shared/domain/address.ts'
import { ownerRoleId } from '../../shared/domain/catalog.ts'
import { type IdentityId, id, type OrganizationId, type ProfileId } from '../../shared/domain/ids.ts'
import { newKeyText } from '../../shared/frame/api-key-text.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { createApiKey } from '../../shared/table/api-key.ts'
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
  /** One of its people, who may read its profiles. */
  readonly viewer: IdentityId
  /** What a program of the customer's brings, which may ask what people may do there. */
  readonly apiKey: string
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
  const viewer = await join(customer, 'user-1@contoso.example', 'Viewer')
  for (let number = 2; number < people; number++) await join(customer, `user-${number}@contoso.example`, 'Viewer')
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
    viewer: viewer.identityId,
    apiKey: await giveKey(customer.organizationId, owner),
    inviting,
  }
}

async function giveKey(organizationId: OrganizationId, maker: Joined): Promise<string> {
  const keyId = newId('key')
  const { text, secretHash } = newKeyText({ organizationId, keyId })
  const key = createApiKey({
    organizationId,
    keyId,
    name: 'Fleet console',
    permissions: ['access:read'],
    state: 'active',
    current: { hash: secretHash, since: now },
    expiresAt: new Date(Date.parse(now) + 90 * 24 * 3600 * 1000).toISOString(),
    maker: { identityId: maker.identityId, organizationId, profileId: maker.profileId },
    createdAt: now,
    updatedAt: now,
    version: 1,
  })
  await commit([key], newId('activity'))
  return text
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

type Joined = { readonly principal: string; readonly identityId: IdentityId; readonly profileId: ProfileId }

async function join(organization: OrganizationRecord, address: string, role: 'Owner' | 'Viewer'): Promise<Joined> {
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
  return { principal: `user:${identityId}`, identityId, profileId: profile.profileId }
}
