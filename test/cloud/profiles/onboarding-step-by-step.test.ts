import { beforeAll, describe, expect, test } from 'vitest'
import { textOfPage } from '../../../infra/local/page-form.ts'
import { call, expectProblem, succeed } from '../../support/deployed-requests.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  activate,
  aProvider,
  aUser,
  beginAfresh,
  newestMail,
  type SignedIn,
  settled,
  signIn,
} from '../../support/deployed-world.ts'

/** A customer whose owner onboards a colleague as the article on Users & Permissions says, step 1 to 6; each needs those before it. */
let provider: { organizationId: string; owner: SignedIn }
let organizationId: string
let mia: SignedIn
let jan: SignedIn
let noor: SignedIn
let profileId: string
let permissionGroupId: string

const email = 'noor.maes@contoso.example'
const subscriptionManager = 'pgr_microsoft-365-subscription-manager'

beforeAll(async () => {
  await beginAfresh()
  provider = await aProvider()
  const customer = await aCustomer(provider.owner, provider.organizationId, 'Contoso Bakeries', 'mia@contoso.example')
  organizationId = customer.organizationId
  mia = customer.owner
})

describe('prerequisites', () => {
  test('the services that the company uses are active: the provider switches them on', async () => {
    for (const service of ['microsoft-365', 'service-desk'])
      await succeed('activateService', { by: provider.owner, params: { organizationId, service } })
    const { services } = await succeed('getOrganization', { by: mia, params: { organizationId } })
    expect(services).toEqual(['microsoft-365', 'service-desk'])
  })

  test('somebody who does not see the feature is told whom to ask', async () => {
    jan = await aUser(mia, organizationId, 'jan@contoso.example')
    expectProblem(await call('listProfiles', { by: jan, params: { organizationId } }), 'forbidden')
    const { organizations } = await succeed('getMe', { by: jan })
    expect(organizations).toMatchObject([{ administrators: [{ email: 'mia@contoso.example' }] }])
  })
})

describe('step 1, Users & Permissions', () => {
  test('shows its administrator the people, the permission groups and the activities', async () => {
    const { items: people } = await succeed('listProfiles', { by: mia, params: { organizationId } })
    expect(people.map((person) => person.email).sort()).toEqual(['jan@contoso.example', 'mia@contoso.example'])
    const { items: groups } = await succeed('listPermissionGroups', {
      by: mia,
      params: { organizationId },
      query: { limit: '100' },
    })
    expect(groups.map((group) => group.permissionGroupId)).toEqual(
      expect.arrayContaining(['pgr_full-role', subscriptionManager, 'pgr_service-desk-requester']),
    )
    const { items: activities } = await succeed('listActivities', { by: mia, params: { organizationId } })
    expect(activities.map(({ action }) => action)).toContain('service.activated')
  })
})

describe('step 2, a new user', () => {
  test('is added with everything that is known of them, and is nobody yet: no mail, no access', async () => {
    const body = {
      kind: 'person',
      user: true,
      email,
      salutation: 'ms',
      language: 'nl',
      firstName: 'Noor',
      lastName: 'Maes',
      jobTitle: 'Controller',
      department: 'Finance',
      phone: '+3215000001',
      externalId: 'hr-4711',
    }
    const profile = await succeed('createProfile', { by: mia, params: { organizationId }, body })
    expect(profile).toMatchObject({ ...body, status: 'draft' })
    profileId = profile.profileId
    const { items } = await succeed('listInvitations', { by: mia, params: { organizationId } })
    expect(items.map((invitation) => invitation.profileId)).not.toContain(profileId)
  })

  test('is refused where a field is wrong, which is named, and nothing is added', async () => {
    const body = { kind: 'person', user: true, email: 'no address', firstName: 'Noor', lastName: 'www.evil.example' }
    const answer = await call('createProfile', { by: mia, params: { organizationId }, body })
    const { errors = [] } = expectProblem(answer, 'invalid')
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(['#/email', '#/lastName'])
  })

  test('stands beside contacts, who receive and sign, and need no sign-in', async () => {
    const contact = { kind: 'person', user: false, email: 'dpo@contoso.example', firstName: 'Els', lastName: 'Aerts' }
    expect(await succeed('createProfile', { by: mia, params: { organizationId }, body: contact })).toMatchObject({
      user: false,
      status: 'active',
    })
    const mailbox = { kind: 'shared-mailbox', email: 'it@contoso.example', displayName: 'IT of Contoso' }
    expect(await succeed('createProfile', { by: mia, params: { organizationId }, body: mailbox })).toMatchObject({
      user: false,
      displayName: 'IT of Contoso',
    })
  })
})

describe('step 3, permission groups', () => {
  test('are chosen from the group: a dry run says what the user will gain, and changes nothing', async () => {
    const params = { organizationId, permissionGroupId: subscriptionManager, profileId }
    const query = { dryRun: 'true' }
    const answer = await call('addPermissionGroupMember', { by: mia, params, query })
    expect(JSON.parse(answer.text)).toMatchObject({ dryRun: true, refusal: null })
    expect(await succeed('getProfile', { by: mia, params })).toMatchObject({ permissionGroups: [] })
  })

  test('are an intention until the user is confirmed', async () => {
    const params = { organizationId, permissionGroupId: subscriptionManager, profileId }
    await succeed('addPermissionGroupMember', { by: mia, params })
    expect(await succeed('getProfile', { by: mia, params })).toMatchObject({
      status: 'draft',
      permissionGroups: [subscriptionManager],
    })
    const { allowed, obstacles } = await succeed('explainAccess', {
      by: mia,
      params: { organizationId },
      body: { profileId, permission: 'microsoft-365:subscription-manager' },
    })
    expect(allowed).toBe(false)
    expect(obstacles).not.toEqual([])
  })
})

describe('step 4, review and confirm', () => {
  test('the user is invited by itself, in their language, with a link and first sign-in instructions', async () => {
    const { items } = await succeed('inviteUsers', {
      by: mia,
      params: { organizationId },
      body: { profileIds: [profileId] },
    })
    expect(items).toMatchObject([{ outcome: 'invited', profileId }])
    const mail = await newestMail(email, 1)
    expect(mail.subject).toBe('Uw uitnodiging voor Contoso Bakeries in Rolecall')
    const text = textOfPage(mail.html)
    for (const word of ['Mia Jansen', 'Microsoft Authenticator', 'Google Authenticator']) expect(text).toContain(word)
  })

  test('they set up the second factor on first access, and can use at once what is theirs', async () => {
    noor = await signIn(await activate(email))
    const { items } = await succeed('getMyPermissions', { by: noor, query: { organizationId } })
    expect(items.map(({ permission }) => permission)).toEqual(['microsoft-365:subscription-manager'])
    expectProblem(await call('listProfiles', { by: noor, params: { organizationId } }), 'forbidden')
  })
})

describe('step 5, monitor and manage access', () => {
  test('activities show the sign-in, what they did and what was done to them', async () => {
    await settled()
    const { items } = await succeed('listProfileActivities', { by: mia, params: { organizationId, profileId } })
    const actions = items.map(({ action }) => action)
    expect(actions).toEqual(
      expect.arrayContaining(['session.started', 'invitation.accepted', 'invitation.created', 'profile.created']),
    )
  })

  test('details are edited: only with the version that was read', async () => {
    const params = { organizationId, profileId }
    const { version } = await succeed('getProfile', { by: mia, params })
    const body = { jobTitle: 'Head of finance', department: 'Direction' }
    expectProblem(
      await call('changeProfile', { by: mia, params, body, headers: { 'if-match': `"${version - 1}"` } }),
      'stale',
    )
    const changed = await succeed('changeProfile', { by: mia, params, body, headers: { 'if-match': `"${version}"` } })
    expect(changed).toMatchObject(body)
  })

  test('every change of access counts from the next request on, with the token from before', async () => {
    const params = { organizationId, permissionGroupId: 'pgr_full-role', profileId }
    await succeed('addPermissionGroupMember', { by: mia, params })
    await succeed('listProfiles', { by: noor, params: { organizationId } })
    await succeed('removePermissionGroupMember', { by: mia, params })
    expectProblem(await call('listProfiles', { by: noor, params: { organizationId } }), 'forbidden')
  })
})

describe('step 6, a permission group of their own', () => {
  test('is made of portal roles and application roles, and can be given at once', async () => {
    const { permissionGroupId: made } = await succeed('createPermissionGroup', {
      by: mia,
      params: { organizationId },
      body: {
        name: 'Finance',
        description: 'Reads along, and opens tickets',
        portalRoles: ['activities-viewer'],
        applicationRoles: ['service-desk:requester'],
      },
    })
    permissionGroupId = made
    await succeed('addPermissionGroupMember', { by: mia, params: { organizationId, permissionGroupId, profileId } })
    const { items } = await succeed('getEffectivePermissions', { by: mia, params: { organizationId, profileId } })
    expect(items.map(({ permission }) => permission).sort()).toEqual([
      'activities:read',
      'microsoft-365:subscription-manager',
      'service-desk:requester',
    ])
    await succeed('listActivities', { by: noor, params: { organizationId } })
  })

  test('changes for all its members at once', async () => {
    const params = { organizationId, permissionGroupId }
    const { version } = await succeed('getPermissionGroup', { by: mia, params })
    const body = { portalRoles: [] }
    await succeed('changePermissionGroup', { by: mia, params, body, headers: { 'if-match': `"${version}"` } })
    expectProblem(await call('listActivities', { by: noor, params: { organizationId } }), 'forbidden')
  })
})

// Step 7 makes sure that each contact role is covered; there are no contact roles yet.
describe('contacts', () => {
  test('are listed apart from users', async () => {
    const { items } = await succeed('listProfiles', { by: mia, params: { organizationId }, query: { user: 'false' } })
    expect(items.map((contact) => contact.email).sort()).toEqual(['dpo@contoso.example', 'it@contoso.example'])
  })
})

describe('getting help', () => {
  test('names whom the provider says', async () => {
    expect(await succeed('getHelp', { by: mia, params: { organizationId } })).toHaveProperty('serviceDesk')
  })
})

leavesOnlyCleanTraces()
