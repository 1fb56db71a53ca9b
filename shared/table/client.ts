import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'

/**
 * The one connection to the table. Its retries resend a transaction under the same ClientRequestToken, so an answer that got
 * lost on the way does not make the transaction happen twice.
 */
export const dynamo = new DynamoDBClient({ maxAttempts: 3 })

// It copies every input and every output without what is sensitive, for a logger that we do not have.
dynamo.middlewareStack.remove('loggerMiddleware')

export const documents = DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } })
