import { beforeAll, describe, expect, test } from 'vitest'
import { askedBy } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import type { OrganizationId } from '../../../shared/domain/ids.ts'
import { getOrganization } from '../../../shared/table/organization.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { type Answer, type Call, send, withoutAuthorizerCache } from '../../support/gateway.ts'
import { callOf, expectProblem, routeOf } from '../../support/gateway-call.ts'
import { everyAnswer } from '../../support/gateway-contract.ts'
import { oneCallEach } from '../../support/gateway-one-call.ts'
import { expectSuccess, guarded, permitted, type ValidCall, validCall } from '../../support/gateway-valid-calls.ts'
import { accessToken, bearer, malformedTokens, timelessTokens } from '../../support/tokens.ts'
import { deactivate, endSignIns, endTokens, remove, seedWorld, setStatus, type World } from '../../support/world.ts'
import { judgeOf } from '../../support/world-cast.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import { beginActivation, invite } from '../../support/world-people.ts'
import { writesAmong } from '../../support/world-table.ts'
import { denied, untried } from './denial-cells.ts'

let world: World
/** Who may call nothing any more, or nothing yet, though their token is as good as any. */
let powerless: Readonly<Record<string, { readonly identityId: string }>>
beforeAll(async () => {
  world = await seedWorld()
  const { customer, provider } = world
  const owners = { defaultRole: 'rol_owner' }
  const admins = { defaultRole: 'rol_admin' }
  powerless = {
    'an Admin whose profile was removed': await remove(await freshPerson(customer, admins)),
    'an Admin who was deactivated': customer.deactivated,
    'an owner of the provider whose profile was removed': await remove(await freshPerson(provider, owners)),
    'an owner of the provider who was deactivated': await deactivate(await freshPerson(provider, owners)),
    'somebody invited to be an owner, who has not accepted': {
      identityId: await beginActivation(await invite(customer.owner, customer.organizationId, owners)),
    },
    'a sign-in that nobody has': { identityId: 'idn_01k2r8v6m0q3s5t7w9x1y3z5aa' },
  }
})

/** The call that every cell of a row is denied. */
const theCall = oneCallEach(() => world)
const wire = ({ by: _, ...request }: ValidCall, operationId: OperationId, headers: Record<string, string>): Call =>
  callOf(operationId, { ...request, headers: { ...request.headers, ...headers } })
const as = (person: { readonly identityId: string }, more = {}) => bearer(accessToken(person.identityId, more))

/** Sends calls that are denied, all at once, and leaves everything as it was. */
async function expectNoWrites(calls: readonly Call[]): Promise<readonly Answer[]> {
  let answers: readonly Answer[] = []
  const sent = await callsDuring(async () => {
    answers = await Promise.all(calls.map(send))
  })
  expect(writesAmong(sent)).toEqual([])
  return answers
}

/** A call that is denied, and leaves everything as it was. */
async function expectDenied(operationId: OperationId, headers: Record<string, string>, statuses: readonly number[]) {
  const [answer] = await expectNoWrites([wire(await theCall(operationId), operationId, headers)])
  if (!answer) throw new Error('nothing was answered')
  expect(statuses, answer.body).toContain(answer.status)
  return answer
}

/** A call that nobody has made yet, by one of those who may. */
async function expectAllowed(operationId: OperationId, position = 0, more = {}): Promise<ValidCall> {
  const call = await validCall(operationId, world)
  expectSuccess(operationId, await send(wire(call, operationId, as(call.callers[position] ?? call.by, more))))
  return call
}

describe.each(guarded)('%s', (operationId) => {
  test('is allowed for whoever may, twice: the cells below would say nothing otherwise', async () => {
    for (const position of [0, 1]) await expectAllowed(operationId, position)
  })

  test('is refused without a token by the gateway, whose 401 is not ours', async () => {
    for (const headers of [{}, { authorization: '' }]) {
      const { from } = await expectDenied(operationId, headers, [401])
      expect(from).toBe('gateway')
    }
    denied(operationId, 'nothing')
  })

  test.each([...Object.keys(malformedTokens), ...Object.keys(timelessTokens)])(
    'is refused with a token: %s',
    async (name) => {
      const make = malformedTokens[name] ?? timelessTokens[name]
      const { by } = await theCall(operationId)
      const answer = await expectDenied(operationId, { authorization: `Bearer ${make?.(by.identityId)}` }, [401])
      expectProblem('unauthenticated', answer)
      denied(operationId, name)
    },
  )

  test('is refused with an expired token that the gateway still remembers', async () => {
    const call = await validCall(operationId, world)
    const headers = as(call.by, { exp: Math.floor(Date.now() / 1000) + 30 })
    expectSuccess(operationId, await send(wire(call, operationId, headers)))
    await atTime(after.seconds(31), async () => {
      const answer = await expectDenied(operationId, headers, [401])
      expect(expectProblem('unauthenticated', answer).detail).toContain('expired')
    })
    denied(operationId, 'expired in the cache')
  })

  test('is refused with a token in any other place', async () => {
    const call = await theCall(operationId)
    const token = accessToken(call.by.identityId)
    const elsewhere = wire(call, operationId, {
      'x-authorization': `Bearer ${token}`,
      cookie: `access_token=${token}`,
    })
    const query = { ...Object(elsewhere.query), access_token: token }
    expect((await send({ ...elsewhere, query })).status).toBe(401)
  })

  test('is refused with a token from before all of them were ended', async () => {
    const call = await validCall(operationId, world)
    const now = Math.floor(Date.now() / 1000)
    const older = as(call.by, { iat: now - 5 })
    await endTokens(call.by, now - 4)
    await endSignIns(call.by, now - 4)
    const ended = async () => {
      const [answer] = await expectNoWrites([wire(call, operationId, older)])
      // Whoever acts from another organization holds nothing there with such a token, and learns nothing here.
      const abroad = call.organizationId !== undefined && call.organizationId !== call.by.organizationId
      if (answer) expectProblem(abroad ? 'not-found' : 'unauthenticated', answer)
    }
    // What the gateway remembers and what it asks anew come to the same.
    await ended()
    await withoutAuthorizerCache(ended)
    denied(operationId, 'ended')
    await endTokens(call.by, now - 6)
    await endSignIns(call.by, now - 6)
    expectSuccess(operationId, await send(wire(call, operationId, older)))
    await endTokens(call.by, 0)
    await endSignIns(call.by, 0)
  })
})

describe.each(permitted)('%s', (operationId) => {
  test('is denied to all of the world who hold nothing that it asks for: 403 to those who may know of it, 404 to others', async () => {
    const call = await theCall(operationId)
    const judge = await judgeOf(operationId, aboutOf(call), world)
    const others = call.cast
      .map((member) => ({ ...member, outcome: judge(member) }))
      .filter(({ outcome }) => outcome !== 'allowed')
    expect(others.length).toBeGreaterThan(3)
    const answers = await expectNoWrites(others.map(({ person }) => wire(call, operationId, as(person))))
    expect(others.map(({ name }, at) => [name, codeOf(answers[at])])).toEqual(
      others.map(({ name, outcome }) => [name, outcome]),
    )
    denied(operationId, ...others.map(({ name }) => name))
  })

  test('is denied to whoever is not what they were, or not yet, who learns nothing', async () => {
    const call = await theCall(operationId)
    const answers = await expectNoWrites(Object.values(powerless).map((person) => wire(call, operationId, as(person))))
    expect(Object.keys(powerless).map((name, at) => [name, codeOf(answers[at])])).toEqual(
      Object.keys(powerless).map((name) => [name, 'not-found']),
    )
    denied(operationId, ...Object.keys(powerless))
  })

  test('is denied with a token older than the organization allows, whatever else it is good for', async () => {
    const call = await theCall(operationId)
    const now = Math.floor(Date.now() / 1000)
    const person = call.callers.at(-1) ?? call.by
    const older = as(person, { iat: now - 5 })
    await endTokens(person, now)
    const answer = await expectDenied(operationId, older, [401, 404])
    expectProblem(person.organizationId === call.organizationId ? 'unauthenticated' : 'not-found', answer)
    expect((await send({ ...callOf('getMe', { headers: older }) })).status).toBe(200)
    await endTokens(person, 0)
  })

  test.each(['suspended', 'removed'] as const)(
    'is denied while the organization is %s, save to those who are asked for elsewhere',
    async (status) => {
      const call = await theCall(operationId)
      const about = aboutOf(call)
      await whileIn(status, about, async () => {
        await expectDeniedTo(operationId, call, [403, 404])
      })
    },
  )

  test('is denied to those who hold what it asks for in a parent, while that is suspended', async () => {
    const call = await theCall(operationId)
    const parentId = (await getOrganization(aboutOf(call)))?.parentId
    if (parentId === undefined || parentId === 'none')
      return expect(routeOf(operationId).access).toHaveProperty('organizationFrom')
    await whileIn('suspended', parentId, async () => {
      expect(await expectDeniedTo(operationId, call, [403, 404])).toContain("the provider's owner")
    })
  })
})

describe.each(guarded)('%s', (operationId) => {
  test('is as valid after all that was denied as before', async () => {
    const call = await theCall(operationId)
    expectSuccess(operationId, await send(wire(call, operationId, as(call.by))))
  })
})

/** Sends a call as everyone of the world to whom it must be denied now. Gives their names. */
async function expectDeniedTo(operationId: OperationId, call: ValidCall, statuses: readonly number[]) {
  const judge = await judgeOf(operationId, aboutOf(call), world)
  const others = call.cast.filter((member) => judge(member) !== 'allowed')
  const answers = await expectNoWrites(others.map(({ person }) => wire(call, operationId, as(person))))
  for (const [at, answer] of answers.entries())
    expect(statuses, `${others[at]?.name}: ${answer.body}`).toContain(answer.status)
  return others.map(({ name }) => name)
}

async function whileIn(status: 'suspended' | 'removed', organizationId: OrganizationId, act: () => Promise<void>) {
  const before = (await getOrganization(organizationId))?.status ?? 'active'
  await setStatus(organizationId, status)
  await act()
  await setStatus(organizationId, before)
}

function aboutOf({ organizationId }: ValidCall): OrganizationId {
  if (organizationId === undefined) throw new Error('a call about an organization names it')
  return organizationId
}

const codeOf = (answer: Answer | undefined): unknown => (answer ? JSON.parse(answer.body).code : undefined)

describe.each(guarded.filter((operationId) => !permitted.includes(operationId)))('%s', (operationId) => {
  test('is refused to a sign-in that is gone, or has accepted nothing yet', async () => {
    for (const name of ['a sign-in that nobody has', 'somebody invited to be an owner, who has not accepted']) {
      const answer = await expectDenied(operationId, as(powerless[name] ?? { identityId: '' }), [401])
      expectProblem('unauthenticated', answer)
    }
  })
})

test('every cell of the table was tried on every row', () => {
  const missing = guarded.map((operationId) => [operationId, untried(operationId, permitted.includes(operationId))])
  expect(missing).toEqual(guarded.map((operationId) => [operationId, []]))
  const cells = permitted.length * 22 + (guarded.length - permitted.length) * 17
  console.log(`S1 denials: ${guarded.length} rows, ${cells} cells, ${everyAnswer().length} answers`)
})

test('nothing was answered with an error of ours', () => {
  expect(everyAnswer().filter(({ status }) => status >= 500)).toEqual([])
})

test('rows that ask for something in a parent are judged there', () => {
  const elsewhere = permitted.filter((operationId) => askedBy(routeOf(operationId)).some((one) => one.in !== undefined))
  expect(permitted.length).toBeGreaterThan(elsewhere.length)
})
