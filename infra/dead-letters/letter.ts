import * as z from 'zod'

/** What a message of a dead-letter queue asks for. */
export type Letter = { readonly about: string; readonly error?: string | undefined } & (
  | { readonly kind: 'event'; readonly event: unknown }
  /** Activities that the stream could not hand on, by their keys. */
  | { readonly kind: 'activities'; readonly keys: readonly ActivityKey[] }
  /** Activities that the stream could not hand on, by when they were written. */
  | { readonly kind: 'activities-between'; readonly from: string; readonly until: string }
  | { readonly kind: 'unknown'; readonly why: string }
)

export type ActivityKey = { readonly pk: string; readonly sk: string }

/** What Lambda leaves of an event on which a function has failed too often (its `onFailure` destination). */
const OfLambda = z.object({
  requestPayload: z.unknown(),
  requestContext: z.object({ condition: z.string().optional() }).optional(),
  responsePayload: z.object({ errorType: z.string().optional() }).nullish().catch(undefined),
})

/** What Lambda leaves of a batch of the stream: where it stood, and none of its records. */
const OfStream = z.object({
  DDBStreamBatchInfo: z.object({
    batchSize: z.number(),
    approximateArrivalOfFirstRecord: z.iso.datetime(),
    approximateArrivalOfLastRecord: z.iso.datetime(),
  }),
})

/** What publish-activities leaves of records that it cannot read. */
const OfOurs = z.object({
  reason: z.literal('unreadable stream records'),
  keys: z.array(z.object({ pk: z.string(), sk: z.string() })),
})

/** What EventBridge leaves of an event that it could not hand over: the event itself, and why in an attribute. */
const OfBus = z.object({ 'detail-type': z.string(), detail: z.unknown() })

/** Reads the body of a message; `error` is what the queue itself says of it, if it does. */
export function letterOf(body: string, error?: string): Letter {
  const message = parsed(body)
  const ours = OfOurs.safeParse(message).data
  if (ours) return { kind: 'activities', keys: ours.keys, about: `${ours.keys.length} unreadable records` }
  const batch = OfStream.safeParse(message).data?.DDBStreamBatchInfo
  if (batch) {
    const { approximateArrivalOfFirstRecord: from, approximateArrivalOfLastRecord: until, batchSize } = batch
    return { kind: 'activities-between', from, until, about: `a batch of ${batchSize} records, written around ${from}` }
  }
  const failed = OfLambda.safeParse(message).data
  if (failed && failed.requestPayload !== undefined)
    return {
      kind: 'event',
      event: failed.requestPayload,
      about: nameOf(failed.requestPayload),
      error: failed.responsePayload?.errorType ?? failed.requestContext?.condition,
    }
  if (OfBus.safeParse(message).success) return { kind: 'event', event: message, about: nameOf(message), error }
  return { kind: 'unknown', about: 'a message', why: 'it is neither an event nor a note about the stream' }
}

const Named = z.object({
  'detail-type': z.string(),
  detail: z.object({ activityId: z.string() }).partial().catch({}),
})

/** What happened, and its id; never a value. */
function nameOf(event: unknown): string {
  const named = Named.safeParse(event).data
  return named ? [named['detail-type'], named.detail.activityId].filter(Boolean).join(' ') : 'an event without a name'
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
