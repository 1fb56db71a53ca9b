import { call } from '../../support/gateway-call.ts'
import type { Tenant } from '../../support/world.ts'
import { freshKeyName } from '../../support/world-keys.ts'
import { follow, type Note, run, type Steps } from './canary-journey.ts'

/** A program's key, from when it is made until it is revoked, with what the program does and what it gets wrong. */
export async function* programs({ owner: by, organizationId }: Tenant, note: Note): Steps {
  const params = { organizationId }
  let keyId = ''
  let text = ''
  const shown = (body: string): void => {
    const reply = JSON.parse(body)
    if (typeof reply.key !== 'string') return
    keyId = reply.keyId
    text = note('API key', reply.key)
    note('API key', text.slice(-43))
  }
  const permissions = ['profiles:read', 'profiles:manage', 'api-keys:read']
  yield async () =>
    shown((await call('createApiKey', { by, params, body: { name: freshKeyName(), permissions } })).body)
  const used = () => [
    () => run('access', 'authorizer', { identitySource: [`Bearer ${text}`], headers: {} }),
    () => call('listProfiles', { by: { text }, params }),
    () => call('listRoles', { by: { text }, params }),
    () => call('getMe', { by: { text } }),
    () => call('listApiKeys', { by: { text }, params }),
    () => call('listProfiles', { by: { text: `${text.slice(0, -1)}!` }, params }),
    () => call('listProfiles', { by, params, query: { q: text, cursor: text } }),
    () => call('revokeApiKey', { by, params: { organizationId, keyId: text } }),
    () => call('rotateApiKey', { by, params: { organizationId, keyId }, body: { overlapSeconds: text } }),
    () =>
      call('createProfile', {
        by: { text },
        params,
        headers: { 'idempotency-key': text, 'x-api-key': text, cookie: `key=${text}` },
        body: { kind: 'person', user: false, firstName: 'Can', lastName: 'Ary', note: text },
      }),
  ]
  for (const act of used()) yield act
  yield async () => shown((await call('rotateApiKey', { by, params: { organizationId, keyId }, body: {} })).body)
  yield follow()
  for (const act of used()) yield act
  yield () => call('listApiKeys', { by, params })
  yield () => call('revokeApiKey', { by, params: { organizationId, keyId } })
  yield follow()
  for (const act of used()) yield act
  yield () => call('listActivities', { by, params })
}
