import { destinationOf, type MutableCategory, mutableCategories } from '../../shared/domain/notification-categories.ts'
import type { ProfileRecord } from '../../shared/table/profile.ts'
import { standsFor } from './stands-for.ts'

/**
 * The categories that a contact may switch off by their link, of those that come to what they stand for. Whoever signs in does it there
 * instead.
 */
export function mayBeSwitchedOffBy(contact: ProfileRecord, now: string): readonly MutableCategory[] {
  if (contact.user) return []
  const theirs = new Set<string>(standsFor(contact, now).map(({ contactRole }) => contactRole))
  return mutableCategories.filter((category) =>
    destinationOf({ category }).goals.some(({ contactRole }) => theirs.has(contactRole)),
  )
}

/** What somebody does not want once they have chosen among what was offered; what was not offered stays as it was. */
export function switchedOff(
  contact: ProfileRecord,
  wanted: ReadonlySet<string>,
  now: string,
): readonly MutableCategory[] {
  const { mutedCategories = [] } = contact
  const offered = mayBeSwitchedOffBy(contact, now)
  return mutableCategories.filter((category) =>
    offered.includes(category) ? !wanted.has(category) : mutedCategories.includes(category),
  )
}
