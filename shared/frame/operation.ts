import type { BodyOf, ParamsOf, QueryOf, ReplyOf } from '../contract/route.ts'
import type { OperationId, RouteOf } from '../contract/routes.ts'
import type { Affected } from '../domain/access-difference.ts'
import type { IdOf, Noun, OrganizationId } from '../domain/ids.ts'
import type { Language } from '../domain/language.ts'
import type { FieldError } from '../domain/problems.ts'
import type { Origin } from '../table/activity.ts'
import type { Item, Key } from '../table/authorisation.ts'
import type { Write } from '../table/transaction.ts'
import type { OrganizationCaller, SignedInCaller } from './caller.ts'

/** Who calls, as the route's `access` says. */
export type CallerOf<Id extends OperationId> = RouteOf<Id>['access'] extends 'signed-in'
  ? SignedInCaller
  : RouteOf<Id>['access'] extends { permission: string } | { anyOf: unknown }
    ? OrganizationCaller
    : never

/** Mints an id of a noun. The clock and new ids are passed in, so that an operation is the same function every time. */
export type NewId = <N extends Noun>(noun: N) => IdOf<N>

/**
 * Commits the change in one transaction, with the activities among its writes and the answer to the caller's Idempotency-Key
 * beside them, and gives the reply back. When what was read has moved on, the operation runs again from its beginning. In a dry
 * run nothing is written: the conditions alone are asked.
 */
export type Commit<Reply> = (
  writes: readonly Write[],
  reply: Reply,
  /** What the change does to anyone's access, on routes that take `dryRun`. */
  affected?: readonly Affected[],
) => Promise<Reply>

/**
 * Commits a part of a change to more people than one transaction holds, each of them whole; the last part goes through `commit`.
 * Whatever ends the call between two parts, the same call again finds what is left to do and does that. On routes that are `inParts` the
 * first one begins the call: nobody else may then make it under the same key.
 */
export type CommitPart = (writes: readonly Write[], affected?: readonly Affected[]) => Promise<void>

/** What an operation gets: valid input, an authorised caller, the time, new ids, and the way to change something. */
export type OperationRequest<Id extends OperationId> = {
  readonly params: ParamsOf<RouteOf<Id>>
  readonly query: QueryOf<RouteOf<Id>>
  readonly body: BodyOf<RouteOf<Id>>
  readonly caller: CallerOf<Id>
  /** The moment of the call, ISO 8601 in UTC. */
  readonly now: string
  readonly newId: NewId
  /** The version that If-Match names, on routes that require it. */
  readonly expectedVersion: number | undefined
  readonly commit: Commit<ReplyOf<RouteOf<Id>>>
  readonly commitPart: CommitPart
  /** What its feature's index had read along with who calls, key by key. */
  readonly alongside: readonly (Item | undefined)[]
  /** Names the call: the same one again under its Idempotency-Key has the same, and no other has. */
  readonly requestKey: string
  /** On routes that run `for-a-while`: false once there is no time for another part. */
  readonly hasTime: () => boolean
  /** Ends such a call before it is done, with what it has come to: it is answered 202, and the same call goes on. */
  readonly goOnLater: (reply: ReplyOf<RouteOf<Id>>) => ReplyOf<RouteOf<Id>>
}

/** One operation: it decides and names its rules, and knows nothing of HTTP, events or keys. Throws Problems. */
export type Operation<Id extends OperationId> = (request: OperationRequest<Id>) => Promise<ReplyOf<RouteOf<Id>>>

/** An operation for every row of a feature that its own function serves. */
export type OperationsOf<Ids extends OperationId> = { readonly [Id in Ids]: Operation<Id> }

/**
 * What is read in the round trip that authorises whoever asks (T2): the keys of what the body names. The body is read first for it, and
 * nothing about it is answered before the caller is authorised.
 */
export type Alongside<Body> = {
  keysOf(body: Body, organizationId: OrganizationId): readonly Key[]
}
/** Those few rows that read so: they are asked far more often than anything else. */
export type ReadAlongside<Ids extends OperationId> = { readonly [Id in Ids]?: Alongside<BodyOf<RouteOf<Id>>> }

/** Somebody with a browser, of whom nothing is known. */
export type Visitor = { readonly origin: Origin; readonly language: Language }

/** What a page shows, and under which status. */
export type Page = { readonly status: number; readonly html: string }

/** A file as it is served. What is kept for ever has another address as soon as it is another. */
export type ServedFile = {
  readonly content: string | Uint8Array
  readonly mediaType: string
  /** `never`: it is for whoever asked for it alone. */
  readonly kept: 'forever' | 'never' | { readonly seconds: number }
  /** What it is called by whoever keeps it. */
  readonly name?: string
}

/** A form as it came: valid, or with what is wrong with which field, so that the page can be shown again. */
export type FormOf<Id extends OperationId> =
  | { readonly valid: true; readonly fields: BodyOf<RouteOf<Id>> }
  | { readonly valid: false; readonly errors: readonly FieldError[] }

/** What the operation of a public page gets: the form as it came, whoever sent it, the time, and new ids. */
export type PageRequest<Id extends OperationId> = {
  readonly params: ParamsOf<RouteOf<Id>>
  readonly form: FormOf<Id>
  readonly visitor: Visitor
  readonly now: string
  readonly newId: NewId
}

/** One operation of a public page, or of a file; a person who gets no file gets a page that says why. */
export type PageOperation<Id extends OperationId> = (
  request: PageRequest<Id>,
) => Promise<RouteOf<Id> extends { reply: 'file' } ? ServedFile | Page : Page>

/** What the log may say about where a call went. */
export type CallLog = {
  operationId?: string
  principal?: string
  organizationId?: OrganizationId
  replayed?: boolean
  attempts?: number
}
