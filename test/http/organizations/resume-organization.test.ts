import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer } from '../../support/world-fresh.ts'

provesOperation('resumeOrganization')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const about = ({ organizationId }: { readonly organizationId: string }, by = world.provider.owner) => ({
  by,
  params: { organizationId },
})

describe('resumeOrganization', () => {
  test('200 gives everyone back what they had, with the same token', async () => {
    const bakery = await freshCustomer(world.provider)
    await succeed('suspendOrganization', about(bakery))
    await fail('forbidden', 'listProfiles', about(bakery, bakery.owner))
    const dry = await call('resumeOrganization', { ...about(bakery), query: { dryRun: 'true' } })
    expect(JSON.parse(dry.body)).toMatchObject({ refusal: null, affected: [{ who: { kind: 'everyone' }, loses: [] }] })
    await fail('forbidden', 'listProfiles', about(bakery, bakery.owner))
    expect(await succeed('resumeOrganization', about(bakery))).toMatchObject({ status: 'active', version: 3 })
    await succeed('listProfiles', about(bakery, bakery.owner))
    const [{ action } = { action: '' }] = (await succeed('listActivities', about(bakery))).items
    expect(action).toBe('organization.resumed')
  })

  test('200 and nothing happens where it is active', async () => {
    const bakery = await freshCustomer(world.provider)
    expect(await succeed('resumeOrganization', about(bakery))).toMatchObject({ status: 'active', version: 1 })
  })

  test('403 forbidden for its own owner, 404 for strangers', async () => {
    const bakery = await freshCustomer(world.provider)
    await succeed('suspendOrganization', about(bakery))
    await fail('forbidden', 'resumeOrganization', about(bakery, bakery.owner))
    await fail('not-found', 'resumeOrganization', about(bakery, world.twin.owner))
  })
})
