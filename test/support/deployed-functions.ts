import { ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge'
import {
  type FunctionConfiguration,
  InvokeCommand,
  paginateListFunctions,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda'
import * as z from 'zod'
import { allRoutes, type FeatureName } from '../../shared/contract/routes.ts'
import { everyActivity } from '../../shared/domain/every-activity.ts'
import { clients, deployed } from './deployed.ts'
import { type LogEntry, logEntries, logLines } from './deployed-logs.ts'

let known: readonly FunctionConfiguration[] | undefined

async function allFunctions(): Promise<readonly FunctionConfiguration[]> {
  if (known === undefined) {
    const found: FunctionConfiguration[] = []
    for await (const { Functions = [] } of paginateListFunctions({ client: clients.lambda }, {}))
      found.push(...Functions)
    known = found
  }
  return known
}

/** A function of ours by its feature and name: `invitations: send-invitation`. */
export async function functionNamed(description: string): Promise<FunctionConfiguration> {
  const found = (await allFunctions()).find(({ Description }) => Description === description)
  if (found === undefined) throw new Error(`there is no function ${description}`)
  return found
}

/**
 * Has every function begin anew with its next event, or those of some features, as a change of its settings does: what a container remembers
 * for ever, such as which organization is the provider, is that of a test file before.
 */
export async function forgetContainers(...features: readonly FeatureName[]): Promise<void> {
  const begun = new Date().toISOString()
  for (const { FunctionName, Description, Environment } of await allFunctions()) {
    const isMeant = features.length === 0 || features.some((feature) => Description?.startsWith(`${feature}: `))
    if (!isMeant) continue
    const Variables = { ...Environment?.Variables, CONTAINERS_FORGOTTEN_AT: begun }
    await clients.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }))
  }
}

/** How often the function has run to an end since the file began, as the cloud itself notes in its log. */
export async function runsOf({ LoggingConfig }: FunctionConfiguration): Promise<number> {
  const lines = await logLines()
  return lines.filter(({ group, message }) => group === LoggingConfig?.LogGroup && message.startsWith('END ')).length
}

/** The functions that act on what happens, each with the types of event that the deployed rules send it. */
export async function reactions(): Promise<{ to: readonly string[]; run: FunctionConfiguration }[]> {
  const EventBusName = deployed.eventBusName
  const { Rules = [] } = await clients.events.send(new ListRulesCommand({ EventBusName }))
  // A rule that names no types is for everything that names an action: for every activity.
  const Pattern = z.object({ 'detail-type': z.array(z.string()).optional() })
  const found = Rules.map(async ({ Name, EventPattern = '{}' }) => {
    const to = Pattern.parse(JSON.parse(EventPattern))['detail-type'] ?? everyActivity
    const { Targets = [] } = await clients.events.send(new ListTargetsByRuleCommand({ EventBusName, Rule: Name }))
    const arns = Targets.map(({ Arn }) => Arn)
    return (await allFunctions()).filter(({ FunctionArn }) => arns.includes(FunctionArn)).map((run) => ({ to, run }))
  })
  return (await Promise.all(found)).flat()
}

/** Marks the calls that are made for their side effect on the log alone. */
const fetchingLines = 'fetching-log-lines'
const fetchesMade = new Map<string, number>()

/**
 * The line of every request, except those that this function makes. What a function says so late that the local cloud has closed
 * the books on that run, it notes with the next run in the same process: so each function that still owes a line is called again.
 */
export async function completedRequests(): Promise<LogEntry[]> {
  const serving = await Promise.all(
    [...new Set(allRoutes().map(({ feature, route }) => `${feature}: ${route.runsIn?.function ?? 'index'}`))].map(
      functionNamed,
    ),
  )
  for (let atOnce = 1; atOnce <= 16; atOnce *= 2) {
    const lines = await requestLines()
    const owing: FunctionConfiguration[] = []
    for (const lambda of serving) {
      const runs = (await runsOf(lambda)) - (fetchesMade.get(nameOf(lambda)) ?? 0)
      if (lines.filter(({ group }) => group === lambda.LoggingConfig?.LogGroup).length < runs) owing.push(lambda)
    }
    if (owing.length === 0) break
    await Promise.all(owing.flatMap((lambda) => Array.from({ length: atOnce }, () => runForItsLines(lambda))))
  }
  return requestLines()
}

const requestLines = async () =>
  (await logEntries('request.completed')).filter(({ requestId }) => requestId !== fetchingLines)

async function runForItsLines(lambda: FunctionConfiguration): Promise<void> {
  const event = {
    routeKey: '$default',
    rawPath: '/',
    headers: {},
    requestContext: { requestId: fetchingLines, http: { sourceIp: '127.0.0.1' } },
  }
  fetchesMade.set(nameOf(lambda), (fetchesMade.get(nameOf(lambda)) ?? 0) + 1)
  await clients.lambda.send(
    new InvokeCommand({ FunctionName: nameOf(lambda), Payload: Buffer.from(JSON.stringify(event)) }),
  )
}

const nameOf = ({ FunctionName = '' }: FunctionConfiguration): string => FunctionName
