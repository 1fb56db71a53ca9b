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

/** What keeps a code from being mailed now; `used-up`: the last one was mailed, and may still be typed. */
export type CodeRefusal = 'too-soon' | 'used-up' | 'locked'

/** Why no further code can be mailed for a link at a moment; undefined where one can. */
export function codeRefused(code: ApprovalCode | undefined, now: string): CodeRefusal | undefined {
  if (!code) return undefined
  if (isLocked(code, now)) return 'locked'
  if (!hasCodesLeft(code)) return 'used-up'
  return Date.parse(now) < Date.parse(code.sentAt) + codeLimits.apartSeconds * 1000 ? 'too-soon' : undefined
}

/** Whether another code can be mailed for a link, now or in a moment. */
export const hasCodesLeft = ({ codes: sent }: Pick<ApprovalCode, 'codes'>): boolean => sent < codeLimits.codesALink

/** Whether neither another code nor another try is left for a link. */
export const isLocked = (code: ApprovalCode, now: string): boolean =>
  code.triesOfLink >= codeLimits.triesALink ||
  (!hasCodesLeft(code) && (code.tries >= codeLimits.triesACode || code.expiresAt <= now))

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
