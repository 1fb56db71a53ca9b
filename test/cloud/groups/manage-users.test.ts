import { beforeAll, describe, expect, test, vi } from 'vitest'
import { call, expectProblem, succeed } from '../../support/deployed-requests.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  activate,
  aProvider,
  beginAfresh,
  mails,
  patience,
  type SignedIn,
  settled,
  signIn,
} from '../../support/deployed-world.ts'

/**
 * What ArborXR's article “Manage Users” tells an administrator to do, section after section, in its order. The tests named “note” are what its blue
 * boxes say.
 */

let organizationId: string
let mia: SignedIn
/** Signed in once, with a group-level role: every request goes out with that one token. */
let olga: SignedIn
const profileIds = new Map<string, string>()
let antwerp: string
let brussels: string

const address = (name: string) => `${name}@contoso.example`
const idOf = (name: string): string => profileIds.get(name) ?? `nobody is called ${name}`
const inside = (params: Readonly<Record<string, string>> = {}, by: SignedIn = mia) => ({
  by,
  params: { organizationId, ...params },
})
const of = (name: string, params: Readonly<Record<string, string>> = {}) => inside({ profileId: idOf(name), ...params })

async function invite(names: readonly string[], more: object) {
  const body = { addresses: names.map(address).join(', '), ...more }
  const { items } = await succeed('inviteUsers', { ...inside(), body })
  for (const [position, { profileId }] of items.entries()) profileIds.set(names[position] ?? '', profileId ?? '')
  return items.map(({ address: typed, outcome }) => [typed, outcome])
}

const customRole = async (level: 'organization' | 'group', name: string, permissions: readonly string[]) =>
  (await succeed('createRole', { ...inside(), body: { level, name, permissions } })).roleId

/** Everyone whom a group shows: those with access by hand first, then role after role that reaches all groups, each with pages of its own. */
async function shownIn(groupId: string) {
  const found: Awaited<ReturnType<typeof succeed<'listGroupMembers'>>>['items'] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: Record<string, string> = { limit: '100', ...(cursor !== '' && { cursor }) }
    const page: Awaited<ReturnType<typeof succeed<'listGroupMembers'>>> = await succeed('listGroupMembers', {
      ...inside({ groupId }),
      query,
    })
    found.push(...page.items)
    cursor = page.nextCursor
  }
  return found
}

/** From the side of a group, and of a person, what is told of somebody there. */
async function standing(name: string, groupId: string) {
  const [members, groups] = await Promise.all([
    shownIn(groupId),
    succeed('listProfileGroups', { ...of(name), query: { limit: '100' } }),
  ])
  const told = [
    members.find(({ profileId }) => profileId === idOf(name)),
    groups.items.find((group) => group.groupId === groupId),
  ].map((one) => one && { access: one.access, groupRole: one.groupRole, removable: one.removable })
  expect(told[0], `both sides tell the same of ${name}`).toEqual(told[1])
  return told[0]
}

const byDefaultRole = { access: 'by-default-role', groupRole: null, removable: false }
const byHand = { access: 'by-hand', groupRole: null, removable: true }
const mayIn = async (name: string, permission: string, groupId?: string) =>
  (await succeed('explainAccess', { ...inside(), body: { profileId: idOf(name), permission, groupId } })).allowed

beforeAll(async () => {
  await beginAfresh()
  const provider = await aProvider()
  const customer = await aCustomer(provider.owner, provider.organizationId, 'Contoso', address('mia'))
  organizationId = customer.organizationId
  mia = customer.owner
  antwerp = (await succeed('createGroup', { ...inside(), body: { name: 'Antwerp' } })).groupId
  brussels = (await succeed('createGroup', { ...inside(), body: { name: 'Brussels' } })).groupId
}, 120_000)

describe('Invite New Users to Your Organization', () => {
  test('with a default organization role the invite is complete', async () => {
    expect(await invite(['vera'], { defaultRole: 'rol_viewer' })).toEqual([[address('vera'), 'invited']])
    await vi.waitFor(async () => expect(await mails(address('vera'))).toHaveLength(1), patience)
  })

  test('note: users are given an organization-level role, for all groups or shared resources, or a group-level one, for specific groups', async () => {
    await invite(['carl'], { defaultRole: 'rol_content-developer' })
    await invite(['olga'], { defaultRole: 'rol_group-operator', groups: [antwerp] })
    expect(await mayIn('carl', 'content:manage')).toBe(false)
    olga = await signIn(await activate(address('olga')))
    // Shared resources lie in the organization, and so count for none of the groups.
    const { items } = await succeed('getMyPermissions', { by: olga, query: { organizationId } })
    expect(items).toEqual([])
    const inAntwerp = await succeed('getMyPermissions', { by: olga, query: { organizationId, groupId: antwerp } })
    expect(inAntwerp.items.map(({ permission }) => permission)).toContain('devices:manage')
    await succeed('getGroup', inside({ groupId: antwerp }, olga))
    expectProblem(await call('getGroup', inside({ groupId: brussels }, olga)), 'forbidden')
  })

  test('note: several are invited at once by addresses with commas between, all with the same role', async () => {
    const names = ['piet', 'quinten', 'roos']
    expect(await invite(names, { defaultRole: 'rol_group-viewer', groups: [antwerp] })).toEqual(
      names.map((name) => [address(name), 'invited']),
    )
    const { items } = await succeed('listProfiles', { ...inside(), query: { limit: '100' } })
    const roles = items.filter(({ profileId }) => names.map(idOf).includes(profileId)).map((one) => one.defaultRole)
    expect(roles).toEqual(names.map(() => 'rol_group-viewer'))
    await vi.waitFor(async () => {
      for (const name of names) expect(await mails(address(name))).toHaveLength(1)
    }, patience)
  })

  test('with a default group role the invite is complete only once a group is selected', async () => {
    const body = { addresses: [address('sofie')], defaultRole: 'rol_group-viewer' }
    expectProblem(await call('inviteUsers', { ...inside(), body }), 'role-needs-group')
    expect(await mails(address('sofie'))).toEqual([])
    await invite(['sofie'], { defaultRole: 'rol_group-viewer', groups: [antwerp, brussels] })
    expect([await standing('sofie', antwerp), await standing('sofie', brussels)]).toEqual([byHand, byHand])
  })
})

describe('Manage Group Access', () => {
  test('note: whoever wants to understand roles first can read what each of them gives', async () => {
    const { items } = await succeed('listRoles', { ...inside(), query: { limit: '100' } })
    expect(items.filter(({ predefined }) => predefined).map(({ name, level }) => `${name}, ${level}`)).toEqual([
      'Owner, organization',
      'Admin, organization',
      'Viewer, organization',
      'Analyst, organization',
      'Content Developer, organization',
      'Device Setup User, organization',
      'Group Admin, group',
      'Group Operator, group',
      'Group Viewer, group',
      'Group Device Setup User, group',
    ])
    for (const { description, permissions } of items) {
      expect(description).toMatch(/\.$/)
      expect(permissions.length).toBeGreaterThan(0)
    }
  })
})

describe('Grant Group Access to Users', () => {
  describe('note: Owner, Admin, Analyst, Viewer, and custom organization-level roles with Access all Groups, have access to all groups', () => {
    test.each(['rol_owner', 'rol_admin', 'rol_analyst', 'rol_viewer'])('%s', async (defaultRole) => {
      const name = `all-${defaultRole.slice('rol_'.length)}`
      await invite([name], { defaultRole })
      for (const groupId of [antwerp, brussels]) expect(await standing(name, groupId)).toEqual(byDefaultRole)
    })

    test('a custom role of theirs', async () => {
      const defaultRole = await customRole('organization', 'Fleet reader', ['devices:read', 'groups:access-all'])
      await invite(['all-custom'], { defaultRole })
      expect(await standing('all-custom', brussels)).toEqual(byDefaultRole)
    })
  })

  describe('note: only users with one of these roles need to be granted group access', () => {
    test('Content Developer, which does not have Access all Groups', async () => {
      expect(await standing('carl', antwerp)).toBeUndefined()
      await succeed('grantProfileGroups', { ...of('carl'), body: { groups: [antwerp] } })
      expect(await standing('carl', antwerp)).toEqual(byHand)
    })

    test.each(['rol_group-admin', 'rol_group-operator', 'rol_group-viewer', 'rol_group-device-setup-user'])(
      '%s, because it is of group level',
      async (defaultRole) => {
        const name = `some-${defaultRole.slice('rol_'.length)}`
        await invite([name], { defaultRole, groups: [antwerp] })
        expect([await standing(name, antwerp), await standing(name, brussels)]).toEqual([byHand, undefined])
      },
    )

    test('a custom organization-level role without Access all Groups', async () => {
      const defaultRole = await customRole('organization', 'Device reader', ['devices:read'])
      await invite(['some-custom'], { defaultRole })
      expect(await standing('some-custom', antwerp)).toBeUndefined()
    })

    test('a custom group-level role, to which Access all Groups cannot be assigned', async () => {
      const defaultRole = await customRole('group', 'Group helper', ['devices:read'])
      await invite(['some-group-custom'], { defaultRole, groups: [antwerp] })
      expect(await standing('some-group-custom', brussels)).toBeUndefined()
      const body = { level: 'group', name: 'Group of all', permissions: ['groups:access-all'] }
      const { errors } = expectProblem(await call('createRole', { ...inside(), body }), 'invalid')
      expect(errors).toMatchObject([{ pointer: expect.stringContaining('#/permissions') }])
    })
  })

  test('Option 1, the group’s Users page: several people, whose default role a group-level role may override', async () => {
    const body = { profileIds: [idOf('olga'), idOf('piet')], groupRole: 'rol_group-admin' }
    await succeed('grantGroupAccess', { ...inside({ groupId: brussels }), body })
    for (const name of ['olga', 'piet'])
      expect(await standing(name, brussels)).toEqual({ ...byHand, groupRole: 'rol_group-admin' })
    // From her next request on, with the token that she has.
    await succeed('getGroup', inside({ groupId: brussels }, olga))
    await succeed('listGroupMembers', inside({ groupId: brussels }, olga))
    expectProblem(await call('grantGroupAccess', { ...inside({ groupId: antwerp }, olga), body }), 'forbidden')
  })

  test('Option 2, the user’s details page: several groups', async () => {
    await succeed('grantProfileGroups', { ...of('quinten'), body: { groups: [antwerp, brussels] } })
    expect(await standing('quinten', brussels)).toEqual(byHand)
  })
})

describe('Remove Users from Groups', () => {
  test.each(['all-owner', 'all-admin', 'all-analyst', 'all-viewer', 'all-custom'])(
    'note: %s cannot be removed from groups, because the role has Access all Groups',
    async (name) => {
      expectProblem(await call('revokeGroupAccess', of(name, { groupId: antwerp })), 'access-all-groups')
      expect(await standing(name, antwerp)).toEqual(byDefaultRole)
    },
  )

  test('Option 1, the group’s Users page: with the delete icon', async () => {
    await succeed('revokeGroupAccess', of('olga', { groupId: brussels }))
    expect(await standing('olga', brussels)).toBeUndefined()
    expectProblem(await call('getGroup', inside({ groupId: brussels }, olga)), 'forbidden')
  })

  test('Option 2, the user’s details page: with the delete icon, which is disabled for whoever has access to all groups', async () => {
    expect((await standing('quinten', brussels))?.removable).toBe(true)
    await succeed('revokeGroupAccess', of('quinten', { groupId: brussels }))
    expect(await standing('quinten', brussels)).toBeUndefined()
    const { items } = await succeed('listProfileGroups', of('all-viewer'))
    expect(items.map((one) => [one.groupId, one.removable, one.notRemovableBecause])).toEqual([
      [antwerp, false, 'access-all-groups'],
      [brussels, false, 'access-all-groups'],
    ])
  })
})

describe('Change Users Default Role', () => {
  test('note: the default role is the one that was assigned when they were invited', async () => {
    const { items } = await succeed('listProfiles', { ...inside(), query: { email: address('olga') } })
    expect(items).toMatchObject([{ profileId: idOf('olga'), defaultRole: 'rol_group-operator' }])
  })

  test('the desired default role is selected on the user’s details page, and counts from the next request on', async () => {
    await succeed('setDefaultRole', { ...of('olga'), body: { roleId: 'rol_viewer' } })
    await succeed('getGroup', inside({ groupId: brussels }, olga))
    expect(await standing('olga', brussels)).toEqual(byDefaultRole)
    expect(await mayIn('olga', 'devices:manage', antwerp)).toBe(false)
  })

  test('back to a group-level role, exactly the groups that were granted by hand are left', async () => {
    await succeed('setDefaultRole', { ...of('olga'), body: { roleId: 'rol_group-operator' } })
    expect([await standing('olga', antwerp), await standing('olga', brussels)]).toEqual([byHand, undefined])
    expectProblem(await call('getGroup', inside({ groupId: brussels }, olga)), 'forbidden')
    const body = { roleId: 'rol_group-viewer' }
    expectProblem(await call('setDefaultRole', { ...of('vera'), body }), 'role-needs-group')
    await succeed('setDefaultRole', { ...of('vera'), body: { ...body, groups: [brussels] } })
    expect([await standing('vera', antwerp), await standing('vera', brussels)]).toEqual([undefined, byHand])
  })
})

describe('Assign Users a Distinct Group Role', () => {
  test.each(['olga', 'all-analyst', 'all-admin', 'carl'])(
    'note: all users, %s included, can be assigned distinct group-level roles, which replace the default role there',
    async (name) => {
      await succeed('setGroupRole', { ...of(name, { groupId: antwerp }), body: { roleId: 'rol_group-viewer' } })
      expect(await standing(name, antwerp)).toMatchObject({ groupRole: 'rol_group-viewer' })
    },
  )

  test('in the Group Role column of a user: it counts in that group alone, and explaining names what it replaces', async () => {
    const asked = { profileId: idOf('olga'), permission: 'devices:manage', groupId: antwerp }
    const { allowed, obstacles } = await succeed('explainAccess', { ...inside(), body: asked })
    expect(allowed).toBe(false)
    expect(obstacles).toMatchObject([
      { kind: 'replaced-by-group-role', grant: { kind: 'default-role', id: 'rol_group-operator' } },
    ])
    await succeed('clearGroupRole', of('olga', { groupId: antwerp }))
    expect(await standing('olga', antwerp)).toEqual(byHand)
    const { items } = await succeed('whoCan', {
      ...inside(),
      query: { permission: 'devices:manage', groupId: antwerp, limit: '100' },
    })
    // Whoever was only invited may do nothing yet.
    expect(items.map(({ email }) => email).sort()).toEqual([address('mia'), address('olga')])
  })
})

describe('Remove Users from your Organization', () => {
  test('Delete User: access is over with the next request, and no group knows them', async () => {
    await succeed('removeProfile', of('olga'))
    expectProblem(await call('getGroup', inside({ groupId: antwerp }, olga)), 'not-found')
    expect((await shownIn(antwerp)).map(({ profileId }) => profileId)).not.toContain(idOf('olga'))
    await settled()
  })
})

leavesOnlyCleanTraces()
