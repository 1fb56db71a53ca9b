import { LocalProblem } from '../local/local-problem.ts'
import { breakingChanges } from './breaking-changes.ts'
import type { Document } from './document.ts'
import { isLater, nextOf, notNamed, releasedNotes } from './notes.ts'

/** What a release is made of: what was released last, what the API promises now, and what the notes say of it. */
export type ToRelease = {
  readonly version: string
  readonly day: string
  readonly last: Document
  readonly document: Document
  readonly notes: string
}

/**
 * The document and the notes of a release. Throws a LocalProblem where programs would be broken by what the notes do not name, where the
 * notes name what has not changed, where they say nothing, and where the version is not a later one.
 */
export function releaseOf({ version, day, last, document, notes }: ToRelease): {
  readonly document: Document
  readonly notes: string
} {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new LocalProblem(`${version} is no version such as 1.1.0.`)
  if (!isLater(version, last.info.version))
    throw new LocalProblem(`${version} is not later than ${last.info.version}, which is released.`)
  requireNamed(notes, last, document)
  if (nextOf(notes).trim() === '')
    throw new LocalProblem('The notes say nothing of what is new: infra/releases/NOTES.md')
  return { document: { ...document, info: { ...document.info, version } }, notes: releasedNotes(notes, version, day) }
}

/** Throws a LocalProblem that says what to write where the notes do not name each breaking change since the last release, and no other. */
export function requireNamed(notes: string, last: Document, document: Document): void {
  const { missing, idle } = notNamed(notes, breakingChanges(last, document))
  if (missing.length > 0)
    throw new LocalProblem(
      `Programs would be broken by what the notes do not name. Take it back, or add under "Next" in infra/releases/NOTES.md what to do about it:\n${missing.map((change) => `- Breaking: \`${change}\`.`).join('\n')}`,
    )
  if (idle.length > 0)
    throw new LocalProblem(`Under "Next", infra/releases/NOTES.md names what has not changed:\n${idle.join('\n')}`)
}
