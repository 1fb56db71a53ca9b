import { expect, test } from 'vitest'
import { changes } from '../../shared/contract/route.ts'
import { allRoutes, type OperationId } from '../../shared/contract/routes.ts'
import { commitRows, committedRows, writesBudgets } from '../support/committed-table.ts'
import { ofType, synthesise } from './templates.ts'

const heading = 'A month of 1,000 users'

/**
 * List prices of US East (N. Virginia) in US dollars, without free tiers but Cognito's: whoever pays others puts them in here. They are
 * AWS' pages on DynamoDB (on demand), Lambda (Arm), API Gateway (HTTP), EventBridge, Cognito (Essentials), SES, KMS, Step Functions and CloudWatch.
 */
const price = {
  readUnits: 0.125 / 1e6,
  writeUnits: 0.625 / 1e6,
  gigabyteStored: 0.25 + 0.2,
  invocations: 0.2 / 1e6,
  gigabyteSeconds: 0.0000133334,
  requests: 1 / 1e6,
  events: 1 / 1e6,
  mails: 0.1 / 1000,
  signedInUserAboveTenThousand: 0.015,
  key: 1,
  stateTransitions: 0.025 / 1000,
  gigabyteLogged: 0.5,
  metric: 0.3,
  alarm: 0.1,
}

/** What 1,000 people and the programs around them do in a month. */
const does = {
  signIns: 1000 * 20,
  /** 30 a sign-in. */
  reads: 1000 * 20 * 30,
  /** Programs ask after somebody's permission 50 times on a day on which that one works. */
  permissionChecks: 1000 * 20 * 50,
  changes: 1000 * 2,
  mails: 500,
  contracts: 10,
  kilobytesLoggedARequest: 1,
  gigabytesStored: 0.5,
  secondsARequest: 0.05,
  gigabytesOfMemory: 1,
}
/** Recording a sign-in in one organization: shared/table/README.md. */
const writeUnitsASignIn = 9
/** A contract that is answered on its last day is looked at four times on each: a look, what is due, and waiting. */
const transitionsAContract = 14 * 4 * 3
/** What follows an activity: publishing it, and at most two functions that act on it. */
const functionsAnActivity = 3

const committed = committedRows('Routes')
const routes = allRoutes().filter(({ operationId }) => committed.has(operationId))
const reading = routes.filter(({ route }) => !changes(route)).map(({ operationId }) => operationId)
const changing = routes.filter(({ route }) => changes(route)).map(({ operationId }) => operationId)

/** A figure of the budgets, of as many people as were measured last; the mean of several operations. */
const mean = (column: 3 | 4, operations: readonly OperationId[]): number =>
  operations.reduce((sum, one) => sum + Number(committed.get(one)?.[column]?.split(' / ').at(-1)), 0) /
  operations.length

const requests = does.reads + does.permissionChecks + does.changes
const readUnits =
  does.reads * mean(3, reading) + does.permissionChecks * mean(3, ['explainAccess']) + does.changes * mean(3, changing)
const writeUnits = does.changes * mean(4, changing) + does.signIns * writeUnitsASignIn
const activities = does.changes + does.signIns
const invocations = requests + does.signIns + activities * functionsAnActivity
const synthesised = synthesise()
const keys = ofType(synthesised, 'KMS::Key').length
const alarms = ofType(synthesised, 'CloudWatch::Alarm').length
// How long each operation takes, and how often it was our fault.
const metrics = allRoutes().length * 2

const lines: readonly (readonly [what: string, howMuch: string, dollars: number])[] = [
  ['Cognito: people who sign in, 10,000 of them free', thousands(1000), 0],
  ['API Gateway: requests', thousands(requests), requests * price.requests],
  [
    'Lambda: runs, and their time',
    thousands(invocations),
    invocations * (price.invocations + does.secondsARequest * does.gigabytesOfMemory * price.gigabyteSeconds),
  ],
  ['DynamoDB: read units', thousands(readUnits), readUnits * price.readUnits],
  ['DynamoDB: write units', thousands(writeUnits), writeUnits * price.writeUnits],
  ['DynamoDB: GB kept, with backup', String(does.gigabytesStored), does.gigabytesStored * price.gigabyteStored],
  ['EventBridge: events', thousands(activities), activities * price.events],
  [
    'Step Functions: transitions of contracts that wait',
    thousands(does.contracts * transitionsAContract),
    does.contracts * transitionsAContract * price.stateTransitions,
  ],
  ['SES: mails', thousands(does.mails), does.mails * price.mails],
  [
    'CloudWatch: GB of log lines',
    ((requests * does.kilobytesLoggedARequest) / 1e6).toFixed(1),
    ((requests * does.kilobytesLoggedARequest) / 1e6) * price.gigabyteLogged,
  ],
  [
    'CloudWatch: metrics of operations, if each is used all month (however many users)',
    thousands(metrics),
    metrics * price.metric,
  ],
  ['CloudWatch: alarms (however many users)', thousands(alarms), alarms * price.alarm],
  ['KMS: keys (however many users)', thousands(keys), keys * price.key],
]
const total = lines.reduce((sum, [, , dollars]) => sum + dollars, 0)
const rows = [...lines, ['**all of it**', '', total] as const].map(([what, howMuch, dollars]) => [
  what,
  howMuch,
  dollars.toFixed(2),
])

if (writesBudgets) {
  test('what a month costs is written down', () => {
    commitRows(heading, rows)
  })
} else {
  test('a month of 1,000 users costs what test/bench/budgets.md says: npm run budgets writes it anew, if it may', () => {
    expect([...committedRows(heading)].map(([what, cells]) => [what, ...cells])).toEqual(rows)
  })
}

test('it is computed from figures that are there', () => {
  expect(reading.length).toBeGreaterThan(15)
  expect(changing.length).toBeGreaterThan(20)
  for (const value of [readUnits, writeUnits, total]) expect(value).toBeGreaterThan(0)
  expect(keys).toBeGreaterThan(0)
  expect(alarms).toBeGreaterThan(0)
})

function thousands(value: number): string {
  return Math.round(value).toLocaleString('en')
}
