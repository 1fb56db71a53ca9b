import { beforeAll, expect, test } from 'vitest'
import { call, expectProblem, succeed } from '../../support/deployed-requests.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  activate,
  aProvider,
  aUser,
  beginAfresh,
  newestMail,
  refresh,
  type SignedIn,
  secondOver,
  settled,
  signIn,
} from '../../support/deployed-world.ts'

let organizationId: string
let owner: SignedIn
let person: SignedIn
let profileId: string
beforeAll(async () => {
  await beginAfresh()
  const provider = await aProvider()
  organizationId = provider.organizationId
  owner = provider.owner
  person = await aUser(owner, organizationId, 'tess@northwind.example', ['pgr_full-role'])
  const { items } = await succeed('listProfiles', { by: owner, params: { organizationId }, query: { q: 'tess' } })
  profileId = items[0]?.profileId ?? ''
  await newestMail(person.email, 2)
})

test('whoever has lost the phone is reset: no older token counts from the next request on, nothing is refreshed', async () => {
  await succeed('listProfiles', { by: person, params: { organizationId } })
  await secondOver()
  await succeed('resetMfa', { by: owner, params: { organizationId, profileId } })
  expectProblem(await call('getMe', { by: person }), 'unauthenticated')
  expectProblem(await call('listProfiles', { by: person, params: { organizationId } }), 'unauthenticated')
  await settled()
  expect(await refresh(person)).toBe(400)
  await expect(signIn(person)).rejects.toThrow('could not sign in')
})

test('the link in the mail leads to a new password and a new app, with which they sign in and work on', async () => {
  const mail = await newestMail(person.email, 3)
  expect(mail.subject).toMatch(/^Your sign-in to .+ was reset$/)
  await secondOver()
  const anew = await activate(person.email)
  expect(anew.totpSecret).not.toBe(person.totpSecret)
  const signedIn = await signIn(anew)
  await succeed('getMe', { by: signedIn })
  await succeed('listProfiles', { by: signedIn, params: { organizationId } })
})

test('their organization sees both among the activities', async () => {
  const { items } = await succeed('listActivities', { by: owner, params: { organizationId } })
  expect(items.map(({ action }) => action)).toEqual(expect.arrayContaining(['factor.reset', 'factor.enrolled']))
})

leavesOnlyCleanTraces()
