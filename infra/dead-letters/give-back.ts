import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { activitiesBetween, activitiesWith } from './activities.ts'
import { type Letter, letterOf } from './letter.ts'
import type { DeadLetterQueue } from './queues.ts'

/** What became of the letters of a queue. */
export type GivenBack = { readonly done: number; readonly failed: number }

type Received = { readonly letter: Letter; readonly handle: string | undefined }

const lambda = new LambdaClient({})
const queues = new SQSClient({})

/** For as long nobody else is handed a letter that is being given back: longer than any function may take. */
const secondsAside = 300

/**
 * Gives each letter of a queue back to its function and waits for the end of it. A letter leaves the queue when the function has done it; one
 * that fails again stays, and so does one that nobody understands. `say` hears a line a letter.
 */
export async function giveBack(
  { functionName, queueUrl, waiting }: DeadLetterQueue,
  tableName: () => Promise<string>,
  say: (line: string) => void,
): Promise<GivenBack> {
  const kept: Received[] = []
  const handled = new Set<string>()
  let done = 0
  try {
    for await (const received of lettersIn(queueUrl)) {
      kept.push(received)
      const { letter, handle } = received
      const number = done + kept.length
      const place = `${number} of ${Math.max(waiting, number)}: ${letter.about}`
      const refusal = comesBack(letter, handled) ?? (await giveOneBack(letter, functionName, tableName))
      if (refusal !== undefined) say(`✗ ${place}: ${refusal}; it stays in the queue`)
      else {
        await queues.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle: handle }))
        kept.pop()
        done++
        say(`✓ ${place}`)
      }
    }
  } finally {
    // Whoever comes next finds them at once.
    for (const { handle } of kept) await putBack(queueUrl, handle)
  }
  return { done, failed: kept.length }
}

/** The first letters of a queue, as they are; they stay where they are. */
export async function lookInto({ queueUrl }: DeadLetterQueue): Promise<readonly Letter[]> {
  const found: Received[] = []
  for await (const received of lettersIn(queueUrl, 60)) if (found.push(received) === mostToLookAt) break
  for (const { handle } of found) await putBack(queueUrl, handle)
  return found.map(({ letter }) => letter)
}

const mostToLookAt = 10

async function* lettersIn(QueueUrl: string, VisibilityTimeout = secondsAside): AsyncGenerator<Received> {
  for (;;) {
    const { Messages = [] } = await queues.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 1,
        VisibilityTimeout,
        // So long that every server of SQS is asked: a shorter look may miss what is there.
        WaitTimeSeconds: 1,
        MessageAttributeNames: ['All'],
      }),
    )
    const [message] = Messages
    if (message === undefined) return
    yield { letter: letterOf(message.Body ?? '', errorOf(message)), handle: message.ReceiptHandle }
  }
}

const errorOf = ({ MessageAttributes }: Message): string | undefined => MessageAttributes?.ERROR_CODE?.StringValue

const putBack = (QueueUrl: string, ReceiptHandle: string | undefined): Promise<unknown> =>
  queues.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))

/** What the function still cannot read it parks again, so the same activities come a second time, in another letter. */
function comesBack(letter: Letter, handled: Set<string>): string | undefined {
  if (letter.kind !== 'activities') return undefined
  const again = letter.keys.some(({ pk, sk }) => handled.has(`${pk} ${sk}`))
  for (const { pk, sk } of letter.keys) handled.add(`${pk} ${sk}`)
  return again ? 'the function still cannot read them' : undefined
}

/** Undefined when the function has done it; else why not, in words. */
async function giveOneBack(
  letter: Letter,
  functionName: string,
  tableName: () => Promise<string>,
): Promise<string | undefined> {
  switch (letter.kind) {
    case 'event':
      return run(functionName, letter.event)
    case 'activities':
      if (letter.keys.length === 0) return 'it names no activity: look for its sequence numbers in the stream'
      return runEach(functionName, activitiesWith(await tableName(), letter.keys))
    case 'activities-between':
      return runEach(functionName, activitiesBetween(await tableName(), letter.from, letter.until))
    case 'unknown':
      return letter.why
  }
}

async function runEach(functionName: string, batches: AsyncIterable<unknown>): Promise<string | undefined> {
  for await (const batch of batches) {
    const refusal = await run(functionName, batch)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

/** An error is told by its name alone: what it says may quote what somebody typed. */
async function run(FunctionName: string, event: unknown): Promise<string | undefined> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }),
  )
  if (FunctionError === undefined) return undefined
  const { errorType }: { errorType?: string } = JSON.parse(Payload?.transformToString() || '{}')
  return `the function failed again (${errorType ?? FunctionError})`
}
