import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { call, expectProblem, succeed } from '../../support/deployed-requests.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  aProvider,
  aUser,
  beginAfresh,
  patience,
  type SignedIn,
  settled,
  signIn,
} from '../../support/deployed-world.ts'

type Place = { readonly organizationId: string; readonly owner: SignedIn }

let contoso: Place
let adatum: Place
/** A user of Contoso alone. */
let jan: SignedIn
/** A user of Contoso and of Adatum. */
let robin: SignedIn

beforeAll(async () => {
  await beginAfresh()
  const { owner, organizationId } = await aProvider()
  contoso = await aCustomer(owner, organizationId, 'Contoso Bakeries', 'mia.jansen@contoso.example')
  adatum = await aCustomer(owner, organizationId, 'Adatum', 'noor.claes@adatum.example')
  jan = await aUser(contoso.owner, contoso.organizationId, 'jan.peeters@contoso.example', ['pgr_full-role'])
  robin = await aUser(contoso.owner, contoso.organizationId, 'robin.smets@contoso.example', ['pgr_full-role'])
  await invite(adatum, robin)
})

/** Invites somebody who signs in elsewhere, and accepts for them. */
async function invite({ owner, organizationId }: Place, person: SignedIn): Promise<void> {
  const body = { addresses: [person.email], permissionGroups: ['pgr_full-role'] }
  await succeed('inviteUsers', { by: owner, params: { organizationId }, body })
  const [offer] = (await succeed('listMyInvitations', { by: person })).items
  const params = { invitationId: String(offer?.invitationId) }
  await succeed('acceptInvitation', { by: person, params, body: { firstName: 'Robin', lastName: 'Smets' } })
}

const profileIn = async ({ organizationId }: Place, { accessToken }: SignedIn): Promise<string> => {
  const { organizations } = await succeed('getMe', { by: { accessToken } })
  return String(organizations.find((one) => one.organizationId === organizationId)?.profileId)
}
/** What an owner does to somebody in their organization. */
const act = async (place: Place, operationId: OperationId, profileId: string): Promise<void> => {
  const params = { organizationId: place.organizationId, profileId }
  const { status, text } = await call(operationId, { by: place.owner, params })
  expect([200, 204], text).toContain(status)
}

const reads = ['getOrganization', 'listProfiles', 'listActivities'] as const
/** What every route answers somebody there, asked at once. */
const statuses = async ({ organizationId }: Place, by: SignedIn): Promise<number[]> =>
  Promise.all(reads.map(async (read) => (await call(read, { by, params: { organizationId } })).status))
const all = (status: number): number[] => reads.map(() => status)

describe('somebody who is signed out of an organization', () => {
  test('is refused with the next request, though the gateway remembers the token; the other organization takes it', async () => {
    const profileId = await profileIn(contoso, robin)
    expect(await statuses(contoso, robin)).toEqual(all(200))
    await act(contoso, 'signOutProfile', profileId)
    expect(await statuses(contoso, robin)).toEqual(all(401))
    expect(await statuses(adatum, robin)).toEqual(all(200))
  })

  test('is back when they have signed in again', async () => {
    await vi.waitFor(async () => {
      robin = await signIn(robin)
      expect(await statuses(contoso, robin)).toEqual(all(200))
    }, patience)
  })
})

describe('somebody of two organizations who is deactivated in one', () => {
  test('finds nothing there with the next request, and everything in the other', async () => {
    const profileId = await profileIn(contoso, robin)
    await act(contoso, 'deactivateProfile', profileId)
    expect(await statuses(contoso, robin)).toEqual(all(404))
    expect(await statuses(adatum, robin)).toEqual(all(200))
  })

  test('still signs in, is told that they were deactivated, and still finds nothing there', async () => {
    await settled()
    await vi.waitFor(async () => {
      robin = await signIn(robin)
      const { organizations } = await succeed('getMe', { by: robin })
      expect(Object.fromEntries(organizations.map(({ name, status }) => [name, status]))).toEqual({
        Adatum: 'active',
        'Contoso Bakeries': 'deactivated',
      })
    }, patience)
    expect(await statuses(contoso, robin)).toEqual(all(404))
    expect(await statuses(adatum, robin)).toEqual(all(200))
    const query = { organizationId: contoso.organizationId }
    expect(await succeed('getMyPermissions', { by: robin, query })).toEqual({
      items: [],
      nothingBecause: 'deactivated',
    })
  })
})

describe('somebody of one organization who is deactivated', () => {
  let profileId: string

  test('finds nothing with the next request', async () => {
    profileId = await profileIn(contoso, jan)
    expect(await statuses(contoso, jan)).toEqual(all(200))
    await act(contoso, 'deactivateProfile', profileId)
    expect(await statuses(contoso, jan)).toEqual(all(404))
  })

  test('is refused at sign-in', async () => {
    await settled()
    await expect(signIn(jan)).rejects.toThrow('could not sign in')
  })

  test('signs in again once they are reactivated, with all they had', async () => {
    await act(contoso, 'reactivateProfile', profileId)
    await settled()
    await vi.waitFor(async () => {
      jan = await signIn(jan)
      expect(await statuses(contoso, jan)).toEqual(all(200))
    }, patience)
  })

  test('is gone with the next request when they are removed, and so is their sign-in', async () => {
    await act(contoso, 'removeProfile', profileId)
    expect(await statuses(contoso, jan)).toEqual(all(404))
    await settled()
    await expect(signIn(jan)).rejects.toThrow('could not sign in')
    expectProblem(await call('getMe', { by: jan }), 'unauthenticated')
  })
})

leavesOnlyCleanTraces()
