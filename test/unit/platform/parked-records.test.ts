import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, test } from 'vitest'
import { parkRecords } from '../../../shared/platform/parked-records.ts'

const queues = mockClient(SQSClient)

beforeEach(() => {
  queues.reset()
  queues.on(SendMessageCommand).resolves({})
})

describe('parkRecords', () => {
  test('keeps numbers and keys of unreadable records where they are found again, and nothing of what they hold', async () => {
    const key = { pk: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7#activities', sk: 'act_01k2r8v6m0q3s5t7w9x1y3z5ab' }
    await parkRecords([
      { sequenceNumber: '111', key },
      { sequenceNumber: '112', key: undefined },
    ])
    const [sent] = queues.commandCalls(SendMessageCommand)
    expect(sent?.args[0].input).toEqual({
      QueueUrl: process.env.PARKED_QUEUE_URL,
      MessageBody: JSON.stringify({
        reason: 'unreadable stream records',
        sequenceNumbers: ['111', '112'],
        keys: [key],
      }),
    })
  })
})
