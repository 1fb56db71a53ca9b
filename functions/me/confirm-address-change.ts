import { Problem } from '../../shared/domain/problems.ts'
import { asManyAsFit, type Belonging, mostMemberships, readBelongings } from '../../shared/frame/belongings.ts'
import type { Page, PageOperation, PageRequest } from '../../shared/frame/operation.ts'
import { signInAddress } from '../../shared/platform/addresses.ts'
import { env } from '../../shared/platform/env.ts'
import { listAccess } from '../../shared/table/access.ts'
import type { Doer } from '../../shared/table/activity.ts'
import { confirmAddressChange as confirm } from '../../shared/table/address-change.ts'
import { changeIdentityAddress, findIdentity } from '../../shared/table/identity.ts'
import { findByAddress } from '../../shared/table/search.ts'
import { commit, Moved, type Write } from '../../shared/table/transaction.ts'
import { addressChangedPage } from './address-pages.tsx'
import { moveAddress } from './move-address.ts'
import { addressEnd, type OpenAddressLink, openAddressLink } from './open-address-link.ts'

const mostTries = 4

/**
 * Gives the sign-in its new address (P8), in one transaction with its guards and the profiles of the person, as many as fit; those of
 * more organizations follow at once (follow-address-change). Every older token ends. Where somebody else has the address,
 * nothing changes, and whoever has just proved that the address is theirs is told.
 */
export const confirmAddressChange: PageOperation<'confirmAddressChange'> = async (request) => {
  const { params, visitor, now, newId } = request
  for (let tries = 1; ; tries++) {
    const link = await openAddressLink(params.token, visitor, now)
    if ('ended' in link) return link.ended
    const { change, identity, language } = link
    const [known, records] = await Promise.all([
      findIdentity(change.email),
      listAccess(identity.identityId, mostMemberships),
    ])
    // The same link was confirmed between the two reads: it is read again, and says so.
    if (known === identity.identityId && tries < mostTries) continue
    if (known) return addressEnd({ end: 'taken' }, language)
    const belongings = await readBelongings(records)
    const taken = await takenIn(belongings, link)
    if (taken.length > 0)
      return addressEnd(
        { end: 'taken-here', organizationNames: taken.map(({ organization }) => organization.name) },
        language,
      )
    try {
      await commit(await everythingAtOnce(request, link, belongings), newId('activity'))
      return done(link)
    } catch (error) {
      if (!(error instanceof Moved)) throw error
      if (tries === mostTries) throw new Problem('busy', { retryAfterSeconds: 1, cause: error })
    }
  }
}

/** Where another profile has the address already. */
async function takenIn(belongings: readonly Belonging[], { change }: OpenAddressLink): Promise<readonly Belonging[]> {
  const found = await Promise.all(
    belongings.map(async (belonging) => {
      const profileId = await findByAddress(belonging.profile.organizationId, change.email)
      return profileId === undefined || profileId === belonging.profile.profileId ? [] : [belonging]
    }),
  )
  return found.flat()
}

async function everythingAtOnce(
  { visitor, now, newId }: PageRequest<'confirmAddressChange'>,
  { change, identity }: OpenAddressLink,
  belongings: readonly Belonging[],
): Promise<readonly Write[]> {
  const { identityId } = identity
  const { email, generation } = change
  const tokensValidFrom = Math.floor(Date.parse(now) / 1000) + 1
  const by: Doer = { principal: `user:${identityId}`, origin: visitor.origin }
  const first = [confirm(change), ...changeIdentityAddress(identity, { email, tokensValidFrom, at: now }, 'moved')]
  // First where they asked: what happens there tells the old address, once for all organizations.
  const asked = (one: Belonging) => one.profile.organizationId === change.organizationId
  const inOrder = [...belongings.filter(asked), ...belongings.filter((one) => !asked(one))]
  return asManyAsFit(first, inOrder, (belonging, position) => {
    const about = { generation, ...(position === 0 && { tells: 'the-old-address' }) }
    return moveAddress(belonging, email, { about, by, taken: 'moved', now, newId })
  })
}

function done({ change, language }: OpenAddressLink): Page {
  const html = addressChangedPage({
    language,
    appName: env('APP_NAME'),
    email: change.email,
    signInUrl: signInAddress(),
  })
  return { status: 200, html }
}
