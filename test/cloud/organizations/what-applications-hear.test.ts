import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { busEvents } from '../../support/deployed-events.ts'
import { call, expectProblem, succeed } from '../../support/deployed-requests.ts'
import { itemsOf } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  aProvider,
  aUser,
  beginAfresh,
  patience,
  type SignedIn,
  settled,
} from '../../support/deployed-world.ts'

let provider: { organizationId: string; owner: SignedIn }
let contoso: { organizationId: string; owner: SignedIn }
/** The one who has a role in a service. */
let profileId: string

beforeAll(async () => {
  await beginAfresh()
  provider = await aProvider()
  contoso = await aCustomer(provider.owner, provider.organizationId, 'Contoso Bakeries', 'mia.jansen@contoso.example')
})

/** What the provider does to its customer. */
const here = () => ({ by: provider.owner, params: { organizationId: contoso.organizationId } })
const reports = () => ({ by: provider.owner, params: { ...here().params, service: 'reports' } })
const ownerReads = (operationId: OperationId) => call(operationId, { ...here(), by: contoso.owner })

/** What connected applications have heard, in the order of its coming. */
const heard = async () =>
  (await busEvents())
    .filter((event) => event['detail-type'] === 'access.changed')
    .map(({ detail: { activityId, ...detail } }) => detail)
let heardBefore = 0
/** Waits until they have heard of that one change since they were asked last, and of nothing else. */
async function hear(before: readonly string[], after: readonly string[]): Promise<void> {
  const { organizationId } = contoso
  const change = { organizationId, profileId, service: 'reports', applicationRoles: { before, after } }
  await vi.waitFor(async () => expect((await heard()).slice(heardBefore)).toEqual([change]), patience)
  heardBefore += 1
}

describe('a service', () => {
  test('cannot be given before it is switched on; its standard permission groups come with it', async () => {
    const body = { addresses: ['jan.peeters@contoso.example'], permissionGroups: ['pgr_reports-viewer'] }
    expectProblem(await call('inviteUsers', { ...here(), body }), 'service-not-active')
    expect((await succeed('activateService', reports())).services).toEqual(['reports'])
    const { items } = await succeed('listPermissionGroups', here())
    expect(items.map(({ permissionGroupId }) => permissionGroupId)).toContain('pgr_reports-viewer')
  })

  test('is heard of by its application when somebody gets in who was invited to it', async () => {
    const jan = await aUser(provider.owner, contoso.organizationId, 'jan.peeters@contoso.example', [
      'pgr_reports-viewer',
    ])
    profileId = String((await itemsOf('profile')).find(({ email }) => email === jan.email)?.profileId)
    await hear([], ['reports:viewer'])
  })

  test('gives nobody a role while it is switched off, and everybody theirs when it is on again', async () => {
    await succeed('deactivateService', reports())
    await hear(['reports:viewer'], [])
    await succeed('activateService', reports())
    await hear([], ['reports:viewer'])
  })
})

describe('an organization', () => {
  test('has roles in no application while it is suspended, and is closed to the tokens of its people', async () => {
    await succeed('suspendOrganization', here())
    expectProblem(await ownerReads('listProfiles'), 'forbidden')
    await hear(['reports:viewer'], [])
    await succeed('resumeOrganization', here())
    expect((await ownerReads('listProfiles')).status).toBe(200)
    await hear([], ['reports:viewer'])
  })

  test('has none when it is removed, and all when it is restored', async () => {
    expect((await succeed('removeOrganization', here())).status).toBe('removed')
    expectProblem(await ownerReads('listProfiles'), 'not-found')
    await hear(['reports:viewer'], [])
    await succeed('restoreOrganization', here())
    expect((await ownerReads('listProfiles')).status).toBe(200)
    await hear([], ['reports:viewer'])
    await settled()
  })
})

leavesOnlyCleanTraces()
