import { isId } from '../../shared/domain/ids.ts'
import { administratorsOf } from '../../shared/frame/administrators.ts'
import { type ActivityEvent, eventFunction } from '../../shared/frame/event-function.ts'
import { mailEach } from '../../shared/frame/mail-each.ts'
import { log } from '../../shared/platform/log.ts'
import { allApiKeys } from '../../shared/table/api-key.ts'
import { getOrganization } from '../../shared/table/organization.ts'
import { findPeople } from '../../shared/table/people.ts'
import { orphanedKeysMail } from './orphaned-keys-mail.tsx'

/** Tells administrators which keys work on that whoever made them could not make any more. */
export const tellOrphanedKeys = async (event: ActivityEvent): Promise<void> => {
  const { activityId, organizationId, about, now } = event
  const named = new Set(
    String(about.keys ?? '')
      .split(' ')
      .filter((one) => isId('key', one)),
  )
  const [organization, all] = await Promise.all([getOrganization(organizationId), allApiKeys(organizationId)])
  const keys = all.filter(({ keyId, state }) => named.has(keyId) && state === 'active')
  const [first] = keys
  if (organization?.status !== 'active' || !first) return log('info', 'mail.not-due', { activityId })
  const [administrators, people] = await Promise.all([administratorsOf(organizationId, now), findPeople([first.maker])])
  const makerName = people(first.maker)?.name
  const others = administrators.filter(({ profileId }) => profileId !== first.maker.profileId)
  await mailEach(event, organization, others, (reading) =>
    orphanedKeysMail({ ...reading, makerName, keys: keys.map(({ name, expiresAt }) => ({ name, expiresAt })) }),
  )
}

export const handler = eventFunction(tellOrphanedKeys)
