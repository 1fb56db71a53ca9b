/**
 * For `@aws-sdk/lib-dynamodb`, which ElectroDB loads whole, and with it every operation on tables, backups and exports: of its parts the
 * client and the commands that read and write items are used, by ElectroDB and here.
 */
// @ts-expect-error The SDK declares the types of its entry alone, by which its users are checked.
export { BatchGetCommand } from '../../../node_modules/@aws-sdk/lib-dynamodb/dist-es/commands/BatchGetCommand.js'
// @ts-expect-error The same.
export { BatchWriteCommand } from '../../../node_modules/@aws-sdk/lib-dynamodb/dist-es/commands/BatchWriteCommand.js'
// @ts-expect-error The same.
export { DeleteCommand } from '../../../node_modules/@aws-sdk/lib-dynamodb/dist-es/commands/DeleteCommand.js'
// @ts-expect-error The same.
export { GetCommand } from '../../../node_modules/@aws-sdk/lib-dynamodb/dist-es/commands/GetCommand.js'
// @ts-expect-error The same.
export { PutCommand } from '../../../node_modules/@aws-sdk/lib-dynamodb/dist-es/commands/PutCommand.js'
// @ts-expect-error The same.
export { QueryCommand } from '../../../node_modules/@aws-sdk/lib-dynamodb/dist-es/commands/QueryCommand.js'
// @ts-expect-error The same.
export { TransactWriteCommand } from '../../../node_modules/@aws-sdk/lib-dynamodb/dist-es/commands/TransactWriteCommand.js'
// @ts-expect-error The same.
export { UpdateCommand } from '../../../node_modules/@aws-sdk/lib-dynamodb/dist-es/commands/UpdateCommand.js'
// @ts-expect-error The same.
export { DynamoDBDocumentClient } from '../../../node_modules/@aws-sdk/lib-dynamodb/dist-es/DynamoDBDocumentClient.js'
