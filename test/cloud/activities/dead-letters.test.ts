import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { marshall } from '@aws-sdk/util-dynamodb'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clients, deployed } from '../../support/deployed.ts'
import { busEvents, deadLettersOf, takeAll } from '../../support/deployed-events.ts'
import { functionNamed, runsOf } from '../../support/deployed-functions.ts'
import { leavesOnlyCleanTraces } from '../../support/deployed-traces.ts'
import {
  activate,
  ada,
  beginAfresh,
  inviteFirst,
  mails,
  newestMail,
  patience,
  settled,
} from '../../support/deployed-world.ts'

beforeAll(async () => {
  await beginAfresh()
  await inviteFirst()
  await newestMail(ada.email, 1)
  await settled()
})

const unreadable = 'act_01k2r8v6m0q3s5t7w9x1y3z5ab'

/** An event that no function of ours can make sense of. */
const nonsense = (action: string) => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  source: 'rolecall',
  'detail-type': action,
  detail: {
    activityId: unreadable,
    organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7',
    action,
    at: '2026-11-23T09:00:00.000Z',
    about: { invitationId: 'no invitation', generation: 1 },
  },
})

describe.each([
  ['invitations: send-invitation', 'invitation.created'],
  ['invitations: tell-acceptance', 'invitation.accepted'],
  ['invitations: tell-administrators', 'invitation.asked-for'],
])('an event that %s fails on', (description, action) => {
  test('is tried three times, and then waits in its dead-letter queue with what it said', async () => {
    const lambda = await functionNamed(description)
    const before = await runsOf(lambda)
    const queue = await deadLettersOf(lambda)
    await clients.lambda.send(
      new InvokeCommand({
        FunctionName: lambda.FunctionName,
        InvocationType: 'Event',
        Payload: Buffer.from(JSON.stringify(nonsense(action))),
      }),
    )
    const letters: string[] = []
    await expect.poll(async () => letters.push(...(await takeAll(queue))), patience).toBe(1)
    expect(JSON.parse(letters[0] ?? '')).toMatchObject({ requestPayload: nonsense(action) })
    expect((await runsOf(lambda)) - before).toBe(3)
    expect(await mails(ada.email)).toHaveLength(1)
  })
})

describe('an activity that cannot be read from the stream', () => {
  const organizationId = 'org_01k2r8v6m0q3s5t7w9x1y3z5a7'
  const key = marshall({ pk: `${organizationId}#activities`, sk: unreadable })
  const TableName = deployed.TableName

  afterAll(() => clients.dynamo.send(new DeleteItemCommand({ TableName, Key: key })))

  test('is parked where a person will find it', async () => {
    const { Environment } = await functionNamed('activities: publish-activities')
    const queue = Environment?.Variables?.PARKED_QUEUE_URL ?? ''
    const Item = { ...key, ...marshall({ __edb_e__: 'activity', __edb_v__: '1', summary: { says: 'nothing' } }) }
    await clients.dynamo.send(new PutItemCommand({ TableName, Item }))
    const parked: string[] = []
    await expect.poll(async () => parked.push(...(await takeAll(queue))), patience).toBe(1)
    expect(JSON.parse(parked[0] ?? '')).toEqual({
      reason: 'unreadable stream records',
      sequenceNumbers: [expect.stringMatching(/^\d+$/)],
      keys: [{ pk: `${organizationId}#activities`, sk: unreadable }],
    })
  })

  test("stands in nobody's way: what happens after it is mailed", async () => {
    expect(await inviteFirst()).toMatchObject({ outcome: 'sent-again' })
    await newestMail(ada.email, 2)
    expect((await busEvents()).map((event) => event['detail-type'])).toContain('invitation.sent-again')
    await activate(ada.email)
  })
})

leavesOnlyCleanTraces({ failsOn: [unreadable] })
