import type { AttributeValue, ServiceInputTypes } from '@aws-sdk/client-dynamodb'
import { expect } from 'vitest'
import { dynamo } from '../../shared/table/client.ts'
import { writesAmong } from './world-table.ts'

/** An item as DynamoDB takes it, and as its stream shows it. */
export type Image = Readonly<Record<string, AttributeValue>>

let writes = 0
const activities = new Map<string, Image>()

/** By `pk/sk`, every activity that the table has taken in this test file so far: what reads a whole table grows slow with it. */
export const activitiesTaken = (): ReadonlyMap<string, Image> => activities

/** Expects the table to take no write while something happens, so that all of it stays as it was. */
export async function withoutWrites<Result>(act: () => Promise<Result>): Promise<Result> {
  const before = writes
  const result = await act()
  expect(writes - before, 'writes that the table has taken').toBe(0)
  return result
}

// Everything is seen here as it goes to DynamoDB, and counts when DynamoDB has taken it.
dynamo.middlewareStack.add(
  (next, context) => async (args) => {
    const result = await next(args)
    for (const item of takenBy(context.commandName ?? '', args.input)) {
      writes++
      if (item?.__edb_e__?.S === 'activity') activities.set(`${item.pk?.S}/${item.sk?.S}`, item)
    }
    return result
  },
  { step: 'build', name: 'rolecall-table-writes' },
)

/** What a command has written: the item where all of it is put, undefined where something is changed or removed. */
function takenBy(command: string, input: ServiceInputTypes): readonly (Image | undefined)[] {
  if ('TransactItems' in input)
    return (input.TransactItems ?? []).flatMap((item) =>
      'Put' in item || 'Update' in item || 'Delete' in item ? [item.Put?.Item] : [],
    )
  if ('RequestItems' in input)
    return Object.values(input.RequestItems ?? {}).flatMap((requests) =>
      Array.isArray(requests) ? requests.map(({ PutRequest }) => PutRequest?.Item) : [],
    )
  if ('Item' in input) return [input.Item]
  return writesAmong([{ command }]).map(() => undefined)
}
