import { beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { listWebhooks } from '../../../shared/table/webhook.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { callOf, expectProblem, type Request, routeOf } from '../../support/gateway-call.ts'
import {
  fieldOfOrganization,
  guarded,
  permitted,
  type ValidCall,
  validCall,
} from '../../support/gateway-valid-calls.ts'
import { fieldIn, fieldsOf, sampleOf, withField } from '../../support/schema-fields.ts'
import { type Furnished, giveGroup, seedWorld, type World } from '../../support/world.ts'
import { publishedDocument } from '../../support/world-documents.ts'
import { freshInvitee, freshPerson } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { freshKey } from '../../support/world-keys.ts'
import { dumpTable } from '../../support/world-table.ts'
import { freshWebhook } from '../../support/world-webhooks.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

/** Where a list is asked for its next page: in its query, or where the standard that it follows says. */
type Paging = {
  readonly part: 'query' | 'body'
  readonly limit: readonly string[]
  readonly cursor: readonly string[]
  readonly next: readonly string[]
}
const inQuery: Paging = { part: 'query', limit: ['limit'], cursor: ['cursor'], next: ['nextCursor'] }
const asAuthzen: Paging = {
  part: 'body',
  limit: ['page', 'limit'],
  cursor: ['page', 'token'],
  next: ['page', 'next_token'],
}
const pagingOf = (operationId: OperationId): Paging =>
  routeOf(operationId).follows === 'authzen' ? asAuthzen : inQuery

const lists = guarded.filter((operationId) => {
  const { part, cursor } = pagingOf(operationId)
  return fieldsOf(routeOf(operationId)[part]).some(({ steps }) => steps.join('/') === cursor.join('/'))
})
/** An export gives a cursor behind a megabyte only; it is shown those of the others. */
const givingCursors = lists.filter((operationId) => routeOf(operationId).reply !== 'export')

/** What the owner of an organization may do there. */
const questionAboutOwner = ({ organizationId, owner }: Furnished) => ({
  subject: { type: 'profile', id: owner.profileId },
  resource: { type: 'organization', id: organizationId },
  context: { organizationId },
})

/** Lists that have a second page only when something was made for them; whoever adds one whose example has none says here how. */
const withTwo: Readonly<
  Partial<Record<OperationId, (here: Furnished) => Promise<Partial<Request> & { readonly by?: ValidCall['by'] }>>>
> = {
  listPermissionGroupMembers: async (here) => {
    const { permissionGroupId } = here.things
    for (const _ of [1, 2]) await freshPerson(here, { permissionGroups: [permissionGroupId] })
    return {}
  },
  searchResources: async ({ organizationId }) => {
    for (const _ of [1, 2]) await freshGroup(organizationId)
    return {}
  },
  searchActions: async (here) => ({ body: questionAboutOwner(here) }),
  listWebhooks: async ({ organizationId }) => {
    // There is room for ten.
    if ((await listWebhooks(organizationId)).length < 2) await freshWebhook(organizationId)
    return {}
  },
  listGroups: async ({ organizationId }) => {
    for (const _ of [1, 2]) await freshGroup(organizationId)
    return {}
  },
  listGroupMembers: async (here) => {
    for (const _ of [1, 2]) await giveGroup(await freshPerson(here), here.things.groupId)
    return {}
  },
  listProfileGroups: async (here) => {
    const person = await freshPerson(here)
    for (const _ of [1, 2]) await giveGroup(person, await freshGroup(here.organizationId))
    return { params: { organizationId: here.organizationId, profileId: person.profileId } }
  },
  listMyInvitations: async (here) => {
    const by = await freshPerson(world.reseller)
    for (const there of [here, world.resellersCustomer]) await freshInvitee(there, {}, by.email)
    return { by }
  },
  listProfileActivities: async (here) => ({
    params: { organizationId: here.organizationId, profileId: here.owner.profileId },
  }),
  listNotifications: async ({ organizationId, owner }) => {
    const request = { ...(await validCall('sendNotification', world)), params: { organizationId } }
    const body = { ...Object(request.body), addressees: [owner.profileId] }
    for (const _ of [1, 2]) await send(callOf('sendNotification', { ...request, by: world.provider.owner, body }))
    return {}
  },
  listDocuments: async () => {
    for (const _ of [1, 2]) await publishedDocument(world.provider)
    return {}
  },
  listApiKeys: async (here) => {
    for (const _ of [1, 2]) await freshKey(here)
    return {}
  },
  listMyOrganizations: async () => ({ by: world.customer.consultant }),
  listInvitations: async (here) => {
    for (const _ of [1, 2]) await freshInvitee(here)
    return {}
  },
  listProfiles: async (here) => {
    for (const _ of [1, 2]) await freshPerson(here)
    return { query: {} }
  },
}

/** The first page of a list with one item on it, and the cursor that leads on. */
async function pageOf(operationId: OperationId, here: Furnished = world.customer) {
  const { part, limit, next } = pagingOf(operationId)
  const given = await validCall(operationId, world, here)
  const call = { ...given, ...(await withTwo[operationId]?.(here)) }
  const request = { ...call, [part]: withField(call[part], limit, part === 'query' ? '1' : 1) }
  const answer = await send(callOf(operationId, request))
  expect(answer.status, answer.body).toBe(200)
  const cursor: unknown = fieldIn(JSON.parse(answer.body), next)
  if (typeof cursor !== 'string' || cursor === '')
    throw new Error(`${operationId} has no second page; give \`withTwo\` in this file what makes one`)
  return { request, cursor }
}

const asked = (operationId: OperationId, request: Request, cursor: string): Promise<Answer> => {
  const paging = pagingOf(operationId)
  const without = withField(request[paging.part], paging.limit, undefined)
  const { limit: _, ...query } = Object(without)
  const whole = withField(paging.part === 'query' ? query : without, paging.cursor, cursor)
  return send(callOf(operationId, { ...request, [paging.part]: whole }))
}

const wordsOf = (cursor: string): readonly string[] => JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
const cursorOf = (words: readonly string[]): string => Buffer.from(JSON.stringify(words)).toString('base64url')

/** Every id that stands in what one organization has, and nowhere in what another one has. */
async function idsOfOneAlone({ organizationId: one }: Furnished, { organizationId: other }: Furnished) {
  const items = await dumpTable()
  const [ours, theirs] = [one, other].map(
    (id) => new Set(JSON.stringify(items.filter(({ pk }) => String(pk).startsWith(id))).match(anyId)),
  )
  return [...(ours ?? [])].filter((id) => !theirs?.has(id) && id !== world.provider.organizationId)
}
const anyId = /[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}/g

describe.each(givingCursors)('a cursor of %s', (operationId) => {
  test('leads on in the list that it is of', async () => {
    const { request, cursor } = await pageOf(operationId)
    expect((await asked(operationId, request, cursor)).status).toBe(200)
  })

  test('400 invalid-cursor in every other list', async () => {
    const { cursor } = await pageOf(operationId)
    for (const other of lists.filter((name) => name !== operationId))
      expectProblem('invalid-cursor', await asked(other, await validCall(other, world), cursor))
  })

  test('400 invalid-cursor with every filter that it was not given for', async () => {
    const { request, cursor } = await pageOf(operationId)
    const { part, cursor: place, limit } = pagingOf(operationId)
    const [organization, pages] = [fieldOfOrganization(operationId) ?? 'none', [place[0], limit[0]]]
    const filters = fieldsOf(routeOf(operationId)[part]).filter(
      ({ steps, takes }) =>
        !(takes instanceof z.ZodObject) && !pages.includes(steps[0]) && !organization.startsWith(steps.join('/')),
    )
    for (const { steps, takes } of filters) {
      const given = fieldIn(request[part], steps)
      const other = takes instanceof z.ZodEnum ? takes.options.at(-1) : sampleOf(takes)
      const changed = withField(request[part], steps, other === given ? undefined : other)
      // What is undefined is not in a body; a query does not take it.
      const sent: unknown = JSON.parse(JSON.stringify(changed))
      expectProblem('invalid-cursor', await asked(operationId, { ...request, [part]: Object(sent) }, cursor))
    }
  })

  test('tells nothing of the other organization, or of the other person, whose it is', async () => {
    const { customer, twin } = world
    const theirs = await pageOf(operationId, customer)
    const ours = await pageOf(operationId, twin)
    const field = fieldOfOrganization(operationId)
    // The field that AuthZEN's context has for it names the organization of the call, as a path does.
    const isOrganizations =
      permitted.includes(operationId) && (field === undefined || pagingOf(operationId) === asAuthzen)
    const named = !isOrganizations &&
      field !== undefined && {
        by: world.reseller.owner,
        query: { ...Object(ours.request.query), [field]: world.reseller.organizationId },
      }
    const by = isOrganizations ? ours.request.by : await freshPerson(twin)
    const request = { ...ours.request, by, ...named }
    expectProblem('invalid-cursor', await asked(operationId, request, theirs.cursor))
    if (!isOrganizations) return
    // Who knows how one is made puts the position of one into the other, or an id of theirs into the position.
    const [fingerprint = '', ...position] = wordsOf(ours.cursor)
    const foreign = await idsOfOneAlone(customer, twin)
    expect(foreign.length).toBeGreaterThan(5)
    const positions = [
      wordsOf(theirs.cursor).slice(1),
      ...foreign.slice(0, 5).map((id) => position.map((word) => word.replace(anyId, id))),
      position.map(() => ''),
      position.map(() => '~'),
      position.map((word) => `${word}#${word}`),
    ]
    for (const words of positions) {
      const answer = await asked(operationId, request, cursorOf([fingerprint, ...words]))
      expect([200, 400], answer.body).toContain(answer.status)
      expect(foreign.filter((id) => answer.body.includes(id))).toEqual([])
    }
  })

  test('400 invalid-cursor when it was cut, longer, or is another in any place', async () => {
    const { request, cursor } = await pageOf(operationId)
    const [fingerprint = '', ...position] = wordsOf(cursor)
    const broken = [
      cursor.slice(0, -4),
      cursor.slice(4),
      `${cursor}AAAA`,
      cursorOf([]),
      cursorOf([fingerprint]),
      cursorOf([fingerprint, ...position, 'more']),
      cursorOf([fingerprint.slice(1), ...position]),
      Buffer.from(JSON.stringify({ 0: fingerprint, length: position.length + 1 })).toString('base64url'),
      Buffer.from(JSON.stringify([fingerprint, ...position.map(() => 7)])).toString('base64url'),
      Buffer.from(JSON.stringify([fingerprint, ...position.map(() => null)])).toString('base64url'),
    ]
    for (const one of broken) expectProblem('invalid-cursor', await asked(operationId, request, one))
  })
})

test('every list that can be read page by page is among them', () => {
  expect(givingCursors.length).toBeGreaterThan(8)
})
