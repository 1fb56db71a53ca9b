import type { Context, PreTokenGenerationTriggerEvent } from 'aws-lambda'
import { isId } from '../../shared/domain/ids.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { log, loggableError } from '../../shared/platform/log.ts'
import { type AccessItem, listAccess } from '../../shared/table/access.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { changeProfile, getProfile } from '../../shared/table/profile.ts'
import { commit, Moved } from '../../shared/table/transaction.ts'

/**
 * Cognito asks before it issues tokens. A sign-in at the hosted page becomes an activity in each organization where the person is
 * active (V2); tokens that are only refreshed do not. The tokens stay as they are, and nobody is kept out because recording
 * failed: then a line in the log says what the activity would have said, and rings. Cognito asks again when it got no answer in
 * time; a sign-in that is told twice is better than one that is not told.
 */
export async function handler(
  event: PreTokenGenerationTriggerEvent,
  { awsRequestId: requestId }: Pick<Context, 'awsRequestId'>,
): Promise<PreTokenGenerationTriggerEvent> {
  if (event.triggerSource !== 'TokenGeneration_HostedAuth') return event
  const signIn = { requestId, now: new Date().toISOString() }
  const principal = `user:${event.userName}`
  try {
    if (!isId('identity', event.userName)) throw new TypeError('a user whom we did not make')
    const active = (await listAccess(event.userName, mostOrganizations)).filter(({ status }) => status === 'active')
    const recorded = await Promise.all(active.map((access) => recordOrTell(access, signIn)))
    log('info', 'sign-in.recorded', { requestId, principal, records: recorded.filter((done) => done).length })
  } catch (error) {
    log('error', 'sign-in.unrecorded', { requestId, principal, ...loggableError(error) })
  }
  return event
}

/** More than anyone is active in; beyond them a sign-in would take too long. */
const mostOrganizations = 100

type SignIn = { readonly requestId: string; readonly now: string }

/** One organization's trouble is none of the others'. */
async function recordOrTell(access: AccessItem, signIn: SignIn): Promise<boolean> {
  const { identityId, organizationId } = access
  try {
    return await record(access, signIn)
  } catch (error) {
    const { requestId } = signIn
    log('error', 'sign-in.unrecorded', {
      requestId,
      principal: `user:${identityId}`,
      organizationId,
      ...loggableError(error),
    })
    return false
  }
}

/** Whoever comes too late reads again, this often. */
const mostTries = 5

async function record(access: AccessItem, { requestId, now }: SignIn): Promise<boolean> {
  const { identityId, organizationId } = access
  const newId = newIdAt(now)
  for (let tries = 1; ; tries++) {
    const [profile, organization] = await Promise.all([getProfile(access), getOrganization(organizationId)])
    if (profile?.status !== 'active' || !organization || organization.status === 'removed') return false
    const origin = { requestId, ipAddress: undefined, userAgent: undefined }
    try {
      await commit(
        [
          ...changeProfile(
            profile,
            { ...profile, lastSignInAt: now },
            { addressTaken: 'moved', externalIdTaken: 'moved' },
          ),
          recordActivity({
            activityId: newId('activity'),
            organizationId,
            action: 'session.started',
            at: now,
            by: { principal: `user:${identityId}`, profile, organization, origin },
            subject: profile.profileId,
          }),
        ],
        newId('activity'),
      )
      return true
    } catch (error) {
      if (!(error instanceof Moved) || tries === mostTries) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** tries))
    }
  }
}
