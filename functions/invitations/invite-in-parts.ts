import { ownerRoleId } from '../../shared/domain/catalog.ts'
import { invalidField } from '../../shared/domain/problems.ts'
import type { CoverageChange } from '../../shared/domain/role-coverage.ts'
import { inviterOf } from '../../shared/frame/caller.ts'
import { changePeople, type PeopleChange } from '../../shared/frame/change-people.ts'
import type { CommitPart } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { contactRolesInForce } from '../../shared/table/contact.ts'
import { type AmongOthers, countLinkMails, invite, sendAgain } from '../../shared/table/inviting.ts'
import { countSeveralToday } from '../../shared/table/limit.ts'
import { whileProfile } from '../../shared/table/profile.ts'
import type { Write } from '../../shared/table/transaction.ts'
import { type Placed, partsOf } from './parts.ts'
import { reasonOf } from './resend-invitation.ts'
import { type Inviting, isRuleOfOne, mailWaits, nothingDone, refused, type Settled, type Step } from './step.ts'

/** What was done, how many are left for another call, and the last part, which is still to be committed together with the answer. */
export type InvitedInParts = {
  /** By the position of the step; undefined where there was no time for it. */
  readonly settled: readonly (Settled | undefined)[]
  readonly coverageChanges: readonly CoverageChange[]
  readonly last: Pick<PeopleChange, 'writes' | 'affected'>
}

type Doing = Inviting & {
  /** One is asked for and nobody else: a rule that is broken is the problem of the call, and so is a mail too many (429). */
  readonly alone: boolean
  readonly commitPart: CommitPart
  readonly hasTime: () => boolean
  readonly linkMailsLeft: number
}

/**
 * Takes the steps in as many transactions as they need, each person whole, one after the other; all but the last are committed. Mails
 * beyond those of the organization's day wait for the next one.
 */
export async function inviteInParts(doing: Doing, asked: readonly Step[]): Promise<InvitedInParts> {
  const steps = doing.alone ? asked : keepingLinks(asked, doing.linkMailsLeft)
  const settled = steps.map((step) => (step.does === 'nothing' ? step.settled : undefined))
  const coverageChanges: CoverageChange[] = []
  const nothing = { writes: [], affected: [] }
  let last: InvitedInParts['last'] = nothing
  let left = doing.linkMailsLeft
  let hasBegun = false
  for (const part of partsOf(steps, doing.caller.organization.organizationId)) {
    if (last.writes.length > 0) await doing.commitPart(last.writes, last.affected)
    last = nothing
    // Each call gets on by one part at least.
    if (hasBegun && !doing.hasTime()) break
    hasBegun = true
    try {
      const done = await partOf(doing, part, doing.alone ? undefined : left)
      left -= part.length
      coverageChanges.push(...done.coverageChanges)
      for (const [position, one] of done.settled) settled[position] = one
      last = done
    } catch (error) {
      const [only, ...others] = part
      if (doing.alone || !only || others.length > 0 || !isRuleOfOne(error)) throw error
      settled[only.position] = refused(error, profileIdOf(only.step))
    }
  }
  return { settled, coverageChanges, last }
}

/** Whose mail could not go today is sent none again: the link that they have would end, and no other come before tomorrow. */
function keepingLinks(steps: readonly Step[], linkMailsLeft: number): readonly Step[] {
  let left = linkMailsLeft
  return steps.map((step) => {
    if (step.does === 'nothing') return step
    left -= 1
    if (step.does !== 'send-again' || left >= 0) return step
    const why = 'It was not sent again: the organization has had 500 mails with a link sent today.'
    return nothingDone('already-invited', why, { profileId: step.profile.profileId })
  })
}

/** What one transaction writes for some people, and what is answered of each. `left`: mails of today; undefined where one is counted alone. */
async function partOf(doing: Doing, part: readonly Placed[], left: number | undefined) {
  const { caller, now, newId, requestKey, reason } = doing
  const { organizationId } = caller.organization
  const changes = part.flatMap(({ step }) => (step.does === 'invite' ? [{ ...step, action: undefined }] : []))
  const people =
    changes.length > 0
      ? await changePeople({ caller, now, newId }, changes, { reasonGiven: reason !== undefined })
      : { writes: [], affected: [], coverageChanges: [] }
  const taken = part.flatMap(({ position, step }, at) => {
    if (step.does === 'nothing') return []
    const waitsFor = left !== undefined && at >= left ? ('tomorrow' as const) : ('nothing' as const)
    const outcome = step.does === 'invite' ? step.outcome : ('resent' as const)
    const amongOthers = left === undefined ? undefined : { madeBy: { requestKey, outcome }, waitsFor }
    const { profileId } = step.does === 'invite' ? step.after : step.profile
    const { invitationId } = step.does === 'invite' ? step.after : step.invitation
    const note = step.does === 'invite' ? (step.note ?? null) : null
    const detail = waitsFor === 'tomorrow' ? mailWaits : note
    const settled: Settled = { outcome, detail, profileId, invitationId }
    return [{ position, settled, writes: writesOf(step, doing, amongOthers) }]
  })
  const counted = left === undefined ? [] : countLinkMails(organizationId, Math.min(left, part.length), now)
  return {
    ...people,
    writes: [...people.writes, ...taken.flatMap(({ writes }) => writes), ...counted],
    settled: taken.map(({ position, settled }) => [position, settled] as const),
  }
}

/** What a step writes beside the person themselves. */
function writesOf(
  step: Exclude<Step, { does: 'nothing' }>,
  { caller, now, newId, reason }: Doing,
  amongOthers: AmongOthers | undefined,
): readonly Write[] {
  const common = {
    activityId: newId('activity'),
    invitationDays: caller.organization.invitationDays,
    by: caller,
    now,
    amongOthers,
  }
  if (step.does === 'send-again') {
    const { invitation, profile, held } = step
    const inviter = { ...inviterOf(caller), ...reasonOf(invitation) }
    return [
      ...held,
      whileProfile(profile),
      countSeveralToday('invitation-resends', invitation.invitationId, now, 1),
      ...sendAgain({ ...common, invitation, profile, inviter }),
    ]
  }
  const { before, after, asksContact = false } = step
  const isReasoned = reason !== undefined && after.defaultRole?.roleId === ownerRoleId
  return [
    ...invite({
      ...common,
      profile: after,
      created: before === undefined,
      invitationId: after.invitationId,
      inviter: { ...inviterOf(caller), ...(isReasoned && { reasonGiven: true }) },
      reason: isReasoned ? reason : undefined,
    }),
    ...(asksContact && after.question
      ? [
          recordActivity({
            activityId: newId('activity'),
            organizationId: after.organizationId,
            action: 'contact.asked',
            at: now,
            by: caller,
            subject: after.profileId,
            about: {
              generation: after.question.generation,
              contactRoles: Object.keys(contactRolesInForce(after)).sort().join(' '),
            },
          }),
        ]
      : []),
  ]
}

const profileIdOf = (step: Step) => (step.does === 'invite' && step.before ? step.after.profileId : null)

const doneBefore: ReadonlySet<Settled['outcome']> = new Set(['invited', 'became-user'])

/** 400 where a reason is given and nobody becomes an owner. */
export function requireReasonForOwners(steps: readonly Step[], reason: string | undefined): void {
  const invites = steps.flatMap((step) => (step.does === 'invite' ? [step.after] : []))
  if (reason === undefined || invites.length === 0) return
  if (invites.some(({ defaultRole }) => defaultRole?.roleId === ownerRoleId)) return
  // Whoever becomes an owner may be among those whom the same call has invited before it was broken off.
  const isGoingOn = (step: Step) => step.does === 'nothing' && doneBefore.has(step.settled.outcome)
  if (steps.some(isGoingOn)) return
  throw invalidField('#/reason', 'not-needed', 'A reason is given with the role rol_owner alone.')
}
