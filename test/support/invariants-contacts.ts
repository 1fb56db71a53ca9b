import { isDeepStrictEqual } from 'node:util'
import { contactRoles } from '../../shared/domain/contact-roles.ts'
import { readGap } from '../../shared/domain/role-coverage.ts'
import { questionDue } from '../../shared/frame/contact-question.ts'
import { type ContactOrderRecord, contactOf, contactWrites } from '../../shared/table/contact.ts'
import { differences, nameOf, type Rule } from './invariants-whole.ts'

/** Contacts follow from profiles, and what counts and orders them follows from both. */
export const rulesOfContacts: readonly Rule[] = [
  // A contact is a copy of a profile that holds a contact role, or stands in for one that does.
  ({ of, profiles }) =>
    differences(
      'contact',
      of('contact'),
      profiles.flatMap((profile) => contactWrites(undefined, contactOf(profile))),
    ),

  // The order names exactly those who hold, each once.
  ({ of, at, profiles }) => {
    const contacts = Map.groupBy(
      profiles.flatMap((profile) => contactOf(profile) ?? []),
      ({ organizationId }) => organizationId,
    )
    const ordered = of('contact-order').map(({ organizationId }) => String(organizationId))
    return [...new Set([...contacts.keys().map(String), ...ordered])].flatMap((organizationId) => {
      const people = [...contacts].find(([place]) => place === organizationId)?.[1] ?? []
      // As it was written: nothing derives who comes first.
      const order = at(`${organizationId}#contacts`, 'order') as ContactOrderRecord | undefined
      return contactRoles.flatMap(({ id }) => {
        const holders = people.filter(({ roles }) => roles[id]).map(({ profileId }) => profileId)
        const named = order?.holders[id] ?? []
        return isDeepStrictEqual(holders.toSorted(), named.toSorted())
          ? []
          : [`the order of ${id} in ${organizationId} does not name its holders`]
      })
    })
  },

  // Whoever holds a contact role, and was asked about it, is asked again some day.
  ({ of, profiles }) => {
    const awaited = new Set(of('due').flatMap(({ kind, whom }) => (kind === 'contact-question' ? [whom] : [])))
    return profiles
      .filter((profile) => questionDue(profile) && Object.keys(profile.contactRoles ?? {}).length > 0)
      .filter(({ profileId }) => !awaited.has(profileId))
      .map(({ profileId }) => `${profileId} will never be asked again whether they are the right contact`)
  },

  // What was told are gaps, and none is told as lost and as waited for.
  ({ of }) =>
    of('coverage-state').flatMap((item) => {
      const [lost, waiting] = [item.lost, item.waiting].map((words) => (Array.isArray(words) ? words.map(String) : []))
      const all = [...(lost ?? []), ...(waiting ?? [])]
      for (const gap of all) readGap(gap)
      return new Set(all).size === all.length ? [] : [`${nameOf(item)} tells a gap twice`]
    }),
]
