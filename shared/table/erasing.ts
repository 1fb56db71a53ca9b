import { QueryCommand } from '@aws-sdk/lib-dynamodb'
import { isId, type OrganizationId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { type FormerProfileRecord, parseFormerProfile } from './former-profile.ts'
import type { Job } from './job.ts'
import { type ProfileRecord, parseProfile } from './profile.ts'
import { tableName } from './schema.ts'
import { remove, type Write } from './transaction.ts'

/** The first people of an organization, and of those who were removed from it, as many as are asked for; one Query. */
export async function somePeople(
  organizationId: OrganizationId,
  limit: number,
): Promise<{ readonly present: readonly ProfileRecord[]; readonly former: readonly FormerProfileRecord[] }> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :organization AND begins_with(sk, :people)',
      ExpressionAttributeValues: { ':organization': organizationId, ':people': 'profile#' },
      ConsistentRead: true,
      Limit: limit,
    }),
  )
  return {
    present: Items.flatMap((item) => parseProfile(item) ?? []),
    former: Items.flatMap((item) => parseFormerProfile(item) ?? []),
  }
}

/**
 * What takes out a hundred items of an organization at most, beside the organization itself, the job that does it, its activities, which stand
 * elsewhere, and the evidence of its contracts. Links, claims, limits and kept answers bear no value of a person, and end by their `ttl`.
 */
export async function someLeftovers({ organizationId, jobId }: Job): Promise<readonly Write[]> {
  const kept = new Set(['organization', `job#${jobId}`])
  const writes: Write[] = []
  const others = ['names', 'search', 'contacts', 'api-keys', 'webhooks'].map((name) => `${organizationId}#${name}`)
  for (const partition of [organizationId, ...others])
    for (const key of await someKeys(partition, mostWrites + kept.size)) {
      if (partition === organizationId && kept.has(key.sk)) continue
      writes.push(
        ...(await besideContract(organizationId, key)),
        ...(await ofWebhook(organizationId, key)),
        removal(key),
      )
      if (writes.length >= mostWrites) return writes.slice(0, mostWrites)
    }
  return writes
}

/** What goes with a contract, before it does: its workflow, the task that waits, and its last code. Its evidence stays. */
async function besideContract(organizationId: OrganizationId, { sk }: Key): Promise<readonly Write[]> {
  const [, contractId] = /^contract#(.+)$/.exec(sk) ?? []
  if (contractId === undefined) return []
  const keys = await someKeys(`${organizationId}#${contractId}`, mostWrites)
  return keys.filter((key) => key.sk !== 'evidence').map(removal)
}

/** What goes with a webhook, before it does: a hundred of its deliveries at a time. */
async function ofWebhook(organizationId: OrganizationId, { sk }: Key): Promise<readonly Write[]> {
  if (!isId('webhook', sk)) return []
  return (await someKeys(`${organizationId}#${sk}`, mostWrites)).map(removal)
}

type Key = { readonly pk: string; readonly sk: string }
const removal = ({ pk, sk }: Key): Write => remove({ TableName: tableName(), Key: { pk, sk } })

/** The first keys of a partition, read strongly. */
async function someKeys(partition: string, limit: number): Promise<readonly Key[]> {
  const { Items = [] } = await documents.send(
    new QueryCommand({
      TableName: tableName(),
      KeyConditionExpression: 'pk = :partition',
      ExpressionAttributeValues: { ':partition': partition },
      ProjectionExpression: 'pk, sk',
      ConsistentRead: true,
      Limit: limit,
    }),
  )
  return Items.map(({ pk, sk }) => ({ pk: String(pk), sk: String(sk) }))
}

/** A transaction has a hundred items at most. */
export const mostWrites = 100
