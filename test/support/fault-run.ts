import { createHash } from 'node:crypto'
import { afterAll, vi } from 'vitest'
import { meddledWith, type ServiceCall } from './fault-injector.ts'
import {
  conflicting,
  type FaultKind,
  hungUp,
  internalError,
  isForGood,
  isOnTheWire,
  isTableWrite,
  kindsFor,
  refused,
  throttled,
  timedOut,
} from './fault-kinds.ts'
import { newSeed, runsLong } from './trials.ts'

/**
 * One case: at which call of an invocation, counted from 0, what goes wrong. What is done at once comes in no order, so it is told by its name,
 * and by how many of that name come before it.
 */
export type Cell = {
  readonly position: number
  readonly call: string
  readonly before: number
  readonly kind: FaultKind
}

/** A call as it is listed: `DynamoDB TransactWriteItems`. */
export type CallSeen = Pick<ServiceCall, 'service' | 'command'>

/** What an invocation came to: its calls, the writes that the table took, and what is still on its way there. */
export type Run<Answer> = {
  /** Undefined where it was killed. */
  readonly answer: Answer | undefined
  /** What it threw, where it threw. */
  readonly error: unknown
  readonly calls: readonly CallSeen[]
  readonly written: readonly object[]
  /** Whether there was such a call at all. */
  readonly struck: boolean
  /** Does what was given up and comes late. */
  readonly comeLate: () => Promise<void>
}

const nameOf = ({ service, command }: CallSeen): string => `${service} ${command}`

/** Every case of an invocation that makes these calls. */
export const cellsOf = (calls: readonly CallSeen[]): readonly Cell[] =>
  calls.flatMap((call, position) => {
    const before = calls.slice(0, position).filter((other) => nameOf(other) === nameOf(call)).length
    return kindsFor(call).map((kind) => ({ position, call: nameOf(call), before, kind }))
  })

/**
 * Which cells of a matrix are run: all with `npm run test:long`, otherwise a share of those of each invocation, chosen by a seed. When
 * the file is done it prints how many, and how to run the same ones again.
 */
export function sampling(name: string, share: number): (cells: readonly Cell[], of: string) => readonly Cell[] {
  const seed = newSeed()
  const counted = { chosen: 0, all: 0 }
  afterAll(() => {
    console.log(`${name}: ${counted.chosen} of ${counted.all} cells, to be had again with ROLECALL_SEED=${seed}`)
  })
  const draw = (cell: Cell, of: string): string =>
    createHash('sha256')
      .update(`${seed} ${of} ${inWords(cell)}`)
      .digest('hex')
  return (cells, of) => {
    const drawn = runsLong
      ? cells
      : cells
          .toSorted((one, other) => (draw(one, of) < draw(other, of) ? -1 : 1))
          .slice(0, Math.ceil(cells.length * share))
    counted.chosen += drawn.length
    counted.all += cells.length
    return drawn
  }
}

/** Does something with each cell, and gives a sentence for each with which it failed. */
export async function failuresOf(
  cells: readonly Cell[],
  prove: (cell: Cell) => Promise<void>,
): Promise<readonly string[]> {
  const failures: string[] = []
  for (const cell of cells) {
    try {
      await prove(cell)
    } catch (error) {
      failures.push(`${inWords(cell)}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return failures
}

/** The sentence for a case. */
export const inWords = ({ position, call, kind }: Cell): string => `call ${position + 1}, ${call}: ${kind}`

/**
 * Whether somebody may get a mail twice, both with the same link: only where SES' answer never came, or where nothing could be written
 * down any more when it did.
 */
export const mayMailTwice = ({ call, kind }: Cell): boolean =>
  ((call === 'SES SendEmail' || call === 'SES SendRawEmail') &&
    ['answer lost', 'times out, done late', 'killed after'].includes(kind)) ||
  (call === 'DynamoDB UpdateItem' && kind === 'killed before') ||
  isForGood(kind)

/** Runs an invocation, with a fault or as it should be. */
export async function runWith<Answer>(cell: Cell | undefined, act: () => Promise<Answer>): Promise<Run<Answer>> {
  const calls: CallSeen[] = []
  const written: object[] = []
  const late: (() => Promise<unknown>)[] = []
  let [met, struck, dead] = [false, false, false]
  let die: () => void = () => undefined
  const death = new Promise<undefined>((resolve) => {
    die = () => {
      dead = true
      resolve(undefined)
    }
  })
  const never = () => new Promise<never>(() => undefined)

  const send = async (call: ServiceCall): Promise<unknown> => {
    const result = await call.goOn()
    if (isTableWrite(call)) written.push(call.input)
    return result
  }
  const fault = async (call: ServiceCall, kind: FaultKind): Promise<unknown> => {
    switch (kind) {
      case 'fails before':
        throw refused()
      case 'answer lost':
        await send(call).catch(() => undefined)
        throw hungUp()
      case 'times out, done late':
        // The table's writes are conditional and may come whenever. What others are asked for is done when anybody tries again.
        if (call.service === 'DynamoDB') late.push(() => send(call))
        else await send(call).catch(() => undefined)
        throw timedOut()
      case 'throttled':
      case 'throttled for good':
        throw throttled(call)
      case 'conflict':
      case 'conflict for good':
        throw conflicting(call)
      case 'killed after':
        await send(call).catch(() => undefined)
        die()
        return never()
      case 'killed before':
        die()
        return never()
      default:
        throw internalError(call)
    }
  }
  const onTheWire = async (call: ServiceCall, kind: FaultKind): Promise<unknown> => {
    if (kind === 'refused on the wire') throw refused()
    if (kind === 'throttled on the wire') throw throttled(call)
    if (kind === 'internal error on the wire') throw internalError(call)
    await send(call).catch(() => undefined)
    throw hungUp()
  }

  let wireOf: object | undefined
  const meddling = {
    call: async (call: ServiceCall): Promise<unknown> => {
      if (dead) return never()
      const before = calls.filter((other) => nameOf(other) === nameOf(call)).length
      calls.push({ service: call.service, command: call.command })
      const here = cell !== undefined && nameOf(call) === cell.call && before === cell.before
      const again = cell !== undefined && isForGood(cell.kind) && met && isTableWrite(call)
      if (!cell || !(here || again)) return send(call)
      met = true
      if (isOnTheWire(cell.kind)) {
        wireOf = call.input
        return send(call)
      }
      struck = true
      return fault(call, cell.kind)
    },
    wire: async (call: ServiceCall): Promise<unknown> => {
      if (!cell || wireOf === undefined || call.input !== wireOf) return call.goOn()
      wireOf = undefined
      struck = true
      return onTheWire(call, cell.kind)
    },
  }
  let error: unknown
  // Whoever waits before trying again, the SDK or the product, waits a part of some time that is drawn by lot: none.
  const acted = meddledWith(meddling, act).catch((thrown: unknown) => {
    error = thrown
    return undefined
  })
  const random = vi.spyOn(Math, 'random').mockReturnValue(0)
  const answer = await Promise.race([acted, death]).finally(() => random.mockRestore())
  const comeLate = async () => {
    for (const send of late.splice(0)) await send().catch(() => undefined)
  }
  return { answer, error, calls, written, struck, comeLate }
}
