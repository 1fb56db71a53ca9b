import type { PageOperation } from '../../shared/frame/operation.ts'
import { approvalShown } from './approval-shown.ts'
import { openApprovalLink } from './open-approval-link.ts'

/** Shows who asks for what, the document and how to go on; changes nothing, and mails nothing, whoever follows the link (I4). */
export const showApproval: PageOperation<'showApproval'> = async ({ params, visitor, now }) => {
  const link = await openApprovalLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  return { status: 200, html: await approvalShown(link, now) }
}
