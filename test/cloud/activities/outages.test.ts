import { execFile } from 'node:child_process'
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { marshall } from '@aws-sdk/util-dynamodb'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { cleanEnvironment } from '../../../infra/local/clean-environment.ts'
import { projectDirectory } from '../../../infra/local/settings.ts'
import { clients, deployed } from '../../support/deployed.ts'
import { busEvents } from '../../support/deployed-events.ts'
import { functionNamed, runsOf } from '../../support/deployed-functions.ts'
import { logEntries } from '../../support/deployed-logs.ts'
import { callsARun, type Outage, outageOfKeys } from '../../support/deployed-outage.ts'
import { itemsOf } from '../../support/deployed-table.ts'
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

const failed: string[] = []
const sender = () => functionNamed('invitations: send-invitation')
/** The newest event of that kind. */
async function eventOf(action: string) {
  await vi.waitFor(
    async () => expect((await busEvents()).map((event) => event['detail-type'])).toContain(action),
    patience,
  )
  const event = (await busEvents()).findLast((one) => one['detail-type'] === action)
  if (!event) throw new Error(`no ${action}`)
  return event
}

/**
 * The newest event of that kind, which its function has failed on once. Rules of the local cloud call a function once, and on AWS they
 * hand it to Lambda, which tries again: so it is handed to Lambda here.
 */
async function failsOn(action: string): Promise<string> {
  const { FunctionName } = await sender()
  const event = await eventOf(action)
  const { activityId = '' } = event.detail
  await vi.waitFor(async () => expect(await failuresOf(activityId)).toBe(1), patience)
  await clients.lambda.send(
    new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: Buffer.from(JSON.stringify(event)) }),
  )
  failed.push(activityId)
  return activityId
}
const failuresOf = async (activityId: string): Promise<number> =>
  (await logEntries('event.failed')).filter((entry) => entry.activityId === activityId).length

/** Runs the command as the README says, against this cloud. */
const redrive = (...args: readonly string[]) =>
  new Promise<{ readonly code: unknown; readonly said: string }>((resolve) => {
    const { endpoint, region, credentials } = deployed.settings
    const env = {
      ...cleanEnvironment(),
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    }
    const command = ['run', '--silent', 'redrive', '--', '--stage', 'local', ...args]
    execFile('npm', command, { cwd: projectDirectory, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, said: `${stdout}${stderr}` }),
    )
  })

beforeAll(beginAfresh)

describe('a function that fails twice, because a service is out of order, and then works', () => {
  let outage: Outage
  beforeAll(async () => {
    outage = await outageOfKeys(await sender(), 2 * callsARun)
  })
  afterAll(() => outage.end())

  test('is tried again by itself, and its mail arrives once', async () => {
    await inviteFirst()
    const activityId = await failsOn('invitation.created')
    await newestMail(ada.email, 1)
    await settled()
    expect(await runsOf(await sender())).toBe(3)
    expect(await failuresOf(activityId)).toBe(2)
    expect(await mails(ada.email)).toHaveLength(1)
    expect(await itemsOf('invitation')).toMatchObject([{ delivery: 'sent', generation: 1 }])
  })
})

describe('an event on which a function fails for as long as it is tried', () => {
  const name = 'invitations-send-invitation'
  let outage: Outage
  let activityId: string
  beforeAll(async () => {
    outage = await outageOfKeys(await sender(), Number.POSITIVE_INFINITY)
    await inviteFirst()
    activityId = await failsOn('invitation.sent-again')
  })
  afterAll(() => outage.end())

  test('waits in the dead-letter queue, where the command finds it and says what it is', async () => {
    await vi.waitFor(async () => expect(await failuresOf(activityId)).toBe(4), patience)
    await vi.waitFor(async () => expect((await redrive()).said).toMatch(/^ +1 {2}invitations-send-invitation$/m), {
      ...patience,
      interval: 500,
    })
    const { code, said } = await redrive(name, '--look')
    expect([code, said]).toEqual([0, expect.stringContaining(`invitation.sent-again ${activityId}`)])
    expect(await mails(ada.email)).toHaveLength(1)
  })

  test('stays there when it is given back too early', async () => {
    const { code, said } = await redrive(name)
    expect(code).toBe(1)
    expect(said).toMatch(/^✗ 1 of 1: invitation\.sent-again .* it stays in the queue$/m)
    expect(said).toContain('1 failed again and wait on')
  })

  test('is done once it is given back after the outage, and leaves the queue', async () => {
    await outage.end()
    const { code, said } = await redrive(name)
    expect([code, said]).toEqual([0, expect.stringContaining('1 given back')])
    await newestMail(ada.email, 2)
    expect(await itemsOf('invitation')).toMatchObject([{ delivery: 'sent', generation: 2 }])
    expect((await redrive()).said).toContain('Nothing waits anywhere.')
    await activate(ada.email)
  })
})

describe('an activity that could not be read from the stream', () => {
  const [organizationId, activityId] = ['org_01k2r8v6m0q3s5t7w9x1y3z5a7', 'act_01k2r8v6m0q3s5t7w9x1y3z5ac']
  const key = marshall({ pk: `${organizationId}#activities`, sk: activityId })
  const TableName = deployed.TableName
  const put = (summary: object) =>
    clients.dynamo.send(
      new PutItemCommand({
        TableName,
        Item: { ...key, ...marshall({ __edb_e__: 'activity', __edb_v__: '1', activityId, summary }) },
      }),
    )
  afterAll(() => clients.dynamo.send(new DeleteItemCommand({ TableName, Key: key })))

  test('is parked, and is published when it can be read and is given back', async () => {
    await put({ says: 'nothing' })
    await vi.waitFor(async () => expect((await redrive()).said).toMatch(/^ +1 {2}activities-publish-activities$/m), {
      ...patience,
      interval: 500,
    })
    const at = '2026-11-23T09:00:00.000Z'
    await put({ activityId, organizationId, action: 'session.started', at, about: {}, changedFields: [] })
    expect(await redrive('activities-publish-activities')).toMatchObject({ code: 0 })
    expect((await eventOf('session.started')).detail.activityId).toBe(activityId)
  })
})

test('the command says what to do when it is called wrongly', async () => {
  expect(await redrive('invitations')).toMatchObject({ code: 1, said: expect.stringContaining('Those that have: ') })
  expect(await redrive('one', 'another')).toMatchObject({ code: 1, said: expect.stringContaining('npm run redrive') })
})

leavesOnlyCleanTraces({ failsOn: failed })
