import { beforeAll, describe, expect, test } from 'vitest'
import * as z from 'zod'
import { ProblemDocument } from '../../../shared/contract/problem-schemas.ts'
import { changes } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { busEvents, settle } from '../../support/cloud-services-bus.ts'
import { logLines } from '../../support/cloud-services-log.ts'
import { allMails, linkTo } from '../../support/cloud-services-mail.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { callOf, expectProblem, type Request, routeOf, succeed } from '../../support/gateway-call.ts'
import { everyAnswer } from '../../support/gateway-contract.ts'
import { oneCallEach } from '../../support/gateway-one-call.ts'
import { fieldOfOrganization, guarded, validCall } from '../../support/gateway-valid-calls.ts'
import {
  canary,
  corpus,
  divisionsOf,
  liveInAnswer,
  liveInKeys,
  liveInMail,
  spokenFreely,
} from '../../support/injections.ts'
import { type Field, fieldsOf, ofKind, pointerTo, read, withField } from '../../support/schema-fields.ts'
import { withoutWrites } from '../../support/table-writes.ts'
import { runsLong, trials } from '../../support/trials.ts'
import { definitionsIn, type Furnished, seedWorld, type World } from '../../support/world.ts'
import { freshContract } from '../../support/world-contract-records.ts'
import { formsOf } from '../../support/world-forms.ts'
import { freshInvitee } from '../../support/world-fresh.ts'
import { activate, freshEmail, freshPassword, passwordForm, submit } from '../../support/world-people.ts'
import { dumpTable } from '../../support/world-table.ts'

let world: World
let clean: ReturnType<typeof divisionsOf>
let refused = 0
/** Which texts a field has really held. */
const held = new Set<string>()
/** Every line that was held by a field whose words reach readers as they are. */
const spoken = new Set<string>()
beforeAll(async () => {
  world = await seedWorld()
  clean = divisionsOf(await dumpTable())
})
const theCall = oneCallEach(() => world)

/** A write, of one kind where it takes several, and every text that may be said in it. */
type Write = { readonly operationId: OperationId; readonly kind: Field['kind']; readonly fields: readonly Field[] }

const writes: readonly Write[] = guarded
  .filter((operationId) => changes(routeOf(operationId)))
  .flatMap((operationId) => {
    const texts = fieldsOf(routeOf(operationId).body).filter(({ takes }) => read(takes)._zod.def.type === 'string')
    return [...Map.groupBy(texts, ({ kind }) => kind)].map(([kind, fields]) => ({ operationId, kind, fields }))
  })
const allFields = writes.flatMap(({ fields }) => fields)
const holds = ({ takes }: Field, text: string): boolean => z.safeParse(takes, text).success

const saying = (
  request: Request,
  { kind }: Write,
  fields: readonly Field[],
  textOf: (field: Field) => string,
): Request => ({
  ...request,
  body: fields.reduce((body, field) => withField(body, field.steps, textOf(field)), ofKind(request.body, kind)),
})

describe.each(writes.map((write, at) => [`${write.operationId} (${at})`, write] as const))('%s', (_, write) => {
  test('400 invalid for what it cannot hold, wherever that stands, and nothing of it is said again', async () => {
    const request = await theCall(write.operationId)
    for (const text of corpus) {
      // The organization that a call is about is looked at before all the rest.
      const about = fieldOfOrganization(write.operationId)
      const fields = write.fields.filter((field) => !holds(field, text) && field.steps[0] !== about)
      if (fields.length === 0) continue
      const stuffed = saying(request, write, fields, () => text)
      const answer = await withoutWrites(() => send(callOf(write.operationId, stuffed)))
      const { errors = [] } = expectProblem('invalid', answer)
      const pointers = errors.map(({ pointer }) => pointer)
      for (const { steps } of fields) expect(pointers, text).toContain(pointerTo(steps))
      expect(`${JSON.stringify(answer.headers)}${answer.body}`).not.toContain(canary)
      refused += fields.length
    }
  })
})

/** What a field is told in a round: another text in each, of those that it can hold, and another one than its neighbours. */
function toldIn(round: number, field: Field): string | undefined {
  const some = corpus.filter((text) => holds(field, text))
  return some[(round + allFields.indexOf(field) * 5) % some.length]
}

/**
 * A write that says as much of it as its fields can hold, and what came of it. A rule may still refuse some fields, such as the name
 * of a mailbox in somebody who is none, or a key that is taken: it is made without these, then.
 */
async function say(write: Write, request: Request, round: number): Promise<Answer> {
  const agent = { 'user-agent': (corpus[round % corpus.length] ?? '').replace(/[^\x20-\x7e]/g, '') }
  let fields = write.fields.filter(
    (field) => toldIn(round, field) !== undefined && field.steps.at(-1) !== '0' && !takesOnlyAddresses(field),
  )
  for (;;) {
    const stuffed = saying(
      { ...request, headers: { ...request.headers, ...agent } },
      write,
      fields,
      (field) => toldIn(round, field) ?? '',
    )
    const answer = await send(callOf(write.operationId, stuffed))
    if (answer.status < 300) {
      for (const field of fields) {
        held.add(`${allFields.indexOf(field)} ${toldIn(round, field)}`)
        if (spokenFreely[write.operationId]?.includes(field.steps[0] ?? ''))
          for (const line of String(z.parse(field.takes, toldIn(round, field))).split('\n')) spoken.add(line)
      }
      return answer
    }
    const { code, errors = [] } = ProblemDocument.parse(JSON.parse(answer.body))
    const blamed: readonly string[] = [
      // Where something cannot be said in one of them, the others of that part are nothing without it.
      ...errors.map(({ pointer, code: of }) =>
        of === 'required' ? pointer.replace(/(?<=.\/.*)\/[^/]+$/, '') : pointer,
      ),
      ...(code === 'external-id-taken' ? ['#/externalId'] : code === 'name-taken' ? ['#/name'] : []),
    ]
    const kept = fields.filter(({ steps }) => !blamed.some((pointer) => pointerTo(steps).startsWith(pointer)))
    if (kept.length === fields.length) throw new Error(`${write.operationId}: ${answer.body}`)
    fields = kept
  }
}
/** An address is for one person, and is told apart from all that follows. */
const takesOnlyAddresses = ({ takes }: Field): boolean =>
  z.safeParse(takes, 'p@contoso.example').success && !z.safeParse(takes, 'p').success

const creation = writes.find(({ operationId }) => operationId === 'createOrganization')

/** An organization that is called like that, with an owner who is, of whom every mail and every page speaks. */
async function poisonedTenant(round: number): Promise<Furnished> {
  if (!creation) throw new Error('nobody can say what an organization is called')
  const email = freshEmail()
  const { body, ...request } = await validCall('createOrganization', world)
  const answer = await say(creation, { ...request, body: withField(body, ['firstOwner', 'email'], email) }, round)
  const { organization, firstOwner } = JSON.parse(answer.body)
  await settle()
  const { organizationId, name } = organization
  const owner = await activate({ organizationId, profileId: firstOwner.profileId, email })
  const tenant = { organizationId, name, owner }
  const { invitationId, profileId } = await freshInvitee(tenant)
  const contractId = await freshContract(tenant, { state: 'sent' })
  return { ...tenant, things: { profileId, invitationId, contractId, ...(await definitionsIn(tenant)) } }
}

/** Somebody who was invited by address alone, and says on the page that this is their name. */
async function namedOnThePage({ owner, organizationId }: Furnished, name: string): Promise<void> {
  const email = freshEmail()
  await succeed('inviteUsers', { by: owner, params: { organizationId }, body: { addresses: [email] } })
  await settle()
  const form = await passwordForm(linkTo(email))
  const { status, body } = await submit(form, { password: freshPassword(), firstName: name, lastName: name })
  const [again] = formsOf(body).filter(({ fields }) => 'firstName' in fields)
  // What cannot be a name is shown again in its field, to be put right.
  expect(status).toBe(again ? 400 : 200)
  if (again) expect(again.fields.firstName?.replaceAll(/\s/g, '')).toBe(name.replaceAll(/\s/g, ''))
}

const reads = guarded.filter((operationId) => !changes(routeOf(operationId)))

/** Everything that can be read of an organization by its owner, also as a file of either kind. */
async function readAll(tenant: Furnished): Promise<void> {
  for (const operationId of reads) {
    const { callers, ...request } = await validCall(operationId, world, tenant)
    const by = callers.find(({ organizationId }) => organizationId === tenant.organizationId) ?? tenant.owner
    const formats = routeOf(operationId).reply === 'export' ? ['csv', 'jsonl'] : [undefined]
    for (const format of formats) {
      const query = {
        ...Object(request.query),
        ...(format && { format }),
        ...(request.query && 'limit' in Object(request.query) && { limit: '100' }),
      }
      const answer = await send(callOf(operationId, { ...request, by, query }))
      expect(answer.status, `${operationId}: ${answer.body}`).toBeLessThan(500)
    }
  }
}

/** As many rounds as it takes until the field that holds most of it has held each. */
const most = Math.max(...allFields.map((field) => corpus.filter((text) => holds(field, text)).length))
const { numRuns, seed } = trials('S12 rounds', most)

test.each(Array.from({ length: numRuns }, (_, round) => seed + round * (runsLong ? 1 : 11)))(
  'all that can be said is dead where it comes out: round %i',
  async (round) => {
    const from = { answers: everyAnswer().length, mails: allMails().length }
    const tenant = await poisonedTenant(round)
    for (const write of writes.filter((one) => one !== creation)) {
      await say(write, await validCall(write.operationId, world, tenant), round)
      await settle()
    }
    for (const at of [2 * round, 2 * round + 1]) await namedOnThePage(tenant, corpus[at % corpus.length] ?? '')
    await readAll(tenant)
    await settle()
    const answers = everyAnswer().slice(from.answers)
    const mails = allMails().slice(from.mails)
    expect(mails.length).toBeGreaterThan(3)
    expect([...answers.flatMap(liveInAnswer), ...mails.flatMap((mail) => liveInMail(mail, spoken))]).toEqual([])
  },
)

test('what is alive is noticed, wherever it is', () => {
  const page = (html: string): Answer => ({
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: `<!doctype html><html>${html}</html>`,
    from: 'a page',
  })
  const csv = (text: string): Answer => ({ ...page(''), headers: { 'content-type': 'text/csv' }, body: text })
  const mail = { to: 'mia@contoso.example', subject: 'Hello', html: '<p>Hello</p>', text: 'Hello' }
  expect([...liveInAnswer(page('<p>zuxil</p>')), ...liveInAnswer(csv('a,b\r\n1,2\r\n')), ...liveInMail(mail)]).toEqual(
    [],
  )
  for (const html of [
    '<p onclick="zuxil">',
    '<a href="https://evil.example">x</a>',
    '<a href="javascript:zuxil()">x</a>',
    '<zuxil>',
    'z\u200buxil zuxil\u202e',
  ])
    expect(liveInAnswer(page(html)), html).not.toEqual([])
  expect(() => liveInAnswer(page('<img src=x>'))).toThrow('a tag that we do not write')
  for (const text of ['a,b\r\n=1,2', 'a,b\r\n"=1",2', 'a,b\r\n1,2,3', 'a,b\r\nx;=1,2'])
    expect(liveInAnswer(csv(text)), text).not.toEqual([])
  expect(liveInAnswer({ ...csv(''), headers: { 'content-type': 'text/csv', etag: 'zuxil' } })).not.toEqual([])
  for (const more of [
    { to: 'a@b.example, c@d.example' },
    { subject: 'a\nBcc: x' },
    { text: 'Bcc: x' },
    { text: 'see www.evil.example' },
    { html: '<script>' },
    { html: '<b>x</b>' },
  ])
    expect(liveInMail({ ...mail, ...more }), JSON.stringify(more)).not.toEqual([])
  // Whoever may say a line as it is says it in the plain text, and nowhere else.
  const said = new Set(['Bcc: x', 'see www.evil.example', '<b>x</b>', 'a\nBcc: x', 'zuxil\u202e'])
  for (const text of ['Bcc: x', 'see www.evil.example', '<b>x</b>'])
    expect(liveInMail({ ...mail, text }, said)).toEqual([])
  for (const more of [
    { subject: 'a\nBcc: x' },
    { html: '<b>x</b>' },
    { html: '<a href="https://evil.example">x</a>' },
    { to: 'a@b.example, c@d.example' },
    { text: 'zuxil\u202e' },
    { text: 'Cc: x' },
  ])
    expect(liveInMail({ ...mail, ...more }, said), JSON.stringify(more)).not.toEqual([])
  const item = { __edb_e__: 'role', pk: 'a#b' }
  expect(liveInKeys([{ ...item, pk: 'a#zuxil#b' }], divisionsOf([item]))).toHaveLength(1)
})

test('an address that is none is told as it was given, and nobody is invited there', async () => {
  const { owner, organizationId } = world.customer
  const mails = allMails().length
  for (const text of corpus.filter((one) => !one.includes('@evil') && !/[,;\n]/.test(one))) {
    const request = { by: owner, params: { organizationId }, body: { addresses: [text] } }
    const answer = await withoutWrites(() => send(callOf('inviteUsers', request)))
    expect(JSON.parse(answer.body).items, text).toMatchObject([{ address: text.trim(), outcome: 'invalid' }])
    expect(liveInAnswer(answer)).toEqual([])
  }
  expect(allMails().length).toBe(mails)
})

test('no key of the table is divided by it, and no line of the log and no event holds any of it', async () => {
  console.log(
    `S12: ${corpus.length} texts in ${allFields.length} fields: ${refused} refused, ${held.size} held, ${allMails().length} mails, ${everyAnswer().length} answers`,
  )
  expect(liveInKeys(await dumpTable(), clean)).toEqual([])
  expect(logLines().filter((line) => line.includes(canary))).toEqual([])
  expect(busEvents().filter(({ detail }) => detail.includes(canary))).toEqual([])
  expect(refused).toBeGreaterThan(1000)
  expect(held.size).toBeGreaterThan(100)
})
