import { Problem } from '../domain/problems.ts'
import { sha256 } from './event.ts'

/**
 * A cursor holds a sort position and a fingerprint of the list it belongs to (T5): operation, organization and filters. The
 * partition always comes from the path, so a cursor of another list or organization leads nowhere: 400 `invalid-cursor`.
 */
export function writeCursor(position: readonly string[], list: readonly string[]): string {
  return Buffer.from(JSON.stringify([fingerprint(list), ...position])).toString('base64url')
}

/** Reads a cursor's position, `length` words long; undefined where there is no cursor. */
export function readCursor(
  cursor: string | undefined,
  list: readonly string[],
  length: number,
): readonly string[] | undefined {
  if (cursor === undefined) return undefined
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(read) && read.length === length + 1 && read[0] === fingerprint(list)) {
      const position: unknown[] = read.slice(1)
      if (position.every((word) => typeof word === 'string')) return position
    }
  } catch {
    // Not one of ours: the same answer as for another list's.
  }
  throw new Problem('invalid-cursor')
}

const fingerprint = (list: readonly string[]): string => sha256(...list).slice(0, 16)
