import { apiKeyDays, overlapSeconds, whyNoKeyHolds } from '../../shared/domain/api-key.ts'
import { type ApiKeyRecord, createApiKey, parseApiKey } from '../../shared/table/api-key.ts'
import { differences, type Rule } from './invariants-whole.ts'
import type { Item } from './world-table.ts'

const dayMilliseconds = 24 * 3600 * 1000
const between = (one: string, other: string): number => Date.parse(other) - Date.parse(one)
const isHash = (text: unknown): boolean => typeof text === 'string' && /^[A-Za-z0-9_-]{43}$/.test(text)

/** What is wrong with a key by itself. */
function faultsOf(item: Item, key: ApiKeyRecord): readonly string[] {
  const { state, current, previous, expiresAt, createdAt, lastUsedAt, revokedAt } = key
  const faults: readonly (readonly [boolean, string])[] = [
    [!isHash(current.hash) || (previous !== undefined && !isHash(previous.hash)), 'has a secret that is no hash'],
    [previous?.hash === current.hash, 'was rotated to the secret that it had'],
    [previous !== undefined && previous.since >= current.since, 'has a secret before that is younger'],
    [
      previous !== undefined && between(current.since, previous.validUntil) > overlapSeconds.most * 1000,
      'has a secret before that works for more than a week',
    ],
    [between(current.since, expiresAt) > apiKeyDays.most * dayMilliseconds, 'works for more than a year'],
    [current.since < createdAt, 'has a secret from before it was made'],
    [(state === 'revoked') !== (revokedAt !== undefined), `is ${state}, and its revocation says otherwise`],
    [(state === 'revoked') !== (item.ttl !== undefined), `is ${state}, and its end says otherwise`],
    [lastUsedAt !== undefined && !/:00:00\.000Z$/.test(lastUsedAt), 'was last used at a moment, not in an hour'],
    [key.permissions.length === 0, 'holds nothing'],
    [new Set(key.permissions).size < key.permissions.length, 'holds something twice'],
  ]
  return faults.flatMap(([wrong, what]) => (wrong ? [`${key.keyId} ${what}`] : []))
}

/** API keys are whole, hold what a key may, and no two of them have a secret in common. Their names are guarded as all names are. */
export const rulesOfKeys: readonly Rule[] = [
  ({ of, organizations }) => {
    const keys = of('api-key').flatMap((item) => {
      // What its end is, is said by what became of it.
      const { ttl: _, ...lasting } = item
      const key = parseApiKey(lasting)
      return key ? [{ item, key }] : []
    })
    const hashes = keys.flatMap(({ key: { current, previous } }) => [
      current.hash,
      ...(previous ? [previous.hash] : []),
    ])
    return [
      ...differences(
        'api-key',
        of('api-key').map(({ ttl: _, ...item }) => item),
        keys.map(({ key }) => createApiKey(key)),
      ),
      ...keys.flatMap(({ item, key }) => faultsOf(item, key)),
      ...keys.flatMap(({ key: { keyId, organizationId, permissions, maker } }) => {
        const there = (id: string) => organizations.find((one) => one.organizationId === id)
        const home = there(organizationId)
        return [
          ...(home ? [] : [`${keyId} is of an organization that is not there`]),
          ...(there(maker.organizationId) ? [] : [`${keyId} was made from an organization that is not there`]),
          ...permissions
            .filter((permission) => home && whyNoKeyHolds(permission, home.kind) !== undefined)
            .map((permission) => `${keyId} holds ${permission}, which no key may`),
        ]
      }),
      ...(new Set(hashes).size < hashes.length ? ['two secrets of keys are the same'] : []),
    ]
  },
]
