import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import * as z from 'zod'
import { documents } from '../../shared/table/client.ts'
import { tableName } from '../../shared/table/schema.ts'
import { invoke, loadHandler } from './cloud-services-lambda.ts'
import { dumpTable, type Item } from './world-table.ts'

/** What a recovery gives back: the whole table as it is now. Users, mails and what functions remember are no part of it. */
export const takeBackup = dumpTable

/** Puts a backup in the place of everything that is in the table. */
export async function recoverFrom(backup: readonly Item[]): Promise<void> {
  const wanted = new Set(backup.map(keyOf))
  const gone = (await dumpTable()).filter((item) => !wanted.has(keyOf(item)))
  await inBatches(gone.map(({ pk, sk }) => ({ DeleteRequest: { Key: { pk, sk } } })))
  await inBatches(backup.map((item) => ({ PutRequest: { Item: item } })))
}

type Request =
  | { readonly PutRequest: { readonly Item: Item } }
  | { readonly DeleteRequest: { readonly Key: Record<string, unknown> } }

async function inBatches(requests: readonly Request[]): Promise<void> {
  for (let start = 0; start < requests.length; start += 25)
    await documents.send(
      new BatchWriteCommand({ RequestItems: { [tableName()]: requests.slice(start, start + 25) as Request[] } }),
    )
}

const keyOf = ({ pk, sk }: Item): string => `${String(pk)}\n${String(sk)}`

const Progress = z.strictObject({
  done: z.boolean(),
  next: z.string().optional(),
  removed: z.number().optional(),
  begun: z.number().optional(),
  organizations: z.number().optional(),
})
/** One step of what follows a recovery, as whoever deploys asks for it. */
export const follow = async (payload: object) =>
  Progress.parse(await invoke(await loadHandler('profiles', 'follow-recovery'), payload))

/** All of them until they are done, as the command does. */
export async function followAll(erased: readonly string[] = []): Promise<z.output<typeof Progress>> {
  for (let users = await follow({ step: 'users' }); !users.done; )
    users = await follow({ step: 'users', after: users.next })
  await follow({ step: 'erasures', organizations: erased })
  let last = await follow({ step: 'organizations' })
  while (!last.done) last = await follow({ step: 'organizations' })
  return last
}
