import { type IdentityId, isId, type KeyId, type OrganizationId, type Principal } from '../domain/ids.ts'
import { Problem } from '../domain/problems.ts'
import { optionalEnv } from '../platform/env.ts'
import type { Origin } from '../table/activity.ts'
import { type HttpEvent, originOf } from './event.ts'

/** Whom a valid access token names, before anyone has asked what they may do. */
export type PersonBearer = {
  readonly kind: 'person'
  readonly principal: Principal
  readonly identityId: IdentityId
  /** Seconds since 1970. */
  readonly issuedAt: number
  readonly origin: Origin
}

/** What the text of an API key says, before anyone has asked whether there is such a key: `secretHash` is to be compared with the table. */
export type KeyBearer = {
  readonly kind: 'key'
  readonly principal: Principal
  readonly keyId: KeyId
  /** The one organization that it is for. */
  readonly organizationId: OrganizationId
  readonly secretHash: string
  readonly origin: Origin
}

/** Who calls. */
export type Bearer = PersonBearer | KeyBearer

/** Takes who it is from the gateway's authorizer, and judges a token's times again: its answer may be a minute old (T1). */
export function authenticate(event: HttpEvent, now: string): Bearer {
  const { principal } = event.requestContext.authorizer?.lambda ?? {}
  return principal?.startsWith('key:') ? keyIn(event) : personIn(event, now)
}

/** The moment since which the table is a backup's, ISO 8601: it may have forgotten what was ended before. */
export const recoveredAt = (): string | undefined => optionalEnv('RECOVERED_AT')

function personIn(event: HttpEvent, now: string): PersonBearer {
  const { principal, issuedAt, expiresAt } = event.requestContext.authorizer?.lambda ?? {}
  const identityId = principal?.startsWith('user:') ? principal.slice('user:'.length) : undefined
  if (!isId('identity', identityId) || issuedAt === undefined || expiresAt === undefined)
    throw new Problem('unauthenticated')
  if (expiresAt * 1000 <= Date.parse(now))
    throw new Problem('unauthenticated', { detail: 'The access token has expired.' })
  // The table may have forgotten who was signed out or removed since its backup: nobody's token of before counts.
  const recovered = recoveredAt()
  if (recovered !== undefined && issuedAt * 1000 < Date.parse(recovered)) throw outdated()
  return { kind: 'person', principal: `user:${identityId}`, identityId, issuedAt, origin: originOf(event) }
}

function keyIn(event: HttpEvent): KeyBearer {
  const { principal, organizationId, secretHash } = event.requestContext.authorizer?.lambda ?? {}
  const keyId = principal?.slice('key:'.length)
  if (!isId('key', keyId) || !isId('organization', organizationId) || secretHash === undefined)
    throw new Problem('unauthenticated')
  return { kind: 'key', principal: `key:${keyId}`, keyId, organizationId, secretHash, origin: originOf(event) }
}

/** A token that was ended before its time. */
export const outdated = () =>
  new Problem('unauthenticated', { detail: 'The access token is no longer valid: sign in again.' })
