import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

/**
 * The one connection to the table. Its retries resend a transaction under the same ClientRequestToken, so an answer that got
 * lost on the way does not make the transaction happen twice.
 */
export const dynamo = new DynamoDBClient({ maxAttempts: 3 })

export const documents = DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } })
