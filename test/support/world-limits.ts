import { createHash } from 'node:crypto'
import { UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { documents } from '../../shared/table/client.ts'
import { limitsOf } from '../../shared/table/limit.ts'
import { tableName } from '../../shared/table/schema.ts'

/** Says that something has happened so often today, so that a test need not do it all that often; the limit itself, or less by `short`. */
export async function happenedToday(what: keyof typeof limitsOf, of: string, short = 0): Promise<void> {
  const hash = createHash('sha256').update(of).digest('base64url')
  const window = new Date().toISOString().slice(0, 10)
  await documents.send(
    new UpdateCommand({
      TableName: tableName(),
      Key: { pk: `limit#${what}#${hash}`, sk: window },
      UpdateExpression:
        'SET #count = :count, what = :what, #of = :of, #window = :window, #ttl = :ttl, #e = :e, #v = :v',
      ExpressionAttributeNames: {
        '#count': 'count',
        '#of': 'of',
        '#window': 'window',
        '#ttl': 'ttl',
        '#e': '__edb_e__',
        '#v': '__edb_v__',
      },
      ExpressionAttributeValues: {
        ':count': limitsOf[what].most - short,
        ':what': what,
        ':of': hash,
        ':window': window,
        ':ttl': Math.ceil(Date.now() / 1000) + limitsOf[what].keptSeconds,
        ':e': 'limit',
        ':v': '1',
      },
    }),
  )
}
