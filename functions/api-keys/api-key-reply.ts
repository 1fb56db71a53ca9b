import type { ReplyOf } from '../../shared/contract/route.ts'
import type { RouteOf } from '../../shared/contract/routes.ts'
import { keyStatus } from '../../shared/domain/api-key.ts'
import type { ApiKeyRecord } from '../../shared/table/api-key.ts'

/** An API key as callers see it: nothing of its secrets but their dates. */
export function apiKeyReply(key: ApiKeyRecord, now: string): ReplyOf<RouteOf<'revokeApiKey'>> {
  const { keyId, name, permissions, expiresAt, current, previous, maker, createdAt, updatedAt, version } = key
  const status = keyStatus(key, now)
  const previousWorks = status === 'active' && previous !== undefined && now < previous.validUntil
  return {
    keyId,
    name,
    permissions: [...permissions],
    status,
    expiresAt,
    lastUsedAt: key.lastUsedAt ?? null,
    rotatedAt: current.since === createdAt ? null : current.since,
    previousValidUntil: previousWorks ? previous.validUntil : null,
    revokedAt: key.revokedAt ?? null,
    madeBy: { organizationId: maker.organizationId, profileId: maker.profileId },
    orphanedAt: key.orphanedAt ?? null,
    createdAt,
    updatedAt,
    version,
  }
}
