import { vi } from 'vitest'

/** How many milliseconds these are. */
export const after = {
  seconds: (count: number) => count * 1000,
  minutes: (count: number) => count * 60_000,
  hours: (count: number) => count * 3_600_000,
  days: (count: number) => count * 86_400_000,
}

/** Runs something with every clock at another moment: so many milliseconds from now, or a moment that is given. */
export async function atTime<Result>(moment: number | string, act: () => Promise<Result>): Promise<Result> {
  vi.useFakeTimers({ toFake: ['Date'], now: typeof moment === 'number' ? Date.now() + moment : Date.parse(moment) })
  try {
    return await act()
  } finally {
    vi.useRealTimers()
  }
}

/** Moves every clock on, while `atTime` holds them. */
export const setClock = (moment: number): void => {
  vi.setSystemTime(moment)
}
