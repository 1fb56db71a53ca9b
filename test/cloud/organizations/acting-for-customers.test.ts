import { beforeAll, describe, expect, test } from 'vitest'
import { forgetContainers } from '../../support/deployed-functions.ts'
import { call, expectProblem, succeed } from '../../support/deployed-requests.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import { aCustomer, aProvider, beginAfresh, type SignedIn, settled } from '../../support/deployed-world.ts'

type Place = { readonly organizationId: string; readonly owner: SignedIn }
let provider: Place
let reseller: Place
let adatum: Place

beforeAll(async () => {
  await beginAfresh()
  await forgetContainers()
  provider = await aProvider()
  const { owner, organizationId } = provider
  reseller = await aCustomer(owner, organizationId, 'Fabrikam Resellers', 'mia.jansen@fabrikam.example')
  adatum = await aCustomer(reseller.owner, reseller.organizationId, 'Adatum', 'noor.claes@adatum.example')
})

const about = ({ organizationId }: Place, by: SignedIn) => ({ by, params: { organizationId } })

describe('a reseller acts for its customer', () => {
  test('and the customer sees who did it, and from where', async () => {
    const person = { kind: 'person', user: true, email: 'jo@adatum.example', firstName: 'Jo', lastName: 'Smets' }
    await succeed('createProfile', { ...about(adatum, reseller.owner), body: person })
    const [newest] = (await succeed('listActivities', about(adatum, adatum.owner))).items
    expect(newest).toMatchObject({ action: 'profile.created', actingFor: reseller.organizationId })
    const { items } = await succeed('listActingOrganizations', about(adatum, adatum.owner))
    expect(items.map(({ relation, mayAct }) => ({ relation, mayAct }))).toEqual([
      { relation: 'parent', mayAct: true },
      { relation: 'provider', mayAct: true },
    ])
    expect(items[0]?.people[0]?.lastActedAt).toBe(newest?.at)
  })

  test('and not for anybody else’s', async () => {
    expectProblem(await call('getOrganization', about(provider, reseller.owner)), 'not-found')
  })
})

describe('a parent that is suspended', () => {
  test('acts no more, with the token that it has, and its own people have no access', async () => {
    await succeed('suspendOrganization', about(reseller, provider.owner))
    expectProblem(await call('getOrganization', about(adatum, reseller.owner)), 'not-found')
    expectProblem(await call('listProfiles', about(reseller, reseller.owner)), 'forbidden')
  })

  test('leaves its customers’ people what they have, and the customer sees that it may not act', async () => {
    await succeed('listProfiles', about(adatum, adatum.owner))
    const { items } = await succeed('listActingOrganizations', about(adatum, adatum.owner))
    expect(items.find(({ relation }) => relation === 'parent')?.mayAct).toBe(false)
  })

  test('acts again when it is resumed', async () => {
    await succeed('resumeOrganization', about(reseller, provider.owner))
    await succeed('getOrganization', about(adatum, reseller.owner))
    await settled()
  })
})

leavesOnlyCleanTraces()
