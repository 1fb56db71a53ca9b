import * as z from 'zod'
import { apiKeyDays, overlapSeconds } from '../domain/api-key.ts'
import { permissions } from '../domain/catalog.ts'
import { keyId, nameText, organizationId, profileId, timestamp, version } from './fields.ts'
import { permission } from './permission.ts'

/** What whoever makes a key says of it. */
export const CreateApiKey = z
  .strictObject({
    name: nameText('What it is for, unique among the keys of the organization that are not revoked'),
    permissions: z.array(permission).min(1).max(permissions.length).meta({
      description:
        'What it may do, across the organization and in all its groups: nothing that you could not give, nothing reserved to owners, and nothing that a person answers for by name',
    }),
    expiresAt: timestamp.optional().meta({
      description: `From when on it works no more: within ${apiKeyDays.most} days; in ${apiKeyDays.usual} days when left out`,
    }),
  })
  .meta({ id: 'CreateApiKey' })

/** How a key is given another secret. */
export const RotateApiKey = z
  .strictObject({
    overlapSeconds: z.int().min(0).max(overlapSeconds.most).default(overlapSeconds.usual).meta({
      description: 'For how long the secret before works beside the new one',
    }),
    expiresAt: timestamp
      .optional()
      .meta({ description: `Another end, within ${apiKeyDays.most} days; the same as before when left out` }),
  })
  .meta({ id: 'RotateApiKey' })

/** A key as callers see it: everything but its text. */
export const ApiKey = z
  .strictObject({
    keyId,
    name: z.string(),
    permissions: z.array(permission),
    status: z.enum(['active', 'expired', 'revoked']),
    expiresAt: timestamp,
    lastUsedAt: timestamp
      .nullable()
      .meta({ description: 'The beginning of the hour in which it was last used; null while it never was' }),
    rotatedAt: timestamp
      .nullable()
      .meta({ description: 'Since when it has the secret that it has; null while it is the first' }),
    previousValidUntil: timestamp
      .nullable()
      .meta({ description: 'Until when the secret before works; null when there is none that does' }),
    revokedAt: timestamp.nullable(),
    madeBy: z
      .strictObject({ organizationId, profileId })
      .meta({ description: 'Who made it, and from which organization', id: 'ApiKeyMaker' }),
    orphanedAt: timestamp.nullable().meta({
      description:
        'Since when it is known that whoever made it could not make it any more; it works on. Null while they could',
    }),
    createdAt: timestamp,
    updatedAt: timestamp,
    version,
  })
  .meta({ id: 'ApiKey' })

/** The same with its text, which is shown this once. */
export const ApiKeyWithText = ApiKey.extend({
  key: z.string().meta({
    description:
      'Its text, for the header `Authorization: Bearer …`. It is shown now and never again: keep it where secrets are kept',
  }),
}).meta({ id: 'ApiKeyWithText' })
