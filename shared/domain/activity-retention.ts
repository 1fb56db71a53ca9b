/** For how many days an organization's activities are kept (V5): the usual time, and what it may be set to. */
export const activityRetentionDays = { usual: 400, least: 90, most: 2555 } as const

/** Until when something that happened at `at` is kept, in seconds since 1970. */
export const endOfRetention = (at: string, days: number): number =>
  Math.floor(Date.parse(at) / 1000) + days * 24 * 60 * 60
