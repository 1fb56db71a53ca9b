import { deferredMails } from '../../shared/frame/deferred-mails.ts'
import { sendApproval } from './send-approval.ts'

/** Sends the links to contracts that have waited: their address had its mails for a day, or their organization was suspended. */
export const handler = deferredMails('approval', sendApproval)
