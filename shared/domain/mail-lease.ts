/**
 * As long as a function that mails may run: a claim on a mail is nobody else's for that time, and is over before the event is tried
 * again, which Lambda does after a minute.
 */
export const mailLeaseSeconds = 30
