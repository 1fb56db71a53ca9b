import { deferredMails } from '../../shared/frame/deferred-mails.ts'
import { sendInvitation } from './send-invitation.ts'

/** Sends the invitations that have waited: their address had its mails for a day, or their organization was suspended. */
export const handler = deferredMails('invitation', sendInvitation)
