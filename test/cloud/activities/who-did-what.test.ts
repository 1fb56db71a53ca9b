import { beforeAll, describe, expect, test, vi } from 'vitest'
import { deployed } from '../../support/deployed.ts'
import { call, succeed } from '../../support/deployed-requests.ts'
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

/** What the provider's owner asks. */
const asked = (query: Record<string, string> = {}) => ({
  by: provider.owner,
  params: { organizationId: provider.organizationId },
  query,
})
/** The sign-ins that the organization sees, newest first. */
const signIns = async () => (await succeed('listActivities', asked({ action: 'session.started' }))).items
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

describe('what happened in the organization', () => {
  test('is listed newest first in pages, and from the oldest on as far as nothing older can come any more', async () => {
    const { items } = await succeed('listActivities', asked({ limit: '100' }))
    const pages = [await succeed('listActivities', asked({ limit: '3' }))]
    for (let cursor = pages[0]?.nextCursor; cursor; cursor = pages.at(-1)?.nextCursor)
      pages.push(await succeed('listActivities', asked({ limit: '3', cursor })))
    expect(pages.flatMap((page) => page.items)).toEqual(items)

    const oldest = await succeed('listActivities', asked({ order: 'oldest', limit: '100' }))
    expect(oldest.items).toEqual(items.toReversed().slice(0, oldest.items.length))
    expect(oldest.items.filter(({ at }) => Date.parse(at) > Date.now() - 60_000)).toEqual([])
    const followed = await succeed('listActivities', asked({ order: 'oldest', cursor: oldest.nextCursor ?? '' }))
    expect(followed.items).toEqual(items.toReversed().slice(oldest.items.length).slice(0, followed.items.length))
  })

  test('is exported as JSON Lines and as CSV, and that it was is an activity', async () => {
    const { items } = await succeed('listActivities', asked({ limit: '100' }))
    const lines = await call('exportActivities', asked({ format: 'jsonl', order: 'oldest' }))
    expect([lines.status, lines.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
    const exported = lines.text.trimEnd().split('\n')
    expect(exported.map((line) => JSON.parse(line))).toEqual(items.toReversed())

    const sheet = await call('exportActivities', asked({ action: 'session.started' }))
    expect([sheet.status, sheet.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    expect(sheet.headers.get('content-disposition')).toBe('attachment; filename="activities.csv"')
    const [header, ...rows] = sheet.text.trimEnd().split('\r\n')
    expect(header).toMatch(/^\uFEFF?at,sentence,actorName,/)
    expect(rows.map((row) => row.split(',').at(-1))).toEqual((await signIns()).map(({ activityId }) => activityId))

    const { items: exports } = await succeed('listActivities', asked({ action: 'activities.exported' }))
    expect(exports.map(({ actorName, about }) => [actorName, about.format])).toEqual([
      ['Ada Peeters', 'csv'],
      ['Ada Peeters', 'jsonl'],
    ])
  })
})

leavesOnlyCleanTraces()
