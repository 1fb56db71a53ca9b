import * as z from 'zod'
import { ApiKey, ApiKeyWithText, CreateApiKey, RotateApiKey } from './api-key-schemas.ts'
import { keyId, organizationId, pageOf, paging } from './fields.ts'
import type { Feature } from './route.ts'

const ofKeys = '/v1/organizations/{organizationId}/api-keys'
const manage = { permission: 'api-keys:manage' } as const
const readsAndWrites = ['table:read', 'table:write'] as const

const ofOrganization = z.strictObject({ organizationId })
const ofKey = z.strictObject({ organizationId, keyId })

const example = {
  keyId: 'key_01k2r8v6m0q3s5t7w9x1y3z5k0',
  name: 'Ticket system',
  permissions: ['access:read', 'activities:read'],
  status: 'active',
  expiresAt: '2027-02-21T09:00:00.000Z',
  lastUsedAt: null,
  rotatedAt: null,
  previousValidUntil: null,
  revokedAt: null,
  madeBy: { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7', profileId: 'prf_01k2r8v6m0q3s5t7w9x1y3z5a8' },
  orphanedAt: null,
  createdAt: '2026-11-23T09:00:00.000Z',
  updatedAt: '2026-11-23T09:00:00.000Z',
  version: 1,
} as const
const text = 'rk_01k2r8v6m0q3s5t7w9x1y3z5a701k2r8v6m0q3s5t7w9x1y3z5k0_shown-once'
const there = { organizationId: 'org_01k2r8v6m0q3s5t7w9x1y3z5a7' }
const thisKey = { ...there, keyId: example.keyId }

/** The routes of API keys: what programs call with instead of signing in. */
export const apiKeys = {
  createApiKey: {
    method: 'POST',
    path: ofKeys,
    summary: 'Make an API key for a program; its text is shown once',
    access: manage,
    needs: readsAndWrites,
    params: ofOrganization,
    body: CreateApiKey,
    status: 201,
    reply: ApiKeyWithText,
    etag: true,
    secretReply: true,
    fails: ['name-taken', 'too-many-api-keys-here', 'cannot-grant'],
    example: {
      params: there,
      body: { name: example.name, permissions: example.permissions },
      reply: { ...example, key: text },
    },
  },
  listApiKeys: {
    method: 'GET',
    path: ofKeys,
    summary:
      'List API keys in the order in which they were made, those that were revoked in the last 400 days included',
    access: { permission: 'api-keys:read' },
    needs: ['table:read'],
    params: ofOrganization,
    query: z.strictObject(paging),
    status: 200,
    reply: pageOf(ApiKey),
    fails: ['invalid-cursor'],
    example: { params: there, query: { limit: '20' }, reply: { items: [example], nextCursor: null } },
  },
  rotateApiKey: {
    method: 'POST',
    path: `${ofKeys}/{keyId}/rotate`,
    summary: 'Give an API key another secret, shown once; the one before works on for a while',
    access: manage,
    needs: readsAndWrites,
    params: ofKey,
    body: RotateApiKey,
    status: 200,
    reply: ApiKeyWithText,
    etag: true,
    secretReply: true,
    fails: ['key-ended', 'cannot-grant'],
    example: {
      params: thisKey,
      body: { overlapSeconds: 3600 },
      reply: {
        ...example,
        rotatedAt: '2026-11-24T09:00:00.000Z',
        previousValidUntil: '2026-11-24T10:00:00.000Z',
        updatedAt: '2026-11-24T09:00:00.000Z',
        version: 2,
        key: text,
      },
    },
  },
  revokeApiKey: {
    method: 'DELETE',
    path: `${ofKeys}/{keyId}`,
    summary: 'End an API key for good, from the next request on',
    access: manage,
    needs: readsAndWrites,
    params: ofKey,
    status: 200,
    reply: ApiKey,
    fails: [],
    example: {
      params: thisKey,
      reply: { ...example, status: 'revoked', revokedAt: '2026-11-24T09:00:00.000Z', version: 2 },
    },
  },
} as const satisfies Feature
