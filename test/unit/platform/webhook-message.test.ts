import { createHmac } from 'node:crypto'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { signedMessage } from '../../../shared/platform/webhook-message.ts'
import { newWebhookSecret } from '../../../shared/platform/webhook-secret.ts'

const message = {
  deliveryId: id('delivery', 'dlv_01k2r8v6m0q3s5t7w9x1y3z5d1'),
  type: 'profile.changed',
  at: '2026-11-23T09:00:00.000Z',
  data: { activityId: 'act_01k2r8v6m0q3s5t7w9x1y3z5ab', changedFields: ['phone', 'Straße'] },
}
const now = () => new Date().toISOString()

describe('a message to a webhook', () => {
  test('is what the library of Standard Webhooks takes for genuine, and gives back', () => {
    const secret = newWebhookSecret()
    const { body, headers } = signedMessage(message, [secret], now())
    expect(new Webhook(secret).verify(body, headers)).toEqual({
      type: 'profile.changed',
      timestamp: message.at,
      data: message.data,
    })
  })
  test('is signed as the standard says: HMAC-SHA256 over id, moment and body, by the bytes of the secret', () => {
    const secret = newWebhookSecret()
    const { body, headers } = signedMessage(message, [secret], '2026-11-23T09:00:07.900Z')
    expect(headers['webhook-timestamp']).toBe('1795424407')
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64')
    expect(key).toHaveLength(32)
    const signature = createHmac('sha256', key).update(`${message.deliveryId}.1795424407.${body}`).digest('base64')
    expect(headers['webhook-signature']).toBe(`v1,${signature}`)
  })
  test('is the standard’s own example, signed with its secret', () => {
    const webhook = new Webhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
    expect(webhook.sign('msg_p5jXN8AQM9LWM0D4loKWxJek', new Date(1_614_265_330_000), '{"test": 2432232314}')).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    )
  })
  test('with two secrets is taken by a receiver that knows either, and by none that knows neither', () => {
    const [old, current, other] = [newWebhookSecret(), newWebhookSecret(), newWebhookSecret()]
    const { body, headers } = signedMessage(message, [current, old], now())
    expect(headers['webhook-signature']?.split(' ')).toHaveLength(2)
    for (const secret of [old, current]) expect(new Webhook(secret).verify(body, headers)).toBeTruthy()
    expect(() => new Webhook(other).verify(body, headers)).toThrow(WebhookVerificationError)
  })
  test('is no longer genuine with another byte, another id, or later than five minutes', () => {
    const secret = newWebhookSecret()
    const { body, headers } = signedMessage(message, [secret], now())
    const receiver = new Webhook(secret)
    expect(() => receiver.verify(body.replace('phone', 'email'), headers)).toThrow(WebhookVerificationError)
    expect(() => receiver.verify(body, { ...headers, 'webhook-id': 'dlv_another' })).toThrow(WebhookVerificationError)
    const before = signedMessage(message, [secret], new Date(Date.now() - 301_000).toISOString())
    expect(() => receiver.verify(before.body, before.headers)).toThrow('too old')
  })
  test('says how long it is in bytes, and never its secret', () => {
    const secret = newWebhookSecret()
    const { body, headers } = signedMessage(message, [secret], now())
    expect(headers['content-length']).toBe(String(Buffer.byteLength(body)))
    expect(JSON.stringify([body, headers])).not.toContain(secret.slice('whsec_'.length))
  })
})

test('every secret is another, in the form of the standard', () => {
  const secrets = Array.from({ length: 100 }, newWebhookSecret)
  expect(new Set(secrets).size).toBe(100)
  for (const secret of secrets) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
})
