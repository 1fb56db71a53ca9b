import { describe, expect, test } from 'vitest'
import {
  changeWebhook,
  createWebhook,
  getWebhook,
  listWebhooks,
  noteArriving,
  noteFailing,
  removeWebhook,
  type WebhookRecord,
} from '../../shared/table/webhook.ts'
import { attemptTo, itemAt, keysOf, newId, now, save, tally } from '../support/table-fixtures.ts'

const aWebhook = (fields: Partial<WebhookRecord> = {}): WebhookRecord => ({
  organizationId: newId('organization'),
  webhookId: newId('webhook'),
  url: 'https://hooks.contoso.example/rolecall',
  actions: ['profile.created'],
  enabled: true,
  sealedSecret: 'sealed',
  createdAt: now,
  updatedAt: now,
  version: 1,
  ...fields,
})
async function stored(fields: Partial<WebhookRecord> = {}): Promise<WebhookRecord> {
  const webhook = aWebhook(fields)
  await save(createWebhook(webhook))
  return webhook
}

describe('a webhook', () => {
  test('stands among those of its organization, in no index, and is counted', async () => {
    const webhook = await stored()
    const { organizationId, webhookId } = webhook
    expect(keysOf(await itemAt(`${organizationId}#webhooks`, webhookId))).toEqual({
      pk: `${organizationId}#webhooks`,
      sk: webhookId,
    })
    expect(await itemAt(`${organizationId}#webhooks`, 'count')).toMatchObject({ count: 1 })
    expect(await getWebhook(webhook)).toEqual(webhook)
  })

  test('is one of ten at most, however many are made at once', async () => {
    const organizationId = newId('organization')
    const ends = await Promise.all(
      Array.from({ length: 12 }, () => attemptTo(createWebhook(aWebhook({ organizationId })))),
    )
    expect(tally(ends).done ?? 0).toBeLessThanOrEqual(10)
    for (let more = 0; more < 10; more++) await attemptTo(createWebhook(aWebhook({ organizationId })))
    expect(await listWebhooks(organizationId)).toHaveLength(10)
    expect(await attemptTo(createWebhook(aWebhook({ organizationId })))).toBe('too-many-webhooks')
  })

  test('is listed in the order of making', async () => {
    const organizationId = newId('organization')
    const made = [await stored({ organizationId }), await stored({ organizationId }), await stored({ organizationId })]
    expect((await listWebhooks(organizationId)).map(({ webhookId }) => webhookId)).toEqual(
      made.map(({ webhookId }) => webhookId),
    )
    expect(await listWebhooks(newId('organization'))).toEqual([])
  })

  test('is changed as it was read, once, and removed so, which makes room', async () => {
    const webhook = await stored()
    const after = { ...webhook, url: 'https://else.contoso.example/', version: 2 }
    const ends = await Promise.all([1, 2, 3].map(() => attemptTo(changeWebhook(webhook, after))))
    expect(tally(ends)).toEqual({ done: 1, moved: 2 })
    expect(await attemptTo(removeWebhook(webhook))).toBe('moved')
    await save(removeWebhook(after))
    expect(await getWebhook(webhook)).toBeUndefined()
    expect(await itemAt(`${webhook.organizationId}#webhooks`, 'count')).toMatchObject({ count: 0 })
  })
})

describe('whether anything arrives', () => {
  test('is written down once, without moving the version, and forgotten when something does', async () => {
    const webhook = await stored()
    await noteFailing(webhook, '2026-11-23T09:00:00.000Z')
    await noteFailing(webhook, '2026-11-24T09:00:00.000Z')
    expect(await getWebhook(webhook)).toEqual({ ...webhook, failingSince: '2026-11-23T09:00:00.000Z' })
    await noteArriving(webhook)
    await noteArriving(webhook)
    expect(await getWebhook(webhook)).toEqual(webhook)
  })

  test('is not overwritten by whoever changes the webhook beside it', async () => {
    const webhook = await stored()
    await noteFailing(webhook, now)
    expect(await attemptTo(changeWebhook(webhook, { ...webhook, version: 2 }))).toBe('moved')
    const failing = { ...webhook, failingSince: now }
    await noteArriving(webhook)
    expect(await attemptTo(changeWebhook(failing, { ...failing, version: 2 }))).toBe('moved')
  })

  test('of one that is gone is nothing, and leaves nothing', async () => {
    const webhook = aWebhook()
    await noteFailing(webhook, now)
    await noteArriving(webhook)
    expect(await getWebhook(webhook)).toBeUndefined()
  })
})
