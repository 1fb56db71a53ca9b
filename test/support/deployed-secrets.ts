/** What must not be told, and what kind of thing it is. An address may stand in the table; nothing else here may. */
export type SecretKind =
  | 'address'
  | 'password'
  | 'TOTP key'
  | 'code'
  | 'link token'
  | 'access token'
  | 'other token'
  | 'webhook secret'
  | 'API key'

const secrets = new Map<string, SecretKind>()

/** Notes a secret that the test file has used, so that it is looked for afterwards. */
export function noteSecret(kind: SecretKind, value: string): void {
  if (value !== '') secrets.set(value, kind)
}

/** How many different secrets of that kind were noted. */
export const countSecrets = (kind: SecretKind): number => [...secrets.values()].filter((found) => found === kind).length

/** The kinds of the noted secrets that stand somewhere in the text, in plain, URL-encoded or in base64. */
export function secretsIn(text: string, except: readonly SecretKind[] = []): SecretKind[] {
  const found = [...secrets].filter(([value, kind]) => !except.includes(kind) && contains(text, kind, value))
  return [...new Set(found.map(([, kind]) => kind))]
}

function contains(text: string, kind: SecretKind, value: string): boolean {
  // Six digits stand in many a number or id; a code stands alone.
  if (kind === 'code') return new RegExp(`(?<![\\w.-])${value}(?![\\w-])`).test(text)
  return [value, encodeURIComponent(value), Buffer.from(value).toString('base64').replace(/=+$/, '')].some((form) =>
    text.includes(form),
  )
}
