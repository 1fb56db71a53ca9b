import { Problem } from '../domain/problems.ts'
import { Moved } from '../table/transaction.ts'

const mostTries = 4

/**
 * Decides again what was decided too late, a few times, before the person behind a page is told 503. Nothing may have been written
 * when `decide` throws `Moved`.
 */
export async function untilDecided<Decision>(decide: () => Promise<Decision>): Promise<Decision> {
  for (let tries = 1; ; tries++) {
    try {
      return await decide()
    } catch (error) {
      if (!(error instanceof Moved)) throw error
      if (tries === mostTries) throw new Problem('busy', { retryAfterSeconds: 1, cause: error })
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** tries))
    }
  }
}
