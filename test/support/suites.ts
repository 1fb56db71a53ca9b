/** The suites in the order in which they run: what is quick and finds most comes first. */
export const suites = ['unit', 'rules', 'infra', 'table', 'http', 'cloud', 'browser'] as const

export type Suite = (typeof suites)[number]

/** For how many seconds one test or hook may run, and the whole suite on a slow machine; longer means that it hangs. */
export const patience: Readonly<Record<Suite, { readonly test: number; readonly whole: number }>> = {
  unit: { test: 30, whole: 120 },
  rules: { test: 60, whole: 120 },
  infra: { test: 120, whole: 240 },
  table: { test: 120, whole: 300 },
  http: { test: 120, whole: 3300 },
  cloud: { test: 480, whole: 900 },
  browser: { test: 120, whole: 360 },
}

/** How much longer everything may take with `npm run test:long`. */
export const longer = 10
