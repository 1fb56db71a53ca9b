import { randomInt } from 'node:crypto'
import { referenceOf } from '../../shared/domain/contract.ts'
import { mailOnce } from '../../shared/frame/mail-once.ts'
import type { PageOperation } from '../../shared/frame/operation.ts'
import { organizationsAbove } from '../../shared/frame/organizations-above.ts'
import { untilDecided } from '../../shared/frame/until-decided.ts'
import { env } from '../../shared/platform/env.ts'
import {
  codeRefused,
  getApprovalCode,
  keepApprovalCode,
  takeBackApprovalCode,
} from '../../shared/table/approval-code.ts'
import { Moved } from '../../shared/table/transaction.ts'
import { approvalShown } from './approval-shown.ts'
import { codeMail } from './code-mail.ts'
import { type OpenApprovalLink, openApprovalLink } from './open-approval-link.ts'
import { callableOf, partyOf } from './parties.ts'

const newCode = (): string => String(randomInt(1_000_000)).padStart(6, '0')

/**
 * Mails six digits to the address that the link went to, in the request itself (K5): whoever reads that mailbox can decide, and a forwarded link
 * cannot. What is mailed was kept before, so that a mail that went out always carries digits that count.
 */
export const sendApprovalCode: PageOperation<'sendApprovalCode'> = async ({ params, visitor, now, newId }) => {
  const link = await openApprovalLink(params.token, visitor, now)
  if ('ended' in link) return link.ended
  const { contract, token } = link
  const kept = await untilDecided(async () => {
    const before = await getApprovalCode(contract)
    const refused = codeRefused(before, now)
    if (refused) return { refused }
    const code = newCode()
    if (!(await keepApprovalCode({ ...contract, token }, code, before, now)))
      throw new Moved('another code was asked for')
    return { code, before }
  })
  if ('refused' in kept) return { status: 429, html: await approvalShown(link, now, saying[kept.refused]) }
  const { code, before } = kept
  const mailed = await mail(link, code, { now, activityId: newId('activity') })
  if (mailed === 'sent') return { status: 200, html: await approvalShown(link, now, { said: 'code-mailed' }) }
  await takeBackApprovalCode({ ...contract, token }, code, before)
  return { status: 409, html: await approvalShown(link, now, { said: 'code-refused' }) }
}

/** What the page says where no code can be mailed; of a link that is locked it says so itself. */
const saying = {
  'too-soon': { said: 'code-too-soon' },
  last: { said: 'code-last' },
  locked: {},
} as const

async function mail(
  { contract, organization, profile }: OpenApprovalLink,
  code: string,
  { now, activityId }: { readonly now: string; readonly activityId: Parameters<typeof mailOnce>[0]['activityId'] },
): Promise<'sent' | 'failed'> {
  const { organizationId, document, contractId, approver } = contract
  const { language } = profile
  const { parent, provider } = await organizationsAbove(organization)
  const call = callableOf([organization, parent, provider])
  const written = codeMail({
    ...profile,
    appName: env('APP_NAME'),
    organizationName: partyOf(organization).name,
    code,
    title: document.title[language] ?? document.title.en,
    reference: referenceOf(contractId),
    call,
  })
  return mailOnce({
    activityId,
    organizationId,
    to: approver.email,
    reader: { organizationId, profileId: profile.profileId },
    now,
    ...(call?.email !== undefined && { replyTo: call.email }),
    ...written,
  })
}
