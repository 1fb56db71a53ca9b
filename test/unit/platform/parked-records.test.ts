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
  test('keeps the numbers of unreadable records where a person finds them, and nothing of what they hold', async () => {
    await parkRecords(['111', '112'])
    const [sent] = queues.commandCalls(SendMessageCommand)
    expect(sent?.args[0].input).toEqual({
      QueueUrl: process.env.PARKED_QUEUE_URL,
      MessageBody: JSON.stringify({ reason: 'unreadable stream records', sequenceNumbers: ['111', '112'] }),
    })
  })
})
