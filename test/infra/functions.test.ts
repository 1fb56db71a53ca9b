import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { publicReasonOf } from '../../shared/contract/route.ts'
import { allRoutes, featureNames } from '../../shared/contract/routes.ts'
import { at, lambdasOf, listOf, ofType, synthesise, targetOf } from './templates.ts'

const synthesised = synthesise()
const lambdas = lambdasOf(synthesised)
const alarms = ofType(synthesised, 'CloudWatch::Alarm')
const invokeConfigs = ofType(synthesised, 'Lambda::EventInvokeConfig').map(({ Properties }) => Properties)
const eventSources = ofType(synthesised, 'Lambda::EventSourceMapping').map(({ Properties }) => Properties)

test('every function that the route table names is there, and every file that exports a handler is deployed', () => {
  const served = allRoutes().map(({ feature, route }) => `${feature}/${route.runsIn?.function ?? 'index'}`)
  expect([...lambdas.keys()]).toEqual(expect.arrayContaining([...new Set(served)]))
  const folder = new URL('../../functions/', import.meta.url)
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .filter((file) =>
      /^export (?:const|(?:async )?function) handler\b/m.test(readFileSync(new URL(file, folder), 'utf8')),
    )
    .map((file) => file.slice(0, -'.ts'.length))
  expect([...lambdas.keys()].sort()).toEqual(entries.sort())
})

describe.each([...lambdas])('%s', (name, { id, stack, Properties }) => {
  test('runs on Node 24 on arm64, traced', () => {
    expect(Properties).toMatchObject({
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      TracingConfig: { Mode: 'Active' },
      Handler: 'index.handler',
    })
  })
  test('has a timeout within the gateway’s, and memory enough to start quickly', () => {
    // It ends with its function, whatever it was about to send: so no activity is written 30 seconds after its id (V3).
    expect(Number(at(Properties, 'Timeout'))).toBeLessThanOrEqual(30)
    expect(Number(at(Properties, 'MemorySize'))).toBeGreaterThanOrEqual(512)
  })
  test('writes JSON lines into a log of its own that ends some day', () => {
    expect(Properties).toMatchObject({ LoggingConfig: { LogFormat: 'JSON' } })
    const log = synthesised.resources.find(
      (resource) => resource.id === targetOf(at(Properties, 'LoggingConfig', 'LogGroup')),
    )
    expect(Number(at(log?.Properties, 'RetentionInDays'))).toBeGreaterThan(0)
    expect(log?.DeletionPolicy).toBe('RetainExceptOnCreate')
    const sharing = [...lambdas.values()].filter(
      (other) => targetOf(at(other.Properties, 'LoggingConfig', 'LogGroup')) === log?.id,
    )
    expect(sharing).toHaveLength(1)
  })
  test('rings when it fails: at once where somebody waits, and else when all tries have', () => {
    const errors = alarms.filter(
      ({ Properties: alarm }) =>
        at(alarm, 'MetricName') === 'Errors' &&
        listOf(at(alarm, 'Dimensions')).some((dimension) => targets(dimension, id)),
    )
    const letters = alarms.filter(
      ({ Properties: alarm }) =>
        at(alarm, 'AlarmName') === `rolecall-production-${name.replace('/', '-')}-dead-letters`,
    )
    expect([errors.length, letters.length].sort()).toEqual([0, 1])
    const leavesLetters = JSON.stringify([...invokeConfigs, ...eventSources]).includes(`"${id}"`)
    expect(letters.length === 1).toBe(leavesLetters)
  })
  test('finds its names in its environment, and no secret', () => {
    const environment = Object.keys(Object(at(Properties, 'Environment', 'Variables')))
    expect(environment).toEqual(expect.arrayContaining(['STAGE', 'APP_NAME', 'FEATURE']))
    const ofTheGateway = environment.filter((setting) => /^(PUBLIC_URL|HOSTED_UI_URL|PORTAL_CLIENT_ID)$/.test(setting))
    expect(ofTheGateway).toHaveLength(stack === 'data' ? 0 : 3)
    expect(environment.filter((setting) => /SECRET|PASSWORD|TOKEN$/.test(setting))).toEqual([])
    expect(environment.filter((setting) => ['FACTOR_SIGN_IN', 'JWKS_URL'].includes(setting))).toEqual([])
    expect(at(Properties, 'Environment', 'Variables', 'FEATURE')).toBe(name.split('/')[0])
  })
})

test('functions that are open to the world, or call it, may run so often at once and no more', () => {
  const open = allRoutes().filter(({ route }) => publicReasonOf(route) !== undefined)
  const names = new Set(open.map(({ feature, route }) => `${feature}/${route.runsIn?.function ?? 'index'}`))
  const limited = [...lambdas].filter(
    ([, { Properties }]) => Number(at(Properties, 'ReservedConcurrentExecutions')) > 0,
  )
  // It calls addresses that anybody may have named.
  expect(limited.map(([name]) => name).sort()).toEqual([...names, 'webhooks/deliver-webhooks'].sort())
})

describe('alarms', () => {
  test.each(alarms.map((alarm) => [String(at(alarm.Properties, 'AlarmName')), alarm] as const))(
    '%s says what people lose, where to look and where to read on, and rings at the topic',
    (_, { Properties }) => {
      expect(String(at(Properties, 'AlarmDescription'))).toMatch(/^[A-Z][^.]{15,}\. .{25,}\. https:\S+#[a-z-]+$/)
      const topic = ofType(synthesised, 'SNS::Topic').map(({ id }) => id)
      expect(topic).toHaveLength(1)
      expect(listOf(at(Properties, 'AlarmActions')).map(topicIn)).toEqual(topic)
      expect(Properties).toMatchObject({ TreatMissingData: 'notBreaching' })
    },
  )
  test('watch for answers of 500, which no function counts as an error', () => {
    const filters = ofType(synthesised, 'Logs::MetricFilter').filter(
      ({ Properties }) => at(Properties, 'FilterPattern') === '"request.failed"',
    )
    const serving = new Set(allRoutes().map(({ feature, route }) => `${feature}/${route.runsIn?.function ?? 'index'}`))
    expect(filters).toHaveLength(serving.size)
    expect(alarms.map(({ Properties }) => at(Properties, 'MetricName'))).toContain('5xx')
  })
  test('watch for the first administrator’s invitation being sent again, and for a second factor not asked for', () => {
    const patterns = ofType(synthesised, 'Logs::MetricFilter').map(({ Properties }) => at(Properties, 'FilterPattern'))
    expect(patterns).toEqual(
      expect.arrayContaining(['"first-administrator.sent-again"', '"directory.factor-not-demanded"']),
    )
  })
  test('reach people', () => {
    const subscriptions = ofType(synthesised, 'SNS::Subscription').map(({ Properties }) => at(Properties, 'Endpoint'))
    expect(subscriptions).toEqual(synthesised.stage.alarmsTo)
    expect(subscriptions.length).toBeGreaterThan(0)
  })
})

test.each(featureNames)('infra/features/%s.ts fits on a screen', (feature) => {
  const lines = readFileSync(new URL(`../../infra/features/${feature}.ts`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
  expect(lines.length).toBeLessThanOrEqual(40)
})

test('every feature of infra has routes', () => {
  const files = readdirSync(new URL('../../infra/features/', import.meta.url)).map((file) => file.replace(/\.ts$/, ''))
  expect(files.sort()).toEqual(featureNames)
})

/** The topic of the same stack, or one that another stack exports. */
function topicIn(action: unknown): unknown {
  const [, exported] = /:ExportsOutputRef(\w+?)[0-9A-F]{8}$/.exec(String(at(action, 'Fn::ImportValue'))) ?? []
  return exported ?? at(action, 'Ref')
}

/** The function of the same stack, or one whose name the other stack exports. */
function targets(dimension: unknown, id: string): boolean {
  const value = at(dimension, 'Value')
  const exported = String(at(value, 'Fn::ImportValue'))
  return (
    at(dimension, 'Name') === 'FunctionName' && (at(value, 'Ref') === id || exported.includes(`ExportsOutputRef${id}`))
  )
}
