import * as z from 'zod'
import { contractId, organizationId } from '../../shared/contract/fields.ts'

/** What the states of the approval workflow hand to each other: ids alone. */
export const WorkflowInput = z.object({ organizationId, contractId })
