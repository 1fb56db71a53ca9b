import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, globSync, mkdirSync, readFileSync } from 'node:fs'
import { DynamoDBClient, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { cleanEnvironment } from './clean-environment.ts'
import { clientSettings, credentialsOf, gatewayUrl } from './cloud.ts'
import { LocalProblem } from './local-problem.ts'
import { type LocalCloud, projectDirectory } from './settings.ts'
import { readState, writeState } from './state-file.ts'

const outputNames = [
  'ApiUrl',
  'HostedUiUrl',
  'UserPoolId',
  'ClientId',
  'RedirectUri',
  'TableName',
  'FirstAdministratorFunctionName',
] as const

/** What the deployed stacks say about themselves: the keys of their outputs. */
export type Deployment = Readonly<Record<(typeof outputNames)[number], string>>

type Deployed = { readonly sources: string; readonly deployment: Deployment }

const stackNames = ['Data', 'Api', 'Reactions'].map((stack) => `Rolecall-local-${stack}`)
const localAccount = 'aws://000000000000/us-east-1'

/**
 * Deploys the CDK application to this cloud, unless exactly these sources are deployed there already. A cloud that has crashed
 * may hold an older deployment than the one noted here.
 */
export async function deploy(
  cloud: LocalCloud,
  { afterCrash = false } = {},
): Promise<{ readonly deployment: Deployment; readonly changed: boolean }> {
  const sources = fingerprintOfSources(cloud)
  const before = readState<Deployed>(deployedFile(cloud))
  if (!afterCrash && before?.sources === sources && (await holdsDeployment(cloud, 'whole')))
    return { deployment: before.deployment, changed: false }

  if (!(await stackStatus(cloud, 'CDKToolkit'))?.endsWith('_COMPLETE')) await cdk(cloud, 'bootstrap', localAccount)
  const outputsFile = `${cloud.stateDirectory}/stack-outputs.json`
  // Straight to the stacks: change sets and hotswapping take longer here than the deployment itself.
  const how = ['--all', '--require-approval', 'never', '--method', 'direct', '--outputs-file', outputsFile]
  await cdk(cloud, 'deploy', ...how, '--progress', 'events')

  const deployment = deploymentFrom(readState(outputsFile))
  await applyTimeToLive(cloud, deployment.TableName)
  writeState(deployedFile(cloud), { sources, deployment } satisfies Deployed)
  return { deployment, changed: true }
}

/** The deployment that this cloud holds as far as its state directory knows, or undefined before the first one. */
export function deploymentOf(cloud: LocalCloud): Deployment | undefined {
  return readState<Deployed>(deployedFile(cloud))?.deployment
}

/** True when the running cloud really holds our stacks: what it did not save before it died is gone. */
export async function holdsDeployment(cloud: LocalCloud, condition: 'whole' | 'in any condition'): Promise<boolean> {
  const found = await Promise.all(stackNames.map((name) => stackStatus(cloud, name)))
  if (condition === 'whole') return found.every((status) => /^(CREATE|UPDATE)_COMPLETE$/.test(status ?? ''))
  return found.some((status) => status !== undefined)
}

async function stackStatus(cloud: LocalCloud, stackName: string): Promise<string | undefined> {
  const query = { Action: 'DescribeStacks', Version: '2010-05-15', StackName: stackName }
  const response = await fetch(gatewayUrl(cloud), { method: 'POST', body: new URLSearchParams(query) })
  const [, status] = /<StackStatus>(\w+)</.exec(await response.text()) ?? []
  return status
}

/** Everything that a deployment is made of. Dependencies are in it by their lock file. */
function fingerprintOfSources(cloud: LocalCloud): string {
  const roots = ['functions', 'shared', 'infra'].map((root) => `${root}/**/*.{ts,tsx,js,json,css,svg,html}`)
  const single = ['cdk.json', 'package.json', 'package-lock.json', 'tsconfig.json']
  const files = globSync([...roots, ...single], {
    cwd: projectDirectory,
    exclude: (path) => /(^|\/)(\.state|cdk\.out|node_modules|infra\/local)(\/|$)/.test(path),
  })
  const hash = createHash('sha256').update(String(cloud.gatewayPort))
  for (const file of files.sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(`${projectDirectory}/${file}`))
  return hash.digest('hex')
}

function deploymentFrom(outputs: Readonly<Record<string, Readonly<Record<string, string>>>> | undefined): Deployment {
  const all: Readonly<Record<string, string>> = Object.assign({}, ...Object.values(outputs ?? {}))
  const named = (name: (typeof outputNames)[number]) => {
    const value = all[name]
    if (value === undefined) throw new Error(`no stack has the output ${name}`)
    return value
  }
  return {
    ApiUrl: named('ApiUrl'),
    HostedUiUrl: named('HostedUiUrl'),
    UserPoolId: named('UserPoolId'),
    ClientId: named('ClientId'),
    RedirectUri: named('RedirectUri'),
    TableName: named('TableName'),
    FirstAdministratorFunctionName: named('FirstAdministratorFunctionName'),
  }
}

/** MiniStack accepts the template's time to live, and does not apply it. */
async function applyTimeToLive(cloud: LocalCloud, tableName: string): Promise<void> {
  const dynamo = new DynamoDBClient(clientSettings(cloud))
  const TimeToLiveSpecification = { AttributeName: 'ttl', Enabled: true }
  await dynamo.send(new UpdateTimeToLiveCommand({ TableName: tableName, TimeToLiveSpecification }))
  dynamo.destroy()
}

async function cdk(cloud: LocalCloud, command: string, ...args: string[]): Promise<void> {
  const logFile = `${cloud.stateDirectory}/cdk.log`
  mkdirSync(cloud.stateDirectory, { recursive: true })
  const log = createWriteStream(logFile, { flags: command === 'deploy' ? 'w' : 'a' })
  const output = ['--output', `${cloud.stateDirectory}/cdk.out`, '--no-notices', '--no-color']
  const context = ['-c', 'stage=local', '-c', `gatewayPort=${cloud.gatewayPort}`]
  if (cloud.contractDaySeconds !== undefined) context.push('-c', `contractDaySeconds=${cloud.contractDaySeconds}`)
  if (cloud.webhookPort !== undefined) context.push('-c', `webhookPort=${cloud.webhookPort}`)
  const child = spawn('cdk', [command, ...args, ...context, ...output], {
    cwd: projectDirectory,
    env: {
      ...cleanEnvironment(),
      ...credentialsOf(cloud),
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      // CDK's own check of the templates takes longer than all the rest; the infra suite synthesizes with it.
      CDK_VALIDATION: 'false',
      NODE_COMPILE_CACHE: `${cloud.stateDirectory}/compile-cache`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.pipe(log, { end: false })
  child.stderr.pipe(log, { end: false })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  await new Promise<void>((resolve) => {
    log.end(resolve)
  })
  if (code === 0) return
  const lines = readFileSync(logFile, 'utf8').trimEnd().split('\n')
  throw new LocalProblem(
    `cdk ${command} failed. Its output is in ${logFile}; it ends with:\n${lines.slice(-30).join('\n')}`,
  )
}

const deployedFile = (cloud: LocalCloud) => `${cloud.stateDirectory}/deployed.json`
