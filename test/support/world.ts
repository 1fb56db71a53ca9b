import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import './gateway.ts'
import './world-after.ts'
import { invitationId, organizationId } from '../../shared/contract/fields.ts'
import { ownerRoleId } from '../../shared/domain/catalog.ts'
import { id, type OrganizationId, type ProfileId } from '../../shared/domain/ids.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { accessKey, accessOf, createAccess } from '../../shared/table/access.ts'
import { documents } from '../../shared/table/client.ts'
import { identityKey } from '../../shared/table/identity.ts'
import { getInvitation } from '../../shared/table/invitation.ts'
import { sendAgain as sendOnceMore } from '../../shared/table/inviting.ts'
import { organizationKey } from '../../shared/table/organization.ts'
import { addOwner } from '../../shared/table/owners.ts'
import { enterMember } from '../../shared/table/permission-group-member.ts'
import { changeProfile, createProfile, getProfile, newProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { tableName } from '../../shared/table/schema.ts'
import { commit, put, update } from '../../shared/table/transaction.ts'
import { settle } from './cloud-services-bus.ts'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { linkTo } from './cloud-services-mail.ts'
import { succeed } from './gateway-call.ts'
import { activate, freshEmail, type Invitee, invite, join, type Person } from './world-people.ts'
import { madeOnce } from './world-snapshot.ts'
import { dumpTable, itemsOf } from './world-table.ts'

/** A tenant with its first owner, who is active. */
export type Tenant = { readonly organizationId: OrganizationId; readonly name: string; readonly owner: Person }

/**
 * A deployment with people in it: the provider; a reseller, which is a customer of the provider, with a customer of its own; and two
 * customers that bear the same name. Everyone was invited and has accepted, save those who are said to be elsewhere.
 */
export type World = {
  readonly provider: Tenant & { readonly secondOwner: Person; readonly plain: Person }
  readonly reseller: Tenant
  readonly resellersCustomer: Tenant
  readonly twin: Tenant
  readonly customer: Tenant & {
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
  return {
    provider: {
      ...provider,
      secondOwner: await join(provider.owner, provider.organizationId, { defaultRole: 'rol_owner' }),
      plain: await join(provider.owner, provider.organizationId),
    },
    reseller,
    resellersCustomer,
    twin,
    customer: {
      ...customer,
      admin: await join(owner, organizationId, { defaultRole: 'rol_admin' }),
      fullRole: await join(owner, organizationId, { permissionGroups: ['pgr_full-role'] }),
      plain: await join(owner, organizationId),
      developer: await join(owner, organizationId, { defaultRole: 'rol_content-developer' }),
      pending: await invite(owner, organizationId),
      deactivated: await deactivate(await join(owner, organizationId, { defaultRole: 'rol_admin' })),
      consultant,
      draft: draft.profileId,
    },
  }
}

const refusals = { addressTaken: 'moved', externalIdTaken: 'moved' } as const

/** Deactivates somebody, by the table's own functions: there is no route for it yet. */
export async function deactivate(person: Person): Promise<Person> {
  const now = new Date().toISOString()
  const before = await profileOf(person)
  const owned = before.defaultRole?.roleId === ownerRoleId ? [leaveOwners(person)] : []
  await commit(
    [
      ...changeProfile(before, { ...before, status: 'deactivated', updatedAt: now }, refusals),
      setInAccess(person, 'status', 'deactivated'),
      ...owned,
    ],
    newIdAt(now)('activity'),
  )
  return person
}

const leaveOwners = ({ organizationId, profileId }: Person) =>
  update({
    TableName: tableName(),
    Key: { pk: organizationId, sk: 'owners' },
    UpdateExpression: 'DELETE profileIds :gone',
    ExpressionAttributeValues: { ':gone': new Set([profileId]) },
  })

/** Makes somebody a user of a second organization, under the sign-in they have: there is no route for it yet. */
export async function joinAlso(person: Person, organizationId: OrganizationId): Promise<ProfileId> {
  const now = new Date().toISOString()
  const newId = newIdAt(now)
  const { email, firstName, lastName, language, defaultRole } = await profileOf(person)
  const profile = newProfile(
    { kind: 'person', user: true, status: 'active', email, firstName, lastName, defaultRole },
    { organizationId, profileId: newId('profile'), language, now },
  )
  const { identityId } = person
  const joined = { ...profile, identityId }
  const owned = defaultRole?.roleId === ownerRoleId ? [addOwner(organizationId, joined.profileId, false)] : []
  await commit(
    [...createProfile(joined, refusals), createAccess(accessOf(joined, identityId, 0)), ...owned],
    newId('activity'),
  )
  return profile.profileId
}

/** Sends an invitation again, by the table's own functions, and the mail with it: there is no route for it yet. */
export async function sendAgain(
  invitee: Pick<Invitee, 'organizationId' | 'invitationId' | 'email'>,
  by: Person,
): Promise<string> {
  const { organizationId, invitationId, email } = invitee
  const now = new Date().toISOString()
  const activityId = newIdAt(now)('activity')
  const invitation = await getInvitation({ organizationId, invitationId })
  if (!invitation) throw new Error('there is no such invitation')
  const principal = `user:${by.identityId}` as const
  const doer = { principal, origin: { requestId: 'again', ipAddress: undefined, userAgent: undefined } }
  const { identityId, profileId } = by
  const inviter = { principal, identityId, profileId, organizationId: by.organizationId }
  await commit(
    sendOnceMore({
      invitation,
      profile: await profileOf(invitation),
      activityId,
      invitationDays: 7,
      inviter,
      by: doer,
      now,
    }),
    newIdAt(now)('activity'),
  )
  await settle()
  return linkTo(email)
}

/** Gives somebody a role in which they may invite nobody, and takes their permission groups, if they are not to be kept. */
export async function demote(person: Person, kept: 'nothing' | 'permission groups' = 'nothing'): Promise<void> {
  const now = new Date().toISOString()
  const before = await profileOf(person)
  const defaultRole = { roleId: id('role', 'rol_content-developer') }
  const permissionGroups = kept === 'nothing' ? {} : before.permissionGroups
  for (const group of Object.keys(before.permissionGroups).filter((id) => !Object.hasOwn(permissionGroups, id)))
    await documents.send(
      new DeleteCommand({
        TableName: tableName(),
        Key: { pk: `${person.organizationId}#${group}`, sk: person.profileId },
      }),
    )
  const after = { ...before, defaultRole, permissionGroups, updatedAt: now }
  await commit(
    [...changeProfile(before, after, refusals), put({ TableName: tableName(), Item: await accessItem(after, person) })],
    newIdAt(now)('activity'),
  )
}

/** Gives somebody access to a group, by the table's own functions: there is no route for it yet. */
export const giveGroup = (person: Person, groupId: string): Promise<void> =>
  changeGrants(person, (profile) => ({
    ...profile,
    groups: { ...profile.groups, [id('group', groupId)]: { byHand: true } },
  }))

/** Changes what was given to somebody, in the profile and in its copies; nothing is taken. */
export async function changeGrants(person: Person, change: (before: ProfileRecord) => ProfileRecord): Promise<void> {
  const now = new Date().toISOString()
  const before = await profileOf(person)
  const after = { ...change(before), updatedAt: now }
  const { organizationId, profileId } = person
  const members = Object.entries(after.permissionGroups).map(([key, validity]) =>
    enterMember({ organizationId, profileId, validity, permissionGroupId: id('permissionGroup', key) }),
  )
  const access = put({ TableName: tableName(), Item: await accessItem(after, person) })
  await commit([...changeProfile(before, after, refusals), access, ...members], newIdAt(now)('activity'))
}

async function accessItem(profile: Parameters<typeof accessOf>[0], person: Person) {
  const { Item } = await documents.send(
    new GetCommand({ TableName: tableName(), Key: accessKey(person.identityId, person.organizationId) }),
  )
  return { ...Item, ...accessOf(profile, person.identityId, 0) }
}

/** Ends every token of somebody in one organization that was issued before that second. */
export const endTokens = (person: Person, second: number): Promise<void> =>
  commitOne(setInAccess(person, 'tokensValidFrom', second))

/** Ends every token of somebody, wherever it is used, that was issued before that second. */
export const endSignIns = ({ identityId }: Person, second: number): Promise<void> =>
  commitOne(set(identityKey(identityId), 'tokensValidFrom', second))

/** Suspends, removes or resumes an organization. */
export const setStatus = (organizationId: OrganizationId, status: 'active' | 'suspended' | 'removed'): Promise<void> =>
  commitOne(set(organizationKey(organizationId), 'status', status))

/** Gives an organization services. */
export const setServices = (organizationId: OrganizationId, services: readonly string[]): Promise<void> =>
  commitOne(set(organizationKey(organizationId), 'services', services))

/** Takes somebody out of an organization as removing does: what stays is a name, and access is gone. */
export async function remove(person: Person): Promise<Person> {
  const { organizationId, profileId, identityId } = person
  const mine = (await dumpTable()).filter(
    (item) => item.pk !== `${organizationId}#activities` && item.profileId === profileId,
  )
  for (const { pk, sk } of mine) await documents.send(new DeleteCommand({ TableName: tableName(), Key: { pk, sk } }))
  await documents.send(
    new PutCommand({
      TableName: tableName(),
      Item: {
        pk: organizationId,
        sk: `profile#${profileId}`,
        organizationId,
        profileId,
        firstName: 'Robin',
        lastName: 'Claes',
        __edb_e__: 'former-profile',
        __edb_v__: '1',
      },
    }),
  )
  if ((await itemsOf('access')).some((item) => item.identityId === identityId)) throw new Error('access is left over')
  return person
}

const commitOne = (write: ReturnType<typeof set>): Promise<void> =>
  commit([write], newIdAt(new Date().toISOString())('activity'))

const setInAccess = ({ identityId, organizationId }: Person, field: string, value: unknown) =>
  set(accessKey(identityId, organizationId), field, value)

const set = (key: Readonly<Record<string, string>>, field: string, value: unknown) =>
  update({
    TableName: tableName(),
    Key: key,
    UpdateExpression: 'SET #field = :value',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#field': field },
    ExpressionAttributeValues: { ':value': value },
  })

async function profileOf(person: Pick<Person, 'organizationId' | 'profileId'>) {
  const profile = await getProfile(person)
  if (!profile) throw new Error('the person has no profile here')
  return profile
}
