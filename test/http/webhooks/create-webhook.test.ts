import { beforeAll, describe, expect, test } from 'vitest'
import { fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer } from '../../support/world-fresh.ts'
import { freshKey } from '../../support/world-keys.ts'
import type { Person } from '../../support/world-people.ts'
import { itemsOf } from '../../support/world-table.ts'
import { freshWebhook } from '../../support/world-webhooks.ts'

provesOperation('createWebhook')

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

const making = (
  body: object,
  { organizationId, owner }: { organizationId: string; owner: Person | { text: string } } = world.customer,
) => ({
  by: owner,
  params: { organizationId },
  body: { url: 'https://hooks.contoso.example/rolecall', actions: ['profile.created'], ...body },
})

describe('createWebhook', () => {
  test('201 with a secret that is shown this once, and stands nowhere as it is; an activity names the webhook alone', async () => {
    const tenant = await freshCustomer(world.provider)
    const { secret, ...webhook } = await succeed('createWebhook', making({ description: ' The intranet ' }, tenant))
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
    expect(webhook).toMatchObject({
      url: 'https://hooks.contoso.example/rolecall',
      description: 'The intranet',
      actions: ['profile.created'],
      enabled: true,
      disabledBecause: null,
      failingSince: null,
      previousSecretUntil: null,
      version: 1,
    })
    const { webhookId } = webhook
    const params = { organizationId: tenant.organizationId, webhookId }
    expect(await succeed('getWebhook', { by: tenant.owner, params })).toEqual(webhook)
    const stored = JSON.stringify([await itemsOf('webhook'), await itemsOf('activity'), await itemsOf('idempotency')])
    expect(stored).toContain(webhookId)
    expect(stored).not.toContain(secret)
    const [made] = (await itemsOf('activity')).filter(({ summary }) => JSON.stringify(summary).includes(webhookId))
    expect(made).toMatchObject({ action: 'webhook.created', summary: { about: { webhookId } } })
    expect(JSON.stringify(made)).not.toContain('hooks.contoso.example')
  })

  test('201 with an action named twice, once; with the address as it is sent to; for a key that may', async () => {
    const tenant = await freshCustomer(world.provider)
    const { text } = await freshKey(tenant, { permissions: ['webhooks:manage'] })
    const webhook = await succeed(
      'createWebhook',
      making(
        { url: 'HTTPS://Hooks.Contoso.example:443/a/../b?c=d', actions: ['role.created', 'role.created'] },
        { ...tenant, owner: { text } },
      ),
    )
    expect(webhook).toMatchObject({ url: 'https://hooks.contoso.example/b?c=d', actions: ['role.created'] })
  })

  test.each([
    ['no URL', 'hooks.contoso.example'],
    ['without TLS', 'http://hooks.contoso.example/'],
    ['of another kind', 'ftp://hooks.contoso.example/'],
    ['with a password', 'https://me:secret@hooks.contoso.example/'],
    ['with a fragment', 'https://hooks.contoso.example/#here'],
    ['on this machine', 'https://127.0.0.1/'],
    ['on this machine, written otherwise', 'https://0x7f.1/'],
    ['of the cloud’s metadata', 'https://169.254.169.254/latest/meta-data/'],
    ['in a private network', 'https://10.0.0.7:8443/'],
    ['on this machine, in IPv6', 'https://[::1]/'],
    ['in a private network, wrapped', 'https://[::ffff:10.0.0.7]/'],
    ['on this machine, without TLS', 'http://127.0.0.1:4580/'],
  ])('400 for an address %s', async (_, url) => {
    expect(await faultsOf('createWebhook', making({ url }))).toEqual(['#/url not-a-receiver'])
  })

  test('400 names what else is wrong', async () => {
    expect(await faultsOf('createWebhook', making({ url: undefined }))).toEqual(['#/url required'])
    expect(await faultsOf('createWebhook', making({ url: `https://a.example/${'x'.repeat(2048)}` }))).toEqual([
      '#/url too-big',
    ])
    expect(await faultsOf('createWebhook', making({ actions: [] }))).toEqual(['#/actions too-small'])
    expect(await faultsOf('createWebhook', making({ actions: ['profile.vanished'] }))).toHaveLength(1)
    expect(await faultsOf('createWebhook', making({ description: 'x'.repeat(501) }))).toEqual(['#/description too-big'])
    expect(await faultsOf('createWebhook', making({ secret: 'whsec_mine' }))).toEqual(['#/secret unknown-field'])
  })

  test('403 for whoever sees webhooks and manages none, and for a key without the permission', async () => {
    const { organizationId } = world.customer
    const { text } = await freshKey(world.customer, { permissions: ['webhooks:read'] })
    for (const owner of [world.customer.fullRole, world.customer.plain, { text }])
      await fail('forbidden', 'createWebhook', making({}, { organizationId, owner }))
  })

  test('409 too-many-webhooks for the eleventh, and 201 again once one is removed', async () => {
    const tenant = await freshCustomer(world.provider)
    const { organizationId, owner: by } = tenant
    for (let count = 0; count < 8; count++) await freshWebhook(organizationId)
    const { webhookId } = await freshWebhook(organizationId)
    await succeed('createWebhook', making({}, tenant))
    await fail('too-many-webhooks', 'createWebhook', making({}, tenant))
    await succeed('removeWebhook', { by, params: { organizationId, webhookId } })
    const both = await Promise.allSettled(
      [making({}, tenant), making({}, tenant)].map((one) => succeed('createWebhook', one)),
    )
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})
