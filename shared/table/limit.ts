import { createHash } from 'node:crypto'
import { Entity } from 'electrodb'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { model, primary, tableName } from './schema.ts'

/** Counters of what may happen only so often. */
const limits = new Entity(
  {
    model: model('limit'),
    attributes: {
      what: { type: 'string', required: true },
      of: { type: 'string', required: true },
      window: { type: 'string', required: true },
      count: { type: 'number' },
      ttl: { type: 'number' },
    },
    indexes: { one: primary(['limit#${what}#${of}', ['what', 'of']], ['${window}', ['window']]) },
  },
  { table: tableName(), client: documents },
)

/** What is limited, how often, and for how many seconds its counter is kept. */
export const limitsOf = {
  /** Codes of the authenticator app that one link may try (I5). */
  'activation-codes': { most: 20, keptSeconds: 120 * 24 * 3600 },
} satisfies Record<string, { readonly most: number; readonly keptSeconds: number }>

/**
 * Counts one more of something about somebody within a window, before it happens. False when there were enough already; then
 * nothing was counted. `of` is hashed, so it may be anything.
 */
export async function countWithin(
  what: keyof typeof limitsOf,
  of: string,
  window: string,
  now: string,
): Promise<boolean> {
  const { most, keptSeconds } = limitsOf[what]
  try {
    await limits
      .upsert({ what, of: createHash('sha256').update(of).digest('base64url'), window })
      .add({ count: 1 })
      .set({ ttl: Math.ceil(Date.parse(now) / 1000) + keptSeconds })
      .where(({ count }, { notExists, lt }) => `(${notExists(count)} OR ${lt(count, most)})`)
      .go()
    return true
  } catch (error) {
    if (isConditionFailed(error)) return false
    throw error
  }
}
