import { beforeAll, describe, expect, test } from 'vitest'
import { publicReasonOf } from '../../../shared/contract/route.ts'
import { allRoutes, type OperationId } from '../../../shared/contract/routes.ts'
import { logOf } from '../../support/cloud-services-log.ts'
import { type Call, send } from '../../support/gateway.ts'
import { callOf } from '../../support/gateway-call.ts'
import { validCall } from '../../support/gateway-valid-calls.ts'
import { seedWorld, type World } from '../../support/world.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

/** A call that gets as far as the function: of somebody who may, or to a page with whatever its example says. */
async function someCall(operationId: OperationId): Promise<Call> {
  const { route } = allRoutes().find((row) => row.operationId === operationId) ?? {}
  if (!route || publicReasonOf(route) === undefined) return callOf(operationId, await validCall(operationId, world))
  const form = Object(route.example.body)
  return callOf(operationId, { params: Object(route.example.params), ...(route.body && { form }) })
}

describe('every operation is counted, with its latency, under its name and nothing else', () => {
  test.each(allRoutes().map(({ operationId }) => operationId))('%s', async (operationId) => {
    const call = await someCall(operationId)
    const [line, ...more] = (await logOf(() => send(call))).filter(({ event }) => event === 'request.completed')
    expect(more).toEqual([])
    expect(line).toMatchObject({
      operationId,
      durationMilliseconds: expect.any(Number),
      _aws: {
        CloudWatchMetrics: [
          {
            Namespace: 'Rolecall/test',
            Dimensions: [['operationId']],
            Metrics: [{ Name: 'durationMilliseconds', Unit: 'Milliseconds' }],
          },
        ],
      },
    })
  })
})
