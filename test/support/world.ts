import * as z from 'zod'
import './gateway.ts'
import './world-after.ts'
import { invitationId, organizationId } from '../../shared/contract/fields.ts'
import type {
  ContractId,
  DeliveryId,
  DocumentId,
  GroupId,
  InvitationId,
  KeyId,
  OrganizationId,
  PermissionGroupId,
  ProfileId,
  RoleId,
  WebhookId,
} from '../../shared/domain/ids.ts'
import { getInvitation } from '../../shared/table/invitation.ts'
import { settle } from './cloud-services-bus.ts'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { linkTo } from './cloud-services-mail.ts'
import { succeed } from './gateway-call.ts'
import { deactivate, joinAlso, profileOf } from './world-changes.ts'
import { freshContract } from './world-contract-records.ts'
import { publishedDocument } from './world-documents.ts'
import { freshPermissionGroup } from './world-fresh.ts'
import { freshGroup } from './world-groups.ts'
import { freshKey } from './world-keys.ts'
import { activate, freshEmail, type Invitee, invite, join, type Person } from './world-people.ts'
import { freshRole } from './world-roles.ts'
import { madeOnce } from './world-snapshot.ts'
import { failedDelivery, freshWebhook } from './world-webhooks.ts'

export {
  changeAs,
  changeGrants,
  deactivate,
  demote,
  endSignIns,
  endTokens,
  giveGroup,
  joinAlso,
  remove,
  sendAgain,
  setServices,
  setStatus,
} from './world-changes.ts'

/** A tenant with its first owner, who is active. */
export type Tenant = { readonly organizationId: OrganizationId; readonly name: string; readonly owner: Person }

/** One of everything that an organization has: examples are called on them, and no other organization may see them. */
export type Things = {
  readonly profileId: ProfileId
  readonly invitationId: InvitationId
  readonly permissionGroupId: PermissionGroupId
  readonly contractId: ContractId
  readonly roleId: RoleId
  readonly groupId: GroupId
  readonly keyId: KeyId
  readonly webhookId: WebhookId
  readonly deliveryId: DeliveryId
}

/** A tenant that has something of everything. */
export type Furnished = Tenant & { readonly things: Things }

/**
 * A deployment with people in it: the provider; a reseller, which is a customer of the provider, with a customer of its own; and two
 * customers that bear the same name. Everyone was invited and has accepted, save those who are said to be elsewhere.
 */
export type World = {
  /** What contracts are made of, published in English: documents are of the deployment, and no organization's. */
  readonly documents: { readonly serviceAgreement: DocumentId; readonly cspContract: DocumentId }
  readonly provider: Furnished & { readonly secondOwner: Person; readonly plain: Person }
  readonly reseller: Tenant
  readonly resellersCustomer: Furnished
  readonly twin: Furnished
  readonly customer: Furnished & {
    readonly admin: Person
    readonly fullRole: Person
    /** Active, and without any permission at all. */
    readonly plain: Person
    /** Holds a role that allows things which no route here asks for. */
    readonly developer: Person
    readonly pending: Invitee
    readonly deactivated: Person
    /** Active here and in the twin, with one sign-in. */
    readonly consultant: Person
    readonly draft: ProfileId
  }
}

/** Makes the provider and its first owner, as whoever deploys it does. */
export async function beginProvider(email = freshEmail('northwind.example')): Promise<Tenant> {
  const name = 'Northwind Managed Services'
  const answer = await firstAdministrator({ organizationName: name, email, firstName: 'Ada', lastName: 'Peeters' })
  const { organizationId, invitationId } = Begun.parse(answer)
  const invitation = await getInvitation({ organizationId, invitationId })
  if (!invitation) throw new Error('the first owner was not invited')
  await settle()
  return { organizationId, name, owner: await activate({ organizationId, profileId: invitation.profileId, email }) }
}

const Begun = z.strictObject({ outcome: z.literal('invited'), organizationId, invitationId })

/** Invokes the function that makes the first administrator. */
export const firstAdministrator = async (payload: unknown): Promise<unknown> =>
  invoke(await loadHandler('organizations', 'first-administrator'), payload)

/** Creates a customer, whose first owner accepts. */
export async function addCustomer(parent: Tenant, name: string): Promise<Tenant> {
  const { organizationId, firstOwner } = await beginCustomer(parent, name)
  return { organizationId, name, owner: await activate(firstOwner) }
}

/** Creates a customer, whose first owner has the mail. */
export async function beginCustomer(parent: Tenant, name: string) {
  const email = freshEmail()
  const { organization, firstOwner } = await succeed('createOrganization', {
    by: parent.owner,
    body: { parentId: parent.organizationId, name, firstOwner: { email, firstName: 'Mia', lastName: 'Jansen' } },
  })
  await settle()
  const { organizationId } = organization
  return { organizationId, firstOwner: { ...firstOwner, organizationId, email, link: linkTo(email) } satisfies Invitee }
}

/** The whole of it, at the cost of making it once a run. */
export const seedWorld = (): Promise<World> => madeOnce('world', makeWorld)

async function makeWorld(): Promise<World> {
  const provider = await beginProvider()
  const reseller = await addCustomer(provider, 'Fabrikam Resellers')
  const [resellersCustomer, customer, twin] = [
    await addCustomer(reseller, 'Adatum'),
    await addCustomer(provider, 'Contoso Bakeries'),
    await addCustomer(provider, 'Contoso Bakeries'),
  ]
  const { owner, organizationId } = customer
  const consultant = await join(owner, organizationId, { defaultRole: 'rol_admin' })
  await joinAlso(consultant, twin.organizationId)
  const draft = await succeed('createProfile', {
    by: owner,
    params: { organizationId },
    body: { kind: 'person', user: true, email: freshEmail(), firstName: 'Jo', lastName: 'Smets' },
  })
  const pending = await invite(owner, organizationId)
  return {
    documents: {
      serviceAgreement: await publishedDocument(provider, { kind: 'service-agreement' }),
      cspContract: await publishedDocument(provider),
    },
    provider: {
      ...(await furnished(provider)),
      secondOwner: await join(provider.owner, provider.organizationId, { defaultRole: 'rol_owner' }),
      plain: await join(provider.owner, provider.organizationId),
    },
    reseller,
    resellersCustomer: await furnished(resellersCustomer),
    twin: await furnished(twin),
    customer: {
      ...(await furnished(customer, { profileId: draft.profileId, invitationId: pending.invitationId })),
      admin: await join(owner, organizationId, { defaultRole: 'rol_admin' }),
      fullRole: await join(owner, organizationId, { permissionGroups: ['pgr_full-role'] }),
      plain: await join(owner, organizationId),
      developer: await join(owner, organizationId, { defaultRole: 'rol_content-developer' }),
      pending,
      deactivated: await deactivate(await join(owner, organizationId, { defaultRole: 'rol_admin' })),
      consultant,
      draft: draft.profileId,
    },
  }
}

/** Gives a tenant what it has nothing of yet; its owner and their invitation stand for everyone's, unless others are named. */
async function furnished(tenant: Tenant, named?: Pick<Things, 'profileId' | 'invitationId'>): Promise<Furnished> {
  const { profileId } = tenant.owner
  const { invitationId } = named ?? (await profileOf(tenant.owner))
  if (!invitationId) throw new Error('an owner who was not invited')
  const contractId = await freshContract(tenant, { state: 'sent' })
  return { ...tenant, things: { profileId, ...named, invitationId, contractId, ...(await definitionsIn(tenant)) } }
}

/** One of everything that is defined in an organization and given to people. */
export const definitionsIn = async (
  tenant: Pick<Tenant, 'organizationId' | 'owner'>,
): Promise<Pick<Things, 'permissionGroupId' | 'roleId' | 'groupId' | 'keyId' | 'webhookId' | 'deliveryId'>> => ({
  permissionGroupId: await freshPermissionGroup(tenant),
  roleId: await freshRole(tenant),
  groupId: await freshGroup(tenant.organizationId),
  keyId: (await freshKey(tenant)).record.keyId,
  ...(await webhookIn(tenant)),
})

async function webhookIn({ organizationId }: Pick<Tenant, 'organizationId'>) {
  const { webhookId, deliveryId } = await failedDelivery(await freshWebhook(organizationId))
  return { webhookId, deliveryId }
}
