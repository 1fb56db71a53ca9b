import { RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Node } from 'constructs'

/** Everything in which one deployment differs from another. Whatever is not here is the same everywhere. */
export type StageSettings = {
  readonly name: string
  /** What the product is called in mails and on pages. */
  readonly appName: string
  /** Every mail comes from this address. */
  readonly senderAddress: string
  /** What SES is told to verify: the whole domain of the sender's address (by DNS records), or that one address (by a mail). */
  readonly senderIdentity: 'domain' | 'address'
  /**
   * Who sends the codes for forgotten passwords: Cognito itself (50 mails a day), or the sender above. Cognito accepts the sender
   * only once SES has verified it, so a new stage starts with `cognito` and changes over at its second deployment.
   */
  readonly codesSentBy: 'cognito' | 'sender'
  /** The hosted sign-in page is `https://<prefix>.auth.<region>.amazoncognito.com`; unique in its region. */
  readonly hostedUiPrefix: string
  /** Where the API is reached from outside, when a name of your own stands before it. Without it: the API's own address. */
  readonly publicUrl?: string
  readonly logRetention: RetentionDays
  /** Who is told when an alarm goes off. */
  readonly alarmsTo: readonly string[]
  /** Where whoever is woken reads the README of this version: every alarm links to its heading there. */
  readonly readmeUrl: string
  /** What the gateway lets through before it answers 429: over the whole API, and on each route that is open to the world. */
  readonly throttling: { readonly all: Throttle; readonly eachPublicRoute: Throttle }
  /**
   * How many copies of a function that is open to the world may run at once. It is taken from the account's total (1,000, or 10 in
   * a new account, which must have it raised first).
   */
  readonly publicConcurrency: number
  /** After the table was recovered from a backup (README, "Recovering from a backup"): the table that is used instead of the stack's own. */
  readonly recovered?: Recovered
  /** What the local cloud needs and nothing else may have. */
  readonly overrides?: LocalOverrides
}

/** A table that a backup was restored to. */
export type Recovered = {
  readonly table: string
  /** The ARN of its stream of new items. */
  readonly stream: string
  /** When the API was closed for it, ISO 8601 in UTC: tokens and links of before count no more. */
  readonly at: string
}

export type Throttle = { readonly perSecond: number; readonly burst: number }

/** Settings that would weaken a check, or lead astray, anywhere but on the local cloud. */
export type LocalOverrides = {
  /** The API's id, pinned, so that its address is known before it exists. */
  readonly apiId?: string
  /** Where the hosted sign-in page stands instead of at its Cognito domain. */
  readonly hostedUiUrl?: string
  /** Where the user pool's public keys are fetched from; `{userPoolId}` is filled in. */
  readonly jwksUrl?: string
  /** The local cloud's sign-in never asks for the second factor, and activation has to know it. */
  readonly factorSignIn?: 'unenforced'
  /** Shorter deadlines of contracts, so that nobody has to wait two weeks to see one pass. */
  readonly contracts?: ContractTimes
  /** The one receiver of webhooks that is reached without TLS, at an address that is not public: on this machine (T8). */
  readonly webhookReceiver?: `http://127.0.0.1:${number}`
}

/** How long a day of a contract's deadlines lasts, and how long its workflow waits before it looks again of its own accord. */
export type ContractTimes = { readonly daySeconds: number; readonly waitSeconds: number }

/** Everywhere but on a local cloud: a day is a day, and nothing is late by more than six hours. */
const contractTimes: ContractTimes = { daySeconds: 86_400, waitSeconds: 21_600 }

/** Those of a stage. */
export const contractTimesOf = ({ overrides }: StageSettings): ContractTimes => overrides?.contracts ?? contractTimes

/** The stages of this deployment. Copy `production`, fill in your own addresses, and deploy with `-c stage=<name>`. */
export const stages: Readonly<Record<string, Omit<StageSettings, 'name'>>> = {
  production: {
    appName: 'Rolecall',
    senderAddress: 'no-reply@rolecall.example',
    senderIdentity: 'domain',
    codesSentBy: 'cognito',
    hostedUiPrefix: 'rolecall-example',
    logRetention: RetentionDays.THREE_MONTHS,
    alarmsTo: ['operations@rolecall.example'],
    readmeUrl: 'https://code.rolecall.example/rolecall/README.md',
    throttling: { all: { perSecond: 500, burst: 1000 }, eachPublicRoute: { perSecond: 10, burst: 20 } },
    publicConcurrency: 20,
  },
}

/** Where a receiver of webhooks may listen on this machine, where no other port is named. */
const usualWebhookPort = 4580

/**
 * The stage on this machine's own cloud, whose gateway listens on that port, whose contracts have days of that length, and whose webhooks may be
 * received on that port.
 */
export function localStage(
  gatewayPort: number,
  contractDaySeconds = contractTimes.daySeconds,
  webhookPort = usualWebhookPort,
): StageSettings {
  const gateway = `http://localhost:${gatewayPort}`
  return {
    name: 'local',
    appName: 'Rolecall',
    senderAddress: 'no-reply@rolecall.example',
    senderIdentity: 'address',
    codesSentBy: 'cognito',
    hostedUiPrefix: 'rolecall-local',
    publicUrl: `${gateway}/_aws/execute-api/rolecall`,
    logRetention: RetentionDays.ONE_WEEK,
    alarmsTo: [],
    readmeUrl: 'README.md',
    throttling: { all: { perSecond: 500, burst: 1000 }, eachPublicRoute: { perSecond: 100, burst: 200 } },
    publicConcurrency: 20,
    overrides: {
      apiId: 'rolecall',
      hostedUiUrl: gateway,
      jwksUrl: `http://127.0.0.1:${gatewayPort}/{userPoolId}/.well-known/jwks.json`,
      factorSignIn: 'unenforced',
      contracts: {
        daySeconds: contractDaySeconds,
        waitSeconds: Math.min(60, Math.ceil(contractDaySeconds / 4)),
      },
      webhookReceiver: `http://127.0.0.1:${webhookPort}`,
    },
  }
}

/**
 * The settings that the command line asks for: `-c stage=<name>`, and for the stage `local` also `-c gatewayPort=<port>`,
 * `-c contractDaySeconds=<seconds>` and `-c webhookPort=<port>`.
 */
export function settingsFrom(node: Node, known: typeof stages = stages): StageSettings {
  const name: unknown = node.tryGetContext('stage')
  const gatewayPort: unknown = node.tryGetContext('gatewayPort')
  const daySeconds: unknown = node.tryGetContext('contractDaySeconds')
  const webhookPort: unknown = node.tryGetContext('webhookPort')
  if (typeof name !== 'string' || !/^[a-z][a-z0-9-]{0,19}$/.test(name)) {
    throw new Error(`Say which stage: -c stage=local, or one of infra/config.ts (${Object.keys(known).join(', ')}).`)
  }
  if (name === 'local')
    return localStage(
      portFrom(gatewayPort ?? 4566, 'gatewayPort'),
      secondsFrom(daySeconds ?? contractTimes.daySeconds),
      portFrom(webhookPort ?? usualWebhookPort, 'webhookPort'),
    )
  if (daySeconds !== undefined) {
    throw new Error(
      `Leave out -c contractDaySeconds: a day of stage ${name} is a day; only the stage local has others.`,
    )
  }
  if (gatewayPort !== undefined) {
    throw new Error(`Leave out -c gatewayPort: stage ${name} has no gateway on this machine; only the stage local has.`)
  }
  if (webhookPort !== undefined) {
    throw new Error(
      `Leave out -c webhookPort: webhooks of stage ${name} go to public addresses alone; only the stage local has a receiver on this machine.`,
    )
  }
  const settings = known[name]
  if (settings === undefined) {
    throw new Error(
      `Stage ${name} is not in infra/config.ts. Add it to \`stages\` there: copy production and fill it in.`,
    )
  }
  return { name, ...settings }
}

/** Throws where a stage other than `local` has a setting that is safe on the local cloud only (T8). */
export function refuseLocalOverrides(stage: StageSettings): void {
  if (stage.name === 'local') return
  const [override] = Object.entries(stage.overrides ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  )
  if (override !== undefined) {
    throw new Error(
      `Stage ${stage.name} sets overrides.${override}, which weakens a check that only the local cloud cannot pass, or shortens a deadline. ` +
        'Remove `overrides` from this stage in infra/config.ts.',
    )
  }
  if (stage.publicUrl !== undefined && !/^https:\/\/[^/?#\s]+(\/[^/?#\s]+)*$/.test(stage.publicUrl)) {
    throw new Error(
      `Stage ${stage.name} has the publicUrl ${stage.publicUrl}. Make it an https:// address without a slash at its end in ` +
        'infra/config.ts, or leave it out: links in mails and access tokens travel over it.',
    )
  }
}

/** Throws where a recovered table is described in a way that would lose events, or let older tokens and links live on. */
export function refuseUnclearRecovery({ name, recovered }: StageSettings): void {
  if (recovered === undefined) return
  const { table, stream, at } = recovered
  if (!stream.includes(`:table/${table}/stream/`))
    throw new Error(
      `Stage ${name} has recovered.stream ${stream}, which is no stream of ${table}. Give the one that ` +
        `\`aws dynamodb describe-table --table-name ${table} --query Table.LatestStreamArn\` says.`,
    )
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/.test(at) || Date.parse(at) > Date.now())
    throw new Error(
      `Stage ${name} has recovered.at ${at}. Give the moment at which you closed the API, as 2026-11-26T09:00:00Z.`,
    )
}

function portFrom(value: unknown, name: string): number {
  const port = Number(value)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  throw new Error(`-c ${name}=${String(value)} is no port: give a number between 1 and 65535.`)
}

function secondsFrom(value: unknown): number {
  const seconds = Number(value)
  if (Number.isInteger(seconds) && seconds > 0 && seconds <= contractTimes.daySeconds) return seconds
  throw new Error(`-c contractDaySeconds=${String(value)} is no length of a day: give a number between 1 and 86400.`)
}
