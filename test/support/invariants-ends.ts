import { remind } from '../../shared/table/due.ts'
import { differences, nameOf, type Rule } from './invariants-whole.ts'

/** What is left of what ended, what goes with it, and what counts and guards those that are left. */
export const rulesOfEnds: readonly Rule[] = [
  // Of somebody who was removed nothing is left but a name, and the key that opens their values.
  ({ of }) =>
    of('former-profile').flatMap((item) =>
      Object.keys(item)
        .filter((field) => !ofFormer.has(field))
        .map((field) => `${nameOf(item)} was removed, and its ${field} is kept`),
    ),

  // A reseller counts the customers that were not removed.
  ({ at, of, organizations }) => {
    const resellers = new Set(organizations.filter(({ kind }) => kind === 'customer').map((one) => one.organizationId))
    const counted = new Map<string, number>()
    for (const { parentId, status } of organizations)
      if (parentId !== 'none' && resellers.has(parentId) && status !== 'removed')
        counted.set(parentId, (counted.get(parentId) ?? 0) + 1)
    const named = new Set([...counted.keys(), ...of('customers').map(({ organizationId }) => String(organizationId))])
    return [...named]
      .map((id) => ({ id, counts: Number(at(id, 'customers')?.count ?? 0), has: counted.get(id) ?? 0 }))
      .filter(({ counts, has }) => counts !== has)
      .map(({ id, counts, has }) => `${id} counts ${counts} customers and has ${has}`)
  },

  // Whatever was removed is erased when its days are over, by a job that goes when it is done.
  ({ of, organizations }) => [
    ...organizations
      .filter(({ status, removal }) => (status === 'removed') !== (removal !== undefined))
      .map(({ organizationId, status }) => `${organizationId} is ${status}, and its removal says otherwise`),
    ...differences(
      'due',
      of('due').filter(({ kind }) => kind === 'organization-erasure'),
      organizations.flatMap(({ organizationId, removal }) =>
        removal && removal.erasureBegunAt === undefined
          ? [remind({ kind: 'organization-erasure', at: removal.restorableUntil, organizationId })]
          : [],
      ),
    ),
    ...organizations
      .map(({ organizationId, removal, erasedAt }) => ({
        organizationId,
        wanted: removal?.erasureBegunAt !== undefined && erasedAt === undefined ? 1 : 0,
        jobs: of('job').filter((job) => job.organizationId === organizationId).length,
      }))
      .filter(({ wanted, jobs }) => wanted !== jobs)
      .map(({ organizationId, jobs }) => `${organizationId} is erased by ${jobs} jobs`),
  ],

  // Of an organization that was erased nothing is left but itself, its activities, the evidence of its contracts, and what ends by itself, at its moment at the latest.
  ({ items, organizations }) => {
    const erased = new Set<unknown>(
      organizations.filter(({ erasedAt }) => erasedAt !== undefined).map(({ organizationId }) => organizationId),
    )
    return items
      .filter(
        ({ organizationId, ttl, kind, __edb_e__ }) =>
          erased.has(organizationId) && ttl === undefined && !stays.has(__edb_e__) && kind !== 'coverage',
      )
      .map((item) => `${nameOf(item)} is of an organization that was erased`)
  },
]

const ofFormer = new Set([
  ...['pk', 'sk', '__edb_e__', '__edb_v__', 'organizationId', 'profileId'],
  ...['firstName', 'lastName', 'displayName', 'sealKey', 'removedAt'],
])

const stays = new Set<unknown>(['organization', 'activity', 'evidence'])
