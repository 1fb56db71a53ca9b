declare const noun: unique symbol

/** The prefix each noun's ids begin with. */
export const idPrefixes = {
  organization: 'org',
  profile: 'prf',
  identity: 'idn',
  invitation: 'inv',
  activity: 'act',
  role: 'rol',
  permissionGroup: 'pgr',
  group: 'grp',
  attempt: 'att',
  key: 'key',
  contract: 'ctr',
  document: 'doc',
  job: 'job',
  notification: 'ntf',
  webhook: 'whk',
  delivery: 'dlv',
} as const

/** What ids name. */
export type Noun = keyof typeof idPrefixes

/** An id of one noun: its prefix, `_`, and a ULID in lower case (`prf_01j…`). Ids of different nouns do not mix. */
export type IdOf<N extends Noun> = `${(typeof idPrefixes)[N]}_${string}` & { readonly [noun]: N }

export type OrganizationId = IdOf<'organization'>
export type ProfileId = IdOf<'profile'>
export type IdentityId = IdOf<'identity'>
export type InvitationId = IdOf<'invitation'>
export type ActivityId = IdOf<'activity'>
/** A custom role's ULID, or a predefined role's own word: `rol_owner`. */
export type RoleId = IdOf<'role'>
/** A custom permission group's ULID, or a system group's own words: `pgr_full-role`, `pgr_service-desk-requester`. */
export type PermissionGroupId = IdOf<'permissionGroup'>
export type GroupId = IdOf<'group'>
export type AttemptId = IdOf<'attempt'>
export type KeyId = IdOf<'key'>
export type ContractId = IdOf<'contract'>
export type DocumentId = IdOf<'document'>
export type JobId = IdOf<'job'>
export type NotificationId = IdOf<'notification'>
export type WebhookId = IdOf<'webhook'>
/** One activity for one webhook: made of both, so that there is one of them. */
export type DeliveryId = IdOf<'delivery'>

/** A lower-case ULID: 48 bits of milliseconds, so the first character is 0-7, and 80 random bits, in Crockford's base 32. */
export const ulidPattern = '[0-7][0-9a-hjkmnp-tv-z]{25}'

/** Roles and permission groups that live in code carry a word where others carry a ULID. */
const wordPattern = '[a-z]+(?:-[a-z0-9]+)*'
const wordNouns: ReadonlySet<Noun> = new Set<Noun>(['role', 'permissionGroup'])

/** The whole pattern of a noun's ids, for schemas and for checking. */
export function idPattern(of: Noun): RegExp {
  const tail = wordNouns.has(of) ? `(?:${ulidPattern}|${wordPattern})` : ulidPattern
  return new RegExp(`^${idPrefixes[of]}_${tail}$`)
}

const patterns = new Map<Noun, RegExp>()

/** True when the text is a well-formed id of that noun; whether the thing exists is another question. */
export function isId<N extends Noun>(of: N, text: unknown): text is IdOf<N> {
  if (typeof text !== 'string' || text.length > 64) return false
  let pattern = patterns.get(of)
  if (!pattern) {
    pattern = idPattern(of)
    patterns.set(of, pattern)
  }
  return pattern.test(text)
}

/** Reads an id that is known to be well formed: from a key, from the table, from code. Throws on anything else. */
export function id<N extends Noun>(of: N, text: string): IdOf<N> {
  if (!isId(of, text)) throw new TypeError(`not the id of a ${of}`)
  return text
}

/** Who acts: a signed-in person, an API key, a link, a function of ours, or whoever deployed this. */
export type Principal =
  | `user:${IdentityId}`
  | `key:${KeyId}`
  | `link:${InvitationId | ContractId | ProfileId}`
  | `system:${string}`
  | 'deployer'

/** The API key that a principal is, or undefined. */
export function keyIdOf(principal: Principal): KeyId | undefined {
  const keyId = principal.startsWith('key:') ? principal.slice('key:'.length) : undefined
  return isId('key', keyId) ? keyId : undefined
}
