import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { changes } from '../../../shared/contract/route.ts'
import type { OperationId } from '../../../shared/contract/routes.ts'
import { keptKeys } from '../../support/cloud-services-keys.ts'
import { elsewhere } from '../../support/cloud-services-lambda.ts'
import { callsDuring } from '../../support/dynamodb-faults.ts'
import { send } from '../../support/gateway.ts'
import { callOf, routeOf } from '../../support/gateway-call.ts'
import { expectSuccess, guarded, type ValidCall, validCall } from '../../support/gateway-valid-calls.ts'
import type { Death } from '../../support/killed-process.ts'
import { trials } from '../../support/trials.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const program = fileURLToPath(new URL('../../support/killed-process.ts', import.meta.url))
const changing = guarded.filter((operationId) => changes(routeOf(operationId)))
const countActivities = async (): Promise<number> => (await itemsOf('activity')).length
let keys = 0

/** Runs a function in a process of its own, which is killed; throws, as Lambda does then. */
async function runAndDie(death: Omit<Death, 'keys'>): Promise<never> {
  const child = fork(program, { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = once(child, 'exit')
  child.send({ ...death, keys: keptKeys.keep() } satisfies Death)
  const [, signal] = await ended
  expect(signal, 'how the process ended').toBe('SIGKILL')
  throw new Error('the process is gone')
}

/** How many activities a call makes, and how many calls to the table. */
async function whole(operationId: OperationId) {
  const { by, ...request } = await validCall(operationId, world)
  const before = await countActivities()
  const calls = await callsDuring(async () =>
    expectSuccess(operationId, await send(callOf(operationId, { ...request, by }))),
  )
  return { calls: calls.length, activities: (await countActivities()) - before }
}

test('whoever called a function whose process was killed calls again, and it has happened once and whole', async () => {
  const which = fc.record({
    operationId: fc.constantFrom(...changing),
    at: fc.nat({ max: 59 }),
    when: fc.constantFrom('before' as const, 'after' as const),
  })
  await fc.assert(
    fc.asyncProperty(which, async ({ operationId, at, when }) => {
      const { calls, activities } = await whole(operationId)
      const { by, ...request }: ValidCall = await validCall(operationId, world)
      const headers = { ...request.headers, 'Idempotency-Key': `killed-${++keys}` }
      const make = () => send(callOf(operationId, { ...request, by, headers }))
      const before = await countActivities()
      const broken = await elsewhere((name, event) => runAndDie({ name, event, position: at % calls, when }), make)
      expect(broken.status).toBe(500)
      const happened = (await countActivities()) - before
      expect([0, activities]).toContain(happened)
      const again = await make()
      // What shows a secret once shows it to nobody where its answer got lost, and says so.
      const isLost = routeOf(operationId).secretReply === true && happened > 0
      if (isLost) expect(JSON.parse(again.body)).toMatchObject({ status: 409, code: 'already-answered' })
      else expectSuccess(operationId, again)
      expect((await countActivities()) - before).toBe(activities)
    }),
    // What is found is told as it is: making it smaller would take minutes.
    { ...trials('R1 killed processes', 200), endOnFailure: true },
  )
})
