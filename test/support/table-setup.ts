import { randomUUID } from 'node:crypto'
import { CreateTableCommand, DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { inject } from 'vitest'

const { endpoint, table } = inject('dynamodb')
const TableName = `rolecall-${randomUUID()}`

// The entities read the name when they are imported, which is after this, and the client asks for the endpoint with its first call.
process.env.TABLE_NAME = TableName
process.env.AWS_ENDPOINT_URL_DYNAMODB = endpoint

const dynamodb = new DynamoDBClient({ endpoint })
await dynamodb.send(new CreateTableCommand({ TableName, ...table.definition }))
await dynamodb.send(
  new UpdateTimeToLiveCommand({
    TableName,
    TimeToLiveSpecification: { AttributeName: table.ttlAttribute, Enabled: true },
  }),
)
dynamodb.destroy()
