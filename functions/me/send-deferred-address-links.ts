import { deferredMails } from '../../shared/frame/deferred-mails.ts'
import { sendAddressLink } from './send-address-link.ts'

/** Sends the links to another address that have waited because that address had its mails for a day. */
export const handler = deferredMails('address-link', sendAddressLink)
