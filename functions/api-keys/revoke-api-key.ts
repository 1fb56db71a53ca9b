import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { type ApiKeyRecord, revokeApiKey as revoke } from '../../shared/table/api-key.ts'
import { freeName } from '../../shared/table/definition-name.ts'
import { apiKeyReply } from './api-key-reply.ts'
import { keyHere } from './key-here.ts'

/** For how long a key that was revoked stays, so that what it did can be read with its name. */
const keptSeconds = 400 * 24 * 3600

/** Ends a key for good; one that was revoked already stays so. */
export const revokeApiKey: Operation<'revokeApiKey'> = async ({ params, caller, now, newId, commit }) => {
  const { organizationId, keyId } = params
  const before = await keyHere(params)
  if (before.state === 'revoked') return commit([], apiKeyReply(before, now))
  const after: ApiKeyRecord = {
    ...before,
    state: 'revoked',
    revokedAt: now,
    updatedAt: now,
    version: before.version + 1,
  }
  const revoked = recordActivity({
    activityId: newId('activity'),
    organizationId,
    action: 'api-key.revoked',
    at: now,
    by: caller,
    about: { keyId },
  })
  const named = freeName({ organizationId, kind: 'api-key', definitionId: keyId, name: before.name })
  const forgottenAt = Math.floor(Date.parse(now) / 1000) + keptSeconds
  return commit([revoke(before, now, forgottenAt), ...named, revoked], apiKeyReply(after, now))
}
