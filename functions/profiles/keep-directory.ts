import { type IdentityId, isId } from '../../shared/domain/ids.ts'
import { invitationStatus } from '../../shared/domain/invitation.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { letSignIn, removeUser } from '../../shared/platform/directory.ts'
import { pageOfAccess } from '../../shared/table/access.ts'
import {
  findIdentity,
  getIdentity,
  type IdentityRecord,
  removeIdentity,
  turnIdentity,
} from '../../shared/table/identity.ts'
import { type InvitationKey, listInvitationsOf } from '../../shared/table/invitation.ts'
import { getProfile } from '../../shared/table/profile.ts'
import { commit, Moved } from '../../shared/table/transaction.ts'

/**
 * Keeps the directory of sign-ins as people come and go (I11): whoever is active nowhere cannot sign in, and with their last profile a
 * sign-in and its Cognito user go. Whoever has an invitation can sign in, since that is how they accept it (I6).
 *
 * It goes by what the table says now, whatever the event said, and looks again after it has acted: so of events that come twice, late
 * or crossed by others the last look is right, and whoever changes something while it looks sends an event of their own.
 */
export const keepDirectory = async (event: ActivityEvent): Promise<void> => {
  for (const identityId of await identitiesOf(event)) await keepSignIn(identityId, event)
}

export const handler = eventFunction(keepDirectory)

/** The sign-in that the activity names, and that of the address which was invited. */
async function identitiesOf({ organizationId, subject, about }: ActivityEvent): Promise<ReadonlySet<IdentityId>> {
  const named = isId('identity', about.identityId) ? about.identityId : undefined
  const invited =
    about.invitationId !== undefined && subject ? await getProfile({ organizationId, profileId: subject }) : undefined
  const byAddress = invited && (await findIdentity(invited.email))
  return new Set([named, byAddress].filter((identityId) => identityId !== undefined))
}

const mostTries = 5

type When = Pick<ActivityEvent, 'now' | 'newId'>

/** Makes the Cognito user of a sign-in what the table says: there and enabled, disabled, or gone. */
export async function keepSignIn(identityId: IdentityId, event: When): Promise<void> {
  for (let tries = 0; tries < mostTries; tries++) {
    const { identity, wanted } = await look(identityId, event.now)
    if (wanted === 'nothing') return
    if (wanted === 'gone') {
      if (await end(identityId, identity, event)) return
      continue
    }
    await letSignIn(identityId, wanted === 'enabled')
    const again = await look(identityId, event.now)
    if (again.wanted === wanted) return
  }
  throw new Error('the sign-in changes faster than it can be kept')
}

type Wanted = 'enabled' | 'disabled' | 'gone' | 'nothing'

/** What the directory should be for somebody now. Nothing is to be done about a sign-in that has accepted nothing yet. */
async function look(
  identityId: IdentityId,
  now: string,
): Promise<{ readonly identity: IdentityRecord | undefined; readonly wanted: Wanted }> {
  const identity = await getIdentity(identityId)
  if (!identity) return { identity, wanted: 'gone' }
  if (identity.state === 'new') return { identity, wanted: 'nothing' }
  const belongs = await belonging(identityId)
  if (belongs === 'nowhere' || identity.state === 'ending') return { identity, wanted: 'gone' }
  const enabled = belongs === 'active' || (await isInvited(identity, now))
  return { identity, wanted: enabled ? 'enabled' : 'disabled' }
}

const pageSize = 50

async function belonging(identityId: IdentityId): Promise<'active' | 'inactive' | 'nowhere'> {
  let after: Parameters<typeof pageOfAccess>[1]['after']
  let found: 'inactive' | 'nowhere' = 'nowhere'
  do {
    const page = await pageOfAccess(identityId, { limit: pageSize, after })
    if (page.items.some(({ status }) => status === 'active')) return 'active'
    if (page.items.length > 0) found = 'inactive'
    after = page.next
  } while (after)
  return found
}

async function isInvited({ email }: IdentityRecord, now: string): Promise<boolean> {
  let after: InvitationKey | undefined
  do {
    const page = await listInvitationsOf({ email, limit: pageSize, after })
    if (page.items.some((invitation) => invitationStatus(invitation, now) === 'pending')) return true
    after = page.next
  } while (after)
  return false
}

/**
 * Takes a sign-in out. Nobody can accept anything with it while it is ending, so what is found then stays so; if somebody was quicker
 * than that, it is given back. False: look again.
 */
async function end(
  identityId: IdentityId,
  identity: IdentityRecord | undefined,
  { now, newId }: When,
): Promise<boolean> {
  try {
    if (identity?.state === 'accepted') await commit([turnIdentity(identityId, 'ending', now)], newId('activity'))
    if (identity && (await belonging(identityId)) !== 'nowhere') {
      await commit([turnIdentity(identityId, 'accepted', now)], newId('activity'))
      return false
    }
    await removeUser(identityId)
    if (identity) await commit(await removeIdentity(identity), newId('activity'))
    return true
  } catch (error) {
    if (error instanceof Moved) return false
    throw error
  }
}
