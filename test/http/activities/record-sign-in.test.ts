import { beforeAll, describe, expect, test } from 'vitest'
import { id } from '../../../shared/domain/ids.ts'
import { invoke, loadHandler } from '../../support/cloud-services-lambda.ts'
import { logOf } from '../../support/cloud-services-log.ts'
import { whileMeddling } from '../../support/dynamodb-faults.ts'
import { succeed } from '../../support/gateway-call.ts'
import { beginCustomer, seedWorld, setStatus, type World } from '../../support/world.ts'
import { atTime } from '../../support/world-clock.ts'
import { beginActivation, type Person } from '../../support/world-people.ts'
import { dumpTable, itemsOf } from '../../support/world-table.ts'

let world: World
beforeAll(async () => {
  world = await seedWorld()
})

/** What Cognito sends before it issues tokens. */
const eventOf = (userName: string, triggerSource = 'TokenGeneration_HostedAuth') => ({
  version: '1',
  triggerSource,
  region: 'eu-west-1',
  userPoolId: 'eu-west-1_000000000',
  userName,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'portal' },
  request: { userAttributes: { sub: 'x', email: 'who@contoso.example' }, groupConfiguration: {} },
  response: { claimsOverrideDetails: null },
})
const signIn = async (userName: string, triggerSource?: string) => {
  const event = eventOf(userName, triggerSource)
  const answer = await invoke(await loadHandler('activities', 'record-sign-in'), event)
  expect(answer, 'the tokens stay as they are').toEqual(event)
}

/** The sign-ins among the activities, by what they say. */
const signIns = async () =>
  (await itemsOf('activity')).flatMap(({ action, summary }) =>
    action === 'session.started' ? [summary as Record<string, unknown>] : [],
  )
/** Those that something leaves. */
async function recordedBy(act: () => Promise<unknown>) {
  const before = new Set((await signIns()).map(({ activityId }) => activityId))
  await act()
  return (await signIns()).filter(({ activityId }) => !before.has(activityId))
}
const lastSignInOf = async (by: Person, of: Pick<Person, 'organizationId' | 'profileId'>) =>
  (await succeed('getProfile', { by, params: { organizationId: of.organizationId, profileId: of.profileId } }))
    .lastSignInAt

describe('record-sign-in', () => {
  test('leaves an activity by and about the person, who is seen to have signed in', async () => {
    const { owner, organizationId } = world.customer
    const recorded = await recordedBy(() => signIn(owner.identityId))
    expect(recorded).toEqual([
      {
        activityId: expect.stringMatching(/^act_/),
        organizationId,
        action: 'session.started',
        at: expect.any(String),
        actor: `user:${owner.identityId}`,
        actorProfile: owner.profileId,
        subject: owner.profileId,
        about: {},
        changedFields: [],
        origin: { requestId: expect.any(String) },
      },
    ])
    expect(await lastSignInOf(owner, owner)).toBe(recorded[0]?.at)
  })

  test('does so in each organization where the person is active, and in no other', async () => {
    const { consultant } = world.customer
    const recorded = await recordedBy(() => signIn(consultant.identityId))
    expect(recorded.map(({ organizationId }) => organizationId).sort()).toEqual(
      [world.customer.organizationId, world.twin.organizationId].sort(),
    )
    const subjects = recorded.map(({ subject }) => subject)
    expect(new Set(subjects).size).toBe(2)
    for (const { organizationId, subject, at } of recorded) {
      const params = { organizationId: String(organizationId), profileId: id('profile', String(subject)) }
      expect((await succeed('getProfile', { by: consultant, params })).lastSignInAt).toBe(at)
    }
  })

  test('shows the last of several', async () => {
    const { admin, owner } = world.customer
    for (const moment of ['2027-01-05T08:00:00.000Z', '2027-01-06T08:00:00.000Z'])
      await atTime(moment, () => signIn(admin.identityId))
    expect(await lastSignInOf(owner, admin)).toBe('2027-01-06T08:00:00.000Z')
  })

  test('changes nothing else about the person', async () => {
    const { fullRole } = world.customer
    const itemOf = async () => (await dumpTable()).find(({ sk }) => sk === `profile#${fullRole.profileId}`)
    const before = await itemOf()
    await signIn(fullRole.identityId)
    const after = await itemOf()
    expect(after).toEqual({ ...before, lastSignInAt: expect.any(String), version: Number(before?.version) + 1 })
  })

  test.each([
    'TokenGeneration_RefreshTokens',
    'TokenGeneration_Authentication',
    'TokenGeneration_NewPasswordChallenge',
    'TokenGeneration_AuthenticateDevice',
  ])('leaves nothing when tokens are made for another reason: %s', async (triggerSource) => {
    const before = await dumpTable()
    await signIn(world.customer.owner.identityId, triggerSource)
    expect(await dumpTable()).toEqual(before)
  })

  test('leaves nothing where the person is deactivated, or has not accepted', async () => {
    const { firstOwner } = await beginCustomer(world.provider, 'Litware')
    const pending = await beginActivation(firstOwner)
    const before = await dumpTable()
    await signIn(world.customer.deactivated.identityId)
    await signIn(pending)
    expect(await dumpTable()).toEqual(before)
  })

  test('leaves nothing in an organization that was removed', async () => {
    const { organizationId, owner } = world.reseller
    await setStatus(organizationId, 'removed')
    expect(await recordedBy(() => signIn(owner.identityId))).toEqual([])
    await setStatus(organizationId, 'active')
    expect(await recordedBy(() => signIn(owner.identityId))).toHaveLength(1)
  })

  test('decides again when the profile was changed meanwhile', async () => {
    const { owner } = world.customer
    let tries = 0
    const recorded = await recordedBy(() =>
      whileMeddling(
        async ({ command, goOn }) => {
          if (command === 'TransactWriteItemsCommand' && ++tries === 1) await signIn(owner.identityId)
          return goOn()
        },
        () => signIn(owner.identityId),
      ),
    )
    // The one that was quicker went through here as well.
    expect(tries).toBe(3)
    expect(recorded).toHaveLength(2)
  })

  test('keeps nobody out when it cannot record, and says so in the log, without a word of why', async () => {
    const { consultant } = world.customer
    const before = await signIns()
    const log = await logOf(() =>
      whileMeddling(
        async ({ command, goOn }) => {
          if (command === 'TransactWriteItemsCommand') throw new Error('the-reason')
          return goOn()
        },
        () => signIn(consultant.identityId),
      ),
    )
    expect(await signIns()).toEqual(before)
    const unrecorded = log.filter(({ event }) => event === 'sign-in.unrecorded')
    expect(unrecorded.map(({ organizationId }) => organizationId).sort()).toEqual(
      [world.customer.organizationId, world.twin.organizationId].sort(),
    )
    for (const line of unrecorded)
      expect(line).toMatchObject({ level: 'error', principal: `user:${consultant.identityId}` })
    expect(JSON.stringify(log)).not.toContain('the-reason')
  })

  test('keeps nobody out when it cannot even read, or does not know the user', async () => {
    const refuse = async () => {
      throw new Error('the-reason')
    }
    const log = await logOf(async () => {
      await whileMeddling(refuse, () => signIn(world.customer.owner.identityId))
      await signIn('somebody-else')
    })
    expect(log.map(({ event }) => event)).toEqual(['sign-in.unrecorded', 'sign-in.unrecorded'])
  })

  test('records in one organization what it cannot record in another', async () => {
    const { consultant } = world.customer
    const recorded = await recordedBy(() =>
      whileMeddling(
        async ({ command, input, goOn }) => {
          if (command === 'TransactWriteItemsCommand' && JSON.stringify(input).includes(world.twin.organizationId))
            throw new Error('the-reason')
          return goOn()
        },
        () => signIn(consultant.identityId),
      ),
    )
    expect(recorded).toMatchObject([{ organizationId: world.customer.organizationId }])
  })
})
