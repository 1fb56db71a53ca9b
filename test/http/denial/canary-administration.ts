import { send } from '../../support/gateway.ts'
import { call, type Request } from '../../support/gateway-call.ts'
import type { Tenant, World } from '../../support/world.ts'
import { profileOf } from '../../support/world-changes.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshPermissionGroup, type MadeTenant, organizationOf } from '../../support/world-fresh.ts'
import { happenedToday } from '../../support/world-limits.ts'
import type { Person } from '../../support/world-people.ts'
import { again, follow, type Note, newEmail, newestLink, newPhone, run, type Steps } from './canary-journey.ts'

type Operation = Parameters<typeof call>[0]

/** What administrators do with somebody, all of whose values they type and read. */
export async function* administered(tenant: Tenant, person: Person, note: Note): Steps {
  const { owner: by, organizationId } = tenant
  const { profileId, email } = person
  const params = { organizationId, profileId }
  const permissionGroupId = await freshPermissionGroup(tenant)
  const ofGroup = { organizationId, permissionGroupId }
  const reads: readonly (readonly [Operation, Request])[] = [
    ['getProfile', { params }],
    ['listProfiles', { params, query: { q: email.split('@')[0] ?? '' } }],
    ['listProfiles', { params, query: { email, cursor: email } }],
    ['listProfilePermissionGroups', { params }],
    ['listPermissionGroupMembers', { params: ofGroup }],
    ['getEffectivePermissions', { params }],
    ['explainAccess', { params, body: { profileId, permission: 'activities:read' } }],
    ['explainAccess', { params, body: { profileId: email, permission: newPhone(note) } }],
    ['listProfileActivities', { params }],
    ['listActivities', { params }],
    ['exportActivities', { params, query: { format: 'csv' } }],
    ['exportActivities', { params, query: { format: 'jsonl' } }],
    ['getProfile', { params: { organizationId, profileId: email } }],
  ]
  const version = async () => ({ 'if-match': `"${(await profileOf(person)).version}"` })
  const ofVersion = (operation: Operation, body: object) => async () =>
    call(operation, { by, params, headers: await version(), body })
  yield ofVersion('changeProfile', { phone: newPhone(note), jobTitle: 'Canary' })
  yield ofVersion('changeProfile', { phone: `${newPhone(note)}00000000000`, email: `${newEmail(note)}@` })
  yield ofVersion('replaceProfilePermissionGroups', { permissionGroups: [permissionGroupId] })
  const members = { by, params: { ...ofGroup, profileId } }
  for (const operation of ['removePermissionGroupMember', 'addPermissionGroupMember'] as const)
    yield () => call(operation, members)
  yield () =>
    call('replacePermissionGroupMembers', {
      by,
      params: ofGroup,
      headers: { 'if-match': '"1"' },
      body: { profileIds: [profileId] },
    })
  for (const [operation, request] of reads) yield () => call(operation, { by, ...request })
  yield follow()
}

/** How somebody is sent away. */
export async function* leaving({ owner: by }: Tenant, { organizationId, profileId }: Person): Steps {
  const later = <Result>(act: () => Promise<Result>) => atTime(after.hours(3), act)
  for (const operation of ['signOutProfile', 'deactivateProfile', 'reactivateProfile', 'removeProfile'] as const) {
    yield () => later(() => call(operation, { by, params: { organizationId, profileId } }))
    yield follow(after.hours(3))
  }
}

/** Others who are invited: again, too late, too often, in vain, as the first of an organization that is removed in the end. */
export async function* others({ provider }: World, tenant: MadeTenant, note: Note): Steps {
  const { organizationId, owner: by } = tenant
  const email = newEmail(note)
  yield () => call('inviteUsers', { by, params: { organizationId }, body: { addresses: `${email}, ${email}x` } })
  yield () => call('inviteUsers', { by, params: { organizationId }, body: { addresses: [email] } })
  yield follow()
  const { items } = JSON.parse((await call('listInvitations', { by, params: { organizationId } })).body)
  const { invitationId } = items.find((one: { email: string | null }) => one.email === email)
  const params = { organizationId, invitationId }
  const first = newestLink(email, note)
  yield () => call('getInvitation', { by, params })
  yield () => atTime(after.minutes(2), () => call('resendInvitation', { by, params }))
  yield follow(after.minutes(2))
  const second = newestLink(email, note)
  for (const path of [first, second]) yield () => atTime(after.days(8), () => send({ method: 'GET', path }))
  yield () => atTime(after.days(8), () => send({ method: 'POST', path: `${second}/ask`, form: {} }))
  yield follow(after.days(8))
  yield () => call('revokeInvitation', { by, params })
  yield follow()
  yield () => send({ method: 'GET', path: second })

  const [imported, wrong] = [newEmail(note), `${newEmail(note)}@`]
  const body = { csv: `email,first name,phone\n${imported},Can,x\n${imported},Can,\n${wrong},,` }
  for (const operation of ['planImport', 'applyImport'] as const)
    yield () => call(operation, { by, params: { organizationId }, body })
  yield () => call('applyImport', { by, params: { organizationId }, body: { csv: `email\n"${imported}` } })
  yield follow()
  newestLink(imported, note)

  const waiting = newEmail(note)
  await happenedToday('address-link-mails', waiting)
  yield () => call('inviteUsers', { by, params: { organizationId }, body: { addresses: [waiting] } })
  yield follow()
  yield (tried) => atTime(after.days(1) + again(tried), () => run('invitations', 'send-deferred-mails'))
  newestLink(waiting, note)

  const owner = { email: newEmail(note), firstName: 'Can', lastName: 'Ary' }
  const before = { parentId: provider.organizationId, name: 'Tailspin Toys', firstOwner: owner }
  let made = ''
  yield async () => {
    const { organization } = JSON.parse((await call('createOrganization', { by: provider.owner, body: before })).body)
    made = organization?.organizationId ?? made
  }
  yield follow()
  newestLink(owner.email, note)
  const there = { by: provider.owner, params: { organizationId: made } }
  const help = { serviceDesk: { name: 'Desk', email: newEmail(note), phone: newPhone(note) } }
  yield async () => {
    const { version } = await organizationOf(tenant.organizationId)
    const headers = { 'if-match': `"${version}"` }
    return call('changeOrganization', { by: provider.owner, params: { organizationId }, headers, body: { help } })
  }
  yield () => call('getHelp', { by, params: { organizationId } })
  for (const operation of ['suspendOrganization', 'resumeOrganization', 'removeOrganization'] as const) {
    yield () => call(operation, there)
    yield follow()
  }
  yield (tried) => atTime(after.days(31) + again(tried), () => run('organizations', 'erase-organizations'))
  yield follow()
}
