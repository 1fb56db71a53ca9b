import { spawn } from 'node:child_process'
import { setTimeout as wait } from 'node:timers/promises'
import { freePorts } from '../../../infra/local/background-process.ts'
import { serves } from '../served.ts'

/**
 * OpenFGA as it is started, with its store in memory and one preshared key; the same question as ours: an organization of sixty people, of
 * whom one, a viewer, may read profiles. Its datastore, evaluator, gRPC server and HTTP gateway are one process.
 */
const program = process.argv[2] ?? 'openfga'
const [http = 0, grpc = 0] = await freePorts(2)
const key = 'a key for this measurement alone'
const server = spawn(
  program,
  [
    'run',
    '--datastore-engine=memory',
    `--http-addr=127.0.0.1:${http}`,
    `--grpc-addr=127.0.0.1:${grpc}`,
    '--playground-enabled=false',
    '--metrics-enabled=false',
    '--authn-method=preshared',
    `--authn-preshared-keys=${key}`,
  ],
  { stdio: ['ignore', 'ignore', 'inherit'] },
)
process.on('exit', () => server.kill())
process.on('SIGTERM', () => process.exit())
process.on('disconnect', () => process.exit())

const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
while (!(await fetch(`http://127.0.0.1:${http}/healthz`).catch(() => undefined))?.ok) {
  if (server.exitCode !== null) throw new Error('OpenFGA did not start')
  await wait(100)
}

const roles = ['owner', 'administrator', 'viewer'] as const
const userset = (relation: string) => ({ computedUserset: { relation } })
const { id: store } = await call('/stores', { name: 'bench' })
const { authorization_model_id: model } = await call(`/stores/${store}/authorization-models`, {
  schema_version: '1.1',
  type_definitions: [
    { type: 'user' },
    {
      type: 'organization',
      relations: {
        ...Object.fromEntries(roles.map((role) => [role, { this: {} }])),
        may_read_profiles: { union: { child: roles.map(userset) } },
      },
      metadata: {
        relations: Object.fromEntries(roles.map((role) => [role, { directly_related_user_types: [{ type: 'user' }] }])),
      },
    },
  ],
})
const tuple_keys = Array.from({ length: 60 }, (_, number) => ({
  user: `user:${number}`,
  relation: number === 0 ? 'owner' : 'viewer',
  object: 'organization:contoso',
}))
await call(`/stores/${store}/write`, { writes: { tuple_keys }, authorization_model_id: model })
await serves(server.pid ?? 0, http, {
  path: `/stores/${store}/check`,
  headers,
  body: JSON.stringify({
    authorization_model_id: model,
    tuple_key: { user: 'user:1', relation: 'may_read_profiles', object: 'organization:contoso' },
  }),
  isAllowed: (answer) => answer.allowed === true,
})

async function call(path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`http://127.0.0.1:${http}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!answer.ok) throw new Error(await answer.text())
  return await answer.json()
}
