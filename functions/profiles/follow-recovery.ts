import * as z from 'zod'
import { organizationId } from '../../shared/contract/fields.ts'
import { withNewLink } from '../../shared/domain/contract-lifecycle.ts'
import { type IdentityId, isId, type OrganizationId, type ProfileId } from '../../shared/domain/ids.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { changePeopleUnasked } from '../../shared/frame/change-people.ts'
import { asked, isContact } from '../../shared/frame/contact-question.ts'
import { contractActivity } from '../../shared/frame/contract-activity.ts'
import { directFunction, type Invocation } from '../../shared/frame/direct-function.ts'
import { newIdAt } from '../../shared/frame/event.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { alignUser, pageOfUsers, removeUser } from '../../shared/platform/directory.ts'
import { optionalEnv } from '../../shared/platform/env.ts'
import { log } from '../../shared/platform/log.ts'
import { type Doer, recordActivity } from '../../shared/table/activity.ts'
import { getItems } from '../../shared/table/authorisation.ts'
import { changeContract, getContract, listAllOf } from '../../shared/table/contract.ts'
import { pageOfProfiles } from '../../shared/table/everyone.ts'
import { cutShortFactorReset, getFactorReset } from '../../shared/table/factor-reset.ts'
import { endTokens, getIdentity, identityKey, parseIdentity } from '../../shared/table/identity.ts'
import { getInvitation, type InvitationPosition, listInvitations } from '../../shared/table/invitation.ts'
import { cutShort } from '../../shared/table/inviting.ts'
import { newNonce } from '../../shared/table/nonce.ts'
import { changeOrganization, getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import { getProvider } from '../../shared/table/provider.ts'
import { commit } from '../../shared/table/transaction.ts'
import { beginErasure } from './begin-erasure.ts'
import { keepSignIn } from './keep-directory.ts'
import { organizationsFrom } from './organizations-from.ts'

/** The three steps of it, in their order; `after` is where the step before has ended. */
const Step = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('users'), after: z.string().max(10_000).optional() }),
  z.strictObject({ step: z.literal('erasures'), organizations: z.array(organizationId).max(100) }),
  z.strictObject({ step: z.literal('organizations') }),
])

/** What a step has done, and whether it has come to its end: else it is to be asked for once more. */
type Progress = {
  readonly done: boolean
  readonly next?: string
  readonly removed?: number
  readonly begun?: number
  readonly organizations?: number
}

/**
 * What follows when the table was recovered from a backup. It has forgotten what happened since: who was removed, which links were sent,
 * what was erased. So everyone signs in anew (the frame refuses older tokens, and here every session of Cognito ends), every link that
 * was mailed is dead, what was erased since is erased again, and Cognito has the users, addresses and locks that the table knows.
 *
 * Only the deployer's IAM may invoke it. It does a part, and says whether it is done: what it has done is not found again, so it is
 * asked until it is, whatever has ended it before. Each organization that is finished has one activity that says so.
 */
export const handler = directFunction(Step, async (asked, invocation): Promise<Progress> => {
  const recoveredAt = optionalEnv('RECOVERED_AT')
  if (recoveredAt === undefined)
    throw new Problem('not-found', {
      detail: 'This stage was not recovered: `recovered` in infra/config.ts is not set.',
    })
  log('warn', 'recovery.followed', { requestId: invocation.requestId, state: asked.step })
  if (asked.step === 'users') return removeUnknownUsers(asked.after, invocation)
  const run = { ...invocation, recoveredAt }
  return asked.step === 'erasures' ? repeatErasures(asked.organizations, run) : followEverywhere(run)
})

type Run = Invocation & { readonly recoveredAt: string }

/** Whoever came after the backup has a user whom the table does not know, and whose address nobody else could be given. */
async function removeUnknownUsers(from: string | undefined, { hasTime }: Invocation): Promise<Progress> {
  let after = from
  let removed = 0
  do {
    const { usernames, next } = await pageOfUsers(after)
    const ours = usernames.filter((username) => isId('identity', username))
    const known = ours.length > 0 ? await getItems(ours.map(identityKey)) : []
    const unknown = ours.filter((_, position) => !parseIdentity(known[position]))
    for (const identityId of unknown) await removeUser(identityId)
    removed += unknown.length
    if (unknown.length === 0 && next === undefined) return { done: true, removed }
    // Others may have moved up to where somebody was: such a page is read once more.
    if (unknown.length === 0) after = next
  } while (hasTime())
  return { done: false, ...(after !== undefined && { next: after }), removed }
}

/** What was erased is erased again, by the function that erases; an organization that is not there needs none. */
async function repeatErasures(organizations: readonly OrganizationId[], run: Run): Promise<Progress> {
  let begun = 0
  for (const one of organizations) if (await beginErasure(one, by(run), now())) begun++
  return { done: true, begun }
}

async function followEverywhere(run: Run): Promise<Progress> {
  const provider = await getProvider()
  let organizations = 0
  if (provider)
    for await (const organization of organizationsFrom(provider.organizationId)) {
      if (organization.recoveredAt === run.recoveredAt || organization.erasedAt !== undefined) continue
      if (!run.hasTime() || !(await followIn(organization, run))) return { done: false, organizations }
      organizations++
    }
  return { done: true, organizations }
}

/** Everything that follows in one organization; false when its time was up before. */
const followIn = (organization: OrganizationRecord, run: Run): Promise<boolean> =>
  untilDecided(
    () => followAll(organization, run),
    'Others go on changing what is put right here. Close the API, and run it again: what was done is not done twice.',
  )

async function followAll(organization: OrganizationRecord, run: Run): Promise<boolean> {
  const { organizationId } = organization
  for (const part of [endLinks, alignPeople, sendApprovalsAnew]) if (!(await part(organization, run))) return false
  const at = now()
  const found = await getOrganization(organizationId)
  if (!found) return true
  const activityId = newIdAt(at)('activity')
  await commit(
    [
      changeOrganization(found, { ...found, recoveredAt: run.recoveredAt }),
      recordActivity({ activityId, organizationId, action: 'deployment.recovered', at, by: by(run, organization) }),
    ],
    newIdAt(at)('activity'),
  )
  return true
}

/** Links of invitations end, each with an activity; whoever invited sends them again. Those of after the recovery go on. */
async function endLinks(organization: OrganizationRecord, run: Run): Promise<boolean> {
  const { organizationId } = organization
  let after: InvitationPosition | undefined
  do {
    const page = await listInvitations({ organizationId, status: 'pending', limit: 50, after, now: run.now })
    for (const { invitationId, sentAt } of page.items) {
      if (!run.hasTime()) return false
      if (sentAt >= run.recoveredAt) continue
      const invitation = await getInvitation({ organizationId, invitationId })
      if (invitation?.state !== 'pending' || invitation.sentAt >= run.recoveredAt) continue
      const at = now()
      if (invitation.expiresAt <= at) continue
      const newId = newIdAt(at)
      await commit(
        cutShort(invitation, { activityId: newId('activity'), by: by(run, organization), now: at }),
        newId('activity'),
      )
    }
    after = page.next
  } while (after)
  return true
}

/** Whoever has a contract to approve gets another link for it: those of before are dead, also such as were sent since the backup. */
async function sendApprovalsAnew(organization: OrganizationRecord, run: Run): Promise<boolean> {
  const { organizationId } = organization
  for (const { contractId } of await listAllOf(organizationId, 'sent')) {
    if (!run.hasTime()) return false
    const contract = await getContract({ organizationId, contractId })
    if (contract?.state !== 'sent' || contract.updatedAt >= run.recoveredAt) continue
    const at = now()
    const newId = newIdAt(at)
    const after = withNewLink(contract, newNonce())
    const doing = { by: by(run, organization), now: at, newId }
    await commit(
      [changeContract(contract, after, at), contractActivity('contract.reminded', after, doing)],
      newId('activity'),
    )
  }
  return true
}

/** Cognito answers some 25 of our calls a second. */
const atOnce = 5

async function alignPeople(organization: OrganizationRecord, run: Run): Promise<boolean> {
  const { organizationId } = organization
  let after: ProfileId | undefined
  do {
    const page = await pageOfProfiles({ organizationId, limit: 50, after })
    const identities = page.items.flatMap(({ identityId }) => identityId ?? [])
    for (let start = 0; start < identities.length; start += atOnce) {
      if (!run.hasTime()) return false
      const some = identities.slice(start, start + atOnce)
      await Promise.all(some.map((identityId) => alignSignIn(identityId, organizationId, run)))
    }
    for (const profile of page.items) {
      if (!run.hasTime()) return false
      await askAnew(profile, organization, run)
    }
    after = page.next
  } while (after)
  return true
}

/**
 * One sign-in, wherever it belongs: once its tokens are ended it is done. That ends a change of its address as well, if one was asked
 * for before.
 */
async function alignSignIn(identityId: IdentityId, organizationId: OrganizationId, run: Run): Promise<void> {
  const validFrom = Math.ceil(Date.parse(run.recoveredAt) / 1000)
  const identity = await getIdentity(identityId)
  if (!identity || identity.tokensValidFrom >= validFrom) return
  const at = now()
  const newId = newIdAt(at)
  const reset = await getFactorReset(identityId)
  if (reset && reset.state !== 'done' && reset.requestedAt < run.recoveredAt && reset.expiresAt > at)
    await commit([cutShortFactorReset(reset, at)], newId('activity'))
  await keepSignIn(identityId, { now: at, newId })
  const kept = await getIdentity(identityId)
  if (kept?.state !== 'accepted') return
  if ((await alignUser(identityId, kept.email)) === 'absent')
    log('warn', 'recovery.sign-in-absent', { principal: `user:${identityId}`, organizationId })
  await commit([endTokens(kept, Math.max(kept.tokensValidFrom, validFrom), at)], newId('activity'))
}

/** A contact's link of before ends by asking them anew: whoever had answered, whether all is still right after what was forgotten. */
async function askAnew(profile: ProfileRecord, organization: OrganizationRecord, run: Run): Promise<void> {
  if (!isContact(profile) || profile.question.askedAt >= run.recoveredAt) return
  const at = now()
  const newId = newIdAt(at)
  const because = profile.question.answeredAt === undefined ? profile.question.because : 'yearly'
  const after = { ...asked(profile, { because, organization, now: at }), updatedAt: at }
  const { writes } = await changePeopleUnasked({ organization, by: by(run, organization), now: at, newId }, [
    { before: profile, after, action: 'contact.asked', about: { generation: after.question.generation } },
  ])
  await commit(writes, newId('activity'))
}

const now = (): string => new Date().toISOString()

const by = ({ requestId }: Run, organization?: OrganizationRecord): Doer => ({
  principal: 'system:follow-recovery',
  organization,
  origin: { requestId, ipAddress: undefined, userAgent: undefined },
})
