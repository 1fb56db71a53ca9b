import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { bundleFunctions, projectDirectory } from '../../infra/constructs/bundle.ts'
import { docsFiles } from '../../shared/contract/docs.ts'
import { at, type LambdaName, lambdasOf, synthesise } from './templates.ts'

const directory = mkdtempSync(join(tmpdir(), 'rolecall-bundles-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const { directories, metafile } = bundleFunctions(`${directory}/first`)
const again = bundleFunctions(`${directory}/second`)
const lambdas = lambdasOf(synthesise())

const kilobyte = 1024
/** Those draw PDFs: infra/decisions/functions-that-draw-are-larger.md says why they may be larger. */
const draws: ReadonlySet<string> = new Set([
  'contracts/approval-document',
  'contracts/certificate',
  'contracts/certify-contract',
])
const limitOf = (name: string) => (name === 'access/authorizer' ? 400 : draws.has(name) ? 1250 : 750) * kilobyte

/** The client of each service, and a setting that only functions with the need for it find in their environment. */
const clients: Readonly<Record<string, string>> = {
  '@aws-sdk/client-dynamodb': 'TABLE_NAME',
  '@aws-sdk/client-cognito-identity-provider': 'USER_POOL_ID',
  '@aws-sdk/client-ses': 'SENDER_ADDRESS',
  '@aws-sdk/client-eventbridge': 'EVENT_BUS_NAME',
  '@aws-sdk/client-sqs': 'PARKED_QUEUE_URL',
}

/** The user pool tells its triggers its id; in their settings it would be a circle. */
const toldByThePool: readonly string[] = ['me/end-older-sessions']

/** Functions that carry the table's client and never use it. It may only shrink. */
const withoutNeed: readonly string[] = []

test('every function has a bundle', () => {
  expect([...directories.keys()].sort()).toEqual([...lambdas.keys()].sort())
})

describe.each([...directories.keys()])('%s', (name) => {
  const output = Object.entries(metafile.outputs).find(([file]) => file.endsWith(`${name}/index.mjs`))?.[1]
  const packages = new Set(Object.keys(output?.inputs ?? {}).flatMap((file) => packageOf(file) ?? []))
  const settings = Object(at(lambdas.get(nameOf(name))?.Properties, 'Environment', 'Variables'))

  test('is within its limit', () => {
    expect(output?.bytes).toBeGreaterThan(1000)
    expect(output?.bytes).toBeLessThanOrEqual(limitOf(name))
  })
  test.each(Object.entries(clients))('has %s only where its needs say so', (client, setting) => {
    const goesWithout =
      (client === '@aws-sdk/client-dynamodb' && withoutNeed.includes(name)) ||
      (client === '@aws-sdk/client-cognito-identity-provider' && toldByThePool.includes(name))
    expect(packages.has(client) && !(setting in settings)).toBe(goesWithout)
  })
  test('has KMS only where a key is named', () => {
    const named = ['LINK_TOKEN_KEY_ID', 'SESSION_KEY_ID', 'CERTIFICATE_KEY_ID', 'WEBHOOK_KEY_ID'].some(
      (key) => key in settings,
    )
    expect(packages.has('@aws-sdk/client-kms') && !named).toBe(false)
  })
  test('carries nothing of the tools that build it', () => {
    const tools = /^(aws-cdk|constructs|cdk-nag|esbuild|vitest|typescript|@biomejs)/
    expect([...packages].filter((name) => tools.test(name))).toEqual([])
    for (const replaced of ['@aws-sdk/credential-provider-node', '@aws-sdk/endpoint-cache', 'brotli', 'jsonschema']) {
      expect(packages).not.toContain(replaced)
    }
  })
  test('leaves nothing to be found at run time', () => {
    const external = output?.imports.filter(
      (imported) => imported.external && !/^(node:)?[a-z/_]+$/.test(imported.path),
    )
    expect(external).toEqual([])
  })
})

test('only activation can administer users', () => {
  const able = [...directories].filter(([, folder]) =>
    readFileSync(`${folder}/index.mjs`, 'utf8').includes('AdminCreateUser'),
  )
  expect(able.map(([name]) => name)).toEqual(['invitations/activation'])
})

test('all load on Node 24 and export a handler', () => {
  const settings = ['TABLE_NAME', 'USER_POOL_ID', 'PORTAL_CLIENT_ID', 'PUBLIC_URL', 'APP_NAME']
  const script = `for (const folder of ${JSON.stringify([...directories.values()])}) {
    const { handler } = await import(folder + '/index.mjs')
    if (typeof handler !== 'function') throw new Error(folder + ' exports no handler')
  }`
  const env = Object.fromEntries(settings.map((setting) => [setting, 'us-east-1_000000000']))
  const node = `${projectDirectory}/node_modules/.bin/node`
  execFileSync(node, ['--input-type=module', '--eval', script], { env: { ...env, AWS_REGION: 'us-east-1' } })
}, 30_000)

test('the documentation finds its files beside its bundle', () => {
  const folder = directories.get('docs/index')
  const script = `const { handler } = await import('${folder}/index.mjs')
  for (const file of ${JSON.stringify(docsFiles)}) {
    const requestContext = { requestId: 'r', http: { sourceIp: '203.0.113.7' } }
    const event = { routeKey: 'GET /docs/assets/{file}', pathParameters: { file }, headers: {}, requestContext }
    const { statusCode } = await handler(event, {})
    if (statusCode !== 200) throw new Error(file + ' answers ' + statusCode)
  }`
  const node = `${projectDirectory}/node_modules/.bin/node`
  execFileSync(node, ['--input-type=module', '--eval', script], { cwd: directory, env: { PUBLIC_URL: 'https://x' } })
})

test('only ElectroDB goes without jsonschema: whatever else checks with it has to have the real one', () => {
  const importers = Object.entries(metafile.inputs).filter(([, { imports }]) =>
    imports.some(({ path }) => path.endsWith('stand-ins/jsonschema.ts')),
  )
  expect(importers.map(([file]) => packageOf(file))).toEqual(['electrodb'])
})

test('bundling again gives the same bytes, so that only what changed is deployed', () => {
  for (const [name, folder] of directories) {
    const second = again.directories.get(name) ?? ''
    expect(readFileSync(`${second}/index.mjs`, 'utf8') === readFileSync(`${folder}/index.mjs`, 'utf8'), name).toBe(true)
  }
})

function packageOf(file: string): string | undefined {
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]
}

function nameOf(entry: string): LambdaName {
  const [feature = '', name = ''] = entry.split('/')
  return `${feature}/${name}`
}
