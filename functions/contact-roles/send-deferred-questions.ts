import { deferredMails } from '../../shared/frame/deferred-mails.ts'
import { sendQuestion } from './send-question.ts'

/** Sends the questions to contacts that have waited: their address had its mails for a day, or their organization was suspended. */
export const handler = deferredMails('contact-question', sendQuestion)
