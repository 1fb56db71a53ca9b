import { InvokeCommand } from '@aws-sdk/client-lambda'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { clients, deployed } from '../../support/deployed.ts'
import { busEvents } from '../../support/deployed-events.ts'
import { functionNamed } from '../../support/deployed-functions.ts'
import { succeed } from '../../support/deployed-requests.ts'
import { noteSecret } from '../../support/deployed-secrets.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  aCustomer,
  aProvider,
  beginAfresh,
  mails,
  patience,
  type SignedIn,
  settled,
} from '../../support/deployed-world.ts'
import { type Receiver, startReceiver } from '../../support/webhook-receiver.ts'

let organizationId: string
let owner: SignedIn
let receiver: Receiver
let webhookId: string

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
  receiver = await startReceiver(deployed.webhookPort)
})
afterAll(() => receiver.close())

const here = (more: Readonly<Record<string, string>> = {}) => ({ by: owner, params: { organizationId, ...more } })
const makeGroup = (name: string) => succeed('createGroup', { ...here(), body: { name } })

/** The minute comes at which deliveries are due: the schedule may be quicker. */
async function deliver(): Promise<void> {
  await settled()
  const { FunctionName } = await functionNamed('webhooks: deliver-webhooks')
  const { FunctionError } = await clients.lambda.send(new InvokeCommand({ FunctionName }))
  expect(FunctionError).toBeUndefined()
}
const arrived = (path: string, count: number) =>
  vi.waitFor(() => expect(receiver.at(path)).toHaveLength(count), patience)
const use = (secret: string): string => {
  noteSecret('webhook secret', secret)
  receiver.secrets.add(secret)
  return secret
}

describe('a program on this machine', () => {
  test('is told of what happens, signed with the secret that was shown, as the bus tells it', async () => {
    const url = `${receiver.origin}/intranet`
    const made = await succeed('createWebhook', { ...here(), body: { url, actions: ['group.created'] } })
    webhookId = made.webhookId
    const secret = use(made.secret)
    const { groupId } = await makeGroup('Antwerp')
    await deliver()
    await arrived('/intranet', 1)
    const [arrival] = receiver.at('/intranet')
    expect(arrival?.signedWith).toEqual([secret])
    const told = (await busEvents()).find((event) => event['detail-type'] === 'group.created')
    expect(JSON.parse(arrival?.body ?? '')).toEqual({
      type: 'group.created',
      timestamp: told?.detail.at,
      data: told?.detail,
    })
    expect(arrival?.body).toContain(groupId)
    const { items } = await succeed('listWebhookDeliveries', here({ webhookId }))
    expect(items).toMatchObject([
      { deliveryId: arrival?.headers['webhook-id'], state: 'delivered', attempts: 1, lastStatus: 204 },
    ])
  })

  test('is told with both secrets after a rotation, and once more when somebody asks', async () => {
    const [old] = receiver.secrets
    const secret = use((await succeed('rotateWebhookSecret', here({ webhookId }))).secret)
    await makeGroup('Brussels')
    await deliver()
    await arrived('/intranet', 2)
    expect(receiver.at('/intranet')[1]?.signedWith).toEqual([old, secret])
    const { items } = await succeed('listWebhookDeliveries', here({ webhookId }))
    await succeed('redeliverWebhook', here({ webhookId, deliveryId: items[1]?.deliveryId ?? '' }))
    await deliver()
    await arrived('/intranet', 3)
    expect(receiver.at('/intranet')[2]?.headers['webhook-id']).toBe(receiver.at('/intranet')[0]?.headers['webhook-id'])
  })

  test('that answers 410 is told nothing more, of which the owner gets a mail', async () => {
    receiver.answer('/intranet', (response) => response.writeHead(410).end())
    await makeGroup('Ghent')
    await deliver()
    await vi.waitFor(
      async () =>
        expect(await succeed('getWebhook', here({ webhookId }))).toMatchObject({
          enabled: false,
          disabledBecause: 'gone',
        }),
      patience,
    )
    await settled()
    const told = (await mails(owner.email)).filter(({ text }) => text.includes(webhookId))
    expect(told).toHaveLength(1)
  })
})

leavesOnlyCleanTraces()
