import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import { type AttributeValue, BatchWriteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { dynamo } from '../../shared/table/client.ts'
import { keptEvents } from './cloud-services-bus.ts'
import { keptUsers } from './cloud-services-directory.ts'
import { keptKeys } from './cloud-services-keys.ts'
import { keptMail } from './cloud-services-mail.ts'
import { keptSecrets } from './cloud-services-secrets.ts'
import { keptWorkflows } from './cloud-services-workflow.ts'
import { keptPeople } from './world-people.ts'

type RawItem = Record<string, AttributeValue>

/** Everything that a world consists of beside what its maker says about it. */
const state = async () => ({
  items: await rawItems(),
  keys: keptKeys.keep(),
  mails: keptMail.keep(),
  users: keptUsers.keep(),
  events: keptEvents.keep(),
  secrets: keptSecrets.keep(),
  workflows: keptWorkflows.keep(),
  people: keptPeople.keep(),
})
type Kept<World> = { readonly world: World; readonly state: Awaited<ReturnType<typeof state>> }

/**
 * Makes a world, or brings back the one that another file of the same run has made: it takes seconds to invite and activate
 * everyone, and a moment to copy them. It counts for this run and for the code as it is, and for nothing else.
 */
export async function madeOnce<World>(name: string, make: () => Promise<World>): Promise<World> {
  const file = `${tmpdir()}/rolecall-${name}-${process.ppid}-${lastChange()}.world`
  removeOld()
  if (!isFirst(`${file}.being-made`)) {
    for (let waited = 0; !existsSync(file) && waited < mostSeconds * 1000; waited += 50) await wait(50)
    if (existsSync(file)) return bringBack(deserialize(readFileSync(file)))
  }
  const world = await make()
  const made: Kept<World> = { world, state: await state() }
  writeFileSync(`${file}.${process.pid}`, serialize(made), { mode: 0o600 })
  renameSync(`${file}.${process.pid}`, file)
  return world
}

async function bringBack<World>({ world, state }: Kept<World>): Promise<World> {
  keptKeys.bringBack(state.keys)
  keptMail.bringBack(state.mails)
  keptUsers.bringBack(state.users)
  keptEvents.bringBack(state.events)
  keptSecrets.bringBack(state.secrets)
  keptWorkflows.bringBack(state.workflows)
  keptPeople.bringBack(state.people)
  for (let start = 0; start < state.items.length; start += 25)
    await dynamo.send(
      new BatchWriteItemCommand({
        RequestItems: {
          [table()]: state.items.slice(start, start + 25).map((Item) => ({ PutRequest: { Item } })),
        },
      }),
    )
  return world
}

async function rawItems(): Promise<RawItem[]> {
  const { Items = [], LastEvaluatedKey } = await dynamo.send(
    new ScanCommand({ TableName: table(), ConsistentRead: true }),
  )
  if (LastEvaluatedKey) throw new Error('a world larger than one page')
  return Items
}

const table = (): string => process.env.TABLE_NAME ?? ''

/** How long a file waits for another one to be done before it makes a world of its own. */
const mostSeconds = 30

function isFirst(sign: string): boolean {
  try {
    writeFileSync(sign, '', { flag: 'wx' })
    return true
  } catch {
    return false
  }
}

/** Nobody comes back for what an earlier run has left. */
function removeOld(): void {
  for (const name of readdirSync(tmpdir())) {
    const file = `${tmpdir()}/${name}`
    if (!/^rolecall-\w+-\d+-\d+\.world/.test(name)) continue
    if (Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) > 600_000)
      rmSync(file, { force: true })
  }
}

/** When any of the code that makes a world was last changed. */
function lastChange(): number {
  const roots = ['functions', 'shared', 'test/support'].map((root) =>
    fileURLToPath(new URL(`../../${root}/`, import.meta.url)),
  )
  const files = roots.flatMap((root) =>
    readdirSync(root, { recursive: true, encoding: 'utf8' }).map((file) => root + file),
  )
  return Math.floor(Math.max(...files.map((file) => statSync(file).mtimeMs)))
}
