import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { TheTable } from '../stacks/data.ts'

/** Reading items by their keys, and holding conditions against them. */
export const readItems = (table: TheTable): PolicyStatement =>
  allow('ReadItems', [table.tableArn], ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:ConditionCheckItem'])

/** Whoever may write may not change or delete an activity (V5). */
export const keepActivities = (table: TheTable): PolicyStatement =>
  new PolicyStatement({
    sid: 'KeepActivities',
    effect: Effect.DENY,
    actions: ['dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    resources: [table.tableArn],
    conditions: { 'ForAnyValue:StringLike': { 'dynamodb:LeadingKeys': ['*#activities'] } },
  })

/** Those actions, on those resources. */
export function allow(sid: string, resources: string[], actions: string[]): PolicyStatement {
  return new PolicyStatement({ sid, actions, resources })
}
