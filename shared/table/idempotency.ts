import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { CustomAttributeType, Entity } from 'electrodb'
import type { Principal } from '../domain/ids.ts'
import { documents } from './client.ts'
import { isConditionFailed } from './condition.ts'
import { keyOf, model, primary, stored, tableName } from './schema.ts'
import { put, type Write } from './transaction.ts'

/** The first success of a call that came with an Idempotency-Key, kept for 24 hours; before it, who is at work on a call of several parts. */
const answers = new Entity(
  {
    model: model('idempotency'),
    attributes: {
      principal: { type: CustomAttributeType<Principal>('string'), required: true },
      /** SHA-256 of route, organization and key, so that a key is scoped to all three. */
      callHash: { type: 'string', required: true },
      requestHash: { type: 'string', required: true },
      /** Absent while the call has no answer yet. */
      status: { type: 'number' },
      /** Of a call of several parts that has none: who works at it, and until when nobody else may. */
      holder: { type: 'string' },
      leaseUntil: { type: 'string' },
      etag: { type: CustomAttributeType<string | undefined>('string') },
      /** The deflated reply; absent where the reply was secret. */
      reply: { type: CustomAttributeType<Uint8Array | undefined>('any') },
      expiresAt: { type: 'string', required: true },
      ttl: { type: 'number', required: true },
    },
    indexes: { byCall: primary(['idempotency#${principal}', ['principal']], ['${callHash}', ['callHash']]) },
  },
  { table: tableName(), client: documents },
)

/** Which call a key stands for: whose, which one, and with which body. */
export type Call = { readonly principal: Principal; readonly callHash: string; readonly requestHash: string }

export type Answer = {
  readonly requestHash: string
  readonly status: number
  readonly etag: string | undefined
  /** The body as it was sent, or undefined where it may not be shown again. */
  readonly body: string | undefined
  readonly expiresAt: string
}

/** A call of several parts that has begun: nobody else may go on with it before its lease ends. */
export type BegunCall = {
  readonly requestHash: string
  readonly leaseUntil: string
  readonly expiresAt: string
  readonly status?: undefined
}

/** For how long a key stands for one call. */
export const keptSeconds = 24 * 3600

/** The raw key of an answer, for a BatchGet over several entities; `parseAnswer` reads what comes back. */
export const answerKey = ({ principal, callHash }: Pick<Call, 'principal' | 'callHash'>) =>
  keyOf(answers.schema.indexes.byCall, { principal, callHash })

/**
 * The answer as it was kept, or the call that has begun, or undefined when there is neither or its 24 hours are over: TTL deletes late, so
 * the time is compared.
 */
export function parseAnswer(item: Record<string, unknown> | undefined, now: string): Answer | BegunCall | undefined {
  const record = item && answers.parse({ Item: item }).data
  if (!record || record.expiresAt <= now) return undefined
  const { requestHash, status, etag, reply, expiresAt, leaseUntil = expiresAt } = record
  if (status === undefined) return { requestHash, leaseUntil, expiresAt }
  return { requestHash, status, etag, expiresAt, body: reply && inflateRawSync(reply).toString('utf8') }
}

/** Reads one answer, strongly, or that the call has begun. */
export async function getAnswer(call: Call, now: string): Promise<Answer | BegunCall | undefined> {
  const { data } = await answers.get(call).go({ consistent: true })
  return data ? parseAnswer({ ...data, __edb_e__: 'idempotency', __edb_v__: '1' }, now) : undefined
}

/**
 * Keeps the answer in the transaction of its effect: two calls with the same key cannot both have one. It takes the place of what `holder`
 * has begun, and of what somebody else has whose lease is over.
 */
export function keepAnswer(
  call: Call,
  answer: { readonly status: number; readonly etag: string | undefined; readonly body: string | undefined },
  now: string,
  holder = 'nobody',
): Write {
  const { status, etag, body } = answer
  const reply = body === undefined ? undefined : deflateRawSync(body)
  return put(
    answers
      .put(stored({ ...call, status, etag, reply, ...keptFrom(now) }))
      .where((attribute, is) => whereFree(attribute, is, call, now, holder))
      .params(),
  )
}

/** Begins a call of several parts, or goes on with one that was broken off; false while somebody else is at work on it, or once it is answered. */
export async function beginCall(call: Call, holder: string, leaseUntil: string, now: string): Promise<boolean> {
  try {
    await answers
      .put({ ...call, holder, leaseUntil, ...keptFrom(now) })
      .where((attribute, is) => whereFree(attribute, is, call, now, holder))
      .go()
    return true
  } catch (error) {
    if (isConditionFailed(error)) return false
    throw error
  }
}

/** Lets go of a call that was begun, so that the same call may go on at once; forgets it where nothing of it was done. */
export async function letGoOfCall(call: Call, holder: string, done: 'in-part' | 'nothing', now: string): Promise<void> {
  const { principal, callHash } = call
  const key = { principal, callHash }
  try {
    if (done === 'nothing')
      await answers
        .delete(key)
        .where((attribute, { eq }) => eq(attribute.holder, holder))
        .go()
    else
      await answers
        .update(key)
        .set({ leaseUntil: now })
        .where((attribute, { eq }) => eq(attribute.holder, holder))
        .go()
  } catch (error) {
    if (!isConditionFailed(error)) throw error
  }
}

function keptFrom(now: string) {
  const ttl = Math.floor(Date.parse(now) / 1000) + keptSeconds
  return { expiresAt: new Date(ttl * 1000).toISOString(), ttl }
}

type Where = Parameters<Parameters<ReturnType<(typeof answers)['upsert']>['where']>[0]>

/** Nothing is kept, or what is kept no longer counts, or it is this call and nobody else works at it. */
function whereFree(
  { requestHash, expiresAt, leaseUntil, holder }: Where[0],
  { notExists, lte, eq }: Where[1],
  call: Call,
  now: string,
  by: string,
): string {
  const ours = `(${eq(requestHash, call.requestHash)} AND (${eq(holder, by)} OR ${lte(leaseUntil, now)}))`
  return `(${notExists(requestHash)} OR ${lte(expiresAt, now)} OR ${ours})`
}
