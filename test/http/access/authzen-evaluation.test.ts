import { beforeAll, describe, expect, test } from 'vitest'
import { action, group, organization, profile, put, user } from '../../support/access-questions.ts'
import { giveGroup, seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, freshPerson, type MadeTenant } from '../../support/world-fresh.ts'
import { freshGroup } from '../../support/world-groups.ts'
import { freshKey } from '../../support/world-keys.ts'
import type { Person } from '../../support/world-people.ts'

/*
 * OpenID AuthZEN Authorization API 1.0, sections 5 to 7: what they demand of whoever decides, and their examples, section by section. A program
 * asks with a key, so that the examples can be sent as they stand: their Alice is not known here, which is a no. Where an example is answered
 * with a yes, it is asked again about somebody who has what Alice has.
 */

let world: World
let here: MadeTenant
let asker: { readonly organizationId: string; readonly key: string }
/** Somebody who may read devices in the first and the third of three groups, as Alice reads documents 1 and 3. */
let alice: Person
let documents: readonly string[]
beforeAll(async () => {
  world = await seedWorld()
  here = await freshCustomer(world.provider)
  asker = { organizationId: here.organizationId, key: (await freshKey(here)).text }
  documents = await Promise.all([1, 2, 3].map(() => freshGroup(here.organizationId)))
  alice = await freshPerson(here, { defaultRole: 'rol_group-viewer' })
  for (const at of [0, 2]) await giveGroup(alice, documents[at] ?? '')
})

const single = async (body: unknown) => put('evaluateAccess', asker, body)
const batch = async (body: unknown) => put('evaluateAccessBatch', asker, body)
const replyTo = async (sent: ReturnType<typeof single>): Promise<unknown> => {
  const { status, headers, body } = await sent
  expect([status, headers['content-type']], body).toEqual([200, 'application/json'])
  return JSON.parse(body)
}
const no = { decision: false }

const anAlice = { type: 'user', id: 'alice@example.com' }
const aBook = { type: 'book', id: '123' }
const canRead = { name: 'can_read' }
const mayRead = () => ({ subject: user(alice), action: action('devices:read'), resource: group(documents[0] ?? '') })

describe('5 Information Model', () => {
  test.each([
    ['5.1.2 a minimal subject', anAlice],
    ['5.1.2 with a property', { ...anAlice, properties: { department: 'Sales' } }],
    [
      '5.1.2 with an address and a device',
      { ...anAlice, properties: { ip_address: '172.217.22.14', device_id: '8:65:ee:17:7e:0b' } },
    ],
    [
      '5.1.1 with properties of every kind',
      { ...anAlice, properties: { a: 'x', b: 1.5, c: true, d: null, e: [1, [2]], f: { g: {} } } },
    ],
  ])('%s is taken', async (_, subject) => {
    expect(await replyTo(single({ subject, action: canRead, resource: aBook }))).toEqual(no)
  })

  test.each([
    ['5.2.2 a resource with a type and an id', aBook],
    [
      '5.2.2 with a structured property',
      { ...aBook, properties: { library_record: { title: 'AuthZEN in Action', isbn: '978-0593383322' } } },
    ],
  ])('%s is taken', async (_, resource) => {
    expect(await replyTo(single({ subject: anAlice, action: canRead, resource }))).toEqual(no)
  })

  test.each([
    ['5.3.2 an action', canRead],
    ['5.3.2 with properties', { name: 'extend-loan', properties: { period: '2W' } }],
  ])('%s is taken', async (_, name) => {
    expect(await replyTo(single({ subject: anAlice, action: name, resource: aBook }))).toEqual(no)
  })

  test.each([
    ['5.4.1 a context', { time: '1985-10-26T01:22-07:00' }],
    [
      '5.4.1 with a schema',
      { time: '1985-10-26T01:22-07:00', schema: 'https://schema.example.com/access-request.schema.json' },
    ],
    ['5.4 that says nothing', {}],
  ])('%s is taken, and decides nothing', async (_, context) => {
    expect(await replyTo(single({ ...mayRead(), context }))).toEqual({ decision: true })
    expect(await replyTo(single({ subject: anAlice, action: canRead, resource: aBook, context }))).toEqual(no)
  })

  test('5.1, 5.2, 5.3 properties decide nothing: they are what the caller knows, and nobody here has looked', async () => {
    const { subject, action: name, resource } = mayRead()
    const properties = { role: 'owner', status: 'archived', admin: true }
    const asked = {
      subject: { ...subject, properties },
      action: { ...name, properties },
      resource: { ...resource, properties },
    }
    expect(await replyTo(single(asked))).toEqual({ decision: true })
    expect(await replyTo(single({ ...asked, action: { name: 'devices:manage', properties } }))).toEqual(no)
  })

  test('5.5 a decision has a boolean `decision`, and its `context`, if any, is an object', async () => {
    for (const explain of [true, false])
      for (const subject of [user(alice), anAlice]) {
        const reply = await replyTo(single({ ...mayRead(), subject, context: { explain } }))
        expect(reply).toEqual({
          decision: subject.id === alice.identityId,
          ...(explain && { context: { path: expect.any(Array), obstacles: expect.any(Array) } }),
        })
      }
  })
})

describe('6 Access Evaluation API', () => {
  test('6.1 the example is answered with a decision', async () => {
    const body = {
      subject: anAlice,
      resource: { type: 'account', id: '123' },
      action: { name: 'can_read', properties: { method: 'GET' } },
      context: { time: '1985-10-26T01:22-07:00' },
    }
    expect(await replyTo(single(body))).toEqual(no)
    expect(await replyTo(single({ ...body, ...mayRead() }))).toEqual({ decision: true })
  })

  test.each(['subject', 'action', 'resource'] as const)('6.1 `%s` is REQUIRED: 400 without it', async (missing) => {
    const { [missing]: _, ...body } = mayRead()
    expect((await single(body)).status).toBe(400)
  })

  test('6.2 the same question has the same answer again and again', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => replyTo(single(mayRead()))))
    expect(replies).toEqual(replies.map(() => ({ decision: true })))
  })
})

describe('7 Access Evaluations API', () => {
  const time = { time: '2024-05-31T15:22-07:00' }
  const files = ['boxcarring.md', 'subject-search.md', 'resource-search.md'].map((id) => ({ type: 'document', id }))

  test('7.1 three evaluations without default values', async () => {
    const evaluations = files.map((resource) => ({ subject: anAlice, action: canRead, resource, context: time }))
    expect(await replyTo(batch({ evaluations }))).toEqual({ evaluations: [no, no, no] })
  })

  test('7.1.1 three evaluations of one subject in one context', async () => {
    const evaluations = files.map((resource) => ({ action: canRead, resource }))
    expect(await replyTo(batch({ subject: anAlice, context: time, evaluations }))).toEqual({
      evaluations: [no, no, no],
    })
  })

  test('7.1.1 a default action, which the third overrides', async () => {
    const [one, two, three] = documents.map(group)
    const asked = (subject: object, read: object, edit: object, resources: readonly unknown[]) => ({
      subject,
      context: time,
      action: read,
      evaluations: resources.map((resource, at) => ({ ...(at === 2 && { action: edit }), resource })),
    })
    expect(await replyTo(batch(asked(anAlice, canRead, { name: 'can_edit' }, files)))).toEqual({
      evaluations: [no, no, no],
    })
    expect(
      await replyTo(batch(asked(user(alice), action('devices:read'), action('devices:manage'), [one, two, three]))),
    ).toEqual({ evaluations: [{ decision: true }, no, no] })
  })

  test('7.1.1 what an evaluation says overrides the whole of its default, and what it does not say is taken whole', async () => {
    const { owner } = here
    const evaluations = [
      {},
      { subject: user(owner) },
      { subject: profile(owner), action: action('organization:remove'), resource: organization(here) },
      { action: { name: 'devices:manage' } },
    ]
    expect(await replyTo(batch({ ...mayRead(), evaluations }))).toEqual({
      evaluations: [{ decision: true }, { decision: true }, { decision: true }, no],
    })
  })

  test.each([undefined, []])('7.1 with `evaluations` %j it is the single Access Evaluation', async (evaluations) => {
    expect(await replyTo(batch({ ...mayRead(), ...(evaluations && { evaluations }) }))).toEqual({ decision: true })
    expect((await batch({ ...mayRead(), subject: undefined, ...(evaluations && { evaluations }) })).status).toBe(400)
  })

  test('7.1 the keys at the top may be left out where every evaluation has them', async () => {
    expect(await replyTo(batch({ evaluations: [mayRead()] }))).toEqual({ evaluations: [{ decision: true }] })
  })

  test('7.1.2 the example of options, whose evaluation has no action: a no that says so', async () => {
    const body = {
      evaluations: [{ resource: { type: 'doc', id: '1' }, subject: { type: 'doc', id: '2' } }],
      options: { evaluations_semantic: 'execute_all', another_option: 'value' },
    }
    expect(await replyTo(batch(body))).toEqual({
      evaluations: [
        { decision: false, context: { error: { status: 400, message: expect.stringContaining('action') } } },
      ],
    })
  })

  describe('7.1.2.1 evaluations semantics', () => {
    const read = (evaluations_semantic: string | undefined) => ({
      subject: user(alice),
      action: action('devices:read'),
      ...(evaluations_semantic && { options: { evaluations_semantic } }),
      evaluations: documents.map((id) => ({ resource: group(id) })),
    })

    test.each([
      [undefined, [true, false, true]],
      ['execute_all', [true, false, true]],
      ['deny_on_first_deny', [true, false]],
      ['permit_on_first_permit', [true]],
    ] as const)('%s answers the example with %j', async (semantic, decisions) => {
      expect(await replyTo(batch(read(semantic)))).toEqual({
        evaluations: decisions.map((decision) => ({ decision })),
      })
    })

    test('a failure is a denial, so that it stops `deny_on_first_deny`', async () => {
      const evaluations = [{ resource: group(documents[0] ?? '') }, {}, { resource: group(documents[2] ?? '') }]
      const reply = await replyTo(batch({ ...read('deny_on_first_deny'), evaluations }))
      expect(reply).toMatchObject({ evaluations: [{ decision: true }, { decision: false }] })
      expect(Object(reply).evaluations).toHaveLength(2)
    })

    test.each(['EXECUTE_ALL', 'any', '', 7, null])('%j is none: 400', async (semantic) => {
      expect((await batch({ ...read(undefined), options: { evaluations_semantic: semantic } })).status).toBe(400)
    })
  })

  test('7.2 as many decisions as evaluations, in their order, and none at the top', async () => {
    const evaluations = Array.from({ length: 60 }, (_, at) => ({ resource: group(documents[at % 3] ?? '') }))
    const reply = await replyTo(batch({ ...mayRead(), evaluations }))
    expect(reply).toEqual({ evaluations: evaluations.map((_, at) => ({ decision: at % 3 !== 1 })) })
  })

  test('7.2.1 an error of the whole is one of HTTP, an error of one evaluation is a no with its reason', async () => {
    expect((await batch({ ...mayRead(), evaluations: 'x' })).status).toBe(400)
    expect((await batch('{')).status).toBe(400)
    const { subject, action: name } = mayRead()
    const reply = await replyTo(
      batch({ subject, action: name, evaluations: [{ resource: group(documents[0] ?? '') }, {}] }),
    )
    expect(reply).toEqual({
      evaluations: [
        { decision: true },
        { decision: false, context: { error: { status: 400, message: expect.stringContaining('resource') } } },
      ],
    })
  })
})
