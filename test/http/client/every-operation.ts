import { pageStatusesOf, problemCodesOf } from '../../../shared/contract/openapi-problems.ts'
import { changes, isPage, type Route, tellsOnPage } from '../../../shared/contract/route.ts'
import { allRoutes } from '../../../shared/contract/routes.ts'
import { type ProblemCode, problems } from '../../../shared/domain/problems.ts'

/**
 * What the client's types are held against: the contract's own, and each in both directions. A field that may be left out is never there
 * and undefined on the wire.
 */
const words = `
import type * as z from 'zod'
import type { DryRun } from '../../../../shared/contract/dry-run.ts'
import type { RouteOf } from '../../../../shared/contract/routes.ts'
import type { operations } from './rolecall.ts'

type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false
type IsAny<Type> = 0 extends 1 & Type ? true : false
type Wire<Type> = Type extends readonly (infer Item)[]
  ? Wire<Item>[]
  : Type extends object ? { [Key in keyof Type]: Wire<Exclude<Type[Key], undefined>> } : Type
type Fits<One, Other> = IsAny<One> extends true
  ? 'any'
  : [Wire<One>] extends [Wire<Other>] ? ([Wire<Other>] extends [Wire<One>] ? true : 'narrower') : 'wider'
type Keys<Type> = [NonNullable<Type>] extends [never] ? never : keyof NonNullable<Type>
type Responses<Id extends keyof operations> = operations[Id]['responses']
type Body<Response> = Response extends { content: infer Content } ? Content[keyof Content] : 'no body'
type CodeOf<Body> = Body extends { code: infer Code; status: infer Status } ? [Status, Code] : 'no code'
type Sent<Operation> = Operation extends { requestBody: { content: infer Content } } ? Content[keyof Content] : undefined
type Reply<Row> = Row extends { reply: infer S extends z.ZodType } ? z.input<S> : string
type Given<Row> = Row extends { body: infer S extends z.ZodType } ? z.input<S> : undefined
type DryRunWith<Code> = z.input<typeof DryRun> & { refusal: null | { code: Code } }
`

/**
 * A program that compiles only if the client's types of every operation are exactly what the route table says: the statuses, the body of
 * each, the codes of each problem, what is sent, and the parameters. A line of it that is wrong names the operation.
 */
export const programOfEveryOperation = (): string =>
  words +
  allRoutes()
    .flatMap(({ operationId, route }) => claimsOf(operationId, route))
    .join('\n')

function claimsOf(operationId: string, route: Route): readonly string[] {
  const id = `'${operationId}'`
  const row = `RouteOf<${id}>`
  const body = (status: number) => `Body<Responses<${id}>[${status}]>`
  const failing = tellsOnPage(route) ? pageStatusesOf(route) : [...codesByStatus(route).keys()]
  const statuses = new Set([...successes(route), ...failing])
  const dryRun = `DryRunWith<${union(problemCodesOf(route).filter((code) => [403, 409].includes(problems[code].status)))}>`
  const claims: (readonly [name: string, claim: string])[] = [
    ['statuses', `Same<keyof Responses<${id}>, ${[...statuses].join(' | ')}>`],
    ['sends', `Fits<Sent<operations[${id}]>, Given<${row}>>`],
    ['headers', `Same<operations[${id}]['parameters']['header'], ${headersOf(route)}>`],
    ['query', `Same<Keys<operations[${id}]['parameters']['query']>, ${queryKeysOf(route)}>`],
    ['path', `Same<Keys<operations[${id}]['parameters']['path']>, ${union(Object.keys(route.params?.shape ?? {}))}>`],
    ...(route.file === undefined
      ? [
          [
            `replies${route.status}`,
            `Fits<${body(route.status)}, Reply<${row}>${route.dryRun && route.status === 200 ? ` | ${dryRun}` : ''}>`,
          ] as const,
        ]
      : [
          [
            `replies${route.status}`,
            `Fits<${body(route.status)}, { [Type in keyof ${row}['file']]: z.output<${row}['file'][Type]> }[keyof ${row}['file']]>`,
          ] as const,
        ]),
    ...(route.inParts === 'for-a-while' ? [['replies202', `Fits<${body(202)}, Reply<${row}>>`] as const] : []),
    ...(route.dryRun && route.status !== 200 ? [['replies200', `Fits<${body(200)}, ${dryRun}>`] as const] : []),
    ...(tellsOnPage(route)
      ? failing.map((status) => [`replies${status}`, `Same<${body(status)}, string>`] as const)
      : [...codesByStatus(route)].map(
          ([status, codes]) =>
            [`replies${status}`, `Same<CodeOf<${body(status)}>, [${status}, ${union(codes)}]>`] as const,
        )),
  ]
  return claims.map(([name, claim]) => `export const ${operationId}_${name}: ${claim} = true`)
}

const codesByStatus = (route: Route): ReadonlyMap<number, readonly ProblemCode[]> =>
  Map.groupBy(problemCodesOf(route), (code) => problems[code].status)

const successes = (route: Route): readonly number[] => [
  route.status,
  ...(route.inParts === 'for-a-while' ? [202] : []),
  ...(route.dryRun ? [200] : []),
]

const union = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(' | ') || 'never'

const queryKeysOf = (route: Route): string =>
  union([...Object.keys(route.query?.shape ?? {}), ...(route.dryRun ? ['dryRun'] : [])])

function headersOf(route: Route): string {
  const optional = [
    ...(changes(route) && !isPage(route) ? ["'Idempotency-Key'?: string"] : []),
    ...(route.follows ? ["'X-Request-ID'?: string"] : []),
  ]
  const all = [...optional, ...(route.ifMatch ? ["'If-Match': string"] : [])]
  if (all.length === 0) return 'undefined'
  return `{ ${all.join('; ')} }${all.length === optional.length ? ' | undefined' : ''}`
}
