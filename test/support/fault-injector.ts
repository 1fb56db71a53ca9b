import { AsyncLocalStorage } from 'node:async_hooks'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import type { ServiceInputTypes, ServiceOutputTypes } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { KMSClient } from '@aws-sdk/client-kms'
import { SESClient } from '@aws-sdk/client-ses'
import { SFNClient } from '@aws-sdk/client-sfn'
import { SQSClient } from '@aws-sdk/client-sqs'
import './cloud-services.ts'
import { dynamo } from '../../shared/table/client.ts'

export type Service = 'DynamoDB' | 'Cognito' | 'SES' | 'KMS' | 'EventBridge' | 'SQS' | 'Step Functions'

/** A call of an SDK client, above the SDK's own retries. `goOn` sends it, now or late. */
export type ServiceCall = {
  readonly service: Service
  readonly command: string
  readonly input: object
  readonly goOn: () => Promise<unknown>
}

/** What comes of the calls of one invocation, and, below the SDK's retries, of each time that the table is asked. */
export type Meddling = {
  readonly call: (call: ServiceCall) => Promise<unknown>
  readonly wire?: (call: ServiceCall) => Promise<unknown>
}

const invocations = new AsyncLocalStorage<Meddling>()

/** Runs something whose calls to AWS, and nobody else's, are meddled with, however long they go on. */
export const meddledWith = <Result>(meddling: Meddling, act: () => Promise<Result>): Promise<Result> =>
  invocations.run(meddling, act)

type Sent = { readonly output: ServiceOutputTypes; readonly response: unknown }
const nameOf = (command: string | undefined): string => (command ?? '').replace(/Command$/, '')

// Whatever answers as DynamoDB is taken for its answer; only the kinds of faults make others.
dynamo.middlewareStack.add(
  (next, context) => async (args) => {
    const meddling = invocations.getStore()
    if (!meddling) return next(args)
    const command = nameOf(context.commandName)
    const call = { service: 'DynamoDB', command, input: args.input, goOn: () => next(args) } as const
    return meddling.call(call) as Promise<Sent>
  },
  { step: 'build', priority: 'high', name: 'rolecall-faults' },
)
dynamo.middlewareStack.add(
  (next, context) => async (args) => {
    const wire = invocations.getStore()?.wire
    if (!wire) return next(args)
    const command = nameOf(context.commandName)
    const input: ServiceInputTypes = args.input
    return wire({ service: 'DynamoDB', command, input, goOn: () => next(args) }) as Promise<Sent>
  },
  { step: 'finalizeRequest', priority: 'low', name: 'rolecall-faults-on-the-wire' },
)

type Sending = (this: unknown, command: { readonly input: object }, ...more: readonly unknown[]) => Promise<unknown>
const answeredHere: readonly (readonly [Service, { readonly prototype: object }])[] = [
  ['Cognito', CognitoIdentityProviderClient],
  ['SES', SESClient],
  ['KMS', KMSClient],
  ['EventBridge', EventBridgeClient],
  ['SQS', SQSClient],
  ['Step Functions', SFNClient],
]
for (const [service, { prototype }] of answeredHere) {
  const answer: Sending = Reflect.get(prototype, 'send')
  const send: Sending = function (command, ...more) {
    const goOn = () => answer.call(this, command, ...more)
    const meddling = invocations.getStore()
    return meddling
      ? meddling.call({ service, command: nameOf(command.constructor.name), input: command.input, goOn })
      : goOn()
  }
  Reflect.set(prototype, 'send', send)
}
