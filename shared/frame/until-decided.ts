import { Problem } from '../domain/problems.ts'
import { Moved } from '../table/transaction.ts'

const mostTries = 4

/**
 * Decides again what was decided too late, a few times, before whoever waits for it is told `busy`, with a `detail` that says what to do
 * where that is not to send the same page again. What `decide` has written before it throws `Moved` is not done twice by deciding again.
 */
export async function untilDecided<Decision>(decide: () => Promise<Decision>, detail?: string): Promise<Decision> {
  for (let tries = 1; ; tries++) {
    try {
      return await decide()
    } catch (error) {
      if (!(error instanceof Moved)) throw error
      if (tries === mostTries)
        throw new Problem('busy', { ...(detail !== undefined && { detail }), retryAfterSeconds: 1, cause: error })
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25 * 2 ** tries))
    }
  }
}
