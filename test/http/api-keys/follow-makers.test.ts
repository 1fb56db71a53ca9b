import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { publishNew, settle } from '../../support/cloud-services-bus.ts'
import { allMails } from '../../support/cloud-services-mail.ts'
import { succeed } from '../../support/gateway-call.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshKey } from '../../support/world-keys.ts'
import type { Person } from '../../support/world-people.ts'

let world: World
let here: MadeTenant
let maker: Person
beforeAll(async () => {
  world = await seedWorld()
})
beforeEach(async () => {
  here = await freshCustomer(world.provider)
  maker = await freshPerson(here, { defaultRole: 'rol_admin' })
  await publishNew()
})

const keysNow = async () => {
  const { items } = await succeed('listApiKeys', { by: here.owner, params: { organizationId: here.organizationId } })
  return items
}
const on = (operationId: OperationId, { profileId }: Pick<Person, 'profileId'>, body?: object) =>
  succeed(operationId, {
    by: here.owner,
    params: { organizationId: here.organizationId, profileId },
    ...(body && { body }),
  })
async function mailedBy(act: () => Promise<unknown>) {
  const before = allMails().length
  await act()
  await settle()
  return allMails()
    .slice(before)
    .filter(({ subject }) => subject.includes('API'))
}

describe('followMakers', () => {
  test.each([
    ['is deactivated', (of: Person) => on('deactivateProfile', of)],
    ['is removed', (of: Person) => on('removeProfile', of)],
    ['has no role any more', (of: Person) => on('clearDefaultRole', of)],
    ['has a role that allows less', (of: Person) => on('setDefaultRole', of, { roleId: 'rol_viewer' })],
  ])('whoever made keys %s: administrators are told once which, and the keys work on', async (_, act) => {
    const tickets = await freshKey({ ...here, owner: maker }, { name: 'Ticket system', permissions: ['profiles:read'] })
    await freshKey({ ...here, owner: maker }, { name: 'Reports', permissions: ['profiles:read'] })
    await freshKey(here, { name: 'Of the owner' })
    const mails = await mailedBy(() => act(maker))
    expect(mails.map(({ to }) => to)).toEqual([here.owner.email])
    expect(mails[0]?.text).toContain('Ticket system')
    expect(mails[0]?.text).toContain('Reports')
    expect(mails[0]?.text).not.toContain('Of the owner')
    const { organizationId } = here
    await succeed('listProfiles', { by: { text: tickets.text }, params: { organizationId } })
    expect((await keysNow()).map(({ name, orphanedAt }) => [name, orphanedAt !== null]).sort()).toEqual([
      ['Of the owner', false],
      ['Reports', true],
      ['Ticket system', true],
    ])
    expect(await mailedBy(async () => undefined)).toEqual([])
  })

  test('a role that allows as much tells nobody; one given back takes back what was noted', async () => {
    await freshKey({ ...here, owner: maker }, { permissions: ['profiles:read'] })
    expect(await mailedBy(() => on('setDefaultRole', maker, { roleId: 'rol_owner' }))).toEqual([])
    expect(await mailedBy(() => on('setDefaultRole', maker, { roleId: 'rol_viewer' }))).toHaveLength(2 - 1)
    await mailedBy(() => on('setDefaultRole', maker, { roleId: 'rol_admin' }))
    expect((await keysNow()).map(({ orphanedAt }) => orphanedAt)).toEqual([null])
    expect(await mailedBy(() => on('clearDefaultRole', maker))).toHaveLength(1)
  })

  test('a changed definition is asked of every key of the organization', async () => {
    const { organizationId, owner } = here
    const body = {
      name: 'Keys',
      level: 'organization',
      permissions: ['api-keys:manage', 'devices:read', 'groups:access-all'],
    }
    const { roleId } = await succeed('createRole', { by: owner, params: { organizationId }, body })
    const less = await freshPerson(here, { defaultRole: roleId })
    await freshKey({ ...here, owner: less }, { name: 'Fleet', permissions: ['devices:read'] })
    await settle()
    const mails = await mailedBy(() =>
      succeed('changeRole', {
        by: owner,
        params: { organizationId, roleId },
        headers: { 'if-match': '"1"' },
        body: { permissions: ['devices:read'] },
      }),
    )
    expect(mails.map(({ to }) => to).sort()).toEqual([here.owner.email, maker.email].sort())
  })

  test('keys that somebody of the parent made are found in the customer, and told of there', async () => {
    const staff = await freshPerson(world.provider, { defaultRole: 'rol_owner' })
    await freshKey({ ...here, owner: staff }, { name: 'Of the provider' })
    await settle()
    const mails = await mailedBy(() =>
      succeed('removeProfile', {
        by: world.provider.owner,
        params: { organizationId: world.provider.organizationId, profileId: staff.profileId },
      }),
    )
    expect(mails.map(({ to }) => to).sort()).toEqual([here.owner.email, maker.email].sort())
  })

  test('revoked and expired keys concern nobody', async () => {
    const { record } = await freshKey({ ...here, owner: maker })
    const { organizationId, keyId } = record
    await succeed('revokeApiKey', { by: here.owner, params: { organizationId, keyId } })
    await freshKey({ ...here, owner: maker }, { expiresAt: new Date(Date.now() - 1).toISOString() })
    expect(await mailedBy(() => on('removeProfile', maker))).toEqual([])
  })
})
