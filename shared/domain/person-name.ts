/** Somebody, as far as their name goes. */
export type Named = {
  readonly firstName?: string | undefined
  readonly lastName?: string | undefined
  readonly displayName?: string | undefined
}

/** The name of somebody, or of a shared mailbox; undefined where none is known. */
export function nameOf({ displayName, firstName, lastName }: Named): string | undefined {
  return displayName ?? ([firstName, lastName].filter((part) => part !== undefined).join(' ') || undefined)
}
