import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { commit } from '../../shared/table/transaction.ts'
import { coverageNoticed } from './coverage-noticed.ts'

/**
 * Looks at role coverage after everything by which it can change (C6). It goes by what the table says now, whatever the event said: so
 * of events that come twice, late or together each gap is noticed once, and one that has closed by then never.
 */
export const followCoverage = ({ organizationId, activityId, newId }: ActivityEvent): Promise<void> =>
  untilDecided(async () =>
    commit(
      await coverageNoticed(organizationId, { principal: 'system:follow-coverage', requestId: activityId }),
      newId('activity'),
    ),
  )

export const handler = eventFunction(followCoverage)
