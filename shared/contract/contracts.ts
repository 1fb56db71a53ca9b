import { approvalPages } from './approval-pages.ts'
import { contractRows } from './contract-rows.ts'
import type { Feature } from './route.ts'

/** The routes of contracts: what is to be approved, by whom, how far that is, and how it is proved. */
export const contracts = { ...contractRows, ...approvalPages } as const satisfies Feature
