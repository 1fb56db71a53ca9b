import { encodeTime } from 'ulid'
import { idPrefixes } from '../domain/ids.ts'

declare const position: unique symbol

/** A place in the order of activities: an activity's id, or the beginning of the ids of a moment. */
export type ActivityPosition = string & { readonly [position]: true }

/** From one position to another, neither of which need be an activity. */
export type Between = { readonly from: ActivityPosition; readonly until: ActivityPosition }

const prefix = `${idPrefixes.activity}_`
const pattern = new RegExp(`^${prefix}(?:[0-9a-hjkmnp-tv-z]{10}|[0-9a-hjkmnp-tv-z]{26})?$`)

/** True for a text that is a position; a cursor holds one, and anybody may send a cursor. */
export const isActivityPosition = (text: unknown): text is ActivityPosition =>
  typeof text === 'string' && pattern.test(text)

/** Reads a position that is known to be one. Throws on anything else. */
export function positionOf(text: string): ActivityPosition {
  if (!isActivityPosition(text)) throw new TypeError('not a position among activities')
  return text
}

/** Before everything that happened at that moment or later, and behind everything else. */
export const positionAt = (moment: string): ActivityPosition =>
  positionOf(prefix + encodeTime(Math.max(0, Date.parse(moment)), 10).toLowerCase())

/** How long whoever follows activities has to wait until nothing older can come any more (V3). */
const settlingSeconds = 60

/** Until when activities are listed from the oldest on: what is younger may still get an older one beside it. */
export const settledAt = (now: string): ActivityPosition =>
  positionAt(new Date(Date.parse(now) - settlingSeconds * 1000).toISOString())

/** Everything from one moment (included) to another (excluded); without them, from the beginning, and to the end of time. */
export const between = (from: string | undefined, until: string | undefined): Between => ({
  from: from === undefined ? positionOf(prefix) : positionAt(from),
  until: until === undefined ? theEnd : positionAt(until),
})

const theEnd = positionOf(`${prefix}${'z'.repeat(10)}`)
