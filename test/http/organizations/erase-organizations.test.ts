import { beforeAll, describe, expect, test, vi } from 'vitest'
import { documents } from '../../../shared/table/client.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { directoryUsers } from '../../support/cloud-services-directory.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { send } from '../../support/gateway.ts'
import { fail, succeed } from '../../support/gateway-call.ts'
import { addCustomer, joinAlso, seedWorld, type Tenant, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { codeFor, keepWorkflowsRunning, publishedKind, sentTo, signedCustomer } from '../../support/world-contracts.ts'
import { freshPermissionGroup } from '../../support/world-fresh.ts'
import { freshEmail, invite, join, type Person } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'
import { freshDelivery, freshWebhook, runDeliveries } from '../../support/world-webhooks.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const run = async () => invoke(await loadHandler('organizations', 'erase-organizations'), {})
const tooLate = after.days(30) + after.minutes(1)
const about = ({ organizationId }: Tenant, by = world.provider.owner) => ({ by, params: { organizationId } })

/** An organization with something of everything, which was then removed by its parent. */
async function removedBakery(): Promise<{ readonly bakery: Tenant; readonly worker: Person; readonly link: string }> {
  const bakery = await addCustomer(world.provider, 'Erased Bakery')
  const { owner, organizationId } = bakery
  await succeed('activateService', { by: world.provider.owner, params: { organizationId, service: 'service-desk' } })
  const group = await freshPermissionGroup(bakery)
  const worker = await join(owner, organizationId, {
    defaultRole: 'rol_admin',
    permissionGroups: [group, 'pgr_service-desk-requester'],
  })
  const { link } = await invite(owner, organizationId)
  const contact = { kind: 'person', user: false, email: freshEmail(), firstName: 'Jan', lastName: 'Vermeulen' }
  const made = await succeed('createProfile', { by: owner, params: { organizationId }, body: contact })
  for (const profileId of [made.profileId, worker.profileId])
    await succeed('assignContactRole', {
      by: owner,
      params: { organizationId, profileId, contactRole: 'dpo' },
      body: {},
    })
  const leaver = await join(owner, organizationId)
  await succeed('removeProfile', { by: owner, params: { organizationId, profileId: leaver.profileId } })
  await succeed('removeOrganization', about(bakery))
  await settle()
  return { bakery, worker, link }
}

/** What is stored about an organization, but what counts for a while and ends by itself. */
const leftOf = async ({ organizationId }: Tenant) =>
  (await dumpTable()).filter(
    (item) =>
      JSON.stringify(item).includes(organizationId) && (item.ttl === undefined || item.__edb_e__ === 'activity'),
  )
const entitiesOf = async (bakery: Tenant) => [...new Set((await leftOf(bakery)).map((item) => item.__edb_e__))].sort()

describe('erase-organizations', () => {
  test('does nothing before the 30 days are over, and nothing for what was restored', async () => {
    const { bakery } = await removedBakery()
    const before = await leftOf(bakery)
    await run()
    // Each looks through the hours since the last: in steps, so that none takes longer than a run may.
    for (const days of [5, 10, 15, 20, 25, 29]) await atTime(after.days(days), run)
    expect(await leftOf(bakery)).toEqual(before)
    await succeed('restoreOrganization', about(bakery))
    const restored = await leftOf(bakery)
    await atTime(tooLate, run)
    expect(await leftOf(bakery)).toEqual(restored)
    await succeed('getOrganization', about(bakery, bakery.owner))
  })

  test('then erases everything but the organization’s name and its activities, which open no more', async () => {
    const { bakery, worker, link } = await removedBakery()
    await joinAlso(worker, world.twin.organizationId)
    await atTime(tooLate, run)
    expect(await entitiesOf(bakery)).toEqual(['activity', 'organization'])
    const [organization] = (await leftOf(bakery)).filter((item) => item.__edb_e__ === 'organization')
    expect(organization).toMatchObject({ status: 'removed', name: 'Erased Bakery', erasedAt: expect.any(String) })
    expect(JSON.stringify(await leftOf(bakery))).not.toContain('Vermeulen')

    const actions = (await leftOf(bakery)).map(({ action }) => action)
    expect(actions.filter((action) => action === 'organization.erased')).toHaveLength(1)
    expect(actions.filter((action) => action === 'profile.removed')).toHaveLength(5)
    expect(actions.filter((action) => action === 'profile.erased')).toHaveLength(5)

    await settle()
    const usernames = directoryUsers().map(({ username }) => username)
    expect(usernames).toContain(worker.identityId)
    expect(usernames).not.toContain(bakery.owner.identityId)
    expect([404, 410]).toContain((await send({ method: 'GET', path: link })).status)
    await fail('not-found', 'restoreOrganization', about(bakery))
    await fail('not-found', 'removeOrganization', about(bakery))
  })

  test('then erases of its contracts everything but the evidence of what was decided', async () => {
    const { provider } = world
    const { tenant, contact } = await signedCustomer(provider)
    const open = await sentTo({ tenant, contact }, await publishedKind(provider, 'csp-contract'))
    await codeFor(open)
    await succeed('removeOrganization', about(tenant))
    await settle()
    const ofContracts = ['approval-code', 'contract', 'contract-workflow', 'evidence']
    expect(await entitiesOf(tenant)).toEqual(expect.arrayContaining(ofContracts))
    await atTime(after.minutes(16), keepWorkflowsRunning)
    await atTime(tooLate, run)
    expect(await entitiesOf(tenant)).toEqual(['activity', 'evidence', 'organization'])
  })

  test('two runs at once erase it once', async () => {
    const { bakery } = await removedBakery()
    await atTime(tooLate, async () => {
      await Promise.allSettled([run(), run()])
      vi.setSystemTime(Date.now() + after.minutes(1))
      await run()
    })
    expect(await entitiesOf(bakery)).toEqual(['activity', 'organization'])
    const actions = (await leftOf(bakery)).map(({ action }) => action)
    expect(actions.filter((action) => action === 'organization.erased')).toHaveLength(1)
  })

  test('goes on where it was stopped, at whichever write that is, and comes to the same', async () => {
    const { bakery } = await removedBakery()
    await atTime(tooLate, async () => {
      for (let allowed = 0; (await entitiesOf(bakery)).length > 2; allowed++) {
        expect(allowed).toBeLessThan(30)
        await stoppedAfter(allowed, run)
        // The lease of a run that was killed has to end first.
        vi.setSystemTime(Date.now() + after.minutes(1))
      }
    })
    expect(await entitiesOf(bakery)).toEqual(['activity', 'organization'])
    const actions = (await leftOf(bakery)).map(({ action }) => action)
    for (const [action, times] of [
      ['profile.removed', 5],
      ['profile.erased', 5],
      ['organization.erased', 1],
    ] as const)
      expect(actions.filter((one) => one === action)).toHaveLength(times)
  })

  test('takes webhooks along, with their secrets and all that was delivered', async () => {
    const { bakery } = await removedBakery()
    const { organizationId } = bakery
    const webhook = await freshWebhook(organizationId)
    await freshWebhook(organizationId)
    for (let count = 0; count < 120; count++) await freshDelivery(webhook)
    await runDeliveries()
    const ofWebhooks = async () =>
      (await dumpTable()).filter(
        ({ pk, __edb_e__ }) => String(pk).startsWith(organizationId) && String(__edb_e__).startsWith('webhook'),
      )
    expect(await ofWebhooks()).toHaveLength(123)
    await atTime(tooLate, run)
    expect(await ofWebhooks()).toEqual([])
  })
})

/** Runs something of which only the first writes arrive, as if it had been killed then. */
async function stoppedAfter(writes: number, act: () => Promise<unknown>): Promise<void> {
  const deliver = documents.send.bind(documents)
  let left = writes
  let killed = false
  const spy = vi.spyOn(documents, 'send').mockImplementation((command: Parameters<typeof deliver>[0]) => {
    const isWrite = /^(TransactWrite|Put|Update|Delete)/.test(command.constructor.name)
    killed ||= isWrite && left-- <= 0
    if (isWrite && killed) throw new Error('killed')
    return deliver(command)
  })
  try {
    await act()
  } catch (error) {
    if (!killed) throw error
  } finally {
    spy.mockRestore()
  }
}
