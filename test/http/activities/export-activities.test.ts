import { beforeAll, describe, expect, test } from 'vitest'
import { newIdAt } from '../../../shared/frame/event.ts'
import { recordActivity } from '../../../shared/table/activity.ts'
import { commit } from '../../../shared/table/transaction.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { call, expectProblem, fail, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { doer, freshCustomer, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { itemsOf } from '../../support/world-table.ts'

provesOperation('exportActivities')

let world: World
let customer: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  customer = await freshCustomer(world.provider)
  for (let count = 0; count < 3; count++) await freshPerson(customer)
})

const exporting = (query: Record<string, string> = {}, by: { identityId: string } = customer.owner) =>
  call('exportActivities', { by, params: { organizationId: customer.organizationId }, query })
const listed = async () => {
  const params = { organizationId: customer.organizationId }
  return (await succeed('listActivities', { by: customer.owner, params, query: { limit: '100' } })).items
}
const lines = ({ body }: Answer): string[] =>
  body
    .replace(/^\uFEFF/, '')
    .trimEnd()
    .split('\r\n')

describe('exportActivities', () => {
  test('200 as CSV, with a header, in UTF-8 that spreadsheets recognise, as a file to keep', async () => {
    const before = await listed()
    const answer = await exporting()
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8')
    expect(answer.headers['content-disposition']).toBe('attachment; filename="activities.csv"')
    expect(answer.body.startsWith('\uFEFFat,sentence,actorName,')).toBe(true)
    const [, ...rows] = lines(answer)
    expect(rows.map((row) => row.split(',').at(-1))).toEqual(before.map(({ activityId }) => activityId))
  })

  test('200 as JSON Lines, each as listActivities shows it', async () => {
    const before = await listed()
    const answer = await exporting({ format: 'jsonl' })
    expect(answer.headers['content-type']).toBe('application/x-ndjson')
    const parsed = answer.body.trimEnd().split('\n')
    expect(parsed.map((line) => JSON.parse(line))).toEqual(before)
  })

  test('200 is an activity itself, which says how much was exported, and by whom', async () => {
    const exported = (await itemsOf('activity')).filter(({ action }) => action === 'activities.exported').length
    await exporting({ format: 'jsonl' })
    const [activity] = await listed()
    expect(activity).toMatchObject({
      action: 'activities.exported',
      actor: `user:${customer.owner.identityId}`,
      about: { format: 'jsonl', count: expect.any(Number) },
    })
    expect((await itemsOf('activity')).filter(({ action }) => action === 'activities.exported')).toHaveLength(
      exported + 1,
    )
  })

  test('200 with the same filters and orders as the list', async () => {
    const [, created] = (await listed()).filter(({ action }) => action === 'profile.created')
    const query = { format: 'jsonl', action: 'profile.created', order: 'oldest' }
    const ids = (await exporting(query)).body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).activityId)
    expect(ids).toEqual(ids.toSorted())
    expect(ids).toContain(created?.activityId)
  })

  test('200 with a cell that no spreadsheet runs, whatever people are called', async () => {
    const { organizationId, owner } = customer
    const body = { kind: 'person', user: false, email: 'x@contoso.example', firstName: '=1+1', lastName: '-Aerts' }
    await succeed('createProfile', { by: owner, params: { organizationId }, body })
    const row = lines(await exporting()).find((line) => line.includes('Aerts'))
    expect(row).toContain(",'=1+1 -Aerts,")
    // Read in Dutch, French or German, where cells are separated by semicolons.
    const divided = { ...body, email: 'y@contoso.example', firstName: 'x;=1+1;"+y', lastName: 'a; b' }
    await succeed('createProfile', { by: owner, params: { organizationId }, body: divided })
    const cells = lines(await exporting()).flatMap((line) => line.split(';'))
    expect(cells).toContainEqual(expect.stringMatching(/^'=1\+1$/))
    expect(cells).toContainEqual(expect.stringMatching(/^ b"?,/))
    expect(cells.filter((cell) => /^[\s"]*[=+\-@]/.test(cell))).toEqual([])
  })

  test('200 in parts, where one Query does not read all: the Link leads on, and the parts joined are the whole', async () => {
    const { organizationId, owner } = await freshCustomer(world.provider)
    const params = { organizationId }
    // More than the 1 MB that one Query reads.
    for (let count = 0; count < 45; count++) {
      const now = new Date().toISOString()
      const activityId = newIdAt(now)('activity')
      const about = { note: 'x'.repeat(30_000) }
      const activity = { activityId, organizationId, action: 'organization.changed', at: now, by: doer, about } as const
      await commit([recordActivity(activity)], activityId)
    }
    const parts = [await call('exportActivities', { by: owner, params, query: { format: 'jsonl' } })]
    for (let link = linkOf(parts.at(-1)); link !== undefined && parts.length < 20; link = linkOf(parts.at(-1)))
      parts.push(
        await send({
          method: 'GET',
          path: link.pathname,
          query: link.search.slice(1),
          headers: bearer(accessToken(owner.identityId)),
        }),
      )
    const ids = parts.flatMap(({ body }) => body.trimEnd().split('\n')).map((line) => JSON.parse(line).activityId)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length).toBeGreaterThan(45)
    expect(parts.length).toBeGreaterThan(1)
    expect(parts.length).toBeLessThan(20)
  })

  test('400 invalid-cursor for a cursor of the list, or of another format', async () => {
    const params = { organizationId: customer.organizationId }
    const { nextCursor } = await succeed('listActivities', { by: customer.owner, params, query: { limit: '1' } })
    expectProblem('invalid-cursor', await exporting({ cursor: nextCursor ?? '' }))
  })

  test('403 forbidden for whoever may read them and not export them', async () => {
    const { organizationId } = customer
    const reader = await freshPerson(customer, { defaultRole: 'rol_viewer' })
    await succeed('listActivities', { by: reader, params: { organizationId } })
    await fail('forbidden', 'exportActivities', { by: reader, params: { organizationId } })
  })
})

function linkOf(answer: Answer | undefined): URL | undefined {
  const address = /^<([^>]+)>; rel="next"$/.exec(answer?.headers.link ?? '')?.[1]
  return address === undefined ? undefined : new URL(address)
}
