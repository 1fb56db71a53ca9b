import { type Documents, schemaBreaks } from './compare-schemas.ts'
import type { Document, Operation, Parameter, Response, Schema } from './document.ts'
import { responseOf } from './document.ts'

/**
 * What changed between two OpenAPI documents that a program written for the first one can be broken by, each as a line that names the
 * operation. Operations, fields of replies, optional fields of requests, problem codes and statuses of problems may be added without breaking
 * anybody: programs are told to expect them.
 */
export function breakingChanges(before: Document, after: Document): readonly string[] {
  const documents = { before, after }
  const now = new Map(operationsOf(after).map((one) => [one.route, one.operation]))
  const moved = new Map(operationsOf(after).map((one) => [one.operation.operationId, one.route]))
  return operationsOf(before).flatMap(({ route, operation }) => {
    const { operationId } = operation
    const successor = now.get(route)
    if (!successor) {
      const elsewhere = moved.get(operationId)
      return [`${operationId}: ${elsewhere ? `is ${elsewhere} instead of ${route}` : `is gone (${route})`}`]
    }
    const renamed = successor.operationId === operationId ? [] : [`is called ${successor.operationId}`]
    return [
      ...new Set([
        ...renamed,
        ...callerBreaks(operation, successor),
        ...parameterBreaks(documents, operation, successor),
        ...bodyBreaks(documents, operation, successor),
        ...responseBreaks(documents, operation, successor),
      ]),
    ].map((what) => `${operationId}: ${what}`)
  })
}

const operationsOf = ({ paths }: Document): readonly { readonly route: string; readonly operation: Operation }[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
  )

/** Whoever could call it can call it still: with the same kind of credentials, and the permission that was enough. */
function callerBreaks(before: Operation, after: Operation): readonly string[] {
  const schemes = (operation: Operation) => (operation.security ?? []).map((one) => Object.keys(one).sort().join('+'))
  const [were, are] = [schemes(before), schemes(after)]
  const refused = were.length === 0 ? are.slice(0, 1).map(() => 'is no longer open to anyone') : []
  const lost = are.length === 0 ? [] : were.filter((one) => !are.includes(one)).map((one) => `takes no ${one} any more`)
  const enough = (operation: Operation) =>
    operation['x-permissions']?.map(({ permission, in: place }) => permission + (place ? ` in ${place}` : ''))
  const [wereEnough, areEnough] = [enough(before), enough(after)]
  if (areEnough === undefined) return [...refused, ...lost]
  if (wereEnough === undefined) return [...refused, ...lost, `takes a permission: ${areEnough.join(' or ')}`]
  const notEnough = wereEnough.filter((one) => !areEnough.includes(one))
  return [...refused, ...lost, ...notEnough.map((one) => `the permission ${one} is no longer enough`)]
}

function parameterBreaks(documents: Documents, before: Operation, after: Operation): readonly string[] {
  const by = (parameters: readonly Parameter[] = []) => new Map(parameters.map((one) => [`${one.in} ${one.name}`, one]))
  const [were, are] = [by(before.parameters), by(after.parameters)]
  const gone = [...were.keys()].filter((name) => !are.has(name)).map((name) => `takes no ${name} any more`)
  const asked = [...are].flatMap(([name, one]) =>
    one.required && !were.get(name)?.required ? [`asks for ${name}`] : [],
  )
  const other = [...were].flatMap(([name, one]) =>
    contentBreaks(documents, one.schema, are.get(name)?.schema, 'sent', name),
  )
  return [...gone, ...asked, ...other]
}

function bodyBreaks(documents: Documents, before: Operation, after: Operation): readonly string[] {
  const [was, is] = [before.requestBody, after.requestBody]
  if (!was) return is?.required ? ['asks for a body'] : []
  if (!is) return ['takes no body any more']
  const asked = is.required && !was.required ? ['asks for a body'] : []
  const other = Object.entries(was.content).flatMap(([type, { schema }]) => {
    const successor = is.content[type]
    return successor
      ? contentBreaks(documents, schema, successor.schema, 'sent', 'of what is sent,')
      : [`takes no ${type} any more`]
  })
  return [...asked, ...other]
}

function responseBreaks(documents: Documents, before: Operation, after: Operation): readonly string[] {
  const gone = Object.keys(before.responses).filter((status) => !(status in after.responses))
  const fresh = Object.keys(after.responses).filter((status) => status < '400' && !(status in before.responses))
  const other = Object.entries(before.responses).flatMap(([status, response]) => {
    const successor = after.responses[status]
    if (!successor) return []
    return oneResponseBreaks(
      documents,
      responseOf(documents.before, response),
      responseOf(documents.after, successor),
      `of ${status},`,
    )
  })
  return [
    ...gone.map((status) => `is never answered with ${status}`),
    ...fresh.map((status) => `may be answered with ${status}`),
    ...other,
  ]
}

function oneResponseBreaks(documents: Documents, before: Response, after: Response, where: string): readonly string[] {
  const headers = Object.entries(before.headers ?? {}).flatMap(([name, was]) => {
    const is = after.headers?.[name]
    if (!is) return [`${where} the header ${name} is gone`]
    return was.required && !is.required ? [`${where} the header ${name} is not always there`] : []
  })
  const bodies = Object.entries(before.content ?? {}).flatMap(([type, { schema }]) => {
    const successor = after.content?.[type]
    return successor
      ? contentBreaks(documents, schema, successor.schema, 'given', where)
      : [`${where} the body is never ${type}`]
  })
  return [...headers, ...bodies]
}

function contentBreaks(
  documents: Documents,
  before: Schema | undefined,
  after: Schema | undefined,
  direction: 'sent' | 'given',
  where: string,
): readonly string[] {
  if (!before || !after) return []
  return schemaBreaks(documents, before, after, direction).map((what) => `${where} ${what}`)
}
