import { foldAddress } from '../../shared/domain/address.ts'
import { requestAddressChange, secondsToWait } from '../../shared/domain/address-change.ts'
import { invalidField, Problem } from '../../shared/domain/problems.ts'
import { mostMemberships } from '../../shared/frame/belongings.ts'
import { takesToken } from '../../shared/frame/caller.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { listAccess } from '../../shared/table/access.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { getAddressChange, putAddressChange } from '../../shared/table/address-change.ts'
import { countLinkMail } from '../../shared/table/inviting.ts'
import { countToday } from '../../shared/table/limit.ts'
import { newNonce } from '../../shared/table/nonce.ts'
import { doerIn, readMemberships } from './membership.ts'

/**
 * Asks for a link to another sign-in address (P8); it takes the place of one that was asked for before. The answer is the same
 * whether the address is known or not (T10): what the mail says depends on that, and it goes to whoever reads the address' mail.
 */
export const changeMyEmail: Operation<'changeMyEmail'> = async ({ body: { email }, caller, now, newId, commit }) => {
  const { identity } = caller
  const { identityId } = identity
  if (foldAddress(email) === foldAddress(identity.email))
    throw invalidField('#/email', 'unchanged', 'You sign in with this address already.')
  const [records, before] = await Promise.all([listAccess(identityId, mostMemberships), getAddressChange(identityId)])
  const active = records.filter((record) => record.status === 'active' && takesToken(record, caller))
  const memberships = await readMemberships(active)
  const home = memberships.find(({ organization }) => organization.status === 'active')
  if (!home)
    throw new Problem('forbidden', {
      detail: 'You are active in no organization; ask an administrator of one to reactivate you, or sign in again.',
    })
  const retryAfterSeconds = secondsToWait(before, now)
  if (retryAfterSeconds > 0) throw new Problem('too-many-requests', { retryAfterSeconds })

  const { organizationId, profileId } = home.access
  const asked = requestAddressChange(before, now)
  const nonce = newNonce()
  return commit(
    [
      putAddressChange(before, { ...asked, identityId, organizationId, profileId, email, nonce }),
      countToday('address-changes', identityId, now, 'You have asked five times today; ask again tomorrow.'),
      countLinkMail(organizationId, now),
      recordActivity({
        activityId: newId('activity'),
        organizationId,
        action: 'sign-in-address.change-requested',
        at: now,
        by: doerIn(home, caller),
        subject: profileId,
        about: { generation: asked.generation },
      }),
    ],
    { email, expiresAt: asked.expiresAt },
  )
}
