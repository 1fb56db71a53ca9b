import { createHash, timingSafeEqual } from 'node:crypto'
import { CustomAttributeType, Entity, type EntityItem } from 'electrodb'
import type { ContractId, OrganizationId } from '../domain/ids.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { model, primary, tableName } from './schema.ts'

/** How codes of a link are limited (K5): after so many of either the link is locked until a reminder sends another. */
export const codeLimits: Readonly<
  Record<'validSeconds' | 'triesACode' | 'codesALink' | 'triesALink' | 'apartSeconds', number>
> = { validSeconds: 600, triesACode: 5, codesALink: 5, triesALink: 15, apartSeconds: 30 }

/** The last code that was mailed for a link, and how often one was tried. It stands for one link: another link begins anew. */
const codes = new Entity(
  {
    model: model('approval-code'),
    attributes: {
      organizationId: { type: CustomAttributeType<OrganizationId>('string'), required: true },
      contractId: { type: CustomAttributeType<ContractId>('string'), required: true },
      /** Of the link. */
      generation: { type: 'number', required: true },
      /** SHA-256 over the raw token of the link and the code: whoever reads the table can try neither. */
      hash: { type: 'string', required: true },
      sentAt: { type: 'string', required: true },
      expiresAt: { type: 'string', required: true },
      codes: { type: 'number', required: true },
      tries: { type: 'number', required: true },
      triesOfLink: { type: 'number', required: true },
    },
    indexes: {
      one: primary(['${organizationId}#${contractId}', ['organizationId', 'contractId']], ['code', []]),
    },
  },
  { table: tableName(), client: documents },
)

/** A code as it is stored. */
export type ApprovalCode = EntityItem<typeof codes>
type LinkOfContract = Pick<ApprovalCode, 'organizationId' | 'contractId' | 'generation'>

const hashOf = (linkToken: string, code: string): string =>
  createHash('sha256').update(`${linkToken}\n${code}`).digest('base64url')

/** Reads the last code of a link, strongly; undefined where none was mailed for it. */
export async function getApprovalCode({
  organizationId,
  contractId,
  generation,
}: LinkOfContract): Promise<ApprovalCode | undefined> {
  const { data } = await codes.get({ organizationId, contractId }).go({ consistent: true })
  return data?.generation === generation ? data : undefined
}

/** Where the code that was mailed last stands: `last` where it works and is the last one, `locked` where there is neither a code nor a try left. */
export type CodeStanding = 'none' | 'mailed' | 'last' | 'locked'

/** Where a code stands at a moment. */
export function standingOf(code: ApprovalCode, now: string): CodeStanding {
  if (isLocked(code, now)) return 'locked'
  if (code.codes >= codeLimits.codesALink) return 'last'
  return code.expiresAt > now ? 'mailed' : 'none'
}

/** What keeps a code from being mailed now. */
export type CodeRefusal = 'too-soon' | 'last' | 'locked'

/** Why no further code can be mailed for a link at a moment; undefined where one can. */
export function codeRefused(code: ApprovalCode | undefined, now: string): CodeRefusal | undefined {
  if (!code) return undefined
  const standing = standingOf(code, now)
  if (standing === 'locked' || standing === 'last') return standing
  return Date.parse(now) < Date.parse(code.sentAt) + codeLimits.apartSeconds * 1000 ? 'too-soon' : undefined
}

/** Whether neither another code nor another try is left for a link: the last code was tried too often, or works no more. */
const isLocked = ({ codes: sent, tries, triesOfLink, expiresAt }: ApprovalCode, now: string): boolean =>
  triesOfLink >= codeLimits.triesALink ||
  (sent >= codeLimits.codesALink && (tries >= codeLimits.triesACode || expiresAt <= now))

/**
 * Remembers a code that is about to be mailed, in place of the one before. False where another one was at the same moment, or was
 * tried: read again and decide again.
 */
export async function keepApprovalCode(
  link: LinkOfContract & { readonly token: string },
  code: string,
  before: ApprovalCode | undefined,
  now: string,
): Promise<boolean> {
  const { organizationId, contractId, generation, token } = link
  const expiresAt = new Date(Date.parse(now) + codeLimits.validSeconds * 1000).toISOString()
  const sent = (before?.codes ?? 0) + 1
  if (sent > codeLimits.codesALink) return false
  try {
    await codes
      .put({
        organizationId,
        contractId,
        generation,
        hash: hashOf(token, code),
        sentAt: now,
        expiresAt,
        codes: sent,
        tries: 0,
        triesOfLink: before?.triesOfLink ?? 0,
      })
      .where((attribute, { notExists, lt, eq }) =>
        before
          ? [eq(attribute.hash, before.hash), eq(attribute.triesOfLink, before.triesOfLink)].join(' AND ')
          : `(${notExists(attribute.generation)} OR ${lt(attribute.generation, generation)})`,
      )
      .go()
    return true
  } catch (error) {
    if (!isConditionFailed(error)) throw error
    // The answer to the write may have been lost, and the write been sent once more: then it is this very code that is kept.
    const kept = await getApprovalCode(link)
    return kept?.hash === hashOf(token, code)
  }
}

/** Takes back a code whose mail was refused, which nobody has: the one before counts again, as if this one had never been. */
export async function takeBackApprovalCode(
  link: LinkOfContract & { readonly token: string },
  code: string,
  before: ApprovalCode | undefined,
): Promise<void> {
  const { organizationId, contractId, token } = link
  const hash = hashOf(token, code)
  try {
    if (!before) {
      await codes
        .delete({ organizationId, contractId })
        .where((attribute, { eq }) => eq(attribute.hash, hash))
        .go()
      return
    }
    const { sentAt, expiresAt, codes: sent, tries } = before
    await codes
      .patch({ organizationId, contractId })
      .set({ hash: before.hash, sentAt, expiresAt, codes: sent, tries })
      .where((attribute, { eq }) => eq(attribute.hash, hash))
      .go()
  } catch (error) {
    // Another code has taken its place, or it was taken back already and the answer was lost.
    if (!isConditionFailed(error)) throw error
  }
}

/**
 * Tries a code: the try is counted before anything is compared. `wrong`: with so many tries left; `used-up`: this code takes no more tries, or
 * is too old, and another one is to be mailed; `locked`: the link takes no more.
 */
export async function tryApprovalCode(
  link: LinkOfContract & { readonly token: string },
  typed: string,
  now: string,
): Promise<{ readonly is: 'right'; readonly code: ApprovalCode } | { readonly is: 'wrong' | 'used-up' | 'locked' }> {
  const { organizationId, contractId, generation, token } = link
  try {
    const { data } = await codes
      .patch({ organizationId, contractId })
      .add({ tries: 1, triesOfLink: 1 })
      .where((attribute, { eq, lt, gt }) =>
        [
          eq(attribute.generation, generation),
          lt(attribute.tries, codeLimits.triesACode),
          lt(attribute.triesOfLink, codeLimits.triesALink),
          gt(attribute.expiresAt, now),
        ].join(' AND '),
      )
      .go({ response: 'all_new' })
    const [kept, given] = [data.hash, hashOf(token, typed)].map((hash) => Buffer.from(hash))
    if (kept && given && kept.length === given.length && timingSafeEqual(kept, given))
      return { is: 'right', code: data }
    if (isLocked(data, now)) return { is: 'locked' }
    return { is: data.tries >= codeLimits.triesACode ? 'used-up' : 'wrong' }
  } catch (error) {
    if (!isConditionFailed(error)) throw error
    const code = await getApprovalCode(link)
    return { is: code && isLocked(code, now) ? 'locked' : 'used-up' }
  }
}
