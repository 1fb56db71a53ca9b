/** The heading under which changes are noted that no release has yet. */
export const next = '## Next'

/** What stands under the heading of the next release. */
export function nextOf(notes: string): string {
  const [, after] = notes.split(`\n${next}\n`)
  if (after === undefined) throw new Error(`the release notes have no heading "${next}"`)
  return after.split('\n## ')[0] ?? ''
}

/** The breaking changes that the notes of the next release do not name, and those that they name and nobody has made. */
export function notNamed(
  notes: string,
  breaking: readonly string[],
): { readonly missing: string[]; readonly idle: string[] } {
  const named = [...nextOf(notes).matchAll(/^- Breaking: `([^`]+)`/gm)].map(([, change = '']) => change)
  return {
    missing: breaking.filter((change) => !named.includes(change)),
    idle: named.filter((change) => !breaking.includes(change)),
  }
}

/** The same notes with what was next under the heading of a version, and nothing next. */
export const releasedNotes = (notes: string, version: string, day: string): string =>
  notes.replace(`\n${next}\n`, `\n${next}\n\n## ${version} (${day})\n`)

/** True where a version comes after another. */
export function isLater(version: string, than: string): boolean {
  const [one, other] = [version, than].map((text) => text.split('.').map(Number))
  for (const [at, number] of (one ?? []).entries()) if (number !== other?.[at]) return number > (other?.[at] ?? 0)
  return false
}
