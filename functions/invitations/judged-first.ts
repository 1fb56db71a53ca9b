import type { Problem } from '../../shared/domain/problems.ts'
import { changePeople } from '../../shared/frame/change-people.ts'
import { contactOf } from '../../shared/table/contact.ts'
import { type Inviting, isRuleOfOne, refused, type Step } from './step.ts'

/** The rule that forbids to invite somebody; it writes nothing. */
export async function ruleAgainst(step: Step, { caller, now, newId, reason }: Inviting): Promise<Problem | undefined> {
  if (step.does !== 'invite') return undefined
  try {
    const change = { before: step.before, after: step.after, action: undefined }
    await changePeople({ caller, now, newId }, [change], { reasonGiven: reason !== undefined })
    return undefined
  } catch (error) {
    if (isRuleOfOne(error)) return error
    throw error
  }
}

/** Whether somebody brings what others do not: a draft what it was meant for, a contact what they are to stand for. */
export const isParticular = (step: Step): boolean =>
  step.does === 'invite' && (step.before !== undefined || contactOf(step.after) !== undefined)

/** A draft may be meant for what the caller cannot give, or lack what it is to stand for: that spoils none of the rest. */
export async function judgedFirst(step: Step, inviting: Inviting): Promise<Step> {
  const rule = isParticular(step) ? await ruleAgainst(step, inviting) : undefined
  if (!rule || step.does !== 'invite') return step
  return { does: 'nothing', settled: refused(rule, step.after.profileId) }
}
