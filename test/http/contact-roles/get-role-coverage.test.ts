import { beforeAll, describe, expect, test } from 'vitest'
import { contactRoles } from '../../../shared/domain/contact-roles.ts'
import { succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, setServices, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'

provesOperation('getRoleCoverage')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const coverageOf = ({ owner, organizationId }: MadeTenant) =>
  succeed('getRoleCoverage', { by: owner, params: { organizationId } })

describe('getRoleCoverage', () => {
  test('200 names every gap of a new customer, what it costs, and that the Service Desk is to be activated first', async () => {
    const { covered, items } = await coverageOf(await freshCustomer(world.provider))
    expect(covered).toBe(false)
    expect(items.map(({ contactRole, gap }) => [contactRole, gap])).toEqual(
      contactRoles.map(({ id, gap }) => [id, gap]),
    )
    expect(items.map(({ required, problems }) => [required, problems.map(({ problem }) => problem)])).toEqual([
      [true, ['missing']],
      [true, ['missing']],
      [true, ['missing']],
      [false, []],
      [false, []],
    ])
    expect(items[0]?.problems[0]?.advice).toContain('activate the Service Desk')
  })

  test('200 requires an escalation contact while SecWise Watch or Care is active', async () => {
    const customer = await freshCustomer(world.provider)
    await setServices(customer.organizationId, ['secwise-care'])
    const { items } = await coverageOf(customer)
    expect(items.at(-1)).toMatchObject({ required: true, problems: [{ problem: 'missing', profileId: null }] })
  })

  test('200 shows a prerequisite that was lost with its service, at once', async () => {
    const customer = await freshCustomer(world.provider)
    await setServices(customer.organizationId, ['service-desk'])
    const { profileId } = await freshPerson(customer, {
      permissionGroups: ['pgr_service-desk-requester'],
      contactRoles: ['technical'],
    })
    const params = { organizationId: customer.organizationId, service: 'service-desk' }
    const { coverageChanges } = await succeed('deactivateService', { by: world.provider.owner, params })
    expect(coverageChanges).toEqual([
      { contactRole: 'technical', problem: 'prerequisite-lost', profileId, change: 'opened' },
    ])
    expect((await coverageOf(customer)).items[0]).toMatchObject({
      covered: false,
      problems: [
        { problem: 'prerequisite-lost', profileId, prerequisites: ['service-desk-role'] },
        { problem: 'advice' },
      ],
    })
  })
})
