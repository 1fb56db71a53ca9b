import { QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb'
import type { ContractId, OrganizationId } from '../domain/ids.ts'
import type { ActivityRecord } from './activity.ts'
import { documents } from './client.ts'
import { tableName } from './schema.ts'

/** Everything that happened to a contract, the oldest first: its activities, a moment late. A few dozen; one Query, or more. */
export async function contractHistory({
  organizationId,
  contractId,
}: {
  readonly organizationId: OrganizationId
  readonly contractId: ContractId
}): Promise<readonly ActivityRecord[]> {
  const found: ActivityRecord[] = []
  let start: QueryCommandInput['ExclusiveStartKey']
  do {
    const { Items = [], LastEvaluatedKey } = await documents.send(
      new QueryCommand({
        TableName: tableName(),
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :history',
        ExpressionAttributeValues: { ':history': `${organizationId}#subject#${contractId}` },
        ...(start && { ExclusiveStartKey: start }),
      }),
    )
    // As `recordActivity` wrote it.
    found.push(...Items.map(({ summary }) => summary as ActivityRecord))
    start = LastEvaluatedKey
  } while (start)
  return found
}
