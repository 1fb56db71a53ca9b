import { CloudFormationClient, DescribeStacksCommand, ListStackResourcesCommand } from '@aws-sdk/client-cloudformation'
import { BatchGetItemCommand, DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb'
import { InvokeCommand, LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda'
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { beforeEach, describe, expect, test } from 'vitest'
import { giveBack, lookInto } from '../../../infra/dead-letters/give-back.ts'
import { deadLetterQueues, tableNameOf } from '../../../infra/dead-letters/queues.ts'

const [stacks, functions, queues, table] = [
  mockClient(CloudFormationClient),
  mockClient(LambdaClient),
  mockClient(SQSClient),
  mockClient(DynamoDBClient),
]
const queueUrl = 'https://sqs.eu-west-1.amazonaws.com/000000000000/letters'
const queue = { name: 'invitations-send-invitation', functionName: 'send-invitation', queueUrl, waiting: 2 }
const event = (activityId: string) => ({ 'detail-type': 'invitation.created', detail: { activityId } })
const [one, other] = [event('act_01k2r8v6m0q3s5t7w9x1y3z5aa'), event('act_01k2r8v6m0q3s5t7w9x1y3z5ab')]
const key = { pk: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7#activities', sk: one.detail.activityId }
const unreadable = { reason: 'unreadable stream records', sequenceNumbers: ['1'], keys: [key] }

beforeEach(() => {
  for (const client of [stacks, functions, queues, table]) client.reset()
  queues.on(DeleteMessageCommand).resolves({})
  queues.on(ChangeMessageVisibilityCommand).resolves({})
  functions.on(InvokeCommand).resolves({ StatusCode: 200 })
})

/** The queue hands out these messages, one at a time, and no more. */
function holds(...messages: readonly unknown[]): void {
  const left = messages.map((message, position) => ({ Body: JSON.stringify(message), ReceiptHandle: String(position) }))
  queues.on(ReceiveMessageCommand).callsFake(async () => ({ Messages: left.splice(0, 1) }))
}
const invokedWith = () =>
  functions.commandCalls(InvokeCommand).map(({ args }) => JSON.parse(String(args[0].input.Payload)))
const deleted = () => queues.commandCalls(DeleteMessageCommand).map(({ args }) => args[0].input.ReceiptHandle)
const putBack = () => queues.commandCalls(ChangeMessageVisibilityCommand).map(({ args }) => args[0].input)

async function redriven() {
  const lines: string[] = []
  const end = await giveBack(
    queue,
    async () => 'table',
    (line) => lines.push(line),
  )
  return { ...end, lines }
}

describe('giving letters back', () => {
  test('hands the function the events as they were, waits for it, and only then takes each letter out', async () => {
    holds({ requestPayload: one }, other)
    functions.on(InvokeCommand).callsFake(async () => {
      expect(deleted().length).toBe(functions.commandCalls(InvokeCommand).length - 1)
      return { StatusCode: 200 }
    })
    expect(await redriven()).toEqual({
      done: 2,
      failed: 0,
      lines: [
        `✓ 1 of 2: invitation.created ${one.detail.activityId}`,
        `✓ 2 of 2: invitation.created ${other.detail.activityId}`,
      ],
    })
    expect(invokedWith()).toEqual([one, other])
    const [call] = functions.commandCalls(InvokeCommand)
    expect(call?.args[0].input).toMatchObject({ FunctionName: 'send-invitation' })
    expect(call?.args[0].input.InvocationType).toBeUndefined()
    expect(deleted()).toEqual(['0', '1'])
    expect(putBack()).toEqual([])
  })

  test('leaves what fails again where the next one finds it at once, tells the error by its name alone, and goes on', async () => {
    holds({ requestPayload: one }, { requestPayload: other })
    const said = JSON.stringify({ errorType: 'AccessDenied', errorMessage: 'jan.peeters@contoso.example may not' })
    const Payload = Object.assign(Buffer.from(said), { transformToString: () => said })
    functions
      .on(InvokeCommand, { Payload: Buffer.from(JSON.stringify(one)) })
      .resolves({ FunctionError: 'Unhandled', Payload })
    const { lines, ...end } = await redriven()
    expect(end).toEqual({ done: 1, failed: 1 })
    expect(lines[0]).toMatch(/^✗ 1 of 2: .*AccessDenied.* stays in the queue$/)
    expect(lines.join()).not.toContain('@')
    expect(deleted()).toEqual(['1'])
    expect(putBack()).toEqual([{ QueueUrl: queueUrl, ReceiptHandle: '0', VisibilityTimeout: 0 }])
  })

  test('leaves what nobody understands, and a note that names no activity', async () => {
    holds({ hello: 'there' }, { ...unreadable, keys: [] })
    expect(await redriven()).toMatchObject({ done: 0, failed: 2 })
    expect([deleted(), invokedWith()]).toEqual([[], []])
  })

  test('puts back what it has set aside when Lambda cannot be reached, and deletes nothing', async () => {
    holds({ hello: 'there' }, { requestPayload: one })
    functions.on(InvokeCommand).rejects(new Error('connect ECONNREFUSED'))
    await expect(redriven()).rejects.toThrow('ECONNREFUSED')
    expect(deleted()).toEqual([])
    expect(putBack().map(({ ReceiptHandle }) => ReceiptHandle)).toEqual(['0', '1'])
  })

  test('reads unreadable activities from the table, where they still are, and hands them on as the stream does', async () => {
    holds(unreadable)
    const item = { pk: { S: key.pk }, sk: { S: key.sk }, __edb_e__: { S: 'activity' } }
    table.on(BatchGetItemCommand).resolves({ Responses: { table: [item] } })
    expect(await redriven()).toMatchObject({ done: 1, failed: 0 })
    expect(table.commandCalls(BatchGetItemCommand)[0]?.args[0].input.RequestItems?.table?.Keys).toEqual([
      { pk: { S: key.pk }, sk: { S: key.sk } },
    ])
    const Keys = { pk: item.pk, sk: item.sk }
    expect(invokedWith()).toEqual([{ Records: [{ eventName: 'INSERT', dynamodb: { Keys, NewImage: item } }] }])
  })

  test('ends, and says so, where the function parks the same activities once more', async () => {
    holds(unreadable, unreadable)
    table.on(BatchGetItemCommand).resolves({ Responses: { table: [] } })
    const { lines, ...end } = await redriven()
    expect(end).toEqual({ done: 1, failed: 1 })
    expect(lines[1]).toContain('the function still cannot read them')
  })

  test('finds the activities of a batch that the stream gave up on by when they were written, and splits them', async () => {
    const info = { approximateArrivalOfFirstRecord: '2026-11-26T09:00:00Z', batchSize: 250 }
    holds({ DDBStreamBatchInfo: { ...info, approximateArrivalOfLastRecord: '2026-11-26T09:01:00Z' } })
    const Items = Array.from({ length: 250 }, (_, at) => ({ pk: { S: key.pk }, sk: { S: `act_${at}` } }))
    table.on(ScanCommand).resolves({ Items })
    expect(await redriven()).toMatchObject({ done: 1 })
    expect(invokedWith().map(({ Records }) => Records.length)).toEqual([100, 100, 50])
    const { ':from': from, ':until': until } =
      table.commandCalls(ScanCommand)[0]?.args[0].input.ExpressionAttributeValues ?? {}
    expect([from?.S?.length, until?.S]).toEqual([14, expect.stringMatching(/^act_.{10}~$/)])
    expect(String(from?.S) < String(until?.S)).toBe(true)
  })
})

test('looking into a queue invokes nothing and leaves everything there', async () => {
  holds({ requestPayload: one, responsePayload: { errorType: 'TimeoutError' } }, other)
  expect(await lookInto(queue)).toMatchObject([{ error: 'TimeoutError' }, { kind: 'event' }])
  expect([invokedWith(), deleted()]).toEqual([[], []])
  expect(putBack()).toHaveLength(2)
})

describe('the dead-letter queues of a stage', () => {
  const resource = (LogicalResourceId: string, ResourceType: string, PhysicalResourceId: string) => ({
    ...{ LogicalResourceId, ResourceType, PhysicalResourceId },
    ...{ LastUpdatedTimestamp: new Date(0), ResourceStatus: 'CREATE_COMPLETE' as const },
  })

  test('are found by the functions that they belong to, with what waits in them, looked at or not', async () => {
    stacks.on(ListStackResourcesCommand, { StackName: 'Rolecall-production-Reactions' }).resolves({
      StackResourceSummaries: [
        resource('invitationssendinvitationFunction0A1B2C3D', 'AWS::Lambda::Function', 'send-invitation'),
        resource('invitationssendinvitationDeadLetters4E5F6A7B', 'AWS::SQS::Queue', queueUrl),
        resource('invitationssendinvitationDeadLettersPolicy4E5F6A7B', 'AWS::SQS::QueuePolicy', 'policy'),
        resource('invitationsindexFunction0A1B2C3D', 'AWS::Lambda::Function', 'index'),
      ],
    })
    functions.on(ListFunctionsCommand).resolves({
      Functions: [
        { FunctionName: 'send-invitation', Description: 'invitations: send-invitation' },
        { FunctionName: 'somebody-elses' },
      ],
    })
    queues.on(GetQueueAttributesCommand).resolves({
      Attributes: { ApproximateNumberOfMessages: '1', ApproximateNumberOfMessagesNotVisible: '1' },
    })
    expect(await deadLetterQueues('production')).toEqual([queue])
  })

  test('are not looked for where the stage is not deployed: the sentence says what to see to', async () => {
    const absent = new Error('Stack with id Rolecall-production-Reactions does not exist')
    stacks.on(ListStackResourcesCommand).rejects(absent).on(DescribeStacksCommand).rejects(absent)
    await expect(deadLetterQueues('production')).rejects.toThrow(/AWS_PROFILE and AWS_REGION/)
    await expect(tableNameOf('production')).rejects.toThrow(/AWS_PROFILE and AWS_REGION/)
  })
})
