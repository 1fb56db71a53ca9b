import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { SigningHash } from './signing-hash.ts'

/**
 * The one connection to the table. Its retries resend a transaction under the same ClientRequestToken, so an answer that got
 * lost on the way does not make the transaction happen twice.
 */
export const dynamo = new DynamoDBClient({ maxAttempts: 3, sha256: SigningHash })

// It copies every input and every output without what is sensitive, for a logger that we do not have.
dynamo.middlewareStack.remove('loggerMiddleware')

// Of each call it tells Amazon at length by which versions of what it was made, which nobody reads.
dynamo.middlewareStack.remove('getUserAgentMiddleware')

// For every call it makes a new signer, of a copy of its whole configuration; credentials are asked for by each signing anyway.
const newSigner = dynamo.config.signer
let signer: ReturnType<typeof newSigner> | undefined
dynamo.config.signer = (scheme) => {
  signer ??= newSigner(scheme)
  return signer
}

export const documents = DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } })
