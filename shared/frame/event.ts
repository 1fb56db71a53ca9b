import { createHash } from 'node:crypto'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { monotonicFactory } from 'ulid'
import type { Route } from '../contract/route.ts'
import { type IdOf, id, idPrefixes, type Noun } from '../domain/ids.ts'
import { type Language, languages } from '../domain/language.ts'
import { Problem, problems } from '../domain/problems.ts'
import type { Origin } from '../table/activity.ts'

/**
 * What the authorizer hands on: who it is, and nothing about what they may do. Of a token when it began and ends, in seconds since 1970; of an
 * API key where it stands, and its secret's SHA-256, which nobody has compared with anything yet.
 */
export type AuthorizerContext = {
  readonly principal?: string
  readonly issuedAt?: number
  readonly expiresAt?: number
  readonly organizationId?: string
  readonly secretHash?: string
}

/** An HTTP API event as the gateway sends it, with what our authorizer adds on routes that have one. */
export type HttpEvent = APIGatewayProxyEventV2 & {
  readonly requestContext: APIGatewayProxyEventV2['requestContext'] & {
    readonly authorizer?: { readonly lambda?: AuthorizerContext | null }
  }
}
export type HttpResult = APIGatewayProxyStructuredResultV2

/** The largest body that is read, in bytes. */
export const largestBodyBytes = 256 * 1024

/** A header's value, whatever the case of its name. */
export function headerOf(event: HttpEvent, name: string): string | undefined {
  const direct = event.headers[name]
  if (direct !== undefined) return direct
  const found = Object.keys(event.headers).find((key) => key.toLowerCase() === name)
  return found === undefined ? undefined : event.headers[found]
}

/** The body as text; a body larger than 256 KB is a Problem. */
export function bodyText(event: HttpEvent): string {
  const raw = event.body ?? ''
  const text = event.isBase64Encoded ? Buffer.from(raw, 'base64').toString('utf8') : raw
  if (Buffer.byteLength(text) > largestBodyBytes) throw new Problem('body-too-large')
  return text
}

/**
 * The body as JSON: 413, 415 or 400 when it is not; AuthZEN knows no 415, so that is 400 where a row follows it. Keys that would reach into
 * prototypes are refused or left out by the schemas.
 */
export function bodyJson(event: HttpEvent, { follows }: Pick<Route, 'follows'> = {}): unknown {
  const text = bodyText(event)
  const mediaType = (headerOf(event, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json')
    throw follows
      ? new Problem('malformed-body', { detail: problems['unsupported-media-type'].advice })
      : new Problem('unsupported-media-type')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Problem('malformed-body', { cause })
  }
}

/** From where the call came: the connection's own address, never a header's. */
export function originOf(event: HttpEvent): Origin {
  const { requestId, http } = event.requestContext
  return { requestId, ipAddress: http.sourceIp, userAgent: http.userAgent?.slice(0, 256) }
}

/** The first language of Accept-Language that we write in, else English. */
export function languageOf(event: HttpEvent): Language {
  const wanted = (headerOf(event, 'accept-language') ?? '').split(',').map((part) => {
    const [tag = '', ...parameters] = part.trim().split(';')
    const quality = parameters.map((parameter) => /^\s*q=([\d.]+)$/.exec(parameter)?.[1]).find((q) => q !== undefined)
    return { tag: tag.split('-')[0]?.trim().toLowerCase(), quality: quality === undefined ? 1 : Number(quality) }
  })
  wanted.sort((a, b) => b.quality - a.quality)
  // A quality of 0 says that this language is not wanted.
  const taken = wanted.filter(({ quality }) => quality > 0)
  return (
    taken.map(({ tag }) => languages.find((language) => language === tag)).find((found) => found !== undefined) ?? 'en'
  )
}

/**
 * Mints ids whose ULIDs begin with that moment and rise from one to the next, so that what happened together is listed in order. They are
 * for one run of a function, which lasts 30 seconds at most: who follows activities by their ids 60 seconds late misses none (V3).
 */
export const newIdAt = (now: string) => {
  const next = monotonicFactory()
  return <N extends Noun>(noun: N): IdOf<N> => id(noun, `${idPrefixes[noun]}_${next(Date.parse(now)).toLowerCase()}`)
}

/** SHA-256 in base64url. */
export const sha256 = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('base64url')
