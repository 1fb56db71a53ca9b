/** For how many days a removed organization can be restored (O5). */
export const restorableDays = 30

/** What is remembered of a removal: when it was, until when it can be undone, and how the organization stood before. */
export type Removal = {
  readonly at: string
  readonly restorableUntil: string
  readonly from: 'active' | 'suspended'
  /** From here on it cannot be undone: the first of what the organization had may be gone. */
  readonly erasureBegunAt?: string
}

/** How an organization stands (O4, O5). `erasedAt`: nothing is left of it but its name, its activities and other evidence. */
export type OrganizationStanding = {
  readonly status: 'active' | 'suspended' | 'removed'
  readonly removal?: Removal | undefined
  readonly erasedAt?: string | undefined
}

/** Removed at `now`, which suspends at once. */
export function removedAt(from: Removal['from'], now: string): OrganizationStanding & { readonly removal: Removal } {
  const restorableUntil = new Date(Date.parse(now) + restorableDays * 24 * 3600 * 1000).toISOString()
  return { status: 'removed', removal: { at: now, restorableUntil, from } }
}

/** As it stood before it was removed; undefined when it is too late for that, or when it was not removed. */
export function restoredAt({ status, removal }: OrganizationStanding, now: string): OrganizationStanding | undefined {
  if (status !== 'removed' || !removal || removal.erasureBegunAt !== undefined) return undefined
  return Date.parse(now) < Date.parse(removal.restorableUntil)
    ? { status: removal.from, removal: undefined }
    : undefined
}

/** Whether its 30 days are over and nobody has begun to erase it yet. */
export const isDueForErasure = ({ status, removal }: OrganizationStanding, now: string): boolean =>
  status === 'removed' &&
  removal !== undefined &&
  removal.erasureBegunAt === undefined &&
  Date.parse(removal.restorableUntil) <= Date.parse(now)
