import { beforeAll, describe, expect, test } from 'vitest'
import { permissions, systemPermissionGroups } from '../../../shared/domain/catalog.ts'
import { mutableCategories } from '../../../shared/domain/notification-categories.ts'
import { succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'

provesOperation('getCatalog')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

describe('getCatalog', () => {
  test('200 with the same for everyone who is signed in, were it without any permission', async () => {
    const all = await succeed('getCatalog', { by: world.provider.owner })
    expect(await succeed('getCatalog', { by: world.customer.plain })).toEqual(all)
  })

  test('200 with everything that permission groups are made of, and nothing twice', async () => {
    const catalog = await succeed('getCatalog', { by: world.customer.plain })
    const portalRoles = catalog.portalRoles.map(({ id }) => id)
    const applicationRoles = catalog.services.flatMap((service) => service.applicationRoles.map(({ id }) => id))
    for (const group of systemPermissionGroups) {
      expect(portalRoles).toEqual(expect.arrayContaining([...group.portalRoles]))
      expect(applicationRoles).toEqual(expect.arrayContaining([...group.applicationRoles]))
    }
    const ids = [
      ...portalRoles,
      ...applicationRoles,
      ...catalog.permissions.map(({ id }) => id),
      ...catalog.roles.map(({ roleId }) => roleId),
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('200 with what the provider writes about, and what people may switch off', async () => {
    const { notificationCategories } = await succeed('getCatalog', { by: world.customer.plain })
    const mutable = notificationCategories.filter(({ mayBeMuted }) => mayBeMuted).map(({ id }) => id)
    expect(mutable).toEqual(mutableCategories)
    expect(notificationCategories).toContainEqual(expect.objectContaining({ id: 'data-breach', mayBeMuted: false }))
  })

  test('200 with whom each permission is reserved to, and with roles that hold only what there is', async () => {
    const catalog = await succeed('getCatalog', { by: world.customer.plain })
    const reserved = Object.fromEntries(catalog.permissions.map(({ id, reserved }) => [id, reserved]))
    expect(Object.keys(reserved)).toEqual(permissions.map(({ id }) => id))
    expect(reserved).toMatchObject({
      'customers:administer': 'owners',
      'services:manage': 'provider',
      'profiles:manage': null,
    })
    for (const role of [...catalog.portalRoles, ...catalog.roles])
      expect(Object.keys(reserved)).toEqual(expect.arrayContaining(role.permissions))
  })
})
