import { beforeAll, describe, expect, test } from 'vitest'
import { changes, isAboutProvider } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import type { OrganizationId } from '../../../shared/domain/ids.ts'
import { getOrganization } from '../../../shared/table/organization.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { allMails } from '../../support/cloud-services-mail.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { callOf, expectProblem, type Request, routeOf, withoutRequestId } from '../../support/gateway-call.ts'
import {
  expectSuccess,
  fieldOfOrganization,
  guarded,
  type ValidCall,
  validCall,
} from '../../support/gateway-valid-calls.ts'
import { activitiesTaken, withoutWrites } from '../../support/table-writes.ts'
import { deactivate, endSignIns, type Furnished, seedWorld, type World } from '../../support/world.ts'
import { judgeOf, ownerOf } from '../../support/world-cast.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { freshPerson } from '../../support/world-fresh.ts'
import type { Person } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

let keys = 0
const freshKey = () => `key-${++keys}`
const keyed = (operationId: OperationId, request: Request, key: string): Promise<Answer> =>
  send(callOf(operationId, { ...request, headers: { ...request.headers, 'Idempotency-Key': key } }))
const bytes = (answer: Answer) => withoutRequestId(answer)
const countActivities = (): number => activitiesTaken().size

const changing = guarded.filter((operationId) => changes(routeOf(operationId)))

describe.each(changing)('%s with an Idempotency-Key', (operationId) => {
  const { status, secretReply } = routeOf(operationId)
  const valid = (here?: Furnished) => validCall(operationId, world, here)

  /** Makes a call under a key, which happens. */
  async function first(key: string, given?: ValidCall) {
    const request = given ?? (await valid())
    const before = countActivities()
    const answer = await keyed(operationId, request, key)
    expectSuccess(operationId, answer)
    const happened = countActivities() - before
    expect(happened, `${operationId} changed nothing: its recipe must prepare something to change`).toBeGreaterThan(0)
    return { answer, request, happened }
  }

  test('is answered again byte for byte, and happens once', async () => {
    const key = freshKey()
    const { answer, request } = await first(key)
    await settle()
    const mails = allMails().length
    await withoutWrites(async () => {
      for (let again = 0; again < 3; again++) {
        const replayed = await keyed(operationId, request, key)
        if (secretReply) expectProblem('already-answered', replayed)
        else expect(bytes(replayed)).toEqual(bytes(answer))
      }
      await settle()
    })
    expect(allMails()).toHaveLength(mails)
  })

  test('happens once when it is sent ten times at once', async () => {
    const key = freshKey()
    const request = await valid()
    const before = countActivities()
    const answers = await Promise.all(Array.from({ length: 10 }, () => keyed(operationId, request, key)))
    const done = answers.filter((answer) => answer.status === status)
    expect(new Set(done.map(({ body }) => body)).size).toBe(1)
    expect(done.length).toBeGreaterThan(0)
    // What is shown once is shown to one of them, and the others are told so.
    if (secretReply) expect(done).toHaveLength(1)
    for (const other of answers.filter((answer) => answer.status !== status))
      expectProblem(secretReply && other.body.includes('already-answered') ? 'already-answered' : 'busy', other)
    const once = countActivities() - before
    expect((await first(freshKey())).happened).toBe(once)
  })

  test('422 key-reused with another body, or for another call, and nothing happens', async () => {
    const key = freshKey()
    const { request } = await first(key)
    const other = await valid()
    const text = JSON.stringify(request.body ?? {})
    // The organization is looked at first, where it stands in the body.
    const field = fieldOfOrganization(operationId)
    const invalid = field === undefined ? [{ unknown: '1' }, 'x'] : [{ [field]: Object(request.body)[field] }]
    await withoutWrites(async () => {
      for (const body of [` ${text}`, ...invalid])
        expectProblem('key-reused', await keyed(operationId, { ...request, body }, key))
      if (other.organizationId === request.organizationId && !isSameCall(operationId, request, other))
        expectProblem('key-reused', await keyed(operationId, { ...other, by: request.by }, key))
    })
  })

  test("is another call for another caller: one learns nothing of the other's key", async () => {
    const key = freshKey()
    const { request } = await first(key)
    const other = await valid()
    const by = [other.by, ...other.callers].find(({ identityId }) => identityId !== request.by.identityId)
    if (!by) throw new Error('nobody else may call it')
    await first(key, { ...other, by })
  })

  test('is another call in another organization', async () => {
    if (fieldOfOrganization(operationId) !== undefined || isAboutProvider(routeOf(operationId))) return
    const [one, other] = [await valid(), await valid(world.twin)]
    if (one.organizationId === undefined) return
    expect(other.organizationId).not.toBe(one.organizationId)
    const by = one.callers.find(({ identityId }) => other.callers.some((who) => who.identityId === identityId))
    if (!by) throw new Error('nobody may call it in both organizations')
    const key = freshKey()
    await first(key, { ...one, by })
    await first(key, { ...other, by })
  })

  test('is remembered after 23 hours, and forgotten after 25', async () => {
    const key = freshKey()
    const { answer, request } = await first(key)
    const later = { ...(await validCall(operationId, world, world.customer, request.by)), by: request.by }
    await atTime(after.hours(23), async () => {
      const replayed = await keyed(operationId, request, key)
      if (secretReply) expectProblem('already-answered', replayed)
      else expect(bytes(replayed)).toEqual(bytes(answer))
    })
    await atTime(after.hours(25), async () => {
      await first(key, later)
    })
  })

  test('is refused to whoever may not call any more: the answer is no right', async () => {
    const key = freshKey()
    const call = await valid()
    const by = call.organizationId === undefined ? call.by : await someoneAllowed(operationId, call.organizationId)
    await first(key, { ...call, by })
    if (call.organizationId !== undefined) await deactivate(by)
    else await endSignIns(by, Math.floor(Date.now() / 1000) + 60)
    expectProblem(
      call.organizationId === undefined ? 'unauthenticated' : 'not-found',
      await keyed(operationId, call.organizationId === undefined ? call : { ...call, by }, key),
    )
    if (call.organizationId === undefined) await endSignIns(by, 0)
  })

  test('is not remembered where it failed: it may be put right under the same key', async () => {
    const key = freshKey()
    const request = await valid()
    const query = { ...Object(request.query), unknown: '1' }
    expectProblem('invalid', await keyed(operationId, { ...request, query }, key))
    await first(key, request)
  })

  test('is answered alike when the first answer got lost on its way', async () => {
    const key = freshKey()
    const request = await valid()
    const before = countActivities()
    let lost = 0
    const broken = await whileMeddling(
      async ({ command, goOn }) => {
        const result = await goOn()
        if (command === 'TransactWriteItemsCommand' && lost++ === 0) throw new Error('socket hang up')
        return result
      },
      () => keyed(operationId, request, key),
    )
    expect(lost).toBeGreaterThan(0)
    expectProblem('internal-error', broken)
    const committed = countActivities()
    expect(committed).toBeGreaterThan(before)
    const again = await keyed(operationId, request, key)
    if (secretReply) expectProblem('already-answered', again)
    else expectSuccess(operationId, again)
    expect(countActivities()).toBe(committed)
  })

  test('400 invalid for a key that is empty, too long, or no printable ASCII; 255 characters are taken', async () => {
    const request = await valid()
    for (const key of ['', ' ', 'two words', 'é', '\u0007', 'x'.repeat(256)]) {
      const { errors } = expectProblem('invalid', await keyed(operationId, request, key))
      expect(errors).toMatchObject([{ pointer: 'header#/Idempotency-Key' }])
    }
    await first('y'.repeat(255), request)
    await first('!#$%&\'*+/=?^_`{|}~"()<>@[]\\,;:')
  })
})

const isSameCall = (operationId: OperationId, one: Request, other: Request): boolean => {
  const [{ path, query, body }, second] = [callOf(operationId, one), callOf(operationId, other)]
  return JSON.stringify([path, query, body]) === JSON.stringify([second.path, second.query, second.body])
}

/** A new owner of wherever one of those belongs who may call. */
async function someoneAllowed(operationId: OperationId, organizationId: OrganizationId): Promise<Person> {
  const judge = await judgeOf(operationId, organizationId, world)
  const organization = await getOrganization(organizationId)
  for (const place of [organizationId, organization?.parentId ?? 'none', world.provider.organizationId]) {
    if (place === 'none') continue
    const person = await freshPerson({ organizationId: place }, { defaultRole: 'rol_owner' })
    if (judge(ownerOf(person)) === 'allowed') return person
  }
  throw new Error('no owner of anything may call it')
}

describe('where nothing is changed', () => {
  test('a key means nothing', async () => {
    const reading = guarded.filter((operationId) => !changes(routeOf(operationId)))
    expect(reading.length).toBeGreaterThan(0)
    for (const operationId of reading)
      expectSuccess(operationId, await keyed(operationId, await validCall(operationId, world), 'two words'))
    expect((await itemsOf('idempotency')).filter(({ callHash }) => callHash === undefined)).toEqual([])
  })
})
