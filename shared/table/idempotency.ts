import { deflateRawSync, inflateRawSync } from 'node:zlib'
import { CustomAttributeType, Entity } from 'electrodb'
import type { Principal } from '../domain/ids.ts'
import { documents } from './client.ts'
import { keyOf, model, primary, stored, tableName } from './schema.ts'
import { put, type Write } from './transaction.ts'

/** The first success of a call that came with an Idempotency-Key, kept for 24 hours. */
const answers = new Entity(
  {
    model: model('idempotency'),
    attributes: {
      principal: { type: CustomAttributeType<Principal>('string'), required: true },
      /** SHA-256 of route, organization and key, so that a key is scoped to all three. */
      callHash: { type: 'string', required: true },
      requestHash: { type: 'string', required: true },
      status: { type: 'number', required: true },
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

const keptSeconds = 24 * 3600

/** The raw key of an answer, for a BatchGet over several entities; `parseAnswer` reads what comes back. */
export const answerKey = ({ principal, callHash }: Pick<Call, 'principal' | 'callHash'>) =>
  keyOf(answers.schema.indexes.byCall, { principal, callHash })

/** The answer as it was kept, or undefined when there is none or its 24 hours are over: TTL deletes late, so the time is compared. */
export function parseAnswer(item: Record<string, unknown> | undefined, now: string): Answer | undefined {
  const record = item && answers.parse({ Item: item }).data
  if (!record || record.expiresAt <= now) return undefined
  const { requestHash, status, etag, reply, expiresAt } = record
  return { requestHash, status, etag, expiresAt, body: reply && inflateRawSync(reply).toString('utf8') }
}

/** Reads one answer, strongly. */
export async function getAnswer(call: Call, now: string): Promise<Answer | undefined> {
  const { data } = await answers.get(call).go({ consistent: true })
  return data ? parseAnswer({ ...data, __edb_e__: 'idempotency', __edb_v__: '1' }, now) : undefined
}

/** Keeps the answer in the transaction of its effect: two calls with the same key cannot both have one. */
export function keepAnswer(
  call: Call,
  answer: { readonly status: number; readonly etag: string | undefined; readonly body: string | undefined },
  now: string,
): Write {
  const seconds = Math.floor(Date.parse(now) / 1000)
  return put(
    answers
      .put(
        stored({
          ...call,
          status: answer.status,
          etag: answer.etag,
          reply: answer.body === undefined ? undefined : deflateRawSync(answer.body),
          expiresAt: new Date((seconds + keptSeconds) * 1000).toISOString(),
          ttl: seconds + keptSeconds,
        }),
      )
      .where(
        ({ requestHash, expiresAt }, { notExists, lte }) => `(${notExists(requestHash)} OR ${lte(expiresAt, now)})`,
      )
      .params(),
  )
}
