import { beforeAll, describe, expect, test } from 'vitest'
import { changes } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { settle } from '../../support/cloud-services-bus.ts'
import { allMails } from '../../support/cloud-services-mail.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { type Answer, send } from '../../support/gateway.ts'
import { callOf, expectProblem, type Request, routeOf, withoutRequestId } from '../../support/gateway-call.ts'
import { callersOf, fieldOfOrganization, guarded, validCall } from '../../support/gateway-valid-calls.ts'
import { deactivate, seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { join, type Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

let keys = 0
const freshKey = () => `key-${++keys}`
const keyed = (operationId: OperationId, request: Request, key: string): Promise<Answer> =>
  send(callOf(operationId, { ...request, headers: { 'Idempotency-Key': key } }))
const bytes = (answer: Answer) => withoutRequestId(answer)

const changing = guarded.filter((operationId) => changes(routeOf(operationId)))

describe.each(changing)('%s with an Idempotency-Key', (operationId) => {
  const { status, secretReply } = routeOf(operationId)
  const first = async (key: string, request = validCall(operationId, world)) => {
    const answer = await keyed(operationId, request, key)
    expect(answer.status, answer.body).toBe(status)
    return { answer, request }
  }

  test('is answered again byte for byte, and happens once', async () => {
    const key = freshKey()
    const { answer, request } = await first(key)
    await settle()
    const [before, mails] = [await dumpTable(), allMails().length]
    for (let again = 0; again < 3; again++) {
      const replayed = await keyed(operationId, request, key)
      if (secretReply) expectProblem('already-answered', replayed)
      else expect(bytes(replayed)).toEqual(bytes(answer))
    }
    await settle()
    expect(await dumpTable()).toEqual(before)
    expect(allMails()).toHaveLength(mails)
  })

  test('happens once when it is sent ten times at once', async () => {
    const key = freshKey()
    const request = validCall(operationId, world)
    const before = (await itemsOf('activity')).length
    const answers = await Promise.all(Array.from({ length: 10 }, () => keyed(operationId, request, key)))
    const done = answers.filter((answer) => answer.status === status)
    expect(new Set(done.map(({ body }) => body)).size).toBe(1)
    for (const other of answers.filter((answer) => answer.status !== status)) expectProblem('busy', other)
    const once = (await itemsOf('activity')).length - before
    await first(freshKey())
    expect((await itemsOf('activity')).length - before).toBe(2 * once)
  })

  test('422 key-reused with another body, and nothing happens', async () => {
    const key = freshKey()
    const { request } = await first(key)
    const before = await dumpTable()
    const text = JSON.stringify(request.body)
    // The organization is looked at first, where it stands in the body.
    const field = fieldOfOrganization(operationId)
    const invalid = field === undefined ? [{}, 'x'] : [{ [field]: Object(request.body)[field] }]
    for (const body of [validCall(operationId, world).body, ` ${text}`, ...invalid])
      expectProblem('key-reused', await keyed(operationId, { ...request, body }, key))
    expect(await dumpTable()).toEqual(before)
  })

  test("is another call for another caller: one learns nothing of the other's key", async () => {
    const key = freshKey()
    const { answer } = await first(key)
    const other = await first(key, { ...validCall(operationId, world), by: callersOf(operationId, world)[1] })
    expect(other.answer.body).not.toBe(answer.body)
  })

  test('is another call in another organization', async () => {
    if (fieldOfOrganization(operationId) !== undefined) return
    const key = freshKey()
    const { consultant } = world.customer
    const { answer } = await first(key, { ...validCall(operationId, world), by: consultant })
    const request = validCall(operationId, world)
    const params = { ...request.params, organizationId: world.twin.organizationId }
    const other = await first(key, { ...request, by: consultant, params })
    expect(other.answer.body).not.toBe(answer.body)
  })

  test('is remembered after 23 hours, and forgotten after 25', async () => {
    const key = freshKey()
    const { answer, request } = await first(key)
    await atTime(after.hours(23), async () =>
      expect(bytes(await keyed(operationId, request, key))).toEqual(bytes(answer)),
    )
    const later = validCall(operationId, world)
    await atTime(after.hours(25), async () => {
      const { answer: fresh } = await first(key, later)
      expect(fresh.body).not.toBe(answer.body)
      expect(bytes(await keyed(operationId, later, key))).toEqual(bytes(fresh))
    })
  })

  test('is refused to whoever may not call any more: the answer is no right', async () => {
    const key = freshKey()
    const person = await someoneAllowed(operationId)
    const { request } = await first(key, { ...validCall(operationId, world), by: person })
    await deactivate(person)
    expectProblem('not-found', await keyed(operationId, request, key))
  })

  test('is not remembered where it failed: it may be put right under the same key', async () => {
    const key = freshKey()
    const request = validCall(operationId, world)
    expectProblem(
      'invalid',
      await keyed(operationId, { ...request, body: { ...Object(request.body), unknown: 1 } }, key),
    )
    await first(key, request)
  })

  test('is answered alike when the first answer got lost on its way', async () => {
    const key = freshKey()
    const request = validCall(operationId, world)
    const before = (await itemsOf('activity')).length
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
    const committed = (await itemsOf('activity')).length
    expect(committed).toBeGreaterThan(before)
    await first(key, request)
    expect((await itemsOf('activity')).length).toBe(committed)
  })

  test('400 invalid for a key that is empty, too long, or no printable ASCII; 255 characters are taken', async () => {
    for (const key of ['', ' ', 'two words', 'é', '\u0007', 'x'.repeat(256)]) {
      const { errors } = expectProblem('invalid', await keyed(operationId, validCall(operationId, world), key))
      expect(errors).toMatchObject([{ pointer: 'header#/Idempotency-Key' }])
    }
    await first('y'.repeat(255))
    await first('!#$%&\'*+/=?^_`{|}~"()<>@[]\\,;:')
  })
})

async function someoneAllowed(operationId: OperationId): Promise<Person> {
  const { provider, customer } = world
  const { owner, organizationId } = fieldOfOrganization(operationId) === undefined ? customer : provider
  return join(owner, organizationId, { defaultRole: 'rol_owner' })
}

describe('where nothing is changed', () => {
  test('a key means nothing', async () => {
    const reading = guarded.filter((operationId) => !changes(routeOf(operationId)))
    expect(reading.length).toBeGreaterThan(0)
    for (const operationId of reading) {
      const answer = await keyed(operationId, validCall(operationId, world), 'two words')
      expect(answer.status).toBe(routeOf(operationId).status)
    }
    expect((await itemsOf('idempotency')).filter(({ callHash }) => callHash === undefined)).toEqual([])
  })
})
