import { approvalDocument } from '../../shared/contract/approval-pages.ts'
import { pageFunction } from '../../shared/frame/page-function.ts'
import { getApprovalDocument } from './get-approval-document.ts'

export const handler = pageFunction(approvalDocument, { getApprovalDocument })
