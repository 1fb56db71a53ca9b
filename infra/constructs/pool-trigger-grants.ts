import type { TheTable } from '../stacks/data.ts'
import type { Granted } from './needs.ts'
import { allow, keepActivities } from './table-statements.ts'

/** What recording sign-ins takes: reading where somebody is active, and putting activities and profiles, conditionally. */
export const recordingSignIns = (table: TheTable): Granted => ({
  statements: [allow('RecordSignIns', [table.tableArn], ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:PutItem'])],
  environment: { TABLE_NAME: table.tableName },
})

/**
 * What ending older sessions takes: reading where somebody is a user, and writing their profiles, access records and activities,
 * conditionally.
 */
export const endingSessions = (table: TheTable): Granted => ({
  statements: [
    allow('ReadItems', [table.tableArn], ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query']),
    allow('WriteItems', [table.tableArn], ['dynamodb:PutItem', 'dynamodb:UpdateItem']),
    keepActivities(table),
  ],
  environment: { TABLE_NAME: table.tableName },
})
