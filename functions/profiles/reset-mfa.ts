import { requestFactorReset } from '../../shared/domain/factor-reset.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { asManyAsFit, type Belonging, everywhere, signOutIn } from '../../shared/frame/belongings.ts'
import type { OrganizationCaller } from '../../shared/frame/caller.ts'
import { mayActThere, ownsTheProvider } from '../../shared/frame/granting.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { getFactorReset, putFactorReset } from '../../shared/table/factor-reset.ts'
import { endTokens, getIdentity } from '../../shared/table/identity.ts'
import { countLinkMail } from '../../shared/table/inviting.ts'
import { countToday, keptApart } from '../../shared/table/limit.ts'
import { newNonce } from '../../shared/table/nonce.ts'
import { profileToActUpon } from './acted-upon.ts'
import { changedReply } from './profile-reply.ts'

/**
 * Takes factor, password and sessions from somebody who has lost them, everywhere, and has a link mailed that sets new ones (A13). It
 * reaches every organization of the sign-in, so whoever does it must be allowed to in all of them, save the provider's owners.
 */
export const resetMfa: Operation<'resetMfa'> = async ({ params, caller, now, newId, commit }) => {
  const { identityId, status } = await profileToActUpon(params, caller, now)
  if (status !== 'active' || identityId === undefined) throw new Problem('not-active')
  const [identity, before, belongings] = await Promise.all([
    getIdentity(identityId),
    getFactorReset(identityId),
    Array.fromAsync(everywhere(identityId)),
  ])
  const isHere = ({ profile }: Belonging) => profile.organizationId === params.organizationId
  const here = belongings.find(isHere)
  if (identity?.state !== 'accepted' || !here) throw new Problem('not-active')
  const elsewhere = belongings.filter((belonging) => !isHere(belonging))
  if (!(await reachesAll(caller, elsewhere, now))) throw new Problem('identity-shared')

  const { organizationId, profileId } = here.profile
  const nonce = newNonce()
  const reset = { ...requestFactorReset(before, now), identityId, organizationId, profileId, nonce }
  const tokensValidFrom = Math.max(identity.tokensValidFrom, Math.floor(Date.parse(now) / 1000) + 1)
  const first = [
    keptApart('factor-resets', identityId, now),
    countToday('factor-resets', identityId, now, 'It was reset five times today; reset it again tomorrow.'),
    countLinkMail(organizationId, now),
    putFactorReset(before, reset),
    endTokens(identity, tokensValidFrom, now),
  ]
  const writes = await asManyAsFit(first, [here, ...elsewhere], (belonging, position) => {
    const about = position === 0 ? { generation: reset.generation, tells: 'the-address' } : {}
    return signOutIn(belonging, { action: 'factor.reset', about, by: caller, now, newId })
  })
  return commit(writes, changedReply({ ...here.profile, updatedAt: now }))
}

async function reachesAll(caller: OrganizationCaller, elsewhere: readonly Belonging[], now: string): Promise<boolean> {
  for (const belonging of elsewhere)
    if (!(await mayActThere(caller, belonging, now))) return ownsTheProvider(caller, now)
  return true
}
