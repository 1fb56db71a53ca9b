import { type ClientRequest, type RequestOptions, request as requestOpenly } from 'node:http'
import { request as requestSafely } from 'node:https'
import type { LookupFunction } from 'node:net'
import type { DeliveryFailure } from '../domain/webhook-delivery.ts'
import { optionalEnv } from './env.ts'
import { type Address, hostOf, isAddress, isPublicAddress, publicAddressesOf } from './public-address.ts'

/** What a receiver made of a delivery. */
export type Received =
  | { readonly taken: true; readonly status: number }
  | {
      readonly taken: false
      readonly because: DeliveryFailure
      readonly status?: number
      /** How long it asks to be left alone. */
      readonly retryAfterSeconds?: number
    }

/** From looking the name up to the end of what is answered. Standard Webhooks recommends 15 to 30 seconds. */
const mostSeconds = 15
/** An answer is read so far and no further: its status is all that counts. */
const mostBytes = 16 * 1024

/**
 * Why a URL can be no webhook's, in words that follow its name; undefined where it can. Where its name leads is looked at when something is sent: it
 * may lead elsewhere by then.
 */
export function problemWithReceiver(text: string): string | undefined {
  const url = URL.parse(text)
  if (url === null) return 'is not a URL'
  if (isOnThisMachine(url)) return undefined
  if (url.protocol !== 'https:') return 'does not begin with https://'
  if (url.username !== '' || url.password !== '') return 'has a user name or a password; deliveries are signed instead'
  if (url.hash !== '') return 'has a fragment, which is never sent'
  const host = hostOf(url)
  return isAddress(host) && !isPublicAddress(host) ? 'is at an address that is not public' : undefined
}

/** The one receiver that the stage `local` may name: on this machine, without TLS (T8). */
const isOnThisMachine = ({ origin }: URL): boolean => origin === optionalEnv('WEBHOOK_RECEIVER')

/**
 * Sends a delivery. The name is looked up once, every address it leads to is checked, and it is these that are connected to, over a connection of
 * its own. A redirect is not followed, and no more is read of an answer than its status and its first bytes.
 */
export async function sendToReceiver(
  text: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Received> {
  if (problemWithReceiver(text) !== undefined) return { taken: false, because: 'not-public' }
  const url = new URL(text)
  const signal = AbortSignal.timeout(mostSeconds * 1000)
  try {
    const addresses = isOnThisMachine(url) ? undefined : await before(signal, publicAddressesOf(hostOf(url)))
    if (typeof addresses === 'string') return { taken: false, because: addresses }
    return meaningOf(await answerTo(url, body, { headers, signal, ...(addresses && pinnedTo(addresses)) }))
  } catch (error) {
    return { taken: false, because: signal.aborted ? 'timed-out' : whyNot(error) }
  }
}

/** Whatever name is asked for, these are its addresses: they have been checked, and are not asked for again. */
function pinnedTo(addresses: readonly [Address, ...Address[]]): { readonly lookup: LookupFunction } {
  const [first] = addresses
  return {
    lookup: (_, { all }, found) => {
      if (all) found(null, [...addresses])
      else found(null, first.address, first.family)
    },
  }
}

type Answer = { readonly status: number; readonly retryAfter: string | undefined }

function answerTo(url: URL, body: string, options: RequestOptions): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? requestSafely : requestOpenly
    // No agent: a connection that was kept would go where its name led before.
    const request: ClientRequest = send(url, { ...options, method: 'POST', agent: false, maxHeaderSize: mostBytes })
    let answer: Answer | undefined
    // What comes after the status changes nothing: that it stops, is too much, or takes too long.
    const end = (error: Error) => {
      if (answer) resolve(answer)
      else reject(error)
      request.destroy()
    }
    const early = new Error('the connection was closed without an answer')
    request.on('response', (response) => {
      answer = { status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'] }
      let bytes = 0
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (bytes > mostBytes) end(early)
      })
      response.on('end', () => end(early))
      response.on('error', end)
    })
    request.on('error', end)
    request.on('close', () => end(early))
    request.end(body)
  })
}

function meaningOf({ status, retryAfter }: Answer): Received {
  if (status >= 200 && status < 300) return { taken: true, status }
  const because = status >= 300 && status < 400 ? 'redirected' : status === 410 ? 'gone' : 'refused'
  const seconds = /^\d{1,6}$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined
  return { taken: false, because, status, ...(seconds !== undefined && { retryAfterSeconds: seconds }) }
}

/** What Node says of a certificate begins with one of these. */
const ofCertificate = /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|INVALID_CA)/

const whyNot = (error: unknown): DeliveryFailure =>
  error instanceof Error && 'code' in error && ofCertificate.test(String(error.code)) ? 'not-trusted' : 'unreachable'

/** What comes too late counts as not having come. */
function before<Result>(signal: AbortSignal, result: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    result.then(resolve, reject)
  })
}
