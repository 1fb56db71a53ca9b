import { keyStatus } from '../../shared/domain/api-key.ts'
import { definitionGained } from '../../shared/domain/may-grant.ts'
import { Problem } from '../../shared/domain/problems.ts'
import { newKeyText } from '../../shared/frame/api-key-text.ts'
import { requireGrant } from '../../shared/frame/granting.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { type ApiKeyRecord, rotateApiKey as rotate } from '../../shared/table/api-key.ts'
import { apiKeyReply } from './api-key-reply.ts'
import { keyEnd } from './key-end.ts'
import { keyHere } from './key-here.ts'

/**
 * Gives a key another secret; the one before works until the overlap is over. Whoever does so learns the new one, so it must be a key that they
 * could have made (A4).
 */
export const rotateApiKey: Operation<'rotateApiKey'> = async ({ params, body, caller, now, newId, commit }) => {
  const before = await keyHere(params)
  if (keyStatus(before, now) !== 'active') throw new Problem('key-ended')
  await requireGrant(caller, definitionGained(before.permissions), now)
  const { text, secretHash } = newKeyText(params)
  const expiresAt = keyEnd(body.expiresAt, before.expiresAt, now)
  const overlapEnds = new Date(Date.parse(now) + body.overlapSeconds * 1000).toISOString()
  // Nothing of a key works longer than the key.
  const validUntil = overlapEnds < expiresAt ? overlapEnds : expiresAt
  const after: ApiKeyRecord = {
    ...before,
    current: { hash: secretHash, since: now },
    previous: { ...before.current, validUntil },
    expiresAt,
    updatedAt: now,
    version: before.version + 1,
  }
  const rotated = recordActivity({
    activityId: newId('activity'),
    organizationId: params.organizationId,
    action: 'api-key.rotated',
    at: now,
    by: caller,
    about: { keyId: params.keyId, previousValidUntil: validUntil, expiresAt },
  })
  return commit([rotate(before, after), rotated], { ...apiKeyReply(after, now), key: text })
}
