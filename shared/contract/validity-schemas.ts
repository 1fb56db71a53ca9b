import { timestamp } from './fields.ts'

/** When something given counts: null without a bound. */
export const validity = {
  validFrom: timestamp.nullable().meta({ description: 'Counts from then on; null: at once' }),
  validUntil: timestamp.nullable().meta({ description: 'Counts no longer at that moment; null: without end' }),
}

/** The same as it is asked for. */
export const validityAsked = {
  validFrom: timestamp.optional().meta({ description: 'It counts from then on; at once when left out' }),
  validUntil: timestamp
    .optional()
    .meta({ description: 'It counts no longer at that moment; without end when left out' }),
}
