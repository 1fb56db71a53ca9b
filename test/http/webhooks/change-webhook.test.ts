import { beforeAll, describe, expect, test } from 'vitest'
import { call, fail, faultsOf, succeed } from '../../support/gateway-call.ts'
import { provesOperation } from '../../support/gateway-coverage.ts'
import { seedWorld, type World } from '../../support/world.ts'
import { freshCustomer, type MadeTenant } from '../../support/world-fresh.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'
import { freshWebhook } from '../../support/world-webhooks.ts'

provesOperation('changeWebhook')

let world: World
let tenant: MadeTenant
beforeAll(async () => {
  world = await seedWorld()
  tenant = await freshCustomer(world.provider)
})

const changing = (webhookId: string, body: object, version = 1, by: object = tenant.owner) => ({
  by: by as MadeTenant['owner'],
  params: { organizationId: tenant.organizationId, webhookId },
  body,
  headers: { 'if-match': `"${version}"` },
})
/** One of a tenant of its own, since there is room for ten. */
async function fresh(more: Parameters<typeof freshWebhook>[1] = {}) {
  tenant = await freshCustomer(world.provider)
  return freshWebhook(tenant.organizationId, more)
}

describe('changeWebhook', () => {
  test('200 with another address, other actions and a description; null clears it; an activity names the fields and no value', async () => {
    const { webhookId } = await fresh()
    const body = {
      url: 'https://elsewhere.contoso.example/in',
      description: 'Intranet',
      actions: ['role.created', 'role.removed'],
    }
    expect(await succeed('changeWebhook', changing(webhookId, body))).toMatchObject({ ...body, version: 2 })
    expect(await succeed('changeWebhook', changing(webhookId, { description: null }, 2))).toMatchObject({
      ...body,
      description: null,
      version: 3,
    })
    const [changed] = (await itemsOf('activity')).filter(
      ({ action, summary }) => action === 'webhook.changed' && JSON.stringify(summary).includes(webhookId),
    )
    expect(changed).toMatchObject({ summary: { about: { webhookId, changed: 'url description actions' } } })
    expect(JSON.stringify(changed)).not.toContain('elsewhere')
  })

  test('200 switched off by hand, and on again, which forgets that nothing arrived', async () => {
    const failingSince = new Date().toISOString()
    const { webhookId } = await fresh({ failingSince })
    expect(await succeed('changeWebhook', changing(webhookId, { enabled: false }))).toMatchObject({
      enabled: false,
      disabledBecause: 'by-hand',
      failingSince,
    })
    expect(await succeed('changeWebhook', changing(webhookId, { enabled: true }, 2))).toMatchObject({
      enabled: true,
      disabledBecause: null,
      failingSince: null,
    })
  })

  test('200 keeps why it is off while it stays off; another address begins without a past', async () => {
    const failingSince = new Date().toISOString()
    const { webhookId } = await fresh({ enabled: false, disabledBecause: 'failing', failingSince })
    expect(await succeed('changeWebhook', changing(webhookId, { description: 'Off' }))).toMatchObject({
      disabledBecause: 'failing',
      failingSince,
    })
    const body = { url: 'https://elsewhere.contoso.example/in' }
    expect(await succeed('changeWebhook', changing(webhookId, body, 2))).toMatchObject({
      disabledBecause: 'failing',
      failingSince: null,
    })
  })

  test('200 keeps its secrets; with nothing changed, nothing is written', async () => {
    const { webhookId, sealedSecret } = await fresh()
    await succeed('changeWebhook', changing(webhookId, { description: 'Intranet' }))
    const kept = (await itemsOf('webhook')).filter((item) => item.webhookId === webhookId)
    expect(kept).toMatchObject([{ sealedSecret }])
    const before = await dumpTable()
    await succeed('changeWebhook', changing(webhookId, { description: ' Intranet ' }, 2))
    expect(await dumpTable()).toEqual(before)
  })

  test('200 for one of two who change it at once, 412 for the other; 412 for another version', async () => {
    const { webhookId } = await fresh()
    const answers = await Promise.all(
      ['one', 'two'].map((description) => call('changeWebhook', changing(webhookId, { description }))),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    await fail('stale', 'changeWebhook', changing(webhookId, { description: 'late' }, 1))
  })

  test('400 for an address that nothing may be sent to, and for no actions', async () => {
    const { webhookId } = await fresh()
    for (const url of ['http://hooks.contoso.example/', 'https://192.168.1.1/', 'https://[fd00:ec2::254]/'])
      expect(await faultsOf('changeWebhook', changing(webhookId, { url }))).toEqual(['#/url not-a-receiver'])
    expect(await faultsOf('changeWebhook', changing(webhookId, { actions: [] }))).toEqual(['#/actions too-small'])
    expect(await faultsOf('changeWebhook', changing(webhookId, { sealedSecret: 'x' }))).toEqual([
      '#/sealedSecret unknown-field',
    ])
  })

  test('404 for a webhook of another organization', async () => {
    await fresh()
    await fail('not-found', 'changeWebhook', changing(world.twin.things.webhookId, { description: 'ours' }))
  })
})
