import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setStatus, type World } from '../../support/world.ts'
import { change, customerWithServices } from '../../support/world-contacts.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import type { Person } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

provesOperation('changeMyPreferences')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

async function choosing(by: Person, mutedCategories: readonly string[]) {
  const { headers } = await call('getMyPreferences', { by, query: { organizationId: by.organizationId } })
  return {
    by,
    query: { organizationId: by.organizationId },
    headers: { 'if-match': headers.etag ?? '' },
    body: { mutedCategories },
  }
}

describe('changeMyPreferences', () => {
  test('200 with what is switched off now, in one activity by and about the person', async () => {
    const person = await freshPerson(world.customer)
    const { organizationId } = person
    const wanted = ['audit', 'change', 'change']
    expect(await succeed('changeMyPreferences', await choosing(person, wanted))).toEqual({
      organizationId,
      mutedCategories: ['change', 'audit'],
      version: 2,
    })
    const again = await choosing(person, ['change', 'audit'])
    const before = await dumpTable()
    await succeed('changeMyPreferences', again)
    expect(await dumpTable()).toEqual(before)
    expect((await succeed('changeMyPreferences', await choosing(person, []))).mutedCategories).toEqual([])

    const { items } = await succeed('listActivities', {
      by: world.customer.owner,
      params: { organizationId },
      query: { subject: person.profileId, action: 'preferences.changed' },
    })
    expect(items).toMatchObject([
      { actorProfile: person.profileId, about: { switchedOff: '' } },
      { actorProfile: person.profileId, about: { switchedOff: 'change audit' } },
    ])
  })

  test('200 and from then on they are not written to about it, nor is anybody instead of them', async () => {
    const tenant = await customerWithServices(world.provider)
    const contact = await freshPerson(tenant, { permissionGroups: ['pgr_service-desk-requester'] })
    await change(contact, { contactRoles: { technical: { assignedAt: new Date().toISOString() } } })
    await succeed('changeMyPreferences', await choosing(contact, ['change']))
    const found = await succeed('resolveRecipients', {
      by: world.provider.owner,
      params: { organizationId: tenant.organizationId },
      body: { category: 'change' },
    })
    expect(found).toMatchObject({
      recipients: [],
      passedOver: [{ profileId: contact.profileId, because: 'muted' }],
    })
  })

  test('400 invalid for what may not be switched off, and nothing changes', async () => {
    const person = await freshPerson(world.customer)
    const before = await dumpTable()
    expect(await faultsOf('changeMyPreferences', await choosing(person, ['audit', 'incident', 'party']))).toEqual([
      '#/mutedCategories/1 invalid-value',
      '#/mutedCategories/2 invalid-value',
    ])
    expect(await dumpTable()).toEqual(before)
  })

  test('412 stale when the profile was changed since, 428 if-match-required without a version', async () => {
    const person = await freshPerson(world.customer)
    const request = await choosing(person, ['audit'])
    await succeed('changeMyPreferences', request)
    await fail('stale', 'changeMyPreferences', request)
    const { headers: _, ...without } = request
    await fail('if-match-required', 'changeMyPreferences', without)
  })

  test('403 forbidden while the organization is suspended, 404 not-found for an organization of others', async () => {
    const { twin, customer } = world
    const request = await choosing(twin.owner, ['audit'])
    await setStatus(twin.organizationId, 'suspended')
    await fail('forbidden', 'changeMyPreferences', request)
    await setStatus(twin.organizationId, 'active')
    await fail('not-found', 'changeMyPreferences', { ...request, by: customer.plain })
  })
})
