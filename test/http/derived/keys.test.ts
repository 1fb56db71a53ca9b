import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { askedBy, hidesOrganization, organizationFieldOf } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { whyNoKeyHolds } from '../../../shared/domain/api-key.ts'
import type { OrganizationKind, Permission } from '../../../shared/domain/catalog.ts'
import { newKeyText } from '../../../shared/frame/api-key-text.ts'
import { newIdAt } from '../../../shared/frame/event.ts'
import { revokeApiKey, rotateApiKey } from '../../../shared/table/api-key.ts'
import { freeName } from '../../../shared/table/definition-name.ts'
import { commit } from '../../../shared/table/transaction.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { noteSecret } from '../../support/cloud-services-secrets.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { type Answer, send, withoutAuthorizerCache } from '../../support/gateway.ts'
import { callOf, expectProblem, routeOf, withoutRequestId } from '../../support/gateway-call.ts'
import { everyAnswer } from '../../support/gateway-contract.ts'
import { oneCallEach } from '../../support/gateway-one-call.ts'
import { expectSuccess, guarded, permitted, type ValidCall, validCall } from '../../support/gateway-valid-calls.ts'
import { fieldIn, withField } from '../../support/schema-fields.ts'
import { seedWorld, type Tenant, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { organizationOf } from '../../support/world-fresh.ts'
import { everyPermissionOfKeys, freshKey, isNoteOfUse, type MadeKey } from '../../support/world-keys.ts'
import { writesAmong } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

/** The call that every cell of a row is denied. */
const theCall = oneCallEach(() => world)
const absent = 'org_01k2r8v6m0q3s5t7w9x1y3z5zz'
let allowed = 0
let cells = 0

/** Whether a call by a key is about the key's organization, with nothing that names another. */
const isOfKey = (operationId: OperationId) => organizationFieldOf(routeOf(operationId))?.afterKey === true

/** The organization that a call is about, where no key is made by somebody who has nothing to do with the trial. */
async function there({ organizationId }: Pick<ValidCall, 'organizationId'>) {
  if (organizationId === undefined) throw new Error('a call about an organization names it')
  const { kind } = await organizationOf(organizationId)
  return { organizationId, kind, owner: world.provider.owner }
}

/** What of that which a row asks for a key may hold, and counts where the key acts: in the organization itself. */
const ofKeys = (operationId: OperationId, kind: OrganizationKind): readonly Permission[] =>
  askedBy(routeOf(operationId))
    .filter(({ in: place }) => place !== 'parent' && (place !== 'provider' || kind === 'provider'))
    .map(({ permission }) => permission)
    .filter((permission) => whyNoKeyHolds(permission, kind) === undefined)

const wire = ({ by: _, ...request }: ValidCall, operationId: OperationId, text: string) =>
  callOf(operationId, { ...request, by: { text } })

/** Sends calls with these keys, which are denied, and leaves everything as it was, but for the hour in which a key was used. */
async function denied(operationId: OperationId, call: ValidCall, texts: readonly string[]): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  const sent = await callsDuring(async () => {
    for (const text of texts) answers.push(await send(wire(call, operationId, text)))
  })
  expect(writesAmong(sent.filter((call) => !isNoteOfUse(call)))).toEqual([])
  cells += answers.length
  return answers
}

async function expectUnauthenticated(operationId: OperationId, call: ValidCall, texts: readonly string[]) {
  for (const answer of await denied(operationId, call, texts)) {
    const { detail } = expectProblem('unauthenticated', answer)
    expect(detail).not.toMatch(/rk_|key_|org_/)
  }
}

/** What was made for one trial is revoked after it: an organization has room for a hundred. */
const made = new Map<string, MadeKey['record']>()
const keyFor = async (...given: Parameters<typeof freshKey>): Promise<MadeKey> => {
  const key = await freshKey(...given)
  made.set(key.record.keyId, key.record)
  return key
}
afterEach(async () => {
  for (const record of made.values()) await revoke(record)
})
async function revoke(record: MadeKey['record']): Promise<void> {
  const now = new Date().toISOString()
  const named = { ...record, kind: 'api-key', definitionId: record.keyId } as const
  await commit([revokeApiKey(record, now, 2_000_000_000), ...freeName(named)], newIdAt(now)('activity'))
  made.delete(record.keyId)
}

/** One of each organization that calls are not about, with everything that it may hold. */
const foreignKeys = new Map<string, Promise<MadeKey>>()
async function foreignKey(tenant: Tenant): Promise<MadeKey> {
  const { kind } = await organizationOf(tenant.organizationId)
  const key = foreignKeys.get(tenant.organizationId) ?? freshKey(tenant, { permissions: everyPermissionOfKeys(kind) })
  foreignKeys.set(tenant.organizationId, key)
  return key
}

const inAMinute = () => new Date(Date.now() + after.minutes(1)).toISOString()
const secretOf = ({ text }: Pick<MadeKey, 'text'>) => text.slice(-44)
const placeOf = ({ text }: Pick<MadeKey, 'text'>) => text.slice(0, -44)

/** What the table took, in words: which entities were put, and which items were changed or removed. */
function written(calls: readonly { readonly input: object }[]): readonly string[] {
  return calls.flatMap(({ input }) => {
    const { TransactItems = [] } = Object(input)
    const items: readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[] = TransactItems
    return items.flatMap((item) =>
      Object.entries(item).flatMap(([verb, { Item, Key }]) => {
        if (verb === 'ConditionCheck') return []
        const entity: unknown = Object(Item).__edb_e__?.S
        return [`${verb} ${entity ?? String(Object(Key).sk?.S).replace(/[#_].*/, '')}`]
      }),
    )
  })
}

/** Who did what a call has written into activities. */
const actorsIn = (calls: readonly { readonly input: object }[]): readonly unknown[] =>
  calls.flatMap(({ input }) => {
    const { TransactItems = [] } = Object(input)
    return TransactItems.flatMap(({ Put }: { readonly Put?: { readonly Item?: unknown } }) => {
      const { __edb_e__, summary } = Object(Put?.Item)
      return __edb_e__?.S === 'activity' ? [summary?.M?.actor?.S] : []
    })
  })

/** Expects keys to be known and to come to nothing, which says that what comes next is refused for another reason than this one. */
async function expectKnown(operationId: OperationId, call: ValidCall, texts: readonly string[]) {
  const { status } = await organizationOf((await there(call)).organizationId)
  const isHidden = hidesOrganization(routeOf(operationId)) || status === 'removed'
  for (const answer of await denied(operationId, call, texts))
    expectProblem(isHidden ? 'not-found' : 'forbidden', answer)
}

/** A key of the organization that a call is about, with everything that a key may hold but what the row asks for. */
async function keyWithoutIt(operationId: OperationId, call: ValidCall, more: Partial<MadeKey['record']> = {}) {
  const { kind, ...organization } = await there(call)
  const asked = ofKeys(operationId, kind)
  const permissions = everyPermissionOfKeys(kind).filter((permission) => !asked.includes(permission))
  return keyFor(organization, { permissions, ...more })
}

describe.each(permitted)('%s with an API key', (operationId) => {
  test('is allowed with one that holds what it asks for, as it is to a person, and is what the key has done', async () => {
    const call = await validCall(operationId, world)
    const { kind, ...organization } = await there(call)
    const { text, record } = await keyFor(organization, { permissions: everyPermissionOfKeys(kind) })
    if (ofKeys(operationId, kind).length === 0) return expectKnown(operationId, call, [text])
    allowed++
    const byKey = await callsDuring(async () => expectSuccess(operationId, await send(wire(call, operationId, text))))
    await settle()
    const actors = actorsIn(byKey)
    expect(actors).toEqual(actors.map(() => `key:${record.keyId}`))
    const { by, ...same } = await validCall(operationId, world)
    const byPerson = await callsDuring(async () => {
      expectSuccess(operationId, await send(callOf(operationId, { ...same, by })))
    })
    await settle()
    expect(written(byKey)).toEqual(written(byPerson))
  })

  test('is allowed with one that holds nothing else, but for what its maker would have to hold to give it', async () => {
    const call = await validCall(operationId, world)
    const { kind, ...organization } = await there(call)
    for (const permission of ofKeys(operationId, kind).slice(0, 1)) {
      const { text } = await keyFor(organization, { permissions: [permission] })
      const answer = await send(wire(call, operationId, text))
      if (answer.status !== 403) expectSuccess(operationId, answer)
      else expect(answer.body).toMatch(/"code":"(?:cannot-grant|owner-only)"|It takes the permission \S+ as well/)
    }
    await settle()
  })

  test('403 with everything but what it asks for', async () => {
    const call = await theCall(operationId)
    const { text } = await keyWithoutIt(operationId, call)
    await expectKnown(operationId, call, [text])
  })

  test('401 with another secret, cut off, or under another key or organization', async () => {
    const call = await theCall(operationId)
    const { kind, ...organization } = await there(call)
    const more = { permissions: everyPermissionOfKeys(kind) }
    const [key, other] = [await keyFor(organization, more), await keyFor(organization, more)]
    const foreign = await foreignKey(elsewhere(call))
    const { text } = newKeyText(key.record)
    await expectUnauthenticated(operationId, call, [
      noteSecret('API key', text),
      `${placeOf(other)}${secretOf(key)}`,
      `${placeOf(foreign)}${secretOf(key)}`,
      `${placeOf(key)}${secretOf(foreign)}`,
      `${placeOf(key)}_${key.record.current.hash}`,
      ...[1, 22, 43, 44, 70].map((length) => key.text.slice(0, -length)),
    ])
  })

  test('401 with one that has expired, from that very moment on', async () => {
    const call = await theCall(operationId)
    const { text, record } = await keyWithoutIt(operationId, call, { expiresAt: inAMinute() })
    const justBefore = new Date(Date.parse(record.expiresAt) - 1).toISOString()
    await atTime(justBefore, () => expectKnown(operationId, call, [text]))
    await atTime(record.expiresAt, () => expectUnauthenticated(operationId, call, [text]))
  })

  test('401 with one that was revoked, also where the gateway remembers who it is', async () => {
    const call = await theCall(operationId)
    const { text, record } = await keyWithoutIt(operationId, call)
    await expectKnown(operationId, call, [text])
    await revoke(record)
    await expectUnauthenticated(operationId, call, [text])
    await withoutAuthorizerCache(() => expectUnauthenticated(operationId, call, [text]))
  })

  test('401 with the secret before, once the overlap is over, and with the one before that at once', async () => {
    const call = await theCall(operationId)
    const { text: first, record } = await keyWithoutIt(operationId, call)
    const second = await rotated(record)
    await expectKnown(operationId, call, [first, second.text])
    const third = await rotated(second.record)
    await expectUnauthenticated(operationId, call, [first])
    await expectKnown(operationId, call, [second.text, third.text])
    await atTime(inAMinute(), async () => {
      await expectUnauthenticated(operationId, call, [first, second.text])
      await expectKnown(operationId, call, [third.text])
    })
  })
})

describe.each(permitted.filter(isOfKey))('%s with an API key', (operationId) => {
  test('is about the organization of its key, whatever the call says', async () => {
    const call = await theCall(operationId)
    const { text } = await foreignKey(elsewhere(call))
    const answers = [
      ...(await denied(operationId, call, [text])),
      ...(await denied(operationId, nowhere(operationId, call), [text])),
    ]
    const [one, other] = answers.map(withoutRequestId)
    expect(one).toEqual(other)
    expect(one?.status).toBe(200)
    expect(JSON.stringify(one)).not.toContain(call.organizationId)
  })
})

describe.each(permitted.filter((operationId) => !isOfKey(operationId)))('%s with an API key', (operationId) => {
  test('404 with one of another organization, the very same as where there is no such organization', async () => {
    const call = await theCall(operationId)
    const { text } = await foreignKey(elsewhere(call))
    const [foreign] = await denied(operationId, call, [text])
    const [nobodys] = await denied(operationId, nowhere(operationId, call), [text])
    if (!foreign || !nobodys) throw new Error('nothing was answered')
    expectProblem('not-found', foreign)
    expect(withoutRequestId(foreign)).toEqual(withoutRequestId(nobodys))
    // The provider's acts for its customers no more than any other.
    const ofProvider = await foreignKey(world.provider)
    if (call.organizationId !== world.provider.organizationId)
      for (const answer of await denied(operationId, call, [ofProvider.text])) expectProblem('not-found', answer)
  })
})

describe.each(guarded.filter((operationId) => !permitted.includes(operationId)))(
  '%s with an API key',
  (operationId) => {
    test('401, since it is for people about themselves', async () => {
      const call = await theCall(operationId)
      const { text } = await freshKey(world.customer, { permissions: everyPermissionOfKeys('customer') })
      for (const answer of await denied(operationId, call, [text]))
        expect(expectProblem('unauthenticated', answer).detail).toContain('signed-in person')
    })
  },
)

describe.each(guarded)('%s', (operationId) => {
  test('is as valid after all that was denied as before', async () => {
    const { by, ...call } = await theCall(operationId)
    expectSuccess(operationId, await send(callOf(operationId, { ...call, by })))
  })
})

test('every row was tried, most of them with success, and nothing was answered with an error of ours', () => {
  console.log(`S1 API keys: ${guarded.length} rows, ${allowed} of them for keys, ${cells} denied calls`)
  expect(allowed).toBeGreaterThan(permitted.length / 2)
  expect(everyAnswer().filter(({ status }) => status >= 500)).toEqual([])
})

/** An organization of the world that a call is not about. */
const elsewhere = ({ organizationId }: ValidCall) =>
  organizationId === world.twin.organizationId ? world.resellersCustomer : world.twin

/** The same call about an organization that is not there; one about the provider says so without naming it. */
function nowhere(operationId: OperationId, call: ValidCall): ValidCall {
  const { part, steps } = organizationFieldOf(routeOf(operationId)) ?? { part: 'params', steps: ['organizationId'] }
  return fieldIn(call[part], steps) === undefined ? call : { ...call, [part]: withField(call[part], steps, absent) }
}

/** Gives a key another secret; the one before works for a minute less a moment. */
async function rotated(before: MadeKey['record']): Promise<MadeKey> {
  const { text, secretHash } = newKeyText(before)
  const now = new Date().toISOString()
  const previous = { ...before.current, validUntil: new Date(Date.now() + after.seconds(59)).toISOString() }
  const record = { ...before, current: { hash: secretHash, since: now }, previous, version: before.version + 1 }
  await commit([rotateApiKey(before, record)], newIdAt(now)('activity'))
  made.set(record.keyId, record)
  return { record, text: noteSecret('API key', text) }
}
