import { readFileSync } from 'node:fs'
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { localStage } from '../../infra/config.ts'
import { DataStack } from '../../infra/stacks/data.ts'

/** The table as it is deployed: its keys, its indexes with what they project, and the attribute that ends an item. */
export type DeployedTable = {
  readonly definition: Pick<
    CreateTableCommandInput,
    'KeySchema' | 'AttributeDefinitions' | 'BillingMode' | 'GlobalSecondaryIndexes'
  >
  readonly ttlAttribute: string
}

/** Reads it from the template of the data stack, so that no test runs on another table than people do. */
export function deployedTable(): DeployedTable {
  const { context }: { context: Record<string, unknown> } = JSON.parse(
    readFileSync(new URL('../../cdk.json', import.meta.url), 'utf8'),
  )
  const app = new App({ context: { ...context, 'aws:cdk:bundling-stacks': [] } })
  const template = Template.fromStack(new DataStack(app, 'Data', localStage(4566)))
  const [table, ...others] = Object.values(template.findResources('AWS::DynamoDB::Table'))
  if (table === undefined || others.length > 0) throw new Error('the data stack has not exactly one table')
  const { KeySchema, AttributeDefinitions, BillingMode, GlobalSecondaryIndexes, TimeToLiveSpecification }: Properties =
    table.Properties
  return {
    definition: { KeySchema, AttributeDefinitions, BillingMode, GlobalSecondaryIndexes },
    ttlAttribute: TimeToLiveSpecification.AttributeName,
  }
}

/** CloudFormation names them as CreateTable does. */
type Properties = DeployedTable['definition'] & { readonly TimeToLiveSpecification: { readonly AttributeName: string } }
