import type { Context, PostConfirmationTriggerEvent } from 'aws-lambda'
import { type IdentityId, isId } from '../../shared/domain/ids.ts'
import { asManyAsFit, mostMemberships, readBelongings, signOutIn } from '../../shared/frame/belongings.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { endSessions } from '../../shared/platform/directory.ts'
import { log, loggableError } from '../../shared/platform/log.ts'
import { listAccess } from '../../shared/table/access.ts'
import { endTokens, getIdentity } from '../../shared/table/identity.ts'
import { commit, Moved } from '../../shared/table/transaction.ts'
import { doerIn } from './membership.ts'

/** Whoever comes too late reads again, this often. */
const mostTries = 5

/**
 * Cognito asks when somebody has chosen a new password with a code by mail (A14). Nothing that was issued before outlives it: first no
 * session is refreshed any more, then no older access token is accepted, with an activity in each organization. Where that fails
 * the person is told so by the page, and chooses a password once more; Cognito, too, asks again when it got no answer in time.
 */
export async function handler(
  event: PostConfirmationTriggerEvent,
  { awsRequestId: requestId }: Pick<Context, 'awsRequestId'>,
): Promise<PostConfirmationTriggerEvent> {
  if (event.triggerSource !== 'PostConfirmation_ConfirmForgotPassword') return event
  const principal = `user:${event.userName}`
  try {
    if (!isId('identity', event.userName)) throw new TypeError('a user whom we did not make')
    await endSessions(event.userName, event.userPoolId)
    await endEverywhere(event.userName, requestId)
    log('info', 'password-reset.recorded', { requestId, principal })
    return event
  } catch (cause) {
    log('error', 'password-reset.unrecorded', { requestId, principal, ...loggableError(cause) })
    const message = 'Your new password is set, but older sessions could not be ended. Reset it once more.'
    throw new Error(message, { cause })
  }
}

async function endEverywhere(identityId: IdentityId, requestId: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    const now = new Date().toISOString()
    const newId = newIdAt(now)
    const [identity, records] = await Promise.all([getIdentity(identityId), listAccess(identityId, mostMemberships)])
    // Whoever never accepted anything, and is removed by now.
    if (!identity) return
    const belongings = await readBelongings(records)
    // Where the person is active first: what happens there tells the address, once for all organizations.
    const inOrder = belongings.toSorted(
      (a, b) => Number(b.access.status === 'active') - Number(a.access.status === 'active'),
    )
    const origin = { requestId, ipAddress: undefined, userAgent: undefined }
    const by = { principal: `user:${identityId}` as const, origin }
    const tokensValidFrom = Math.max(identity.tokensValidFrom, Math.floor(Date.parse(now) / 1000) + 1)
    const writes = await asManyAsFit([endTokens(identity, tokensValidFrom, now)], inOrder, (belonging, position) =>
      signOutIn(belonging, {
        action: 'password.reset',
        about: position === 0 ? { tells: 'the-address' } : {},
        by: doerIn(belonging, by),
        now,
        newId,
      }),
    )
    try {
      return await commit(writes, newId('activity'))
    } catch (error) {
      if (!(error instanceof Moved) || tries === mostTries) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** tries))
    }
  }
}
