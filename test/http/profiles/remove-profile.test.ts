import { beforeAll, describe, expect, test } from 'vitest'
import { send } from '../../support/gateway.ts'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { addCustomer, seedWorld, type World } from '../../support/world.ts'
import { invite, join, type Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { whileDevelopersManageProfiles } from '../../support/world-weak-role.ts'

provesOperation('removeProfile')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = ({ profileId, organizationId }: Pick<Person, 'profileId' | 'organizationId'>, by: Person) => ({
  by,
  params: { organizationId, profileId },
})
const somebody = (grants: object = {}) => join(world.customer.owner, world.customer.organizationId, grants)

describe('removeProfile', () => {
  test('200 ends access at the next request with the same token, and the profile is gone', async () => {
    const admin = await somebody({ defaultRole: 'rol_admin', permissionGroups: ['pgr_full-role'] })
    const { profileId, organizationId, identityId } = admin
    const answer = await succeed('removeProfile', about(admin, world.customer.owner))
    expect(answer).toEqual({ profileId, removedAt: expect.any(String), coverageChanges: [] })
    await fail('not-found', 'listProfiles', { by: admin, params: { organizationId } })
    await fail('not-found', 'getProfile', about(admin, world.customer.owner))
    const left = (await dumpTable()).filter(
      (item) => item.profileId === profileId && item.__edb_e__ !== 'invitation' && item.__edb_e__ !== 'link',
    )
    expect(left).toMatchObject([{ __edb_e__: 'former-profile', firstName: 'Robin', lastName: 'Claes' }])
    expect(left[0]).not.toHaveProperty('email')
    expect((await itemsOf('access')).filter((item) => item.identityId === identityId)).toEqual([])
  })

  test('200 gives the address and the externalId back at once', async () => {
    const { organizationId } = world.customer
    const by = world.customer.owner
    const body = {
      kind: 'person',
      user: false,
      email: 'free.again@contoso.example',
      firstName: 'Jan',
      lastName: 'Peeters',
      externalId: 'free-again',
    }
    for (let round = 0; round < 2; round++) {
      const made = await succeed('createProfile', { by, params: { organizationId }, body })
      await fail('address-taken', 'createProfile', { by, params: { organizationId }, body })
      await succeed('removeProfile', about(made, by))
    }
  })

  test('200 revokes a pending invitation with it', async () => {
    const invitee = await invite(world.customer.owner, world.customer.organizationId)
    await succeed('removeProfile', about(invitee, world.customer.owner))
    expect((await send({ method: 'GET', path: invitee.link })).status).toBeGreaterThanOrEqual(404)
    expect(
      (await itemsOf('invitation')).find(({ invitationId }) => invitationId === invitee.invitationId),
    ).toMatchObject({ state: 'revoked' })
  })

  test('200 for yourself: leaving', async () => {
    const admin = await somebody({ defaultRole: 'rol_admin' })
    await succeed('removeProfile', about(admin, admin))
    await fail('not-found', 'getProfile', about(admin, admin))
  })

  test('200 in a dry run changes nothing and says what would be lost', async () => {
    const developer = await somebody({ defaultRole: 'rol_content-developer' })
    const before = await dumpTable()
    const { body } = await call('removeProfile', {
      ...about(developer, world.customer.owner),
      query: { dryRun: 'true' },
    })
    expect(JSON.parse(body)).toMatchObject({ refusal: null, affected: [{ gains: [], loses: [{}, {}] }] })
    expect(await dumpTable()).toEqual(before)
  })

  test('409 last-owner for the last active one, and for one of two who remove each other at once', async () => {
    const bakery = await addCustomer(world.provider, 'Leaving Bakery')
    await fail('last-owner', 'removeProfile', about(bakery.owner, bakery.owner))
    const other = await join(bakery.owner, bakery.organizationId, { defaultRole: 'rol_owner' })
    const answers = await Promise.all([
      call('removeProfile', about(other, bakery.owner)),
      call('removeProfile', about(bakery.owner, other)),
    ])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  test('403 owner-only towards an owner for whoever is none; cannot-grant towards whoever holds more', async () => {
    for (const by of [world.customer.admin, world.customer.fullRole, world.provider.owner])
      await fail('owner-only', 'removeProfile', about(world.customer.owner, by))
    await whileDevelopersManageProfiles(async () => {
      await fail('cannot-grant', 'removeProfile', about(world.customer.admin, world.customer.developer))
    })
  })

  test('404 for another organization’s, and for whoever was removed before', async () => {
    await fail('not-found', 'removeProfile', about(world.customer.plain, world.twin.owner))
    const person = await somebody()
    await succeed('removeProfile', about(person, world.customer.owner))
    await fail('not-found', 'removeProfile', about(person, world.customer.owner))
  })
})
