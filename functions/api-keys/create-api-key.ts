import { apiKeyDays, whyNoKeyHolds } from '../../shared/domain/api-key.ts'
import type { OrganizationKind, Permission } from '../../shared/domain/catalog.ts'
import { permissionsChosen } from '../../shared/domain/definitions.ts'
import { definitionGained } from '../../shared/domain/may-grant.ts'
import { type FieldError, Problem } from '../../shared/domain/problems.ts'
import { newKeyText } from '../../shared/frame/api-key-text.ts'
import { personOf } from '../../shared/frame/caller.ts'
import { requireGrant } from '../../shared/frame/granting.ts'
import type { Operation } from '../../shared/frame/operation.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { type ApiKeyRecord, createApiKey as create } from '../../shared/table/api-key.ts'
import { takeName } from '../../shared/table/definition-name.ts'
import { apiKeyReply } from './api-key-reply.ts'
import { daysFrom, keyEnd } from './key-end.ts'

/** Makes a key that holds nothing its maker could not give (A4). Its text is in this answer alone; the table has its secret's SHA-256. */
export const createApiKey: Operation<'createApiKey'> = async ({ params, body, caller, now, newId, commit }) => {
  const { organizationId } = params
  const { identityId, profile } = personOf(caller)
  requireKeyHoldable(body.permissions, caller.organization.kind)
  const expiresAt = keyEnd(body.expiresAt, daysFrom(now, apiKeyDays.usual), now)
  await requireGrant(caller, definitionGained(body.permissions), now)

  const keyId = newId('key')
  const { text, secretHash } = newKeyText({ organizationId, keyId })
  const key: ApiKeyRecord = {
    organizationId,
    keyId,
    name: body.name,
    permissions: permissionsChosen(body.permissions),
    state: 'active',
    current: { hash: secretHash, since: now },
    expiresAt,
    maker: { identityId, organizationId: profile.organizationId, profileId: profile.profileId },
    createdAt: now,
    updatedAt: now,
    version: 1,
  }
  const created = recordActivity({
    activityId: newId('activity'),
    organizationId,
    action: 'api-key.created',
    at: now,
    by: caller,
    about: { keyId, permissions: key.permissions.join(' '), expiresAt },
  })
  const named = takeName({ organizationId, kind: 'api-key', definitionId: keyId, name: key.name })
  return commit([...named, create(key), created], { ...apiKeyReply(key, now), key: text })
}

/** Throws 400 with the pointer of each permission that no key holds here. */
function requireKeyHoldable(chosen: readonly Permission[], kind: OrganizationKind): void {
  const errors = chosen.flatMap((permission, position): FieldError[] => {
    const why = whyNoKeyHolds(permission, kind)
    return why ? [{ pointer: `#/permissions/${position}`, code: 'not-for-keys', detail: reasons[why] }] : []
  })
  if (errors.length > 0) throw new Problem('invalid', { errors })
}

const reasons = {
  'owner-only': 'It is reserved to owners.',
  personal: 'A person answers for it by name, so no key may do it.',
  'provider-only': 'It is reserved to the provider.',
} as const
