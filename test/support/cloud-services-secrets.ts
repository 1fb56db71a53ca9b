/** Every secret, with what it is: six digits are at times the code of an app and the code of a contract at once. */
const known = new Map<string, Set<string>>()
/** The secrets by the characters they begin with: a long text is read once, however many secrets there are. */
const byBeginning = new Map<string, string[]>()
const beginning = 6

/** Notes a text that nobody but its owner may ever read: a password, a link's token, a key or code of an authenticator app. */
export function noteSecret(kind: string, text: string): string {
  if (text.length < beginning) return text
  const kinds = known.get(text)
  if (kinds) kinds.add(kind)
  else {
    const begins = text.slice(0, beginning)
    byBeginning.set(begins, [...(byBeginning.get(begins) ?? []), text])
    known.set(text, new Set([kind]))
  }
  return text
}

export const keptSecrets = {
  keep: () => [...known].flatMap(([text, kinds]) => [...kinds].map((kind) => [text, kind] as const)),
  bringBack: (kept: readonly (readonly [string, string])[]) => {
    for (const [text, kind] of kept) noteSecret(kind, text)
  },
}

/** How many secrets there were, so that a check for them can say what it looked for. */
export const countSecrets = (): number => known.size

/**
 * The kinds of the secrets that stand in a text, without those of which one kind may stand there. A code has six digits, so it only
 * counts where it stands alone.
 */
export function secretsIn(text: string, except: readonly string[] = []): string[] {
  const found = new Set<string>()
  for (let at = 0; at + beginning <= text.length; at++)
    for (const secret of byBeginning.get(text.slice(at, at + beginning)) ?? [])
      if (text.startsWith(secret, at) && (!/^\d{6}$/.test(secret) || standsAlone(text, at))) found.add(secret)
  const kinds = [...found].map((secret) => [...(known.get(secret) ?? [])])
  return kinds.filter((each) => !each.some((kind) => except.includes(kind))).map((each) => each.join(' or '))
}

const standsAlone = (text: string, at: number): boolean =>
  !/[\w.-]/.test(text.charAt(at - 1)) && !/[\w.-]/.test(text.charAt(at + beginning))
