import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { type PublishableActivity, publish } from '../../../shared/platform/bus.ts'

const bus = mockClient(EventBridgeClient)

const activity: PublishableActivity = {
  activityId: id('activity', 'act_01k2r8v6m0q3s5t7w9x1y3z5a7'),
  organizationId: id('organization', 'org_01k2r8v6m0q3s5t7w9x1y3z5a7'),
  action: 'invitation.created',
  at: '2026-11-23T09:00:00.000Z',
  subject: id('profile', 'prf_01k2r8v6m0q3s5t7w9x1y3z5a7'),
  about: { generation: 1 },
  changedFields: ['email'],
}
const entries = () => bus.commandCalls(PutEventsCommand).map(({ args }) => args[0].input.Entries ?? [])

beforeEach(() => {
  bus.reset()
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 })
})

describe('publish', () => {
  test('puts an activity on our bus under its action', async () => {
    await publish([activity])
    expect(entries()).toEqual([
      [
        {
          EventBusName: process.env.EVENT_BUS_NAME,
          Source: 'rolecall',
          DetailType: 'invitation.created',
          Detail: JSON.stringify(activity),
        },
      ],
    ])
  })

  test.each([
    [0, []],
    [1, [1]],
    [10, [10]],
    [11, [10, 1]],
    [25, [10, 10, 5]],
  ])('puts %d activities in calls of at most ten, in order', async (count, sizes) => {
    const ats = Array.from({ length: count }, (_, position) => String(position))
    await publish(ats.map((at) => ({ ...activity, at })))
    expect(entries().map((call) => call.length)).toEqual(sizes)
    expect(
      entries()
        .flat()
        .map(({ Detail = '' }) => JSON.parse(Detail).at),
    ).toEqual(ats)
  })

  test('throws when the bus left some of them, so that the batch comes again', async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 1 })
    await expect(publish([activity, activity])).rejects.toThrow('did not take every event')
  })

  test('throws when the bus is out of reach, and goes no further', async () => {
    bus.on(PutEventsCommand).rejects(new Error('throttled'))
    await expect(publish(Array.from({ length: 11 }, () => activity))).rejects.toThrow('throttled')
    expect(entries()).toHaveLength(1)
  })
})
