import { approvalPages } from '../../shared/contract/approval-pages.ts'
import { pageFunction } from '../../shared/frame/page-function.ts'
import { askQuestion } from './ask-question.ts'
import { decideApproval } from './decide-approval.ts'
import { handOverApproval } from './hand-over-approval.ts'
import { sendApprovalCode } from './send-approval-code.ts'
import { showApproval } from './show-approval.ts'

export const handler = pageFunction(approvalPages, {
  showApproval,
  sendApprovalCode,
  decideApproval,
  askQuestion,
  handOverApproval,
})
