import { asksContact } from '../../shared/domain/contact-question.ts'
import { deferredMails } from '../../shared/frame/deferred-mails.ts'
import { sendQuestion } from './send-question.ts'

/** Sends the questions to contacts that have waited: their address had its mails for a day, or their organization was suspended. */
export const handler = deferredMails(({ action }) => asksContact.some((one) => one === action), sendQuestion)
