import { beforeAll, describe, expect, test } from 'vitest'
import { settle } from '../../support/cloud-services-bus.ts'
import { directoryUsers } from '../../support/cloud-services-directory.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { logOf } from '../../support/cloud-services-log.ts'
import { linkTo, mailsTo } from '../../support/cloud-services-mail.ts'
import { settings } from '../../support/cloud-services-settings.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { send } from '../../support/gateway.ts'
import { call, expectProblem, succeed } from '../../support/gateway-call.ts'
import { accessToken, bearer } from '../../support/tokens.ts'
import { joinAlso, seedWorld, type World } from '../../support/world.ts'
import { after, atTime } from '../../support/world-clock.ts'
import { textOf } from '../../support/world-forms.ts'
import { beginActivation, freshEmail, invite, join, type Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
  await settle()
})

const someone = async () => {
  const person = await join(world.customer.owner, world.customer.organizationId, { defaultRole: 'rol_admin' })
  await settle()
  return person
}

/** What Cognito sends once somebody has chosen a new password with a code by mail. */
const reset = async (
  userName: string,
  more: { readonly triggerSource?: string; readonly userPoolId?: string } = {},
) => {
  const event = {
    version: '1',
    triggerSource: 'PostConfirmation_ConfirmForgotPassword',
    region: 'eu-west-1',
    userPoolId: settings.USER_POOL_ID,
    userName,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'portal' },
    request: { userAttributes: { sub: 'x', email: 'who@contoso.example' } },
    response: {},
    ...more,
  }
  expect(await invoke(await loadHandler('me', 'end-older-sessions'), event)).toEqual(event)
}
const resets = async (subject: string) =>
  (await itemsOf('activity')).flatMap(({ action, summary }) =>
    action === 'password.reset' && Object(summary).subject === subject ? [Object(summary)] : [],
  )
const signOutsOf = ({ identityId }: Pick<Person, 'identityId'>) =>
  directoryUsers().find(({ username }) => username === identityId)?.signOuts

describe('end-older-sessions', () => {
  test('ends every older token, from the next request on, with and without an organization; a newer one works', async () => {
    const person = await someone()
    const { organizationId } = world.customer
    const params = { organizationId }
    const older = bearer(accessToken(person.identityId))
    expect((await call('listProfiles', { headers: older, params })).status).toBe(200)
    await reset(person.identityId)
    expectProblem('unauthenticated', await call('getMe', { headers: older }))
    expectProblem('unauthenticated', await call('listProfiles', { headers: older, params }))
    expect(signOutsOf(person)).toBe(1)
    await atTime(after.seconds(2), async () => {
      await succeed('getMe', { by: person })
      await succeed('listProfiles', { by: person, params })
    })
  })

  test('leaves an activity by and about the person in each of their organizations', async () => {
    const person = await someone()
    const there = await joinAlso(person, world.twin.organizationId)
    await reset(person.identityId)
    for (const [organizationId, profileId] of [
      [world.customer.organizationId, person.profileId],
      [world.twin.organizationId, there],
    ] as const) {
      expect(await resets(profileId)).toEqual([
        expect.objectContaining({
          organizationId,
          actor: `user:${person.identityId}`,
          actorProfile: profileId,
          changedFields: [],
          origin: { requestId: expect.any(String) },
        }),
      ])
    }
  })

  test('takes along a change of address that was asked for before: whoever asked may have been somebody else', async () => {
    const person = await someone()
    const email = freshEmail()
    await succeed('changeMyEmail', { by: person, body: { email } })
    await settle()
    await reset(person.identityId)
    const before = await dumpTable()
    for (const method of ['GET', 'POST']) {
      const { status, body } = await send({ method, path: linkTo(email), ...(method === 'POST' && { form: {} }) })
      expect(status).toBe(410)
      expect(textOf(body)).toContain('This request no longer counts')
    }
    expect(await dumpTable()).toEqual(before)
  })

  test('and the mail of one that is still on its way does not go out', async () => {
    const person = await someone()
    const email = freshEmail()
    await succeed('changeMyEmail', { by: person, body: { email } })
    await reset(person.identityId)
    await settle()
    expect(mailsTo(email)).toEqual([])
  })

  test('ends nothing of somebody who has accepted nothing yet, in any organization', async () => {
    const identityId = await beginActivation(await invite(world.customer.owner, world.customer.organizationId))
    const before = (await itemsOf('activity')).length
    await reset(identityId)
    expect(signOutsOf({ identityId })).toBe(1)
    expect((await itemsOf('activity')).length).toBe(before)
  })

  test.each(['PostConfirmation_ConfirmSignUp'])('does nothing for another reason: %s', async (triggerSource) => {
    const person = await someone()
    const before = await dumpTable()
    await reset(person.identityId, { triggerSource })
    expect(await dumpTable()).toEqual(before)
    expect(signOutsOf(person)).toBe(0)
  })

  test('decides again when the profile was changed meanwhile', async () => {
    const person = await someone()
    let tries = 0
    await whileMeddling(
      async ({ command, goOn }) => {
        if (command === 'TransactWriteItemsCommand' && ++tries === 1) await reset(person.identityId)
        return goOn()
      },
      () => reset(person.identityId),
    )
    // The one that was quicker went through here as well.
    expect(tries).toBe(3)
    expect(await resets(person.profileId)).toHaveLength(2)
  })

  test('does not say that it is done when it is not: the person is told what to do, and the log not what was wrong', async () => {
    const person = await someone()
    const log = await logOf(async () => {
      const failing = whileMeddling(
        async () => {
          throw new Error('the-reason-nobody-may-read')
        },
        () => reset(person.identityId),
      )
      await expect(failing).rejects.toThrow('Reset it once more')
    })
    expect(log.map(({ event }) => event)).toEqual(['password-reset.unrecorded'])
    expect(JSON.stringify(log)).not.toContain('the-reason-nobody-may-read')
    expect(await resets(person.profileId)).toEqual([])
    await reset(person.identityId)
    expect(await resets(person.profileId)).toHaveLength(1)
  })

  test('and nothing is written when Cognito does not end its sessions: a refreshed token would outlive it', async () => {
    const person = await someone()
    const before = await dumpTable()
    const elsewhere = { userPoolId: 'eu-west-1_999999999' }
    await expect(reset(person.identityId, elsewhere)).rejects.toThrow('Reset it once more')
    expect(await dumpTable()).toEqual(before)
  })
})
