import type { ActivityAction } from '../../shared/domain/catalog.ts'
import { id, type OrganizationId, type ProfileId } from '../../shared/domain/ids.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { accessKey } from '../../shared/table/access.ts'
import { identityKey } from '../../shared/table/identity.ts'
import { getInvitation } from '../../shared/table/invitation.ts'
import { sendAgain as sendOnceMore } from '../../shared/table/inviting.ts'
import { organizationKey } from '../../shared/table/organization.ts'
import { getProfile, type ProfileRecord } from '../../shared/table/profile.ts'
import { tableName } from '../../shared/table/schema.ts'
import { commit, update } from '../../shared/table/transaction.ts'
import { settle } from './cloud-services-bus.ts'
import { linkTo } from './cloud-services-mail.ts'
import { doer, freshPerson, organizationOf } from './world-fresh.ts'
import { groupThere } from './world-groups.ts'
import type { Invitee, Person } from './world-people.ts'

/** Somebody whom an organization knows. */
type Known = Pick<Person, 'organizationId' | 'profileId'>

/** Deactivates somebody, without a request and without an activity. */
export async function deactivate(person: Person): Promise<Person> {
  await changeByHand(person, (before) => ({ ...before, status: 'deactivated' }))
  return person
}

/** Takes somebody out of an organization as removing does, without a request and without an activity. */
export async function remove(person: Person): Promise<Person> {
  await changeByHand(person, () => undefined)
  return person
}

/** Makes somebody a user of a second organization, under the sign-in they have and with the role they have. */
export async function joinAlso(person: Person, organizationId: OrganizationId): Promise<ProfileId> {
  const { defaultRole } = await profileOf(person)
  const grants = defaultRole ? { defaultRole: defaultRole.roleId } : {}
  return (await freshPerson({ organizationId }, grants, { also: person })).profileId
}

/** Gives somebody a role in which they may invite nobody, and takes their permission groups, if they are not to be kept. */
export const demote = (person: Person, kept: 'nothing' | 'permission groups' = 'nothing'): Promise<void> =>
  changeByHand(person, ({ permissionGroups, ...before }) => ({
    ...before,
    defaultRole: { roleId: id('role', 'rol_content-developer') },
    permissionGroups: kept === 'nothing' ? {} : permissionGroups,
  }))

/** Gives somebody access to a group, which is made where it is not there, without a request and without an activity. */
export async function giveGroup(person: Known, group: string): Promise<void> {
  const groupId = await groupThere(person.organizationId, group)
  await changeGrants(person, ({ groups, ...profile }) => ({
    ...profile,
    groups: { ...groups, [groupId]: { byHand: true } },
  }))
}

/** Gives somebody access to a group together with a role in it, likewise. */
export async function giveGroupRole(person: Known, group: string, role: string): Promise<void> {
  const groupId = await groupThere(person.organizationId, group)
  await changeGrants(person, ({ groups, ...profile }) => ({
    ...profile,
    groups: { ...groups, [groupId]: { byHand: true, groupRole: { roleId: id('role', role) } } },
  }))
}

/** Changes what was given to somebody, in the profile and in its copies. */
export const changeGrants = (person: Known, change: (before: ProfileRecord) => ProfileRecord): Promise<void> =>
  changeByHand(person, change)

/** Changes somebody, with an activity and without a request. */
export const changeAs = (
  action: ActivityAction,
  person: Known,
  change: (before: ProfileRecord) => ProfileRecord,
): Promise<void> => changeByHand(person, change, action)

/** Changes somebody in the one way in which people change, without anyone having asked for it. */
async function changeByHand(
  person: Known,
  change: (before: ProfileRecord) => ProfileRecord | undefined,
  action?: ActivityAction,
): Promise<void> {
  const now = new Date().toISOString()
  const newId = newIdAt(now)
  const organization = await organizationOf(person.organizationId)
  const before = await profileOf(person)
  const after = change(before)
  const { writes } = await changePeopleUnasked({ organization, by: doer, now, newId }, [
    { before, after: after && { ...after, updatedAt: now }, action },
  ])
  await commit(writes, newId('activity'))
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

/** Ends every token of somebody in one organization that was issued before that second. */
export const endTokens = (person: Person, second: number): Promise<void> =>
  commitOne(setInAccess(person, 'tokensValidFrom', second))

/** Ends every token of somebody, wherever it is used, that was issued before that second. */
export const endSignIns = ({ identityId }: Person, second: number): Promise<void> =>
  commitOne(set(identityKey(identityId), 'tokensValidFrom', second))

/** Suspends, removes or resumes an organization. */
export const setStatus = (organizationId: OrganizationId, status: 'active' | 'suspended' | 'removed'): Promise<void> =>
  commitOne(setInOrganization(organizationId, 'status', status))

/** Gives an organization services. */
export const setServices = (organizationId: OrganizationId, services: readonly string[]): Promise<void> =>
  commitOne(setInOrganization(organizationId, 'services', services))

const commitOne = (write: ReturnType<typeof set>): Promise<void> =>
  commit([write], newIdAt(new Date().toISOString())('activity'))

const setInAccess = ({ identityId, organizationId }: Person, field: string, value: unknown) =>
  set(accessKey(identityId, organizationId), field, value)

/** Lists show it as well. */
const setInOrganization = (organizationId: OrganizationId, field: 'status' | 'services', value: unknown) =>
  set(organizationKey(organizationId), field, value, 'SET #field = :value, summary.#field = :value')

const set = (
  key: Readonly<Record<string, string>>,
  field: string,
  value: unknown,
  UpdateExpression = 'SET #field = :value',
) =>
  update({
    TableName: tableName(),
    Key: key,
    UpdateExpression,
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeNames: { '#field': field },
    ExpressionAttributeValues: { ':value': value },
  })

/** Somebody's profile as it stands. */
export async function profileOf(person: Pick<Person, 'organizationId' | 'profileId'>) {
  const profile = await getProfile(person)
  if (!profile) throw new Error('the person has no profile here')
  return profile
}
