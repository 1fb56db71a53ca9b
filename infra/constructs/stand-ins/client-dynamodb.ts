/**
 * For `@aws-sdk/client-dynamodb`, of which the same holds as of its sister beside this file: the client, the commands that read and write
 * items, and the errors that are told apart.
 */
// @ts-expect-error The SDK declares the types of its entry alone, by which its users are checked.
export { BatchGetItemCommand } from '../../../node_modules/@aws-sdk/client-dynamodb/dist-es/commands/BatchGetItemCommand.js'
// @ts-expect-error The same.
export { BatchWriteItemCommand } from '../../../node_modules/@aws-sdk/client-dynamodb/dist-es/commands/BatchWriteItemCommand.js'
// @ts-expect-error The same.
export { DeleteItemCommand } from '../../../node_modules/@aws-sdk/client-dynamodb/dist-es/commands/DeleteItemCommand.js'
// @ts-expect-error The same.
export { GetItemCommand } from '../../../node_modules/@aws-sdk/client-dynamodb/dist-es/commands/GetItemCommand.js'
// @ts-expect-error The same.
export { PutItemCommand } from '../../../node_modules/@aws-sdk/client-dynamodb/dist-es/commands/PutItemCommand.js'
// @ts-expect-error The same.
export { QueryCommand } from '../../../node_modules/@aws-sdk/client-dynamodb/dist-es/commands/QueryCommand.js'
// @ts-expect-error The same.
export { TransactWriteItemsCommand } from '../../../node_modules/@aws-sdk/client-dynamodb/dist-es/commands/TransactWriteItemsCommand.js'
// @ts-expect-error The same.
export { UpdateItemCommand } from '../../../node_modules/@aws-sdk/client-dynamodb/dist-es/commands/UpdateItemCommand.js'
// @ts-expect-error The same.
export { DynamoDBClient } from '../../../node_modules/@aws-sdk/client-dynamodb/dist-es/DynamoDBClient.js'
// @ts-expect-error The same.
export * from '../../../node_modules/@aws-sdk/client-dynamodb/dist-es/models/errors.js'
