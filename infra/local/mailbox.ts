import { setTimeout as wait } from 'node:timers/promises'
import { LocalProblem } from './local-problem.ts'

/** A mail as it arrived in the mailbox. */
export type Mail = {
  readonly id: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export type MailQuery = {
  readonly mailboxUrl: string
  readonly address: string
  /** Mails that do not count, because they were there before. By id: a mail's time changes when the mailbox restarts. */
  readonly except?: ReadonlySet<string>
  readonly timeoutSeconds?: number
  /** The log that tells why a mail was not sent. */
  readonly reasonsIn?: string
}

/** The mails to an address, oldest first. */
export async function mailsTo({ mailboxUrl, address, except = new Set() }: MailQuery): Promise<Mail[]> {
  const response = await fetch(`${mailboxUrl}/api/email`)
  const all = (await response.json()) as (Mail & { readonly to: readonly { readonly address: string }[] })[]
  return all.filter(({ id, to }) => !except.has(id) && to.some((recipient) => recipient.address === address))
}

/** Waits for a mail to the address that fulfils the condition; the newest when there are several. */
export async function waitForMail(query: MailQuery, condition: (mail: Mail) => boolean = () => true): Promise<Mail> {
  const { timeoutSeconds = 30, address, mailboxUrl } = query
  const patience = Date.now() + timeoutSeconds * 1000
  do {
    const mail = (await mailsTo(query)).filter(condition).at(-1)
    if (mail !== undefined) return mail
    await wait(100)
  } while (Date.now() < patience)
  const reasons = query.reasonsIn === undefined ? '' : `, and why this one did not: ${query.reasonsIn}`
  throw new LocalProblem(
    `No such mail to ${address} arrived within ${timeoutSeconds} seconds. See what did arrive: ${mailboxUrl}${reasons}`,
  )
}

/** The link in a mail's text whose path contains the given part; a mail holds one of each kind. */
export function linkIn(mail: Mail, pathPart: string): URL | undefined {
  const links = [...(mail.text ?? '').matchAll(/https?:\/\/[^\s<>"']+/g)].map(([link]) => new URL(link))
  return links.find(({ pathname }) => pathname.includes(pathPart))
}
