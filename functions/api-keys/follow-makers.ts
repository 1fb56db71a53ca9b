import { evaluate, type Situation } from '../../shared/domain/evaluator.ts'
import type { OrganizationId } from '../../shared/domain/ids.ts'
import { definitionGained } from '../../shared/domain/may-grant.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { judgeGrant } from '../../shared/frame/granting.ts'
import { situationOf } from '../../shared/frame/standing.ts'
import { recordActivity } from '../../shared/table/activity.ts'
import { type ApiKeyRecord, adoptApiKey, allApiKeys, apiKeysMadeBy, orphanApiKey } from '../../shared/table/api-key.ts'
import { getOrganization, type OrganizationRecord } from '../../shared/table/organization.ts'
import { commit, Moved } from '../../shared/table/transaction.ts'

/** Fewer than a transaction holds, since its activity is beside them. */
const mostKeysAtOnce = 50

/**
 * Keys live on when whoever made them is gone, or may do less: nothing of theirs stops at a moment nobody chose. So that somebody decides
 * about them, it is written down once that their maker could not make them any more, and by that administrators are told. What befalls one
 * person is asked of the keys that they made, anywhere; a changed definition of all keys of its organization.
 */
export const followMakers = async (event: ActivityEvent): Promise<void> => {
  const { organizationId, subject } = event
  const concerned = subject
    ? await apiKeysMadeBy({ organizationId, profileId: subject })
    : await allApiKeys(organizationId)
  const active = concerned.filter(({ state, expiresAt }) => state === 'active' && expiresAt > event.now)
  for (const [where, keys] of Map.groupBy(active, (key) => key.organizationId)) await follow(where, keys, event)
}

export const handler = eventFunction(followMakers)

async function follow(
  organizationId: OrganizationId,
  keys: readonly ApiKeyRecord[],
  event: ActivityEvent,
): Promise<void> {
  const organization = await getOrganization(organizationId)
  // While everything is on hold nobody could make anything: that says nothing about anybody.
  if (organization?.status !== 'active') return
  for (const [, made] of Map.groupBy(keys, ({ maker }) => maker.identityId)) {
    const [maker] = made
    const who = maker && (await situationOf(maker.maker.identityId, organizationId, event.now))
    const orphans: ApiKeyRecord[] = []
    for (const key of made) {
      if (await couldMake(who?.situation, key, organization, event.now)) await adoptApiKey(key)
      else if (key.orphanedAt === undefined) orphans.push(key)
    }
    for (let first = 0; first < orphans.length; first += mostKeysAtOnce)
      await orphan(orphans.slice(first, first + mostKeysAtOnce), organization, event)
  }
}

async function couldMake(
  who: Situation | undefined,
  { permissions }: ApiKeyRecord,
  organization: OrganizationRecord,
  now: string,
): Promise<boolean> {
  if (!who || !evaluate(who, { permission: 'api-keys:manage', at: now }).allowed) return false
  return (await judgeGrant(who, definitionGained(permissions), organization, now)).refusal === undefined
}

async function orphan(
  keys: readonly ApiKeyRecord[],
  organization: OrganizationRecord,
  { activityId: because, now, newId }: ActivityEvent,
): Promise<void> {
  const { organizationId } = organization
  const activityId = newId('activity')
  const orphaned = recordActivity({
    activityId,
    organizationId,
    action: 'api-key.orphaned',
    at: now,
    by: {
      principal: 'system:follow-makers',
      organization,
      origin: { requestId: because, ipAddress: undefined, userAgent: undefined },
    },
    about: { keys: keys.map(({ keyId }) => keyId).join(' ') },
  })
  try {
    await commit([...keys.map((key) => orphanApiKey(key, now)), orphaned], activityId)
  } catch (error) {
    // Another run was quicker with one of them, or it was revoked meanwhile: what is left is seen when the event comes again.
    if (error instanceof Moved) throw new Error('keys changed while their maker was looked at', { cause: error })
    throw error
  }
}
