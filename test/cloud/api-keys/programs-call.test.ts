import { beforeAll, describe, expect, test, vi } from 'vitest'
import { call, expectProblem, succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  aProvider,
  aUser,
  beginAfresh,
  mails,
  patience,
  type SignedIn,
  settled,
} from '../../support/deployed-world.ts'

let organizationId: string
let owner: SignedIn
let admin: SignedIn
let keyId: string
let text: string

beforeAll(async () => {
  await beginAfresh()
  const provider = await aProvider()
  const contoso = await aCustomer(
    provider.owner,
    provider.organizationId,
    'Contoso Bakeries',
    'mia.jansen@contoso.example',
  )
  organizationId = contoso.organizationId
  owner = contoso.owner
  admin = await aUser(owner, organizationId, 'jan.peeters@contoso.example', [])
})

/** Notes the secret of a key, which its text ends with, so that it is looked for afterwards. */
function noted({ key }: { readonly key: string }): string {
  noteSecret('API key', key.slice(-43))
  return key
}

const listing = (key: string) => call('listProfiles', { by: { accessToken: key }, params: { organizationId } })

describe('a program with an API key', () => {
  test('is let in with the key that an Admin made for it', async () => {
    const { items } = await succeed('listProfiles', { by: owner, params: { organizationId } })
    const profileId = String(items.find(({ email }) => email === admin.email)?.profileId)
    await succeed('setDefaultRole', { by: owner, params: { organizationId, profileId }, body: { roleId: 'rol_admin' } })
    const body = { name: 'Ticket system', permissions: ['profiles:read'] }
    const made = await succeed('createApiKey', { by: admin, params: { organizationId }, body })
    keyId = made.keyId
    text = noted(made)
    expect((await listing(text)).status).toBe(200)
    expectProblem(await call('listRoles', { by: { accessToken: text }, params: { organizationId } }), 'forbidden')
    expectProblem(await call('getMe', { by: { accessToken: text } }), 'unauthenticated')
  })

  test('is refused with a secret of the right form that is not the key’s', async () => {
    const other = `${text.slice(0, 55)}_${'A'.repeat(43)}`
    expectProblem(await listing(other), 'unauthenticated')
    expect((await listing(text)).status).toBe(200)
  })

  test('goes on when whoever made the key is removed, of which the owner is told by mail', async () => {
    const { items } = await succeed('listProfiles', { by: owner, params: { organizationId } })
    const profileId = String(items.find(({ email }) => email === admin.email)?.profileId)
    await succeed('removeProfile', { by: owner, params: { organizationId, profileId } })
    await settled()
    await vi.waitFor(async () => {
      const told = await mails(owner.email)
      expect(told.filter(({ subject }) => subject.includes('API')).map(({ text: said }) => said)).toEqual([
        expect.stringContaining('Ticket system'),
      ])
    }, patience)
    expect((await listing(text)).status).toBe(200)
  })

  test('has two keys that work while one is rotated, and none that was without an overlap', async () => {
    const key = noted(await succeed('rotateApiKey', { by: owner, params: { organizationId, keyId }, body: {} }))
    expect([(await listing(text)).status, (await listing(key)).status]).toEqual([200, 200])
    const body = { overlapSeconds: 0 }
    const last = noted(await succeed('rotateApiKey', { by: owner, params: { organizationId, keyId }, body }))
    expect([(await listing(text)).status, (await listing(key)).status]).toEqual([401, 401])
    text = last
    expect((await listing(text)).status).toBe(200)
  })

  test('is refused with the next request once the key is revoked, though the gateway remembers it', async () => {
    expect((await listing(text)).status).toBe(200)
    await succeed('revokeApiKey', { by: owner, params: { organizationId, keyId } })
    expectProblem(await listing(text), 'unauthenticated')
  })
})

leavesOnlyCleanTraces()
