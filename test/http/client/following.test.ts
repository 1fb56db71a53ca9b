import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { accessToken } from '../../support/tokens.ts'
import { addCustomer, beginProvider, type Tenant } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { invite } from '../../support/world-people.ts'
import type { components, operations } from './.state/rolecall.ts'
import { problemOf, programOf, replyOf } from './program.ts'

const activities = '/v1/organizations/{organizationId}/activities'
const apiKeys = '/v1/organizations/{organizationId}/api-keys'

type Activity = components['schemas']['Activity']
type Filters = Omit<NonNullable<operations['listActivities']['parameters']['query']>, 'cursor' | 'order'>

let provider: Tenant
let contoso: Tenant
let path: { organizationId: string }
let key: string
beforeAll(async () => {
  provider = await beginProvider()
})
beforeEach(async () => {
  contoso = await addCustomer(provider, 'Contoso Bakeries')
  path = { organizationId: contoso.organizationId }
  const made = await replyOf(
    owner().POST(apiKeys, { params: { path }, body: { name: 'Ticket system', permissions: ['activities:read'] } }),
  )
  key = made.key
})
const owner = () => programOf(accessToken(contoso.owner.identityId))

/** What came since a cursor, page by page, and the cursor from which it goes on: as a program keeps it that runs now and then. */
async function since(
  cursor: string | undefined,
  filters: Filters,
): Promise<{ news: Activity[]; cursor: string | undefined }> {
  const news: Activity[] = []
  let next = cursor
  for (;;) {
    const query = { order: 'oldest' as const, ...filters, ...(next !== undefined && { cursor: next }) }
    const page = await replyOf(programOf(key).GET(activities, { params: { path, query } }))
    news.push(...page.items)
    next = page.nextCursor ?? undefined
    if (page.items.length === 0) return { news, cursor: next }
  }
}

describe('a program with an API key that follows activities with the generated client', () => {
  test('is told its permission and nothing more', async () => {
    const client = programOf(key)
    expect(
      await problemOf(client.GET('/v1/organizations/{organizationId}/profiles', { params: { path } })),
    ).toMatchObject({
      status: 403,
      code: 'forbidden',
    })
    expect(await problemOf(client.GET('/v1/me'))).toMatchObject({ status: 401, code: 'unauthenticated' })
    expect(await problemOf(programOf(`${key}x`).GET(activities, { params: { path } }))).toMatchObject({
      status: 401,
      code: 'unauthenticated',
    })
  })

  test.each<Filters>([{}, { limit: 1 }, { limit: 1, action: 'invitation.created' }, { action: 'group.created' }])(
    'sees each once, in its order, also after a week away: %j',
    async (filters) => {
      const first = await atTime(after.minutes(5), () => since(undefined, filters))
      await atTime(after.hours(3), () => invite(contoso.owner, contoso.organizationId))
      const group = { name: `Branch ${JSON.stringify(filters)}`, description: '' }
      await atTime(after.days(2), () =>
        replyOf(owner().POST('/v1/organizations/{organizationId}/groups', { params: { path }, body: group })),
      )
      const second = await atTime(after.days(7), () => since(first.cursor, filters))
      const third = await atTime(after.days(14), () => since(second.cursor, filters))
      expect(third.news).toEqual([])

      const wanted = filters.action === undefined ? {} : { action: filters.action }
      const query = { limit: 100, ...wanted }
      const { items } = await replyOf(programOf(key).GET(activities, { params: { path, query } }))
      expect([...first.news, ...second.news]).toEqual(items.reverse())
      expect(second.news.length).toBe(filters.action === undefined ? 2 : 1)
      expect(
        await problemOf(
          programOf(key).GET(activities, { params: { path, query: { ...wanted, cursor: second.cursor ?? '' } } }),
        ),
      ).toMatchObject({ status: 400, code: 'invalid-cursor' })
    },
  )
})
