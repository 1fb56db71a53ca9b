/** For how many days an organization's activities are kept (V5): the usual time, and what it may be set to. */
export const activityRetentionDays = { usual: 400, least: 90, most: 2555 } as const

/**
 * For how many days what happens to a contract is kept, whatever its organization says: its evidence tells all of it, and a contract that
 * waits, is put on hold and is moved may take longer than the usual time.
 */
export const contractRetentionDays: number = activityRetentionDays.most

/** Until when something that happened at `at` is kept, in seconds since 1970. */
export const endOfRetention = (at: string, days: number): number =>
  Math.floor(Date.parse(at) / 1000) + days * 24 * 60 * 60
