import { approvalDocument, approvalPages } from './approval-pages.ts'
import { certificateRows } from './certificate-rows.ts'
import { contractRows } from './contract-rows.ts'
import { documentRows } from './document-rows.ts'
import type { Feature } from './route.ts'

/** The routes of contracts: what is to be approved, by whom, how far that is, how it is proved, and the documents they are made of. */
export const contracts = {
  ...contractRows,
  ...approvalPages,
  ...approvalDocument,
  ...documentRows,
  ...certificateRows,
} as const satisfies Feature
