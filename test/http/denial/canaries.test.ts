import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allRoutes } from '../../../shared/contract/routes.ts'
import { busEvents, publishBatch, reactionsTo, settle, takeRecords } from '../../support/cloud-services-bus.ts'
import { linesOfRuntime } from '../../support/cloud-services-lambda.ts'
import { allMails } from '../../support/cloud-services-mail.ts'
import { happenings } from '../../support/fault-happenings.ts'
import { meddledWith, type ServiceCall } from '../../support/fault-injector.ts'
import { send } from '../../support/gateway.ts'
import { callOf } from '../../support/gateway-call.ts'
import { everyAnswer } from '../../support/gateway-contract.ts'
import { guarded, validCall } from '../../support/gateway-valid-calls.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { atTime } from '../../support/world-clock.ts'
import { freshCustomer, type MadeTenant } from '../../support/world-fresh.ts'
import { type Canary, canariesIn, formsOf } from './canary-forms.ts'
import { again, journey, type Note, newEmail, type Step } from './canary-journey.ts'
import { mailsToTypist, places, startWatch, table } from './canary-watch.ts'

let world: World
/** Where all of it happens; its owner types what others are. */
let tenant: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  tenant = await freshCustomer(world.provider)
  startWatch()
})

const canaries = new Map<string, Canary>()
const note: Note = (kind, value) => {
  canaries.set(value, { kind, value })
  return value
}

/** What a service may say of what it was asked: with all of it in its words. */
function refusal({ service, command, input }: ServiceCall): Error {
  const message = `${service} refuses ${command}: ${JSON.stringify(input)} failed to satisfy a constraint`
  return Object.assign(new Error(message), { name: 'ValidationException', $metadata: {}, input })
}

let failures = 0
/** Lets everything happen, or all that follows from it. */
const happen = (step: Step): Promise<unknown> => ('followsIn' in step ? atTime(step.followsIn, settle) : step(0))

/** The same while each call fails once: for all that follows, of each function by itself. */
async function happenFailing(step: Step): Promise<void> {
  if (!('followsIn' in step)) return failingAtEachCall(step)
  for (let records = takeRecords(); records.length > 0; records = takeRecords()) {
    const before = busEvents().length
    await failingAtEachCall(() => publishBatch(records))
    for (const event of busEvents().slice(before))
      for (const { act } of reactionsTo(event))
        await failingAtEachCall((tried) => atTime(step.followsIn + again(tried), act))
  }
}

/** Tries something again and again, while another one of its calls to AWS fails each time, until none does. */
async function failingAtEachCall(act: (tried: number) => Promise<unknown>): Promise<void> {
  for (let failing = 0; ; failing++) {
    let calls = 0
    let failed = false
    const meddling = (call: ServiceCall) => {
      if (calls++ !== failing) return call.goOn()
      failed = true
      failures++
      throw refusal(call)
    }
    try {
      await meddledWith({ call: async (call) => meddling(call) }, () => act(failing))
    } catch (error) {
      if (!failed) throw error
    }
    if (!failed) return
  }
}

describe('the values of people', () => {
  test('go through all that happens to them', async () => {
    for await (const step of journey(world, tenant, note)) await happen(step)
    expect([...canaries.values()].filter(({ kind }) => kind === 'link token').length).toBeGreaterThan(5)
  })

  test('go through all of it while each call to AWS fails once, in words that quote what it was asked', async () => {
    for await (const step of journey(world, tenant, note)) await happenFailing(step)
    expect(failures).toBeGreaterThan(150)
    expect(linesOfRuntime().length).toBeGreaterThan(20)
  })

  test('are near what befalls keys and webhooks', async () => {
    for (const action of ['api-key.orphaned', 'webhook.disabled']) await happenings[action]?.(world)
    await settle()
  })

  test('go through every row that there is, in all places where they do not belong', async () => {
    const [email] = [newEmail(note)]
    const [token, password, key] = ['link token', 'password', 'API key'].map(
      (kind) => [...canaries.values()].find((one) => one.kind === kind)?.value ?? '',
    )
    for (const { operationId, route } of allRoutes()) {
      const valid = guarded.includes(operationId)
        ? await validCall(operationId, world)
        : { params: route.example.params ?? {} }
      const misplaced = callOf(operationId, {
        ...valid,
        headers: {
          ...Object(valid).headers,
          referer: `https://rolecall.example/activate/${token}`,
          cookie: `password=${password}`,
          'x-email': String(email),
          'x-api-key': String(key),
        },
      })
      await send(misplaced)
      await send({
        ...misplaced,
        query: { ...Object(misplaced.query), token: String(token), email: String(email), key: String(key) },
      })
      if (route.body) await send({ ...misplaced, body: { ...Object(misplaced.body), password, token, email, key } })
      await send({
        ...misplaced,
        headers: { ...misplaced.headers, 'if-match': `"${token}"`, 'idempotency-key': `${password}` },
      })
      await send({ ...misplaced, headers: { ...misplaced.headers, authorization: `Bearer ${key}` } })
    }
    await settle()
  })
})

test('every row was called, and every function that reacts to something has reacted', () => {
  const called = new Set(everyAnswer().map(({ from }) => from))
  expect(allRoutes().flatMap(({ operationId }) => (called.has(operationId) ? [] : [operationId]))).toEqual([])
  const features = new URL('../../../infra/features/', import.meta.url)
  const reacting = readdirSync(features).flatMap((file) =>
    [...readFileSync(new URL(file, features), 'utf8').matchAll(/reacts\('([\w-]+)'/g)].map(
      ([, name]) => `${file.slice(0, -3)}/${name}`,
    ),
  )
  const reacted = new Set(busEvents().flatMap((event) => reactionsTo(event).map(({ name }) => name)))
  expect(reacting.filter((name) => !reacted.has(name))).toEqual([])
})

describe('nothing of it is found', () => {
  const own = () => new Set(allMails().flatMap(({ to }) => (to.startsWith('canary-') ? [to] : [])))
  const secret = ({ kind }: Canary) => kind !== 'e-mail' && kind !== 'phone'

  test.each(Object.keys(places(new Set(), '')))('in %s', (where) => {
    const texts = places(own(), tenant.owner.email)[where] ?? []
    const sought = [...canaries.values()].filter(
      (canary) => secret(canary) || (where !== table && (where !== mailsToTypist || canary.kind === 'phone')),
    )
    expect(texts.length).toBeGreaterThan(where === 'parked records' || where === 'what else is printed' ? -1 : 0)
    const found = texts.flatMap((text) => canariesIn(sought, text).map((kind) => `${kind}: ${text.slice(0, 400)}`))
    expect([...new Set(found)]).toEqual([])
  })

  test('in mails to themselves, but for the link of each and the code that proves that they read it', () => {
    const mailed = ['link token', 'approval code']
    const sought = [...canaries.values()].filter((canary) => secret(canary) && !mailed.includes(canary.kind))
    for (const mail of allMails()) expect(canariesIn(sought, JSON.stringify(mail)), mail.subject).toEqual([])
  })
})

test('every form of a value would be found', () => {
  for (const value of ['a+b "c"&é-1234567', '3249123456789'])
    for (const form of formsOf({ kind: 'x', value }))
      expect(canariesIn([{ kind: 'x', value }], `..${form}..`)).toEqual(['x'])
  for (const around of ['', 'a', 'ab', 'abc'])
    expect(
      canariesIn([{ kind: 'x', value: 'canary-1' }], Buffer.from(`${around}canary-1${around}`).toString('base64')),
    ).toEqual(['x'])
})

afterAll(() => {
  const kinds = Map.groupBy(canaries.values(), ({ kind }) => kind)
  const counts = [...kinds].map(([kind, all]) => `${all.length} of ${kind}`).join(', ')
  console.log(
    `S6 canaries: ${canaries.size} values (${counts}), ${failures} failed calls, ${everyAnswer().length} answers`,
  )
})
