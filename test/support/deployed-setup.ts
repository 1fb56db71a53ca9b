import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { clientSettings, mailboxUrl, startCloud, startMailbox, temporaryCloud } from '../../infra/local/cloud.ts'
import { deploy } from '../../infra/local/deploy.ts'
import { installMiniStack } from '../../infra/local/python.ts'
import type { LocalCloud } from '../../infra/local/settings.ts'
import { readState } from '../../infra/local/state-file.ts'
import { step } from '../../infra/local/step.ts'
import type { Deployed } from './deployed.ts'
import { captureEvents } from './deployed-capture.ts'

/** Fourteen days in little more than a minute. */
const hurriedDaySeconds = 5

/**
 * Starts a cloud and a mailbox of this run's own, on free ports and with files of their own, and deploys the application to it once
 * for all files. Whatever runs besides, that of `npm start` included, is left alone. What else a suite prepares in the cloud's
 * directory goes with it. Deadlines of contracts are in a hurry there, unless days are days.
 */
export async function deployForThisRun(
  project: TestProject,
  {
    prepare,
    contractDaySeconds = hurriedDaySeconds,
  }: { readonly prepare?: (directory: string) => Promise<void>; readonly contractDaySeconds?: number } = {},
): Promise<() => Promise<void>> {
  // Lambda waits so long before it tries a failed event again; on AWS it is a minute.
  process.env.LAMBDA_ASYNC_RETRY_BASE_SECONDS = '0.1'
  const cloud = await temporaryCloud(mkdtempSync(`${tmpdir()}/rolecall-cloud-`), { contractDaySeconds })
  const end = endWithThisRun(cloud)
  try {
    await prepare?.(cloud.stateDirectory)
    project.provide('deployed', await deployTo(cloud))
  } catch (error) {
    await end()
    throw error
  }
  return () => step('Cloud', 'stopping it and removing its files', end)
}

async function deployTo(cloud: LocalCloud): Promise<Deployed> {
  await step('MiniStack', 'installing it where it is missing (10 seconds, once)', installMiniStack)
  await step('Cloud', `starting it on port ${cloud.gatewayPort}, with a mailbox on port ${cloud.mailboxPort}`, () =>
    Promise.all([startCloud(cloud), startMailbox(cloud)]),
  )
  const { deployment } = await step('Application', 'deploying it with the CDK (15 to 60 seconds)', () => deploy(cloud))
  const outputs = readState<Record<string, Record<string, string>>>(`${cloud.stateDirectory}/stack-outputs.json`)
  const eventBusName = outputs?.['Rolecall-local-Data']?.EventBusName
  if (eventBusName === undefined) throw new Error('the deployment does not say what its event bus is called')
  const { webhookPort } = cloud
  if (webhookPort === undefined) throw new Error('this cloud names no port for a receiver of webhooks')
  const settings = clientSettings(cloud)
  const capturedEventsUrl = await captureEvents(settings, eventBusName)
  return { ...deployment, settings, mailboxUrl: mailboxUrl(cloud), eventBusName, capturedEventsUrl, webhookPort }
}

/** Answers what ends the cloud. It also ends when this process does, were it killed. */
function endWithThisRun(cloud: LocalCloud): () => Promise<void> {
  const program = fileURLToPath(new URL('deployed-end.ts', import.meta.url))
  // In a process group of its own: Ctrl-C ends this one's.
  const ending = spawn(process.execPath, [program, JSON.stringify(cloud)], {
    detached: true,
    stdio: ['pipe', 'inherit', 'inherit'],
  })
  const ended = once(ending, 'exit')
  ending.unref()
  return async () => {
    ending.ref()
    ending.stdin.end('in good order')
    const [code] = await ended
    if (code !== 0) throw new Error(`the cloud in ${cloud.stateDirectory} could not be ended`)
  }
}
