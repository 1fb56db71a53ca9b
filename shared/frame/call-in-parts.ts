import { randomUUID } from 'node:crypto'
import type { Route } from '../contract/route.ts'
import { Problem } from '../domain/problems.ts'
import { beginCall, type Call, keepAnswer, letGoOfCall } from '../table/idempotency.ts'
import type { Write } from '../table/transaction.ts'
import { sha256 } from './event.ts'

/** No function behind the gateway runs for longer: whoever began the call is gone by then. */
const leaseMilliseconds = 30_000
/** For how long a call does what there is time for. */
const workMilliseconds = 20_000

/**
 * One run of a call, as far as it takes several parts. On routes that are `inParts` the first one begins it under its Idempotency-Key, so
 * that nobody else runs it meanwhile; its last one keeps the answer; and where it ends before, it lets go, and the same call goes on.
 */
export function callInParts(
  { inParts }: Pick<Route, 'inParts'>,
  call: Call | undefined,
  now: string,
  { dryRun, goesOn }: { readonly dryRun: boolean; readonly goesOn: boolean },
) {
  const holder = randomUUID()
  // A run before may have done something of a call that was begun.
  let [begun, done, later] = [false, goesOn, false]

  const letGo = async (): Promise<void> => {
    if (!call || !begun) return
    begun = false
    await letGoOfCall(call, holder, done ? 'in-part' : 'nothing', now)
  }
  return {
    requestKey: call ? sha256(call.principal, call.callHash, call.requestHash) : holder,
    /** 409 `request-in-progress` where somebody else is at it. */
    begin: async (): Promise<void> => {
      if (!call || !inParts || begun) return
      const leaseUntil = new Date(Date.parse(now) + leaseMilliseconds).toISOString()
      // Where the answer is lost it may have begun, and is let go of as well.
      begun = true
      if (await beginCall(call, holder, leaseUntil, now)) return
      begun = false
      throw new Problem('request-in-progress')
    },
    oneIsDone: (): void => {
      done = true
    },
    /** What keeps the answer, in the transaction of the last part. */
    keep: (answer: Parameters<typeof keepAnswer>[1]): readonly Write[] =>
      call ? [keepAnswer(call, answer, now, holder)] : [],
    hasTime: (): boolean => dryRun || inParts !== 'for-a-while' || Date.now() - Date.parse(now) < workMilliseconds,
    goOnLater: <Reply>(reply: Reply): Reply => {
      later = true
      return reply
    },
    isToGoOn: (): boolean => later,
    letGo,
    /** Lets go of what has failed, and gives the failure back: that letting go may fail too makes it no other. */
    brokenOffBy: async (error: unknown): Promise<unknown> => {
      await letGo().catch(() => undefined)
      return error
    },
  }
}
