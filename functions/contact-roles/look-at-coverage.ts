import { scheduledFunction } from '../../shared/frame/scheduled-function.ts'
import { eachDue } from '../../shared/table/due.ts'
import { coverageNoticed } from './coverage-noticed.ts'

/** Every minute: looks at role coverage wherever it may have changed by no more than that time has passed (C8, C9). */
export const handler = scheduledFunction(({ now, newId, requestId }) =>
  eachDue(
    'coverage',
    now(),
    ({ organizationId }) => coverageNoticed(organizationId, { principal: 'system:look-at-coverage', requestId }),
    () => newId('activity'),
  ),
)
