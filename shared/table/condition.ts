import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'

/** True when a single conditional write was refused by its condition; ElectroDB wraps what DynamoDB said as the cause. */
export function isConditionFailed(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException) return true
  return error instanceof Error && error.cause !== undefined && isConditionFailed(error.cause)
}
