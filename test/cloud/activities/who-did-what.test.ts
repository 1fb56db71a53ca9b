import { beforeAll, describe, expect, test, vi } from 'vitest'
import { deployed } from '../../support/deployed.ts'
import { succeed } from '../../support/deployed-requests.ts'
import { itemsOf } from '../../support/deployed-table.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import { aProvider, aUser, beginAfresh, patience, type SignedIn, signIn } from '../../support/deployed-world.ts'

let provider: { organizationId: string; owner: SignedIn }
let person: SignedIn
beforeAll(async () => {
  await beginAfresh()
  provider = await aProvider()
  person = await aUser(provider.owner, provider.organizationId, 'tess@northwind.example')
})

/** The sign-ins that the organization sees, newest first. */
async function signIns() {
  const { organizationId, owner } = provider
  const { items } = await succeed('listActivities', { by: owner, params: { organizationId } })
  return items.filter(({ action }) => action === 'session.started')
}
const profileIdOf = async ({ email }: SignedIn) =>
  String((await itemsOf('profile')).find((profile) => profile.email === email)?.profileId)

describe('signing in at the hosted page', () => {
  test('has become an activity of everyone who did', async () => {
    const subjects = (await signIns()).map(({ subject }) => subject)
    expect(subjects).toEqual([await profileIdOf(person), await profileIdOf(provider.owner)])
  })

  test('becomes one more activity, by and about the person, and the time of their last sign-in', async () => {
    const before = (await signIns()).length
    await signIn(person)
    const profileId = await profileIdOf(person)
    await vi.waitFor(async () => expect(await signIns()).toHaveLength(before + 1), patience)
    const [newest] = await signIns()
    expect(newest).toMatchObject({ subject: profileId, actor: expect.stringMatching(/^user:idn_/), ipAddress: null })
    const params = { organizationId: provider.organizationId, profileId }
    const { lastSignInAt } = await succeed('getProfile', { by: provider.owner, params })
    expect(lastSignInAt).toBe(newest?.at)
  })
})

test('refreshing tokens is no sign-in', async () => {
  const before = await signIns()
  const answer = await fetch(`${deployed.HostedUiUrl}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: deployed.ClientId,
      refresh_token: person.refreshToken ?? '',
    }),
  })
  expect(answer.status).toBe(200)
  expect(await signIns()).toEqual(before)
})

leavesOnlyCleanTraces()
