import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { joinAlso, seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { join, type Person } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'
import { whileDevelopersManageProfiles } from '../../support/world-weak-role.ts'

provesOperation('signOutProfile')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = ({ profileId, organizationId }: Pick<Person, 'profileId' | 'organizationId'>, by: Person) => ({
  by,
  params: { organizationId, profileId },
})

describe('signOutProfile', () => {
  test('200 refuses every older token in this organization from the next request on, and no newer one', async () => {
    const admin = await join(world.customer.owner, world.customer.organizationId, { defaultRole: 'rol_admin' })
    await joinAlso(admin, world.twin.organizationId)
    const headers = bearer(accessToken(admin.identityId))
    const list = (organizationId: string) =>
      call('listProfiles', { params: { organizationId }, headers }).then(({ status }) => status)
    expect(await list(admin.organizationId)).toBe(200)
    await succeed('signOutProfile', about(admin, world.customer.owner))
    expect(await list(admin.organizationId)).toBe(401)
    expect(await list(world.twin.organizationId)).toBe(200)
    await atTime(after.seconds(2), async () => {
      await succeed('listProfiles', { by: admin, params: { organizationId: admin.organizationId } })
    })
  })

  test('200 writes one activity', async () => {
    const person = await join(world.customer.owner, world.customer.organizationId)
    await succeed('signOutProfile', about(person, world.customer.owner))
    const actions = (await itemsOf('activity'))
      .filter(({ subjectId }) => subjectId === person.profileId)
      .map(({ action }) => action)
    expect(actions.at(-1)).toBe('profile.signed-out')
  })

  test('409 not-active for whoever does not sign in here', async () => {
    for (const who of [world.customer.pending, world.customer.deactivated])
      await fail('not-active', 'signOutProfile', about(who, world.customer.owner))
  })

  test('403 owner-only towards an owner for whoever is none; cannot-grant towards whoever holds more', async () => {
    for (const by of [world.customer.admin, world.provider.owner])
      await fail('owner-only', 'signOutProfile', about(world.customer.owner, by))
    await whileDevelopersManageProfiles(async () => {
      await fail('cannot-grant', 'signOutProfile', about(world.customer.admin, world.customer.developer))
    })
  })

  test('404 for another organization’s', async () => {
    await fail('not-found', 'signOutProfile', about(world.customer.plain, world.twin.owner))
  })
})
