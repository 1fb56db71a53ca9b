import type { OrganizationId } from '../../shared/domain/ids.ts'
import { countWrites, memberWrites } from '../../shared/frame/memberships.ts'
import { contactOf } from '../../shared/table/contact.ts'
import { changeProfile, createProfile } from '../../shared/table/profile.ts'
import type { Step } from './step.ts'

/** A step with its place in the order that was given. */
export type Placed = { readonly position: number; readonly step: Step }

/** As many items as one transaction takes, beside the kept answer, the count of mails, and what holds while there is no owner. */
const mostItems = 97

/**
 * As many steps a transaction as fit into it, each of them whole, in their order. Whoever becomes a contact has one of their own: all
 * changes of contacts follow upon each other, and each may be refused. So has what only holds under a condition.
 */
export function partsOf(steps: readonly Step[], organizationId: OrganizationId): readonly (readonly Placed[])[] {
  const parts: { readonly items: number; readonly placed: readonly Placed[]; readonly alone: boolean }[] = []
  for (const [position, step] of steps.entries()) {
    if (step.does === 'nothing') continue
    const before = parts.at(-1)
    const [alone, items] = [isAlone(step), itemsOf(step, organizationId)]
    const placed = { position, step }
    if (!before || before.alone || alone || before.items + items > mostItems)
      parts.push({ items, placed: [placed], alone })
    else parts.splice(-1, 1, { items: before.items + items, placed: [...before.placed, placed], alone })
  }
  return parts.map(({ placed }) => placed)
}

const isAlone = (step: Step): boolean =>
  step.does === 'invite' ? contactOf(step.after) !== undefined : step.does === 'send-again' && step.held.length > 0

/** At most so many: counts that several share are taken for each of them. */
function itemsOf(step: Step, organizationId: OrganizationId): number {
  if (step.does !== 'invite') return 5
  const { before, after } = step
  const refusals = { addressTaken: 'moved', externalIdTaken: 'moved' } as const
  const profile = before ? changeProfile(before, after, refusals) : createProfile(after, refusals)
  const counts = countWrites([step], organizationId, undefined)
  // The invitation, its activity, and its mail that waits; access there is none before it is accepted.
  return profile.length + memberWrites(before, after).length + counts.length + 3
}
