import { createHash } from 'node:crypto'
import { DeleteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { documents } from '../../shared/table/client.ts'
import { limitsOf } from '../../shared/table/limit.ts'
import { listOwners } from '../../shared/table/owners.ts'
import { tableName } from '../../shared/table/schema.ts'

const keyOf = (what: keyof typeof limitsOf, of: string) => ({
  pk: `limit#${what}#${createHash('sha256').update(of).digest('base64url')}`,
  sk: new Date().toISOString().slice(0, 10),
})

/** Forgets how often something has happened today, so that a test may do it more often than anyone may. */
export async function nothingHappenedToday(what: keyof typeof limitsOf, of: string): Promise<void> {
  await documents.send(new DeleteCommand({ TableName: tableName(), Key: keyOf(what, of) }))
}

/** Says that something has happened so often today, so that a test need not do it all that often; the limit itself, or less by `short`. */
export async function happenedToday(what: keyof typeof limitsOf, of: string, short = 0): Promise<void> {
  const { pk, sk: window } = keyOf(what, of)
  await documents.send(
    new UpdateCommand({
      TableName: tableName(),
      Key: { pk, sk: window },
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
        ':of': pk.split('#')[2],
        ':window': window,
        ':ttl': Math.ceil(Date.now() / 1000) + limitsOf[what].keptSeconds,
        ':e': 'limit',
        ':v': '1',
      },
    }),
  )
}

/** While it runs, an organization has so many owners: those that it has, and for the rest some that nobody is. */
export async function whileOwnersAre<Result>(
  count: number,
  organizationId: OrganizationId,
  act: () => Promise<Result>,
): Promise<Result> {
  const newId = newIdAt(new Date().toISOString())
  const missing = count - (await listOwners(organizationId)).length
  const nobodies = new Set(Array.from({ length: missing }, () => newId('profile')))
  const write = (verb: 'ADD' | 'DELETE') =>
    documents.send(
      new UpdateCommand({
        TableName: tableName(),
        Key: { pk: organizationId, sk: 'owners' },
        UpdateExpression: `${verb} profileIds :others`,
        ExpressionAttributeValues: { ':others': nobodies },
      }),
    )
  await write('ADD')
  try {
    return await act()
  } finally {
    await write('DELETE')
  }
}
