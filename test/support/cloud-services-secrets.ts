const known = new Map<string, string>()

/** Notes a text that nobody but its owner may ever read: a password, a link's token, a key or code of an authenticator app. */
export function noteSecret(kind: string, text: string): string {
  if (text.length >= 6) known.set(text, kind)
  return text
}

export const keptSecrets = {
  keep: () => [...known],
  bringBack: (kept: readonly (readonly [string, string])[]) => {
    for (const [text, kind] of kept) known.set(text, kind)
  },
}

/** How many secrets there were, so that a check for them can say what it looked for. */
export const countSecrets = (): number => known.size

/** The kinds of the secrets that stand in a text. A code has six digits, so it only counts where it stands alone. */
export function secretsIn(text: string): string[] {
  const found = [...known].filter(([secret]) =>
    /^\d{6}$/.test(secret) ? new RegExp(`(?<![\\w.-])${secret}(?![\\w.-])`).test(text) : text.includes(secret),
  )
  return found.map(([, kind]) => kind)
}
