import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { SQSClient } from '@aws-sdk/client-sqs'
import { inject } from 'vitest'
import type { clientSettings } from '../../infra/local/cloud.ts'
import type { Deployment } from '../../infra/local/deploy.ts'

export type CloudSettings = ReturnType<typeof clientSettings>

/** Where everything of the deployed application is. */
export type Deployed = Deployment & {
  readonly settings: CloudSettings
  readonly mailboxUrl: string
  readonly eventBusName: string
  readonly capturedEventsUrl: string
  /** Where a receiver of webhooks may listen on this machine. */
  readonly webhookPort: number
}

declare module 'vitest' {
  export interface ProvidedContext {
    deployed: Deployed
  }
}

/** The application as the global setup has deployed it. */
export const deployed = inject('deployed')

/** What a test may ask the cloud itself, behind the application's back. */
export const clients = {
  cognito: new CognitoIdentityProviderClient(deployed.settings),
  dynamo: new DynamoDBClient(deployed.settings),
  events: new EventBridgeClient(deployed.settings),
  lambda: new LambdaClient(deployed.settings),
  queues: new SQSClient(deployed.settings),
}
